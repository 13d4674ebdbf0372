//! Tells the portal's other tabs on this device that somebody locked or logged out, so that none stays open.
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "wimes";

/// What tabs tell each other. Never anything about people or cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// Everything unwrapped is to be wiped.
    Locked,
    /// Nobody is logged in any more.
    LoggedOut,
}

impl TabMessage {
    const fn word(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::LoggedOut => "logged-out",
        }
    }
}

/// The line to the other tabs.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Opens the line and listens for as long as the page lives.
    #[must_use]
    pub fn open(on_message: impl Fn(TabMessage) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(NAME) else { return Self { channel: None } };
        let callback = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let word = event.data().as_string();
            for message in [TabMessage::Locked, TabMessage::LoggedOut] {
                if word.as_deref() == Some(message.word()) {
                    on_message(message);
                }
            }
        });
        channel.set_onmessage(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
        Self { channel: Some(channel) }
    }

    /// Tells the other tabs. Without the browser's support they notice at their next request.
    pub fn tell(&self, message: TabMessage) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(message.word()));
        }
    }
}
