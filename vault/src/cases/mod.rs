//! Cases: list, open, write.

mod access;
mod assign;
mod catch_up;
mod clear;
mod create;
mod file;
mod index;
mod jobs;
mod lifecycle;
mod list;
mod local;
mod name;
mod names;
mod open;
mod part;
mod renew;
mod revision;
mod seen;
mod show;
#[cfg(test)]
mod tests;
mod views;
mod write;

pub(crate) use file::{CaseState, OpenCase, OpenTexts};
pub(crate) use list::Lists;
pub(crate) use local::AllLocalTexts;
pub(crate) use part::Reader;
pub(crate) use seen::SeenCases;

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
