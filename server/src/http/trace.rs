//! One line in the log per request: which route, how it ended, how long it took. Neither bodies nor queries nor the
//! parameters of the path, so that the log does not say who opened which case (the audit does).

use super::{error::ApiError, request_id};
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{any::Any, panic, time::Instant};
use tracing::Instrument;

/// Middleware: logs the request and puts everything that is logged meanwhile under its id.
pub async fn log(request: Request, next: Next) -> Response {
    let span = tracing::info_span!("request", id = request_id::current());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let begin = Instant::now();
    async move {
        let response = next.run(request).await;
        let status = response.status();
        let milliseconds = begin.elapsed().as_millis();
        let route = route.as_deref().unwrap_or("(file)");
        if status.is_server_error() {
            tracing::warn!(%method, route, status = status.as_u16(), %milliseconds, "answered");
        } else {
            tracing::info!(%method, route, status = status.as_u16(), %milliseconds, "answered");
        }
        response
    }
    .instrument(span)
    .await
}

/// What a handler that panicked answers.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    ApiError::new(api::ProblemCode::Internal).into_response()
}

/// Makes panics say only where they happened: their message could hold content.
pub fn log_panics_without_message() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
