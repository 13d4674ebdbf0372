use std::time::Duration;

use leptos::leptos_dom::helpers::{
    IntervalHandle, TimeoutHandle, set_interval_with_handle, set_timeout, set_timeout_with_handle,
};
use web_sys::{Document, Element, HtmlDialogElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// Scheme, host and port of this portal, as signed into the login.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Loads the page anew; everything in memory is gone afterwards.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Tells assistive technology and hyphenation which language the page is in.
pub fn set_language(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Fixes the appearance (`light`, `dark`), or leaves it to the device.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = root() else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Opens a dialog over the page: the rest becomes inert and Escape closes it.
pub fn open_dialog(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog; the focus returns to where it was.
pub fn close_dialog(dialog: &HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// Calls back once after `millis`.
pub fn later(millis: u64, callback: impl FnOnce() + 'static) {
    set_timeout(callback, Duration::from_millis(millis));
}

/// Calls back every `millis` until the handle is cleared.
#[must_use]
pub fn every(millis: u64, callback: impl Fn() + 'static) -> Option<IntervalHandle> {
    set_interval_with_handle(callback, Duration::from_millis(millis)).ok()
}

/// Runs a future on the page's event loop.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

/// Calls back once, unless dropped before.
pub struct Timer(Option<TimeoutHandle>);

impl Timer {
    /// Starts a timer of `millis`.
    #[must_use]
    pub fn start(millis: u64, callback: impl FnOnce() + 'static) -> Self {
        Self(set_timeout_with_handle(callback, Duration::from_millis(millis)).ok())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}
