//! Errors of login, invitation, password and organisation key.
use vault::{
    AcceptError, CallError, ChangePasswordError, CodeError, InvitationError, KeyError, LoginError,
    RecoverError, RotationError, SetupError,
};

use super::Words;
use crate::i18n::{Locale, td_string};

impl Words for LoginError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::WrongCredentials => td_string!(locale, entry.error.wrong_credentials).to_owned(),
            Self::RefusedParameters => td_string!(locale, entry.error.refused_parameters).to_owned(),
            Self::OutOfMemory => td_string!(locale, entry.error.out_of_memory).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for ChangePasswordError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::WrongPassword => td_string!(locale, entry.error.wrong_password).to_owned(),
            Self::KeysMissing(_) => td_string!(locale, entry.error.keys_missing).to_owned(),
            Self::RefusedParameters => td_string!(locale, entry.error.refused_parameters).to_owned(),
            Self::OutOfMemory => td_string!(locale, entry.error.out_of_memory).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for CodeError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Empty => td_string!(locale, entry.error.code_empty).to_owned(),
            Self::NotAnInvitation => td_string!(locale, entry.error.code_not_an_invitation).to_owned(),
            Self::Incomplete => td_string!(locale, entry.error.code_incomplete).to_owned(),
            Self::WrongGroup(number) => {
                td_string!(locale, entry.error.wrong_group, number = *number).to_string()
            }
            Self::Mixed => td_string!(locale, entry.error.mixed_groups).to_owned(),
        }
    }
}

impl Words for InvitationError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Unknown => td_string!(locale, errors.invitation_unknown).to_owned(),
            Self::Expired => td_string!(locale, errors.invitation_expired).to_owned(),
            Self::Used => td_string!(locale, errors.invitation_used).to_owned(),
            Self::Revoked => td_string!(locale, errors.invitation_revoked).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for AcceptError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::LoginTaken => td_string!(locale, errors.login_taken).to_owned(),
            Self::LoginNotAllowed => td_string!(locale, entry.error.login_not_allowed).to_owned(),
            Self::WrongPassword => td_string!(locale, errors.login_failed).to_owned(),
            Self::Invitation(InvitationError::Call(CallError::Offline | CallError::Timeout)) => {
                td_string!(locale, entry.error.accept_lost).to_owned()
            }
            Self::Invitation(error) => error.words(locale),
            Self::OutOfMemory => td_string!(locale, entry.error.out_of_memory).to_owned(),
        }
    }
}

/// Where only the password was asked for, nothing else can be wrong.
fn password_words(error: &LoginError, locale: Locale) -> String {
    match error {
        LoginError::WrongCredentials => td_string!(locale, entry.unlock.wrong).to_owned(),
        other => other.words(locale),
    }
}

impl Words for KeyError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Empty => td_string!(locale, entry.error.key_empty).to_owned(),
            Self::NotAKeyFile => td_string!(locale, entry.error.key_not_a_key_file).to_owned(),
            Self::Damaged => td_string!(locale, entry.error.key_damaged).to_owned(),
            Self::Truncated => td_string!(locale, entry.error.key_truncated).to_owned(),
            Self::NewerVersion => td_string!(locale, entry.error.key_newer).to_owned(),
            Self::ForeignOrganisation { found, expected } => td_string!(
                locale,
                entry.error.key_foreign,
                found = found.clone(),
                expected = expected.clone()
            )
            .to_string(),
            Self::OutdatedEpoch { found, current } => {
                td_string!(locale, entry.error.key_outdated, found = *found, current = *current).to_string()
            }
            Self::DoesNotFit => td_string!(locale, entry.error.key_does_not_fit).to_owned(),
            Self::NotInUse { found } => {
                td_string!(locale, entry.error.key_not_in_use, found = *found).to_string()
            }
            Self::Chain { epoch } => td_string!(locale, entry.error.key_chain, epoch = *epoch).to_string(),
            Self::WrongGroup(number) => {
                td_string!(locale, entry.error.wrong_group, number = *number).to_string()
            }
            Self::GroupCount { found, expected } => {
                td_string!(locale, entry.error.group_count, found = *found, expected = *expected).to_string()
            }
            Self::MixedGroups => td_string!(locale, entry.error.mixed_groups).to_owned(),
            Self::RootGroups => td_string!(locale, entry.error.root_groups).to_owned(),
            Self::PasswordNeeded => td_string!(locale, entry.error.password_needed).to_owned(),
            Self::Password(error) => password_words(error, locale),
            Self::BundleDoesNotOpen => td_string!(locale, entry.error.bundle_does_not_open).to_owned(),
            Self::NotSetUp => td_string!(locale, errors.not_set_up).to_owned(),
            Self::NotNeeded => td_string!(locale, entry.error.key_not_needed).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for SetupError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::NotBegun => td_string!(locale, entry.error.setup_not_begun).to_owned(),
            Self::OtherFile => td_string!(locale, entry.error.setup_other_file).to_owned(),
            Self::File(error) => error.words(locale),
            Self::PasswordNeeded => td_string!(locale, entry.error.password_needed).to_owned(),
            Self::Password(error) => password_words(error, locale),
            Self::AlreadySetUp => td_string!(locale, errors.already_set_up).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for RotationError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Conflict => td_string!(locale, keys.error.overtaken_somebody).to_owned(),
            Self::OtherFile => td_string!(locale, keys.error.other_file).to_owned(),
            Self::File(KeyError::OutdatedEpoch { found, .. }) => {
                td_string!(locale, keys.error.old_file, epoch = *found).to_string()
            }
            Self::File(error) => error.words(locale),
            Self::NotBegun => td_string!(locale, keys.error.not_begun).to_owned(),
            Self::PasswordNeeded => td_string!(locale, entry.error.password_needed).to_owned(),
            Self::Password(error) => password_words(error, locale),
            Self::KeyMissing => td_string!(locale, keys.error.missing).to_owned(),
            Self::KeyOutdated => td_string!(locale, keys.error.outdated).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for RecoverError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Sheet(error) | Self::Key(error) => error.words(locale),
            Self::KeyGroups => td_string!(locale, keys.error.root_groups_expected).to_owned(),
            Self::OtherRoot => td_string!(locale, keys.error.root_wrong).to_owned(),
            Self::ReplacedRoot => td_string!(locale, keys.error.root_replaced).to_owned(),
            Self::KeyNeeded => td_string!(locale, keys.error.root_key_missing).to_owned(),
            Self::NotBegun => td_string!(locale, keys.error.root_not_begun).to_owned(),
            Self::OtherSheet => td_string!(locale, keys.error.root_other_sheet).to_owned(),
            Self::Conflict => td_string!(locale, keys.error.root_conflict).to_owned(),
            Self::PasswordNeeded => td_string!(locale, entry.error.password_needed).to_owned(),
            Self::Password(error) => password_words(error, locale),
            Self::Call(error) => error.words(locale),
        }
    }
}
