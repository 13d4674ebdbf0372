use vault::{AdminError, TenantError};

use super::Words;
use crate::i18n::{Locale, td_string};

impl Words for AdminError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::KeyMissing => td_string!(locale, admin.error.key_missing).to_owned(),
            Self::LastAdministrator => td_string!(locale, admin.error.last_administrator).to_owned(),
            Self::UnitInUse => td_string!(locale, admin.error.unit_in_use).to_owned(),
            Self::Conflict => td_string!(locale, admin.error.conflict).to_owned(),
            Self::Name => td_string!(locale, admin.error.name).to_owned(),
            Self::Grants => td_string!(locale, admin.error.grants).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

impl Words for TenantError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::SlugTaken => td_string!(locale, admin.error.slug_taken).to_owned(),
            Self::SlugNotAllowed => td_string!(locale, admin.error.slug_not_allowed).to_owned(),
            Self::Name => td_string!(locale, admin.error.name).to_owned(),
            Self::AlreadySetUp => td_string!(locale, admin.error.already_set_up).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}
