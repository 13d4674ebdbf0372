//! What went wrong, in words for the person at the terminal.

use std::fmt;

/// A failure that ends a task. Its text says what happened and, where possible, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

/// The result of anything a task does.
pub type Done<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Says what was being attempted when an underlying error came up.
pub trait Context<T> {
    /// Puts `what` before the error's own text.
    fn context(self, what: impl fmt::Display) -> Done<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, what: impl fmt::Display) -> Done<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}
