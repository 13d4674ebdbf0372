//! Keyboard shortcuts: what they reach stands at the things themselves (`aria-keyshortcuts`), the overview collects it.
use leptos::prelude::*;

use crate::{
    components::{Button, Dialog, Icon},
    i18n::{t, t_string, use_i18n},
    platform::{self, Remembered},
};

/// Key of the overview.
const OVERVIEW: &str = "?";
/// Stored when somebody switched single keys off.
const OFF: &str = "off";

/// The overview of the shortcuts, to be opened from anywhere; copy it freely.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    open: RwSignal<bool>,
    on: RwSignal<bool>,
}

impl Shortcuts {
    /// Provides them as context and begins to listen, as long as the owner lives.
    pub(super) fn provide() -> Self {
        let on = platform::remembered(Remembered::Shortcuts).as_deref() != Some(OFF);
        let shortcuts = Self { open: RwSignal::new(false), on: RwSignal::new(on) };
        provide_context(shortcuts);
        let watches = StoredValue::new_local(Some((
            platform::watch_keys(move |key| shortcuts.pressed(key)),
            platform::watch_send(),
        )));
        on_cleanup(move || watches.set_value(None));
        shortcuts
    }

    /// Opens the overview.
    pub(super) fn show(self) {
        self.open.set(true);
    }

    fn pressed(self, key: &str) -> bool {
        if !self.on.get_untracked() {
            return false;
        }
        if key == OVERVIEW {
            self.show();
            return true;
        }
        let target = platform::key_targets().into_iter().find(|target| target.key == key);
        if let Some(target) = &target {
            target.reach();
        }
        target.is_some()
    }

    fn switch(self, on: bool) {
        self.on.set(on);
        platform::remember(Remembered::Shortcuts, (!on).then_some(OFF));
    }
}

/// The overview: what the keys do on the page below, and the switch for people who press keys by accident or by voice.
#[component]
pub(super) fn ShortcutsDialog(
    /// The shortcuts.
    shortcuts: Shortcuts,
) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        // The page below stays as it is while the dialog is open.
        let on_page = platform::key_targets()
            .into_iter()
            .map(|target| {
                view! {
                    <div class="key-row">
                        <dt><kbd>{target.key}</kbd></dt>
                        <dd>{target.name}</dd>
                    </div>
                }
            })
            .collect_view();
        view! {
            <dl class="keys" class:is-off=move || !shortcuts.on.get()>
                {on_page}
                <div class="key-row">
                    <dt><kbd>{OVERVIEW}</kbd></dt>
                    <dd>{t!(i18n, common.keys.overview)}</dd>
                </div>
            </dl>
            <dl class="keys">
                <div class="key-row">
                    <dt><kbd>{t!(i18n, common.keys.control)}</kbd>" + "<kbd>{t!(i18n, common.keys.enter)}</kbd></dt>
                    <dd>{t!(i18n, common.keys.send)}</dd>
                </div>
                <div class="key-row">
                    <dt><kbd>{t!(i18n, common.keys.escape)}</kbd></dt>
                    <dd>{t!(i18n, common.keys.close)}</dd>
                </div>
            </dl>
        }
    };
    view! {
        <Dialog open=shortcuts.open title=move || t_string!(i18n, common.keys.title)>
            <p class="muted">{t!(i18n, common.keys.text)}</p>
            {rows()}
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=shortcuts.on
                    on:change=move |event| shortcuts.switch(event_target_checked(&event))
                />
                <span>{t!(i18n, common.keys.on)}</span>
            </label>
            <div class="actions actions-end">
                <Button on_click=move |_| shortcuts.open.set(false)>{t!(i18n, common.close)}</Button>
            </div>
        </Dialog>
    }
}

/// Opens the overview, in menus.
#[component]
pub fn ShortcutsLink() -> impl IntoView {
    let i18n = use_i18n();
    let shortcuts = use_context::<Shortcuts>();
    shortcuts.map(|shortcuts| {
        view! {
            <li>
                <button type="button" class="menu-link" on:click=move |_| shortcuts.show()>
                    <Icon name="keyboard"/>
                    <span>{t!(i18n, common.keys.title)}</span>
                </button>
            </li>
        }
    })
}
