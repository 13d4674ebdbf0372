//! What can go wrong with every request.

use crate::{StoreError, TransportError};
use api::ProblemCode;

/// What can go wrong with every request. Part of the other errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No connection; whether the request was carried out is unknown, and repeating it does no harm.
    #[error("no connection to the server")]
    Offline,
    /// No answer in time; the same applies.
    #[error("the server did not answer in time")]
    Timeout,
    /// Nobody is logged in, or the session ended. Ask for the password, keep what is typed.
    #[error("the session ended")]
    SessionEnded,
    /// The vault is locked. Ask for the password, keep what is typed.
    #[error("locked")]
    Locked,
    /// The account is blocked.
    #[error("the account is blocked")]
    AccountBlocked,
    /// Not allowed for this person.
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing, or this person may not see it.
    #[error("not found")]
    NotFound,
    /// Too many attempts.
    #[error("too many attempts")]
    TooManyAttempts {
        /// Seconds to wait.
        retry_after: Option<u64>,
    },
    /// The page is older than the server accepts: reload.
    #[error("this version of the application is too old")]
    UpgradeRequired,
    /// The server could not store it; nothing was saved.
    #[error("the server could not store it")]
    StorageFailed,
    /// More than the limits allow.
    #[error("too large")]
    TooLarge,
    /// The server refused for a reason that has no variant of its own.
    #[error("the server refused: {}", .0.as_str())]
    Refused(ProblemCode),
    /// The server failed.
    #[error("the server failed")]
    Server {
        /// Id of the request, to be named to support.
        request_id: Option<String>,
    },
    /// The answer is not what the contract says.
    #[error("the server's answer is not understood")]
    Protocol,
    /// The organisation log does not verify: the server shows something that nobody signed. Nothing was opened.
    #[error("the organisation log does not verify")]
    Log(crate::LogError),
    /// The device could not keep something.
    #[error(transparent)]
    Device(#[from] StoreError),
    /// The device gives no randomness; nothing was sealed.
    #[error("no randomness is available")]
    Randomness,
}

impl From<TransportError> for CallError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Timeout => Self::Timeout,
            TransportError::Offline | TransportError::Cancelled => Self::Offline,
        }
    }
}

impl From<crate::LogError> for CallError {
    fn from(error: crate::LogError) -> Self {
        Self::Log(error)
    }
}
