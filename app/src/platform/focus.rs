use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

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
pub fn scroll_row_to_current(row: &HtmlElement) {
    let current = row.query_selector("[aria-current]").ok().flatten();
    if let Some(link) = current.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        row.set_scroll_left(link.offset_left() + (link.offset_width() - row.client_width()) / 2);
    }
}
