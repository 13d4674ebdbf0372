//! Why something about a case was not saved or opened, in the words of whatever language is read at the moment.
use api::ProblemCode;
use vault::{AssignError, CallError, CaseError, CreateCaseError, WriteError};

use crate::{
    errors::Words,
    i18n::{Locale, td_string},
};

/// Why a save did not work.
#[derive(Clone, Debug)]
pub(crate) enum SaveFailure {
    /// An entry was not written.
    Write(Box<WriteError>),
    /// A case was not created.
    Create(CreateCaseError),
    /// A case was not given to other people.
    Assign(AssignError),
    /// Somebody else saved in between; what they saved is shown now.
    Overtaken,
    /// The server asks to wait; after that it is saved again.
    Busy {
        /// How long.
        seconds: u64,
    },
}

impl SaveFailure {
    /// The key must be loaded first.
    pub(super) fn is_key_missing(&self) -> bool {
        match self {
            Self::Write(error) => matches!(**error, WriteError::KeyMissing),
            Self::Create(error) => *error == CreateCaseError::KeyMissing,
            Self::Assign(error) => *error == AssignError::KeyMissing,
            Self::Overtaken | Self::Busy { .. } => false,
        }
    }
}

impl SaveFailure {
    /// The call that failed, where it was one.
    pub(crate) fn call(&self) -> Option<&CallError> {
        match self {
            Self::Write(error) => match &**error {
                WriteError::Call(error) | WriteError::Case(CaseError::Call(error)) => Some(error),
                _ => None,
            },
            Self::Create(CreateCaseError::Call(error)) => Some(error),
            Self::Assign(AssignError::Call(error) | AssignError::Case(CaseError::Call(error))) => Some(error),
            Self::Create(_) | Self::Assign(_) | Self::Overtaken | Self::Busy { .. } => None,
        }
    }

    /// The organisation has a newer key, whose file must be loaded first.
    pub(super) fn is_key_outdated(&self) -> bool {
        match self {
            Self::Write(error) => matches!(**error, WriteError::KeyOutdated | WriteError::Call(OUTDATED)),
            Self::Create(error) => {
                matches!(error, CreateCaseError::KeyOutdated | CreateCaseError::Call(OUTDATED))
            }
            Self::Assign(error) => *error == AssignError::Call(OUTDATED),
            Self::Overtaken | Self::Busy { .. } => false,
        }
    }
}

/// The server's word for a key of an earlier epoch.
const OUTDATED: CallError = CallError::Refused(ProblemCode::KeyOutdated);

impl Words for SaveFailure {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Write(error) => write_words(locale, error),
            Self::Create(error) => create_words(locale, error),
            Self::Assign(error) => assign_words(locale, error),
            Self::Overtaken => td_string!(locale, cases.conflict.title).to_owned(),
            Self::Busy { seconds } => td_string!(locale, cases.drafts.retry, count = *seconds).to_string(),
        }
    }
}

impl Words for CaseError {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::NotFound | Self::Call(CallError::NotFound) => {
                td_string!(locale, cases.save.not_found).to_owned()
            }
            Self::Mismatch => td_string!(locale, cases.file.mismatch).to_owned(),
            Self::Call(error) => error.words(locale),
        }
    }
}

/// Why an entry was not written, in words.
fn write_words(locale: Locale, error: &WriteError) -> String {
    let stays = td_string!(locale, cases.save.text_stays);
    let words = match error {
        WriteError::Conflict(_) | WriteError::SingletonExists(_) | WriteError::Unreadable => {
            td_string!(locale, cases.save.unreadable)
        }
        WriteError::CaseClosed => td_string!(locale, cases.save.closed),
        WriteError::KeyMissing => td_string!(locale, cases.save.key_missing),
        WriteError::KeyOutdated => td_string!(locale, cases.save.key_outdated),
        WriteError::Check(_) | WriteError::Facts(_) => td_string!(locale, cases.save.form_changed),
        WriteError::TextTooLong { .. } | WriteError::TooLarge => {
            td_string!(locale, cases.save.too_large)
        }
        // These say themselves what becomes of the text.
        WriteError::Case(error) => return error.words(locale),
        WriteError::Call(error) => return error.words(locale),
    };
    format!("{words} {stays}")
}

/// Why a case was not created, in words.
fn create_words(locale: Locale, error: &CreateCaseError) -> String {
    match error {
        CreateCaseError::KeyMissing => td_string!(locale, cases.save.key_missing).to_owned(),
        CreateCaseError::KeyOutdated => td_string!(locale, cases.save.key_outdated).to_owned(),
        CreateCaseError::Facts(_) => td_string!(locale, cases.save.form_changed).to_owned(),
        CreateCaseError::TextTooLong { .. } => td_string!(locale, cases.save.too_large).to_owned(),
        CreateCaseError::GoneOn => td_string!(locale, cases.save.gone_on).to_owned(),
        CreateCaseError::NoFreeCode => td_string!(locale, cases.save.no_code).to_owned(),
        CreateCaseError::Call(error) => error.words(locale),
    }
}

/// Why a case was not given to other people, in words.
fn assign_words(locale: Locale, error: &AssignError) -> String {
    match error {
        AssignError::Conflict(_) => td_string!(locale, cases.access.conflict).to_owned(),
        AssignError::Person => td_string!(locale, cases.save.person).to_owned(),
        AssignError::KeyMissing => td_string!(locale, cases.save.key_missing).to_owned(),
        AssignError::Case(error) => error.words(locale),
        AssignError::Call(error) => error.words(locale),
    }
}
