use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, HtmlElement, MutationObserver, MutationObserverInit};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Moves the keyboard focus to `element` without scrolling it to an odd place first.
pub fn focus_element(element: &HtmlElement) {
    let _ = element.focus();
}

/// Moves the keyboard focus to the element with this id. False when there is none.
pub fn focus_id(id: &str) -> bool {
    let element =
        document().and_then(|d| d.get_element_by_id(id)).and_then(|e| e.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// After a form was refused: moves the focus to its first field marked invalid, once the page has marked it.
pub fn focus_first_invalid() {
    super::later(0, || {
        if let Some(element) = document()
            .and_then(|d| d.query_selector("[aria-invalid=true]").ok().flatten())
            .and_then(|e| e.dyn_into::<HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}

/// Moves the keyboard focus to the first field of the page's form.
pub fn focus_first_field() {
    super::later(0, || {
        if let Some(element) = document()
            .and_then(|d| d.query_selector("main form :is(input, select, textarea)").ok().flatten())
            .and_then(|e| e.dyn_into::<HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}

/// Scrolls the page to its top.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Whether the focus is on a link or nowhere: then a page that was just entered may take it. It never takes it from a
/// field.
#[must_use]
pub fn focus_is_on_link() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|element| matches!(element.tag_name().as_str(), "A" | "BODY" | "BUTTON"))
}

/// Scrolls an element into view, its lower edge above the lower edge of the window.
pub fn reveal(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.scroll_into_view_with_bool(false);
    }
}

/// Scrolls a row that is wider than its place so that its current link stands in the middle. The page itself does not
/// move; whether the row glides is the stylesheet's matter, which knows who wants less motion. The row has to be the
/// positioned ancestor of its links.
fn scroll_row_to_current(row: &HtmlElement) {
    let current = row.query_selector("[aria-current]").ok().flatten();
    if let Some(link) = current.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        row.set_scroll_left(link.offset_left() + (link.offset_width() - row.client_width()) / 2);
    }
}

/// Watches a row that is wider than its place. Stops when dropped.
pub struct RowWatch {
    observer: Option<MutationObserver>,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for RowWatch {
    fn drop(&mut self) {
        if let Some(observer) = self.observer.take() {
            observer.disconnect();
        }
    }
}

/// Keeps the current link of a row in sight: whenever another link becomes the current one, however the router got there,
/// and whenever the links are made anew.
#[must_use]
pub fn keep_current_in_sight(row: &HtmlElement) -> RowWatch {
    let watched = row.clone();
    let callback = Closure::<dyn FnMut()>::new(move || scroll_row_to_current(&watched));
    let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        options.set_attributes(true);
        options.set_attribute_filter(&Array::of1(&JsValue::from_str("aria-current")));
        let _ = observer.observe_with_options(row, &options);
    }
    let first = row.clone();
    super::later(0, move || scroll_row_to_current(&first));
    RowWatch { observer, _callback: callback }
}
