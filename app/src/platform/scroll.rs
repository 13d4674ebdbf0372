//! Where the page is scrolled to, for lists that draw only what can be seen.
use std::{cell::Cell, rc::Rc};

use leptos::leptos_dom::helpers::{
    WindowListenerHandle, request_animation_frame, window_event_listener_untyped,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Hears when the page was scrolled or changed its size, at most once for every picture. Stops when dropped.
pub struct ScrollWatch(Vec<WindowListenerHandle>);

impl ScrollWatch {
    /// Begins to listen.
    #[must_use]
    pub fn start(on_move: impl Fn() + 'static) -> Self {
        let on_move = Rc::new(on_move);
        let asked = Rc::new(Cell::new(false));
        let listen = |name: &'static str| {
            let (on_move, asked) = (on_move.clone(), asked.clone());
            window_event_listener_untyped(name, move |_| {
                if asked.replace(true) {
                    return;
                }
                let (on_move, asked) = (on_move.clone(), asked.clone());
                request_animation_frame(move || {
                    asked.set(false);
                    on_move();
                });
            })
        };
        Self(["scroll", "resize"].into_iter().map(listen).collect())
    }
}

impl Drop for ScrollWatch {
    fn drop(&mut self) {
        for listener in self.0.drain(..) {
            listener.remove();
        }
    }
}

fn number(value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>) -> f64 {
    value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
}

/// Height of the window in CSS pixels.
#[must_use]
pub fn window_height() -> f64 {
    web_sys::window().map_or(0.0, |window| number(window.inner_height()))
}

/// How far the page is scrolled down, in CSS pixels.
#[must_use]
pub fn scrolled() -> f64 {
    web_sys::window().map_or(0.0, |window| number(window.scroll_y().map(Into::into)))
}

/// Scrolls the page.
pub fn scroll_page_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Upper edge of an element from the upper edge of the window, and its height, in CSS pixels.
#[must_use]
pub fn place_of(element: &Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.top(), rect.height())
}

/// Moves the focus to the first element below `within` that fits a selector, without scrolling.
pub fn focus_in(within: &Element, selector: &str) -> bool {
    let found = within.query_selector(selector).ok().flatten();
    let element = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// The attribute of the nearest element around the target of an event that fits a selector.
#[must_use]
pub fn attribute_around(event: &web_sys::Event, selector: &str, name: &str) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.closest(selector).ok()??.get_attribute(name)
}

/// Calls back after the next picture was drawn.
pub fn after_drawing(then: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(then));
}

/// The elements below one that fit a selector: how many, and their heights together in CSS pixels.
#[must_use]
pub fn heights(within: &Element, selector: &str) -> (u32, f64) {
    let Ok(found) = within.query_selector_all(selector) else { return (0, 0.0) };
    let mut sum = 0.0;
    for index in 0..found.length() {
        if let Some(element) = found.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            sum += element.get_bounding_client_rect().height();
        }
    }
    (found.length(), sum)
}
