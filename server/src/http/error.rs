//! What a handler answers when it can't do what was asked: a problem document with a stable code.

use super::request_id;
use api::{Problem, ProblemCode, chain::Head};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::fmt;

/// An error on its way to the client. It holds nothing but a code and numbers, so that no detail of the store, no
/// content and no key can leave through it; what an operator needs to know goes into the log beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError(Box<Problem>);

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error with nothing but its code.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self(Box::new(Problem::new(code)))
    }

    /// Somebody saved in between: names the revision and the head that are current.
    #[must_use]
    pub fn conflict(head_revision: Option<u32>, head: Option<Head>) -> Self {
        let mut problem = Problem::new(ProblemCode::Conflict);
        problem.head_revision = head_revision;
        problem.head = head;
        Self(Box::new(problem))
    }

    /// The case got new keys in between: names the head of the part's log that is current.
    #[must_use]
    pub fn case_key_outdated(head: Head) -> Self {
        let mut problem = Problem::new(ProblemCode::CaseKeyOutdated);
        problem.head = Some(head);
        Self(Box::new(problem))
    }

    /// Too many attempts; `seconds` until the next one makes sense.
    #[must_use]
    pub fn too_many_attempts(seconds: u64) -> Self {
        let mut problem = Problem::new(ProblemCode::TooManyAttempts);
        problem.retry_after = Some(seconds);
        Self(Box::new(problem))
    }

    /// Something that must not happen. `cause` goes into the server's log, the client learns only the request's id.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "unexpected failure");
        Self::new(ProblemCode::Internal)
    }

    /// The database could not do it. `cause` goes into the server's log, the client learns only the request's id.
    pub fn storage(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "the store failed");
        Self::new(ProblemCode::StorageFailed)
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.0.code
    }

    /// The problem document.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())
    }
}

impl std::error::Error for ApiError {}

impl From<ProblemCode> for ApiError {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut problem = *self.0;
        problem.request_id = request_id::current();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = problem.retry_after;
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn too_many_attempts_say_when_to_come_back() {
        let response = ApiError::too_many_attempts(17).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "17");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem.code, ProblemCode::TooManyAttempts);
        assert_eq!(problem.retry_after, Some(17));
    }

    #[tokio::test]
    async fn the_cause_of_an_internal_error_stays_on_the_server() {
        let response = ApiError::internal("no such table: secrets").into_response();
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        assert!(!String::from_utf8(body.to_vec()).unwrap().contains("secrets"));
    }
}
