use std::{cell::Cell, rc::Rc};

use leptos::{
    ev,
    leptos_dom::helpers::{WindowListenerHandle, window_event_listener},
};

/// While armed, closing the tab or reloading asks first. Disarms when dropped.
pub struct LeaveGuard {
    armed: Rc<Cell<bool>>,
    listener: Option<WindowListenerHandle>,
}

impl Default for LeaveGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl LeaveGuard {
    /// A guard that does not ask yet.
    #[must_use]
    pub fn new() -> Self {
        let armed = Rc::new(Cell::new(false));
        let watched = armed.clone();
        let listener = window_event_listener(ev::beforeunload, move |event| {
            if watched.get() {
                event.prevent_default();
            }
        });
        Self { armed, listener: Some(listener) }
    }

    /// Asks before leaving from now on, or not any more.
    pub fn arm(&self, armed: bool) {
        self.armed.set(armed);
    }

    /// Whether leaving would lose something.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.armed.get()
    }
}

impl Drop for LeaveGuard {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.remove();
        }
    }
}
