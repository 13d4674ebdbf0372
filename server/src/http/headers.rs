//! Headers of every answer: what a page of the portal may do, and that nothing of the interface is kept in caches.

use api::auth::RELEASE_HEADER;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// What pages may load and where from: only this server, no inline script or style; WebAssembly is compiled.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Release of the application that this server carries.
pub const RELEASE: &str = env!("CARGO_PKG_VERSION");

const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), \
         geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
    ),
    (RELEASE_HEADER, RELEASE),
];

/// Whether the portal is reached over https, so that browsers may be told to never use http again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Https(pub bool);

/// Middleware: adds the headers to every answer, errors included.
pub async fn secure(State(https): State<Https>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Whoever says nothing means: ask again each time.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if https.0 {
        // Two years; without subdomains, which belong to others.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    response
}

/// Middleware of `/api`: answers are for this person and this moment only.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    set_cache_control(response.headers_mut(), "no-store");
    response
}

/// Says how long an answer may be kept.
pub fn set_cache_control(headers: &mut HeaderMap, value: &'static str) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
}
