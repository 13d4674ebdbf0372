use api::build::{self, Build, Loaded};
use js_sys::Reflect;
use vault::{Method, Transport};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::FetchTransport;

/// Everything that a page runs or is styled by.
const LOADED: &str = "script, link[rel=stylesheet], link[rel=modulepreload], link[rel=preload]";

/// The scripts, styles and wasm that this page has loaded from the portal, and the digests that the browser has compared.
/// What browser extensions put into the page comes from elsewhere and is not meant.
#[must_use]
pub fn loaded_files() -> Vec<Loaded> {
    let found = web_sys::window().and_then(|window| window.document()?.query_selector_all(LOADED).ok());
    let Some(found) = found else { return Vec::new() };
    let origin = super::origin();
    let elements = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
    elements
        .filter_map(|element| {
            // The property is the whole address, however it was written.
            let address = |name: &str| Reflect::get(&element, &JsValue::from_str(name)).ok()?.as_string();
            let url = address("src").or_else(|| address("href")).filter(|url| !url.is_empty())?;
            let path = url.strip_prefix(&origin)?.to_owned();
            Some(Loaded { path, integrity: element.get_attribute("integrity").unwrap_or_default() })
        })
        .collect()
}

/// The server's list of what the application consists of; none when it cannot be had.
pub async fn fetch_build() -> Option<Build> {
    let request = vault::Request {
        method: Method::Get,
        path: build::PATH.to_owned(),
        content_type: None,
        body: Vec::new(),
    };
    let answer = FetchTransport.send(request).await.ok()?;
    if answer.status == 200 { serde_json::from_slice(&answer.body).ok() } else { None }
}
