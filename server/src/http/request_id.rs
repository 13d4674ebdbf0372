//! An id for every request: in the log, in the answer's header and in problem documents, so that a person can name
//! to support what went wrong. Made here and never taken from the client, so that nobody can write into the log.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use uuid::Uuid;

tokio::task_local! {
    static CURRENT: String;
}

/// Header of every answer that carries the id.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Id of the request that is being answered, if any.
#[must_use]
pub fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Middleware: makes the id and names it in the answer.
pub async fn assign(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let value = HeaderValue::from_str(&id);
    let mut response = CURRENT.scope(id, next.run(request)).await;
    if let Ok(value) = value {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
