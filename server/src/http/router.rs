//! Puts everything together: interface, pages, files, and what surrounds each request.

use super::{
    body::UploadTime,
    bundle::{self, Bundle},
    error::ApiError,
    guard,
    headers::{self, Https},
    openapi, peer, public_pages, request_id, trace,
};
use crate::config::Config;
use api::{ProblemCode, paths::v1};
use axum::{
    Extension, Router,
    extract::Request,
    http::{Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

/// The whole portal. `api` are the handlers of the HTTP interface, `state` is what they need.
///
/// # Errors
/// When the OpenAPI document can't be written.
pub fn build<S: Clone + Send + Sync + 'static>(
    config: &Config,
    api: OpenApiRouter<S>,
    state: S,
) -> Result<Router, serde_json::Error> {
    let (routes, document) = OpenApiRouter::with_openapi(openapi::frame()).merge(api).split_for_parts();
    let document: Arc<str> = openapi::text(&document)?.into();
    let origin: Arc<str> = config.origin().into();
    let proxies: Arc<[IpAddr]> = config.trusted_proxies.as_slice().into();

    let interface = routes
        .route(
            v1::OPENAPI,
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], document.to_string()) }),
        )
        .method_not_allowed_fallback(|| async { ApiError::new(ProblemCode::NotFound) })
        .layer(from_fn_with_state(origin, guard::check))
        .layer(Extension(UploadTime(Duration::from_secs(config.upload_seconds.get()))))
        .layer(from_fn(headers::no_store));

    let bundle = Bundle::new(&config.dist_dir);
    let files = bundle.clone();
    let router = Router::new()
        .merge(interface)
        .merge(public_pages::router(config))
        .merge(bundle.pages())
        .fallback(move |request| otherwise(files, request))
        .with_state(state)
        .layer(CatchPanicLayer::custom(trace::panicked))
        .layer(from_fn_with_state(proxies, peer::find))
        .layer(from_fn(trace::log))
        .layer(from_fn_with_state(Https(config.is_https()), headers::secure))
        .layer(from_fn(request_id::assign));
    Ok(router)
}

/// Neither interface nor page: a file of the application, or nothing.
async fn otherwise(bundle: Bundle, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        let mut response = ApiError::new(ProblemCode::NotFound).into_response();
        headers::set_cache_control(response.headers_mut(), "no-store");
        return response;
    }
    match *request.method() {
        Method::GET | Method::HEAD => bundle.file(request).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], bundle::not_found())
            .into_response(),
    }
}
