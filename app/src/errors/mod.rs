//! Errors in words: what happened, what it means for the data, what to do next. Every error of the vault implements
//! [`Words`]; pages show the words beside the field or in a [`Notice`](crate::components::Notice).
mod admin;
mod call;
mod entry;
mod notice;
mod problem;

use leptos::prelude::Set;
use vault::CallError;

use crate::{i18n::Locale, state::AppState};

pub use notice::ErrorNotice;
pub use problem::error_text;

/// An error that a person can read.
pub trait Words {
    /// The error in the reader's language.
    fn words(&self, locale: Locale) -> String;
}

/// To be called with every failed call's error: when the session ended, the password is asked for over the open page,
/// so that nothing on it is lost.
pub fn notice_session_end(state: AppState, error: &CallError) {
    if matches!(error, CallError::SessionEnded | CallError::Locked) {
        state.ask_password.set(true);
    }
}
