use vault::{CallError, LogError, StoreError};

use super::{Words, error_text};
use crate::i18n::{Locale, td_string};

impl Words for CallError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Offline => td_string!(locale, errors.offline).to_owned(),
            Self::Timeout => td_string!(locale, errors.timeout).to_owned(),
            Self::SessionEnded => td_string!(locale, errors.session_ended).to_owned(),
            Self::Locked => td_string!(locale, errors.locked).to_owned(),
            Self::AccountBlocked => td_string!(locale, errors.account_blocked).to_owned(),
            Self::Forbidden => td_string!(locale, errors.forbidden).to_owned(),
            Self::NotFound => td_string!(locale, errors.not_found).to_owned(),
            Self::TooManyAttempts { retry_after: Some(seconds) } => {
                td_string!(locale, errors.too_many_attempts, seconds = *seconds).to_string()
            }
            Self::TooManyAttempts { retry_after: None } => {
                td_string!(locale, errors.too_many_attempts_soon).to_owned()
            }
            Self::UpgradeRequired => td_string!(locale, errors.upgrade_required).to_owned(),
            Self::StorageFailed => td_string!(locale, errors.storage_failed).to_owned(),
            Self::TooLarge => td_string!(locale, errors.too_large).to_owned(),
            Self::Refused(code) => error_text(locale, *code).to_owned(),
            Self::Server { request_id: Some(id) } => {
                td_string!(locale, errors.internal_with_id, id = id.clone()).to_string()
            }
            Self::Server { request_id: None } => td_string!(locale, errors.internal).to_owned(),
            Self::Protocol => td_string!(locale, errors.protocol).to_owned(),
            Self::Log(error) => error.words(locale),
            Self::Device(error) => error.words(locale),
            Self::Randomness => td_string!(locale, errors.randomness).to_owned(),
        }
    }
}

impl Words for LogError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Chain | Self::Genesis => td_string!(locale, errors.log_chain),
            Self::OtherRoot => td_string!(locale, errors.log_root),
            Self::RolledBack => td_string!(locale, errors.log_rolled_back),
        }
        .to_owned()
    }
}

impl Words for StoreError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Unavailable => td_string!(locale, errors.device_unavailable),
            Self::Full => td_string!(locale, errors.device_full),
            Self::Failed => td_string!(locale, errors.device_failed),
        }
        .to_owned()
    }
}
