//! The list of cases.
mod bulk;
mod bulk_dialogs;
mod filters;
mod missing;
mod model;
mod query;
mod search;
mod table;
mod views;
mod window;

use api::{cases::CaseState, paths::pages};
use leptos::prelude::*;

use super::area::Area;
use crate::{
    components::{ButtonKind, Card, EmptyState, LinkButton, Notice, PageHeader, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    layout::KeyMissingNotice,
    platform::{self, ScrollWatch},
};
use bulk::SelectionBar;
use filters::FilterPanel;
use missing::MissingCases;
use model::{Shown, shown};
use search::{SearchField, TextSearch};
use table::CaseTable;
use views::{ViewMenu, keep_look};

pub(crate) use model::{Keys, keys_of};
pub(crate) use query::ListQuery;

/// All cases that this person sees.
#[component]
pub fn CasesPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let state = area.state;
    let writes = Memo::new(move |_| state.opens_cases());
    area.load_rows();
    keep_look(area);
    let listed = shown(area);
    come_back(area, listed);
    let selectable = Memo::new(move |_| state.is_open() && (state.opens_cases() || state.administers()));
    let open = Memo::new(move |_| {
        area.rows.with(|rows| rows.iter().filter(|row| row.summary.state == CaseState::Open).count())
    });
    let subtitle = move || {
        let shown = listed.with(Shown::len);
        if area.memory.query.state.get() == query::OPEN {
            t_string!(i18n, cases.list.count_open, count = open.get(), shown = shown).to_string()
        } else {
            t_string!(i18n, cases.list.count, count = area.rows.with(Vec::len), shown = shown).to_string()
        }
    };
    let empty = Memo::new(move |_| area.listed.get() && area.rows.with(Vec::is_empty));
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, cases.list.title)
                subtitle=move || if empty.get() || !area.listed.get() { String::new() } else { subtitle() }
                actions=ViewFn::from(move || {
                    view! {
                        <Show when=move || writes.get()>
                            <LinkButton href=pages::CASE_NEW kind=ButtonKind::Primary icon="plus" key="n">
                                {t!(i18n, cases.list.new)}
                            </LinkButton>
                        </Show>
                    }
                })
            />
            <KeyMissingNotice/>
            <ListFailure/>
            <MissingCases/>
            <Show when=move || area.listed.get() fallback=|| view! { <Spinner/> }>
                <Show when=move || !empty.get() fallback=NoCases>
                    <div class="toolbar list-toolbar">
                        <SearchField/>
                        <FilterPanel/>
                        <ViewMenu/>
                    </div>
                    <TextSearch/>
                    <Card class="card-flush">
                        <Show when=move || listed.with(|listed| listed.len() != 0) fallback=NothingFound>
                            <CaseTable shown=listed selectable=selectable/>
                        </Show>
                    </Card>
                    <SelectionBar shown=listed/>
                </Show>
            </Show>
        </div>
    }
}

/// Scrolls to where the person was before, once the rows are there, and remembers where that is from then on.
fn come_back(area: Area, shown: Memo<Shown>) {
    let scrolled = area.memory.query.scrolled;
    let query = area.memory.query;
    let arrived = RwSignal::new(false);
    Effect::new(move |_| {
        let restored = query.restored.get() || !area.state.is_open();
        if !arrived.get_untracked() && restored && area.listed.get() && shown.with(|shown| shown.len() != 0) {
            // After the page has drawn its rows and taken the focus to its heading.
            platform::later(60, move || {
                let before = scrolled.try_get_value().unwrap_or(0.0);
                if before > 0.0 && arrived.try_get_untracked() == Some(false) {
                    platform::scroll_page_to(before);
                }
                arrived.try_set(true);
            });
        }
    });
    let watch = ScrollWatch::start(move || {
        if arrived.try_get_untracked() == Some(true) {
            scrolled.set_value(platform::scrolled());
            query.moved.update(|moved| *moved = moved.wrapping_add(1));
        }
    });
    let watch = StoredValue::new_local(Some(watch));
    on_cleanup(move || {
        arrived.try_set(false);
        watch.update_value(|watch| drop(watch.take()));
    });
}

/// Why the list is not (quite) up to date, if it is not.
#[component]
pub(super) fn ListFailure() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    move || {
        area.failure.get().map(|error| {
            view! {
                <Notice tone=Tone::Warn>
                    <p>{move || error.words(area.locale())}</p>
                    <div class="actions">
                        <button type="button" class="btn btn-small" on:click=move |_| area.load()>
                            {t!(i18n, common.retry)}
                        </button>
                    </div>
                </Notice>
            }
        })
    }
}

#[component]
fn NoCases() -> impl IntoView {
    let i18n = use_i18n();
    let state = Area::expect().state;
    let writes = Memo::new(move |_| state.opens_cases());
    let text = move || {
        if writes.get() {
            t_string!(i18n, cases.list.empty_text)
        } else {
            t_string!(i18n, cases.list.empty_readonly)
        }
    };
    view! {
        <Card>
            <EmptyState icon="folder-open" title=move || t_string!(i18n, cases.list.empty_title) text=text>
                <Show when=move || writes.get()>
                    <LinkButton href=pages::CASE_NEW kind=ButtonKind::Primary icon="folder-plus">
                        {t!(i18n, cases.list.new)}
                    </LinkButton>
                </Show>
            </EmptyState>
        </Card>
    }
}

#[component]
fn NothingFound() -> impl IntoView {
    let i18n = use_i18n();
    let query = Area::expect().memory.query;
    view! {
        <EmptyState
            icon="file-search"
            title=move || t_string!(i18n, cases.list.none_title)
            text=move || t_string!(i18n, cases.list.none_text)
        >
            <button type="button" class="btn" on:click=move |_| query.search.set(String::new())>
                {t!(i18n, cases.list.clear_search)}
            </button>
            <button type="button" class="btn" on:click=move |_| query.reset_filters()>
                {t!(i18n, cases.list.filter_reset)}
            </button>
        </EmptyState>
    }
}
