//! Cases: list, open, write.

mod assign;
mod catch_up;
mod create;
mod file;
mod index;
mod lifecycle;
mod list;
mod open;
mod part;
mod revision;
mod show;
mod write;

pub(crate) use file::{CaseState, OpenCase, OpenTexts};
pub(crate) use list::Lists;
pub(crate) use part::Reader;

use crate::{AssignError, CaseError, WriteError};

impl From<CaseError> for AssignError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Call(error) => Self::Call(error),
            error => Self::Case(error),
        }
    }
}

impl From<CaseError> for WriteError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Call(error) => Self::Call(error),
            error => Self::Case(error),
        }
    }
}
