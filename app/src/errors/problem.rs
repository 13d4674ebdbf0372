use api::ProblemCode;

use crate::i18n::{Locale, td_string};

/// A problem code of the server in words. A code that this release does not know has words too.
#[must_use]
pub fn error_text(locale: Locale, code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::BadRequest => td_string!(locale, errors.bad_request),
        ProblemCode::BadFacts => td_string!(locale, errors.bad_facts),
        ProblemCode::BadStatement => td_string!(locale, errors.bad_statement),
        ProblemCode::BadSignature => td_string!(locale, errors.bad_signature),
        ProblemCode::TooLarge => td_string!(locale, errors.too_large),
        ProblemCode::SessionEnded => td_string!(locale, errors.session_ended),
        ProblemCode::LoginFailed => td_string!(locale, errors.login_failed),
        ProblemCode::AccountBlocked => td_string!(locale, errors.account_blocked),
        ProblemCode::Forbidden => td_string!(locale, errors.forbidden),
        ProblemCode::CrossSite => td_string!(locale, errors.cross_site),
        ProblemCode::NotFound => td_string!(locale, errors.not_found),
        ProblemCode::Conflict => td_string!(locale, errors.conflict),
        ProblemCode::LoginTaken => td_string!(locale, errors.login_taken),
        ProblemCode::CaseCodeTaken => td_string!(locale, errors.case_code_taken),
        ProblemCode::SlugTaken => td_string!(locale, errors.slug_taken),
        ProblemCode::SingletonExists => td_string!(locale, errors.singleton_exists),
        ProblemCode::IdTaken => td_string!(locale, errors.id_taken),
        ProblemCode::UnitInUse => td_string!(locale, errors.unit_in_use),
        ProblemCode::LastAdministrator => td_string!(locale, errors.last_administrator),
        ProblemCode::AlreadySetUp => td_string!(locale, errors.already_set_up),
        ProblemCode::NotSetUp => td_string!(locale, errors.not_set_up),
        ProblemCode::KeyOutdated => td_string!(locale, errors.key_outdated),
        ProblemCode::CaseKeyOutdated => td_string!(locale, errors.case_key_outdated),
        ProblemCode::KeyIncomplete => td_string!(locale, errors.key_incomplete),
        ProblemCode::InvitationUnknown => td_string!(locale, errors.invitation_unknown),
        ProblemCode::InvitationExpired => td_string!(locale, errors.invitation_expired),
        ProblemCode::InvitationUsed => td_string!(locale, errors.invitation_used),
        ProblemCode::InvitationRevoked => td_string!(locale, errors.invitation_revoked),
        ProblemCode::NotCertified => td_string!(locale, errors.not_certified),
        ProblemCode::TooManyAttempts => td_string!(locale, errors.too_many_attempts_soon),
        ProblemCode::UpgradeRequired => td_string!(locale, errors.upgrade_required),
        ProblemCode::CaseClosed => td_string!(locale, errors.case_closed),
        ProblemCode::StorageFailed => td_string!(locale, errors.storage_failed),
        ProblemCode::Internal => td_string!(locale, errors.internal),
        _ => td_string!(locale, errors.unknown),
    }
}
