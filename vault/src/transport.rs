//! How requests leave and answers arrive: gloo-net in the browser, reqwest natively, a script in tests.

use std::future::Future;

/// Method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Appends or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes in part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it stands in HTTP.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the request may change something; such requests carry [`api::auth::CLIENT_HEADER`].
    #[must_use]
    pub fn writes(self) -> bool {
        self != Self::Get
    }
}

/// A request to the own origin. The transport adds cookies and, for writes, [`api::auth::CLIENT_HEADER`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path with query, from `/api/v1/…`.
    pub path: String,
    /// Media type of the body; none without a body.
    pub content_type: Option<&'static str>,
    /// Body.
    pub body: Vec<u8>,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Media type without parameters, lower case; empty when absent.
    pub content_type: String,
    /// Body.
    pub body: Vec<u8>,
}

/// Why no answer arrived. Whether the request was carried out is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection.
    #[error("no connection to the server")]
    Offline,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// The page was left or the request was cancelled.
    #[error("the request was cancelled")]
    Cancelled,
}

/// Sends requests.
pub trait Transport {
    /// Sends one request and waits for its answer.
    ///
    /// # Errors
    /// [`TransportError`] when no answer arrived; an answer with any status is not an error here.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>>;

    /// The own origin, e.g. `https://portal.example`: what login and invitations sign. Never what a server claims.
    fn origin(&self) -> String;
}
