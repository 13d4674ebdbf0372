use std::sync::Arc;

use leptos::prelude::*;

use super::{Icon, Tone};
use crate::{
    i18n::{t_string, use_i18n},
    platform,
};

/// How long a good or neutral message stays, in milliseconds. Warnings and errors stay until closed.
const SHOWN_MILLIS: u64 = 6_000;
/// How long something can be undone, in milliseconds: long enough to read, decide and reach the button by keyboard.
const UNDO_MILLIS: u64 = 20_000;

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<Action>,
}

/// Words of a button and what it does. Shared and owned by nothing on a page: whoever offered it may be gone by then.
type Action = (String, Arc<dyn Fn() + Send + Sync>);

/// Short messages at the edge of the page, also read out. For what needs no answer; what is wrong with an entry
/// stands at the entry instead.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(1) }
    }
}

impl Toasts {
    /// Something was done.
    pub fn good(self, text: impl Into<String>) {
        self.show(Tone::Good, text.into(), None);
    }

    /// Something is worth knowing.
    pub fn info(self, text: impl Into<String>) {
        self.show(Tone::Plain, text.into(), None);
    }

    /// Something needs attention.
    pub fn warn(self, text: impl Into<String>) {
        self.show(Tone::Warn, text.into(), None);
    }

    /// Something did not work.
    pub fn bad(self, text: impl Into<String>) {
        self.show(Tone::Bad, text.into(), None);
    }

    /// Something was done that can be undone for a while: the words, those of the button, and what it does.
    pub fn undo(
        self,
        text: impl Into<String>,
        words: impl Into<String>,
        undo: impl Fn() + Send + Sync + 'static,
    ) {
        self.show(Tone::Plain, text.into(), Some((words.into(), Arc::new(undo))));
    }

    /// Takes all messages away, as at logout.
    pub fn clear(self) {
        self.list.set(Vec::new());
    }

    fn show(self, tone: Tone, text: String, action: Option<Action>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let shown = if action.is_some() { UNDO_MILLIS } else { SHOWN_MILLIS };
        self.list.update(|list| {
            // Two things done the same way can each be undone.
            list.retain(|toast| toast.text != text || toast.action.is_some());
            list.push(Toast { id, tone, text, action });
        });
        if matches!(tone, Tone::Good | Tone::Plain | Tone::Accent) {
            platform::later(shown, move || self.dismiss(id));
        }
    }

    fn dismiss(self, id: u32) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Where the messages appear. Always in the page, so that assistive technology listens to it from the start.
#[component]
pub fn ToastRegion(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div
            class="toasts"
            role="region"
            aria-live="polite"
            aria-label=move || t_string!(i18n, common.notifications)
        >
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class=format!("toast {}", toast.tone.class())>
                    <Icon name=toast.tone.icon()/>
                    <p>{toast.text.clone()}</p>
                    {toast
                        .action
                        .clone()
                        .map(|(words, action)| {
                            view! {
                                <button
                                    type="button"
                                    class="btn btn-small toast-action"
                                    on:click=move |_| {
                                        toasts.dismiss(toast.id);
                                        action();
                                    }
                                >
                                    {words}
                                </button>
                            }
                        })}
                    <button
                        type="button"
                        class="btn btn-quiet btn-icon btn-small"
                        aria-label=move || t_string!(i18n, common.toast_close)
                        on:click=move |_| toasts.dismiss(toast.id)
                    >
                        <Icon name="x"/>
                    </button>
                </div>
            </For>
        </div>
    }
}
