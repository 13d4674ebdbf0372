//! The short way to a new course entry: type a name, choose the case, write.
use api::cases::CaseState;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    area::Area,
    file::{entry_path, slug},
    name::{Name, full_name},
};
use crate::{
    components::{Dialog, InputKind, TextField},
    i18n::{t, t_string, use_i18n},
};

/// Cases offered at once.
const OFFERED: usize = 8;

/// The dialog.
#[component]
pub(super) fn QuickEntry(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=open title=move || t_string!(i18n, cases.today.new_entry_title)>
            <Choose open=open/>
        </Dialog>
    }
}

#[component]
fn Choose(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let words = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let words = words.get().to_lowercase();
        area.rows.with(|rows| {
            rows.iter()
                .filter(|row| row.summary.state == CaseState::Open)
                .filter(|row| {
                    let name = full_name(&row.name).unwrap_or_default().to_lowercase();
                    let code = row.summary.code.to_lowercase();
                    words.split_whitespace().all(|word| name.contains(word) || code.contains(word))
                })
                .take(OFFERED)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    view! {
        <TextField
            label=move || t_string!(i18n, cases.today.new_entry_search)
            value=words
            kind=InputKind::Search
        />
        <Show
            when=move || found.with(|found| !found.is_empty())
            fallback=move || view! { <p class="muted">{t!(i18n, cases.today.new_entry_none)}</p> }
        >
            <ul class="lines choose-case">
                <For each=move || found.get() key=|row| format!("{} {:?}", row.summary.id, row.name) let:row>
                    <li>
                        <A
                            href=entry_path(row.summary.id, slug::COURSE, slug::NEW)
                            attr:class="recent-case"
                            on:click=move |_| open.set(false)
                        >
                            <Name name=Signal::stored(row.name.clone())/>
                        </A>
                        <code>{row.summary.code.clone()}</code>
                    </li>
                </For>
            </ul>
        </Show>
    }
}
