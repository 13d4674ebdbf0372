//! Notices whether someone is at the device, for the automatic lock.
use std::{cell::Cell, rc::Rc};

use leptos::leptos_dom::helpers::{WindowListenerHandle, window_event_listener_untyped};
use wasm_bindgen::{JsCast, closure::Closure};

use super::now_millis;

/// Knows when somebody last touched the device. Stops watching when dropped.
pub struct IdleWatch {
    last: Rc<Cell<Option<f64>>>,
    listeners: Vec<WindowListenerHandle>,
}

impl IdleWatch {
    /// How many seconds ago the last key press, touch or mouse movement was, by the wall clock; nothing when there was
    /// none since this was asked before. So a single touch counts however long the timers between two questions take.
    #[must_use]
    pub fn take_touch(&self) -> Option<f64> {
        self.last.take().map(|last| ((now_millis() - last) / 1000.0).max(0.0))
    }
}

impl Drop for IdleWatch {
    fn drop(&mut self) {
        for listener in self.listeners.drain(..) {
            listener.remove();
        }
    }
}

/// Begins to watch; now counts as activity.
#[must_use]
pub fn watch_idle() -> IdleWatch {
    let last = Rc::new(Cell::new(Some(now_millis())));
    let listeners = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]
        .into_iter()
        .map(|name| {
            let last = last.clone();
            window_event_listener_untyped(name, move |_| last.set(Some(now_millis())))
        })
        .collect();
    IdleWatch { last, listeners }
}

/// Calls `on_change(visible)` whenever the page is hidden or shown. Lives as long as the page.
pub fn on_visibility(on_change: impl Fn(bool) + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let target = document.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        on_change(document.visibility_state() == web_sys::VisibilityState::Visible);
    });
    let _ = target.add_event_listener_with_callback("visibilitychange", callback.as_ref().unchecked_ref());
    callback.forget();
}

/// Calls back whenever the page may be gone in a moment: hidden, closed, left for another one. Lives as long as the page.
pub fn on_vanishing(callback: impl Fn() + Clone + 'static) {
    for name in ["pagehide", "beforeunload", "freeze"] {
        let callback = callback.clone();
        // The handle removes the listener only when asked to.
        let _ = window_event_listener_untyped(name, move |_| callback());
    }
    on_visibility(move |visible| {
        if !visible {
            callback();
        }
    });
}

/// Watches whether the page is hidden or shown. Stops when dropped.
pub struct VisibilityWatch(Option<WindowListenerHandle>);

impl Drop for VisibilityWatch {
    fn drop(&mut self) {
        if let Some(listener) = self.0.take() {
            listener.remove();
        }
    }
}

/// Calls `on_change(visible)` whenever the page is hidden or shown, until the watch is dropped.
#[must_use]
pub fn watch_visibility(on_change: impl Fn(bool) + 'static) -> VisibilityWatch {
    // The event of the document reaches the window too.
    VisibilityWatch(Some(window_event_listener_untyped("visibilitychange", move |_| on_change(is_visible()))))
}

/// Whether somebody can see the page.
#[must_use]
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}
