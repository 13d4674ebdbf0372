//! The public pages of the crate `site`, rendered by `leptos_axum` at each request, without JavaScript.

use super::headers::{RELEASE, set_cache_control};
use crate::config::Config;
use axum::{
    Router,
    extract::Request,
    response::Response,
    routing::{MethodRouter, get},
};
use futures_core::Stream;
use leptos::prelude::*;
use site::{Document, Language, Operator, PublicPage, Setting};
use std::{
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

/// What all public pages have in common.
#[derive(Debug)]
struct Site {
    operator: Operator,
    /// index.html of the application, whose stylesheet the pages share.
    index: PathBuf,
}

/// Routes of all public pages.
pub fn router<S: Clone + Send + Sync + 'static>(config: &Config) -> Router<S> {
    // Leptos runs its tasks on tokio; the second time it has been told already.
    if any_spawner::Executor::init_tokio().is_err() {
        tracing::debug!("leptos had its executor before");
    }
    let site =
        Arc::new(Site { operator: config.operator.clone(), index: config.dist_dir.join("index.html") });
    PublicPage::ALL
        .into_iter()
        .fold(Router::new(), |router, page| router.route(page.path(), handler(Arc::clone(&site), page)))
}

fn handler<S: Clone + Send + Sync + 'static>(site: Arc<Site>, page: PublicPage) -> MethodRouter<S> {
    get(move |request: Request| {
        let site = Arc::clone(&site);
        async move { site.render(page, request).await }
    })
}

impl Site {
    async fn render(&self, page: PublicPage, request: Request) -> Response {
        let setting = Setting {
            language: language(request.uri().query().unwrap_or_default()),
            operator: self.operator.clone(),
            stylesheet: stylesheet(&self.index).await,
            release: RELEASE.to_owned(),
        };
        let app = move || view! { <Document page=page setting=setting /> };
        let mut response = leptos_axum::handle_response_inner(|| {}, app, request, document_only).await;
        set_cache_control(response.headers_mut(), "no-cache");
        response
    }
}

type Html = Pin<Box<dyn Stream<Item = String> + Send>>;

/// The document and nothing behind it: the chunks that `leptos_axum` would add are inline scripts for hydration, which
/// these pages don't need and the content security policy forbids.
fn document_only<V: IntoView + 'static>(
    view: V,
    _scripts: Box<dyn FnOnce() -> Html + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Html> + Send>> {
    let stream: Html = Box::pin(view.to_html_stream_in_order());
    Box::pin(async move { stream })
}

/// `?lang=en` is English; everything else is German.
fn language(query: &str) -> Language {
    if query.split('&').any(|pair| pair == "lang=en") { Language::En } else { Language::De }
}

/// Address of the stylesheet that index.html names. None without the application: then the pages have no style.
async fn stylesheet(index: &Path) -> String {
    let html = tokio::fs::read_to_string(index).await.unwrap_or_default();
    stylesheet_of(&html).unwrap_or_default().to_owned()
}

fn stylesheet_of(html: &str) -> Option<&str> {
    let links = html.split("<link").skip(1).filter_map(|rest| rest.split('>').next());
    let is_stylesheet = |link: &&str| attribute(link, "rel") == Some("stylesheet");
    links.filter(is_stylesheet).find_map(|link| attribute(link, "href"))
}

fn attribute<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    link.split_whitespace().find_map(|pair| {
        let value = pair.strip_prefix(name)?.strip_prefix('=')?;
        Some(value.trim_end_matches('/').trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::StatusCode};
    use tower::ServiceExt;

    async fn get_page(path: &str) -> (StatusCode, String) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("index.html"),
            r#"<link rel="manifest" href="/m"/><link rel="stylesheet" href="/main-0a.css" integrity="x"/>"#,
        )
        .unwrap();
        let mut config = Config { dist_dir: folder.path().to_owned(), ..Config::default() };
        config.operator.name = "Institut Beispiel".to_owned();
        let response =
            router::<()>(&config).oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn public_pages_are_whole_documents_without_scripts() {
        for path in api::paths::public::ALL {
            for (query, language) in [("", "de"), ("?lang=en", "en")] {
                let (status, html) = get_page(&format!("{path}{query}")).await;
                assert_eq!(status, StatusCode::OK, "{path}");
                assert!(html.to_lowercase().starts_with("<!doctype html>"), "{path}: {html}");
                assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path}");
                assert!(html.trim_end().ends_with("</html>"), "{path}");
                assert!(!html.contains("<script"), "{path}");
                assert!(html.contains("href=\"/main-0a.css\""), "{path}");
                assert!(html.contains("Institut Beispiel"), "{path}");
            }
        }
    }

    #[test]
    fn the_stylesheet_is_taken_from_the_application() {
        let html =
            "<link rel=icon href=/i><link href='/s.css' rel='stylesheet'><link rel=stylesheet href=/t>";
        assert_eq!(stylesheet_of(html), Some("/s.css"));
        assert_eq!(stylesheet_of("<p>no application"), None);
    }
}
