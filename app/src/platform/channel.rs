//! Tells the portal's other tabs on this device that somebody locked or logged out, so that none stays open.
use vault::DraftId;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "wimes";
const DRAFTS: &str = "wimes-drafts";

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

/// What tabs tell each other about drafts: random names of drafts, never whose or about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftNews {
    /// It was kept on the device, as somebody is writing it.
    Kept(DraftId),
    /// It was saved or discarded.
    Gone(DraftId),
    /// A form has taken it up.
    Opened(DraftId),
    /// Answer to that: a form of another tab is writing it already.
    Held(DraftId),
    /// The form that wrote it was left.
    Left(DraftId),
}

impl DraftNews {
    fn words(self) -> String {
        let (word, id) = match self {
            Self::Kept(id) => ("kept", id),
            Self::Gone(id) => ("gone", id),
            Self::Opened(id) => ("opened", id),
            Self::Held(id) => ("held", id),
            Self::Left(id) => ("left", id),
        };
        format!("{word} {id}")
    }

    fn read(words: &str) -> Option<Self> {
        let (word, id) = words.split_once(' ')?;
        let id = id.parse().ok()?;
        match word {
            "kept" => Some(Self::Kept(id)),
            "gone" => Some(Self::Gone(id)),
            "opened" => Some(Self::Opened(id)),
            "held" => Some(Self::Held(id)),
            "left" => Some(Self::Left(id)),
            _ => None,
        }
    }
}

/// The line to the other tabs about drafts.
pub struct DraftLine {
    channel: Option<BroadcastChannel>,
}

impl DraftLine {
    /// Opens the line and listens for as long as the page lives.
    #[must_use]
    pub fn open(on_news: impl Fn(DraftNews) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(DRAFTS) else { return Self { channel: None } };
        let callback = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(news) = event.data().as_string().as_deref().and_then(DraftNews::read) {
                on_news(news);
            }
        });
        channel.set_onmessage(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
        Self { channel: Some(channel) }
    }

    /// Tells the other tabs. Without the browser's support each tab keeps its own drafts all the same.
    pub fn tell(&self, news: DraftNews) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(&news.words()));
        }
    }
}
