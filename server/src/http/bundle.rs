//! The browser application: content-hashed files that never change, and index.html for exactly the addresses that are
//! pages. Everything else is a real 404, and a missing file never answers with HTML.

use super::headers::set_cache_control;
use api::paths::pages;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// The folder that trunk built, with compressed copies beside the files.
#[derive(Debug, Clone)]
pub struct Bundle {
    files: ServeDir,
    index: ServeFile,
}

impl Bundle {
    /// The application in a folder. It may be replaced while the server runs.
    #[must_use]
    pub fn new(dist: &Path) -> Self {
        Self {
            files: ServeDir::new(dist)
                .append_index_html_on_directories(false)
                .precompressed_br()
                .precompressed_gzip(),
            index: ServeFile::new(dist.join("index.html")).precompressed_br().precompressed_gzip(),
        }
    }

    /// Routes of all pages of the application.
    pub fn pages<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        pages::ALL.iter().fold(Router::new(), |router, page| {
            let bundle = self.clone();
            router.route(&route(page), get(move |request| bundle.page(request)))
        })
    }

    async fn page(self, request: Request) -> Response {
        let mut response = finish(self.index.oneshot(request).await);
        let headers = response.headers_mut();
        if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/html") {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        }
        set_cache_control(headers, "no-cache");
        response
    }

    /// A file of the bundle, or 404.
    pub async fn file(self, request: Request) -> Response {
        let immutable = is_content_hashed(request.uri().path());
        let mut response = finish(self.files.oneshot(request).await);
        let keep =
            immutable && (response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED);
        let cache = if keep { "public, max-age=31536000, immutable" } else { "no-cache" };
        set_cache_control(response.headers_mut(), cache);
        response
    }
}

fn finish(served: Result<Response<impl IntoBody>, std::convert::Infallible>) -> Response {
    let mut response = match served {
        Ok(response) => response.map(IntoBody::into_body),
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return not_found();
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Bodies of file services.
trait IntoBody {
    fn into_body(self) -> Body;
}

impl<B> IntoBody for B
where
    B: axum::body::HttpBody<Data = axum::body::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    fn into_body(self) -> Body {
        Body::new(self)
    }
}

/// There is nothing at this address. Words, but no HTML: nothing may mistake it for a script, style or page.
pub fn not_found() -> Response {
    let text = "Diese Adresse gibt es nicht.\nThere is nothing at this address.\n";
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// A page's address as a route: `:name` becomes `{name}`.
fn route(page: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    };
    page.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Whether the file's name holds the hash of its content: `-`, at least eight hexadecimal digits, then `.` or `_`.
fn is_content_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('-').skip(1).any(|piece| {
        let digits = piece.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        digits >= 8 && matches!(piece.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    struct Dist(tempfile::TempDir);

    impl Dist {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            for (name, content) in [
                ("index.html", "<!doctype html>"),
                ("index.html.br", "br"),
                ("main-0123456789abcdef.css", "body{}"),
                ("main-0123456789abcdef.css.gz", "gz"),
                ("app-0123456789abcdef_bg.wasm", "wasm"),
                ("manifest.webmanifest", "{}"),
                ("build.json", "{}"),
            ] {
                fs::write(folder.path().join(name), content).unwrap();
            }
            fs::create_dir(folder.path().join("folder")).unwrap();
            fs::write(folder.path().join("folder/index.html"), "<p>").unwrap();
            Self(folder)
        }

        async fn get(&self, path: &str, encoding: &str) -> Response {
            let bundle = Bundle::new(self.0.path());
            let files = bundle.clone();
            let router: Router = bundle.pages().fallback(move |request| files.file(request));
            let request =
                Request::get(path).header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap();
            router.oneshot(request).await.unwrap()
        }
    }

    fn header_of(response: &Response, name: header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn every_page_answers_with_the_application() {
        let dist = Dist::new();
        for page in pages::ALL {
            let response = dist.get(&page.replace(':', "x"), "").await;
            assert_eq!(response.status(), StatusCode::OK, "{page}");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8", "{page}");
            assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache", "{page}");
        }
    }

    #[tokio::test]
    async fn what_is_no_page_and_no_file_is_a_404_without_html() {
        let dist = Dist::new();
        for path in [
            "/nothing",
            "/faelle/a/b/c/d",
            "/main-ffffffffffffffff.css",
            "/folder",
            "/folder/",
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/heute/",
        ] {
            let response = dist.get(path, "").await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/plain; charset=utf-8", "{path}");
            assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache", "{path}");
        }
    }

    #[tokio::test]
    async fn hashed_files_are_kept_for_ever_and_others_are_asked_for_again() {
        let dist = Dist::new();
        for path in ["/main-0123456789abcdef.css", "/app-0123456789abcdef_bg.wasm"] {
            let response = dist.get(path, "").await;
            assert_eq!(header_of(&response, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        }
        let response = dist.get("/manifest.webmanifest", "").await;
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "application/manifest+json");
        // What the bundle consists of: read anew by everybody who compares.
        let response = dist.get("/build.json", "").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "application/json");
    }

    #[tokio::test]
    async fn compressed_copies_go_to_those_who_take_them() {
        let dist = Dist::new();
        let response = dist.get("/heute", "gzip, br").await;
        assert_eq!(header_of(&response, header::CONTENT_ENCODING), "br");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header_of(&response, header::VARY), "accept-encoding");
        let response = dist.get("/main-0123456789abcdef.css", "gzip").await;
        assert_eq!(header_of(&response, header::CONTENT_ENCODING), "gzip");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/css");
    }

    #[test]
    fn only_real_hashes_make_a_file_immutable() {
        assert!(is_content_hashed("/a-b-01234567.js"));
        assert!(is_content_hashed("/a-0123456789abcdef_bg.wasm"));
        assert!(!is_content_hashed("/icon-192.png"));
        assert!(!is_content_hashed("/a-0123456789abcdef"));
        assert!(!is_content_hashed("/main-0123456789abcdef/x.css"));
        assert!(!is_content_hashed("/01234567.js"));
    }
}
