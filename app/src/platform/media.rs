use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// Whether a CSS media query holds right now.
#[must_use]
pub fn media_matches(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}

/// A signal that follows a CSS media query. Meant for a few queries in the application's root: the listener lives
/// as long as the page.
#[must_use]
pub fn watch_media(query: &str) -> Signal<bool> {
    let matches = RwSignal::new(media_matches(query));
    if let Some(list) = web_sys::window().and_then(|window| window.match_media(query).ok().flatten()) {
        let source = list.clone();
        let callback = Closure::<dyn FnMut()>::new(move || matches.set(source.matches()));
        let _ = list.add_event_listener_with_callback("change", callback.as_ref().unchecked_ref());
        callback.forget();
    }
    matches.into()
}
