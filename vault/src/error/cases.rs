//! Errors of cases and their entries.

use super::CallError;
use crate::view::{AssignmentView, Entry};
use api::{configuration::CheckError, facts::FactsError};

/// Why a case was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// There is no such case, or this person may not see it.
    #[error("no such case")]
    NotFound,
    /// The server answered with something other than what was asked for.
    #[error("the answer does not belong to this case")]
    Mismatch,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why a case was not created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateCaseError {
    /// The organisation key is not loaded.
    #[error("the organisation key is not loaded")]
    KeyMissing,
    /// The organisation key that is loaded is of an earlier epoch: load the new one first.
    #[error("the organisation key is outdated")]
    KeyOutdated,
    /// A clear value does not fit its form.
    #[error(transparent)]
    Facts(#[from] CheckError),
    /// A text is longer than [`api::limits::TEXT_FIELD_MAX`].
    #[error("field {field} is too long")]
    TextTooLong {
        /// Key of the field.
        field: String,
    },
    /// An earlier try had arrived, and somebody has gone on with the case since.
    #[error("the case is there already and somebody has gone on with it")]
    GoneOn,
    /// No free short code was found in several attempts.
    #[error("no short code is free")]
    NoFreeCode,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why an entry was not written. What was typed stays with the caller.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WriteError {
    /// Somebody saved in between: here is their version, opened.
    #[error("somebody saved in between")]
    Conflict(Box<Entry>),
    /// There is already an entry of a form that exists once in a case: here it is.
    #[error("there is already an entry of this form")]
    SingletonExists(Box<Entry>),
    /// The case is closed; reopen it first.
    #[error("the case is closed")]
    CaseClosed,
    /// The organisation key is not loaded, so that nothing can be sealed.
    #[error("the organisation key is not loaded")]
    KeyMissing,
    /// The organisation key that is loaded is of an earlier epoch, so that nothing may be sealed: load the new one first.
    #[error("the organisation key is outdated")]
    KeyOutdated,
    /// The record that should be changed, or the log that it stands in, can't be read or verified here, so that nothing
    /// must be written over it.
    #[error("the entry can't be read here")]
    Unreadable,
    /// A clear value does not fit its form.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A clear value is not a code.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// A text is longer than [`api::limits::TEXT_FIELD_MAX`].
    #[error("field {field} is too long")]
    TextTooLong {
        /// Key of the field.
        field: String,
    },
    /// All texts together are longer than one entry may hold.
    #[error("the entry is too large")]
    TooLarge,
    /// The case itself.
    #[error(transparent)]
    Case(CaseError),
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why a case was not given to other people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssignError {
    /// Somebody assigned it in between: this is how it is now.
    #[error("somebody assigned the case in between")]
    Conflict(Box<AssignmentView>),
    /// One of the people is not in the organisation, is blocked or has not loaded the key yet.
    #[error("a person can't work on cases")]
    Person,
    /// The organisation key is not loaded, so that nothing can be signed.
    #[error("the organisation key is not loaded")]
    KeyMissing,
    /// The case itself.
    #[error(transparent)]
    Case(CaseError),
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}
