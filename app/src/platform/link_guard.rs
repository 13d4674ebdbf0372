use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Element, MouseEvent, Window};

/// While armed, links to other pages of the portal do not lead there but tell where they wanted to go, so that the
/// page can ask first. Stops when dropped.
pub struct LinkGuard {
    armed: Rc<Cell<bool>>,
    window: Option<Window>,
    callback: Closure<dyn FnMut(MouseEvent)>,
}

impl LinkGuard {
    /// A guard that does not stop anything yet. `on_link` gets the path of a stopped link.
    #[must_use]
    pub fn new(on_link: impl Fn(String) + 'static) -> Self {
        let armed = Rc::new(Cell::new(false));
        let watched = armed.clone();
        let callback = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            if watched.get()
                && let Some(path) = inner_link(&event)
            {
                event.prevent_default();
                event.stop_immediate_propagation();
                on_link(path);
            }
        });
        let window = web_sys::window();
        if let Some(window) = &window {
            // Capturing, to come before the router, which listens for clicks on links too.
            let options = AddEventListenerOptions::new();
            options.set_capture(true);
            let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
                "click",
                callback.as_ref().unchecked_ref(),
                &options,
            );
        }
        Self { armed, window, callback }
    }

    /// Stops links from now on, or not any more.
    pub fn arm(&self, armed: bool) {
        self.armed.set(armed);
    }
}

impl Drop for LinkGuard {
    fn drop(&mut self) {
        if let Some(window) = &self.window {
            let _ = window.remove_event_listener_with_callback_and_bool(
                "click",
                self.callback.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

/// The path of a link inside the portal that this click would follow in the same tab.
fn inner_link(event: &MouseEvent) -> Option<String> {
    if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok()??;
    if link.has_attribute("download") || link.get_attribute("target").is_some_and(|target| target == "_blank")
    {
        return None;
    }
    // A fragment of the same page leads nowhere else.
    link.get_attribute("href").filter(|href| href.starts_with('/'))
}
