//! Puts everything together: interface, pages, files, and what surrounds each request.

use super::{
    body::UploadTime,
    bundle::{self, Bundle},
    error::ApiError,
    flushed, guard,
    headers::{self, Https},
    openapi, peer, public_pages, request_id, trace, unread,
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
        // Here already, so that what lies around it still applies; the outer one is for pages and files.
        .layer(CatchPanicLayer::custom(trace::panicked))
        .layer(from_fn(flushed::wait))
        .layer(from_fn_with_state(origin, guard::check))
        .layer(from_fn(unread::take_in))
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

#[cfg(test)]
mod tests {
    use super::super::{Json, headers::CONTENT_SECURITY_POLICY};
    use super::*;
    use api::{
        Problem,
        auth::{CLIENT_HEADER, LoginStart, RELEASE_HEADER},
        paths::public,
    };
    use axum::{body::Body, routing::post};
    use tower::ServiceExt;

    struct Portal {
        _folder: tempfile::TempDir,
        router: Router,
    }

    impl Portal {
        fn new(public_url: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("index.html"), "<!doctype html>").unwrap();
            let config = Config {
                public_url: public_url.to_owned(),
                dist_dir: folder.path().to_owned(),
                ..Config::default()
            };
            let api = OpenApiRouter::new()
                .route(v1::LOGIN_START, post(|Json(start): Json<LoginStart>| async move { Json(start) }))
                .route(v1::SESSION, get(fails_badly));
            let router = build(&config, api, ()).unwrap();
            Self { _folder: folder, router }
        }

        async fn send(
            &self,
            method: Method,
            path: &str,
            headers: &[(&str, &str)],
            body: &'static str,
        ) -> Response {
            let mut request = Request::builder().method(method).uri(path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
        }
    }

    async fn fails_badly() -> Response {
        panic!("a message with content")
    }

    async fn text(response: Response) -> String {
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    async fn code(response: Response) -> ProblemCode {
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        serde_json::from_str::<Problem>(&text(response).await).unwrap().code
    }

    #[tokio::test]
    async fn every_answer_carries_the_security_headers() {
        let portal = Portal::new("https://portal.example");
        for (method, path) in [
            (Method::GET, "/"),
            (Method::GET, public::IMPRINT),
            (Method::GET, "/missing.js"),
            (Method::POST, "/heute"),
            (Method::GET, v1::OPENAPI),
            (Method::POST, v1::LOGIN_START),
            (Method::GET, v1::SESSION),
            (Method::GET, "/api/v1/nothing"),
        ] {
            let response = portal.send(method, path, &[], "").await;
            let headers = response.headers();
            assert_eq!(headers[header::CONTENT_SECURITY_POLICY], CONTENT_SECURITY_POLICY, "{path}");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
            assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
            assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
            assert!(headers.contains_key("permissions-policy"), "{path}");
            assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{path}");
            assert_eq!(headers[RELEASE_HEADER], env!("CARGO_PKG_VERSION"), "{path}");
            assert_eq!(headers["x-request-id"].len(), 32, "{path}");
            let kept = headers[header::CACHE_CONTROL].to_str().unwrap();
            assert_eq!(kept, if path.starts_with("/api/") { "no-store" } else { "no-cache" }, "{path}");
        }
    }

    #[tokio::test]
    async fn on_plain_loopback_browsers_are_not_told_to_insist_on_https() {
        let portal = Portal::new("http://localhost:8080");
        let response = portal.send(Method::GET, "/", &[], "").await;
        assert!(!response.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[tokio::test]
    async fn writes_of_foreign_pages_and_old_clients_never_reach_a_handler() {
        let portal = Portal::new("https://portal.example");
        let body = r#"{"tenant":"demo","login":"jana"}"#;
        let json = ("content-type", "application/json");
        let send = |headers: Vec<(&'static str, &'static str)>| {
            let portal = &portal;
            async move { portal.send(Method::POST, v1::LOGIN_START, &headers, body).await }
        };
        let own = send(vec![json, (CLIENT_HEADER, "0.1.0"), ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(own.status(), StatusCode::OK);
        assert_eq!(text(own).await, body);
        let foreign = send(vec![json, (CLIENT_HEADER, "0.1.0"), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(code(foreign).await, ProblemCode::CrossSite);
        let without = send(vec![json, ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(code(without).await, ProblemCode::CrossSite);
        let old = send(vec![json, (CLIENT_HEADER, "0.0.1"), ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(code(old).await, ProblemCode::UpgradeRequired);
    }

    #[tokio::test]
    async fn a_handler_that_panics_is_answered_without_its_message() {
        let portal = Portal::new("https://portal.example");
        let response = portal.send(Method::GET, v1::SESSION, &[], "").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body = text(response).await;
        assert!(!body.contains("content\""), "{body}");
        assert_eq!(serde_json::from_str::<Problem>(&body).unwrap().request_id, Some(id));
    }

    #[tokio::test]
    async fn unknown_paths_and_methods_of_the_interface_are_problems() {
        let portal = Portal::new("https://portal.example");
        for (method, path) in
            [(Method::GET, "/api/v1/nothing"), (Method::GET, "/api/"), (Method::GET, v1::LOGIN_START)]
        {
            let response = portal.send(method, path, &[], "").await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(code(response).await, ProblemCode::NotFound, "{path}");
        }
    }

    #[tokio::test]
    async fn the_interface_describes_itself() {
        let portal = Portal::new("https://portal.example");
        let document = text(portal.send(Method::GET, v1::OPENAPI, &[], "").await).await;
        let document: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(document["info"]["title"], "WIMES portal");
    }
}
