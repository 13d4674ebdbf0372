//! Keys that reach what a page names with `aria-keyshortcuts`: one list for the page, the overview and assistive technology.
use leptos::{
    ev,
    leptos_dom::helpers::{WindowListenerHandle, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, KeyboardEvent};

const ATTRIBUTE: &str = "aria-keyshortcuts";

/// Something of the page that a key reaches.
pub struct KeyTarget {
    /// The key.
    pub key: String,
    /// What it is called.
    pub name: String,
    element: HtmlElement,
}

impl KeyTarget {
    /// Puts the cursor into a field; presses anything else.
    pub fn reach(&self) {
        if self.element.is_instance_of::<HtmlInputElement>() {
            let _ = self.element.focus();
        } else {
            self.element.click();
        }
    }
}

/// Listens to keys. Stops when dropped.
pub struct KeyWatch(Option<WindowListenerHandle>);

impl Drop for KeyWatch {
    fn drop(&mut self) {
        if let Some(listener) = self.0.take() {
            listener.remove();
        }
    }
}

/// Calls back with every key that is pressed alone, outside of fields and with no dialog open. The callback says whether
/// it was used.
#[must_use]
pub fn watch_keys(on_key: impl Fn(&str) -> bool + 'static) -> KeyWatch {
    KeyWatch(Some(window_event_listener(ev::keydown, move |event| {
        if let Some(key) = single_key(&event)
            && on_key(&key)
        {
            event.prevent_default();
        }
    })))
}

/// Saves the form around the field with the cursor, on Ctrl+Enter: with a second key, so that it never fires by itself.
#[must_use]
pub fn watch_send() -> KeyWatch {
    KeyWatch(Some(window_event_listener(ev::keydown, move |event| {
        if event.key() != "Enter" || event.repeat() || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let form = target.and_then(|element| element.closest("form").ok().flatten());
        if let Some(button) = form
            .and_then(|form| form.query_selector("button[type=submit]").ok().flatten())
            .and_then(|button| button.dyn_into::<HtmlElement>().ok())
        {
            event.prevent_default();
            button.click();
        }
    })))
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn single_key(event: &KeyboardEvent) -> Option<String> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() || event.is_composing() {
        return None;
    }
    let key = event.key();
    // Signs stand where the keyboard has them, with shift or without; letters are typed without.
    if event.shift_key() && !matches!(key.as_str(), "?" | "/") {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field = target.is_some_and(|element| {
        let place =
            "input, textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=listbox]";
        element.closest(place).ok().flatten().is_some()
    });
    let in_dialog = document()?.query_selector("dialog[open]").ok().flatten().is_some();
    (!in_field && !in_dialog && key.chars().count() == 1).then_some(key)
}

/// What the page shows now and a key reaches, in the order of the page. Of several with the same key the first counts.
#[must_use]
pub fn key_targets() -> Vec<KeyTarget> {
    let Some(found) = document().and_then(|d| d.query_selector_all(&format!("[{ATTRIBUTE}]")).ok()) else {
        return Vec::new();
    };
    let mut targets: Vec<KeyTarget> = Vec::new();
    for index in 0..found.length() {
        let Some(element) = found.get(index).and_then(|node| node.dyn_into::<HtmlElement>().ok()) else {
            continue;
        };
        let Some(key) = element.get_attribute(ATTRIBUTE).filter(|key| !key.is_empty()) else { continue };
        let seen = element.offset_width() > 0 && element.offset_height() > 0;
        if seen && !targets.iter().any(|target| target.key == key) {
            targets.push(KeyTarget { key, name: name_of(&element), element });
        }
    }
    targets
}

fn name_of(element: &HtmlElement) -> String {
    if let Some(label) = element.get_attribute("aria-label") {
        return label;
    }
    let labelled = element
        .dyn_ref::<HtmlInputElement>()
        .and_then(|input| document()?.query_selector(&format!("label[for='{}']", input.id())).ok().flatten());
    let text = labelled.map_or_else(|| element.text_content(), |label| label.text_content());
    text.unwrap_or_default().trim().to_owned()
}
