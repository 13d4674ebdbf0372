//! Who may speak to the HTTP interface at all: no page of a foreign origin, no client that is too old.
//!
//! A write carries the header [`CLIENT_HEADER`], which a foreign page cannot set without a CORS permission (never
//! given), and comes from the own origin: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. A client that
//! sends neither is no browser and holds no cookie of anybody else.

use super::error::ApiError;
use api::{ProblemCode, auth::CLIENT_HEADER};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Oldest release of the client that this server still understands.
pub const MINIMUM_CLIENT: Release = Release(0, 1, 0);

/// A release number, `major.minor.patch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release(pub u32, pub u32, pub u32);

impl Release {
    /// Reads `1.2.3`, also behind a name (`native/1.2.3`) and with a suffix after the numbers (`1.2.3-rc.1`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.rsplit('/').next()?.split(['-', '+', ' ']).next()?;
        let mut parts = numbers.split('.').map(str::parse::<u32>);
        let release = Self(parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        if parts.next().is_some() { None } else { Some(release) }
    }
}

/// Middleware of `/api`: lets a request through or answers with a problem.
pub async fn check(State(origin): State<Arc<str>>, request: Request, next: Next) -> Response {
    match admit(&origin, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(code) => ApiError::new(code).into_response(),
    }
}

fn admit(origin: &str, method: &Method, headers: &HeaderMap) -> Result<(), ProblemCode> {
    let client = headers.get(CLIENT_HEADER);
    if !method.is_safe() && (client.is_none() || !is_same_origin(origin, headers)) {
        return Err(ProblemCode::CrossSite);
    }
    match client.map(|value| value.to_str().ok().and_then(Release::parse)) {
        Some(release) if release < Some(MINIMUM_CLIENT) => Err(ProblemCode::UpgradeRequired),
        _ => Ok(()),
    }
}

fn is_same_origin(origin: &str, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin";
    }
    headers.get(header::ORIGIN).is_none_or(|given| given == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://portal.example";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), v.parse().unwrap())).collect()
    }

    #[test]
    fn a_write_from_the_own_page_or_a_native_client_passes() {
        for sent in [
            &[("x-wimes-client", "0.1.0"), ("sec-fetch-site", "same-origin")][..],
            &[("x-wimes-client", "0.1.0"), ("origin", ORIGIN)],
            &[("x-wimes-client", "native/0.2.0")],
        ] {
            assert_eq!(admit(ORIGIN, &Method::POST, &headers(sent)), Ok(()), "{sent:?}");
        }
    }

    #[test]
    fn a_write_from_a_foreign_page_or_without_the_header_is_refused() {
        for sent in [
            &[][..],
            &[("sec-fetch-site", "same-origin")],
            &[("x-wimes-client", "0.1.0"), ("sec-fetch-site", "cross-site")],
            &[("x-wimes-client", "0.1.0"), ("sec-fetch-site", "same-site")],
            &[("x-wimes-client", "0.1.0"), ("sec-fetch-site", "none")],
            &[("x-wimes-client", "0.1.0"), ("origin", "https://evil.example")],
            &[("x-wimes-client", "0.1.0"), ("origin", "null")],
        ] {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                assert_eq!(admit(ORIGIN, &method, &headers(sent)), Err(ProblemCode::CrossSite), "{sent:?}");
            }
        }
    }

    #[test]
    fn reading_needs_no_header() {
        assert_eq!(admit(ORIGIN, &Method::GET, &headers(&[])), Ok(()));
    }

    #[test]
    fn a_client_below_the_minimum_is_told_to_upgrade() {
        for old in ["0.0.9", "native/0.0.1", "what", ""] {
            let mut sent = headers(&[("sec-fetch-site", "same-origin")]);
            sent.insert(CLIENT_HEADER, old.parse().unwrap());
            assert_eq!(admit(ORIGIN, &Method::POST, &sent), Err(ProblemCode::UpgradeRequired), "{old}");
            assert_eq!(admit(ORIGIN, &Method::GET, &sent), Err(ProblemCode::UpgradeRequired), "{old}");
        }
    }

    #[test]
    fn releases_are_compared_number_by_number() {
        assert!(Release::parse("0.10.0") > Release::parse("0.9.9"));
        assert_eq!(Release::parse("1.2.3-rc.1"), Some(Release(1, 2, 3)));
        assert_eq!(Release::parse("1.2.3.4"), None);
        assert_eq!(Release::parse("1.2"), None);
    }
}
