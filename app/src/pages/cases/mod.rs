//! Today, cases, the case file, evaluation.
mod area;
mod assignment;
mod drafts;
mod due;
mod due_words;
mod evaluation;
mod file;
mod form;
mod list;
mod looked;
mod memory;
mod name;
mod new_case;
mod news;
mod quick_entry;
mod today;

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    components::{Button, Notice, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    pages::admin::NotAllowed,
    platform,
    state::AppState,
};
use area::Area;

pub use evaluation::EvaluationPage;
pub use file::CasePage;
pub use list::CasesPage;
pub use new_case::NewCasePage;
pub use today::TodayPage;

/// How long the device's storage may take.
const DEVICE_MILLIS: u64 = 2_000;

/// Keeps what the pages about cases must not lose from page to page. Called once, by the application's root.
pub fn provide_memory(state: AppState) {
    let _ = memory::Memory::provide(state);
}

/// Drafts, as the frame of every page sees them; copy it freely.
#[derive(Clone, Copy)]
pub struct OpenDrafts(Option<memory::Memory>);

impl OpenDrafts {
    /// The drafts of this page, after [`provide_memory`].
    #[must_use]
    pub fn expect() -> Self {
        Self(use_context::<memory::Memory>())
    }

    /// Seals and keeps what was typed last, and says that nobody writes here any more: before the key goes.
    pub fn keep(self) {
        if let Some(memory) = self.0 {
            memory.drafts.flush();
            for presence in memory.presences.get_value() {
                presence.leave();
            }
        }
    }

    /// How many of whoever is logged in stay on this device.
    #[must_use]
    pub fn count(self) -> usize {
        self.0.map_or(0, |memory| memory.drafts.count())
    }

    /// The device was forgotten, and its drafts with it.
    pub fn forget(self) {
        if let Some(memory) = self.0 {
            memory.drafts.forget();
        }
    }
}

/// Frame of all pages about cases: loads what they share, and shows them once it is there.
#[component]
pub fn CaseArea() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::provide();
    let state = area.state;
    // The epoch counts up when a key is loaded, the organisation changes or somebody unlocks.
    Effect::new(move |_| {
        state.epoch.track();
        if state.sees_cases() {
            area.load();
        }
    });
    // Forms offer what was typed earlier, so that the device is looked through first; where it does not answer, nobody
    // waits for it.
    let drafts = area.memory.drafts;
    let waited = RwSignal::new(false);
    platform::later(DEVICE_MILLIS, move || {
        waited.try_set(true);
    });
    let ready =
        Memo::new(move |_| area.document.with(Option::is_some) && (drafts.loads.get() > 0 || waited.get()));
    let allowed = Memo::new(move |last: Option<&bool>| {
        // A locked or ended session keeps the page, so that nothing typed is lost.
        state.session_view().map_or_else(|| last.copied().unwrap_or(true), |_| state.sees_cases())
    });
    let waiting = move || match area.failure.get() {
        Some(error) => view! {
            <div class="page">
                <Notice tone=Tone::Bad title=move || t_string!(i18n, errors.title)>
                    <p>{move || error.words(area.locale())}</p>
                    <div class="actions">
                        <Button on_click=move |_| area.load()>{t!(i18n, common.retry)}</Button>
                    </div>
                </Notice>
            </div>
        }
        .into_any(),
        None => view! { <Spinner/> }.into_any(),
    };
    view! {
        <Show
            when=move || allowed.get()
            fallback=NotAllowed
        >
            <Show when=move || ready.get() fallback=waiting>
                <Outlet/>
            </Show>
        </Show>
    }
}
