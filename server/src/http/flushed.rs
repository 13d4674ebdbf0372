//! No answer leaves before everything is durable that it may rest on.

use super::error::ApiError;
use crate::store::after_flush;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Middleware of `/api`.
pub async fn wait(request: Request, next: Next) -> Response {
    match after_flush(next.run(request)).await {
        Ok(answer) => answer,
        Err(error) => ApiError::storage(error).into_response(),
    }
}
