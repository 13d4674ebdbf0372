//! Today, cases, the case file, evaluation.
mod area;
mod assignment;
mod due;
mod due_words;
mod evaluation;
mod file;
mod form;
mod list;
mod memory;
mod name;
mod new_case;
mod quick_entry;
mod today;

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    components::{Button, Notice, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    pages::admin::NotAllowed,
    state::AppState,
};
use area::Area;

pub use evaluation::EvaluationPage;
pub use file::CasePage;
pub use list::CasesPage;
pub use new_case::NewCasePage;
pub use today::TodayPage;

/// Keeps what the pages about cases must not lose from page to page. Called once, by the application's root.
pub fn provide_memory(state: AppState) {
    let _ = memory::Memory::provide(state);
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
    let ready = Memo::new(move |_| area.document.with(Option::is_some));
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
