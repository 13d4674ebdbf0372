//! The list of cases.
mod filters;
mod missing;
mod query;
mod search;
mod table;

use std::collections::HashMap;

use api::{cases::CaseState, paths::pages};
use leptos::prelude::*;

use super::{
    area::{Area, today},
    due::next_due,
};
use crate::{
    components::{ButtonKind, Card, EmptyState, LinkButton, Notice, PageHeader, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    layout::KeyMissingNotice,
};
use api::configuration::parse_date;
use filters::FilterPanel;
use missing::MissingCases;
use query::{Filters, Listed, hits_by_case, sort};
use search::{SearchField, TextSearch};
use table::CaseTable;

pub(crate) use query::ListQuery;

/// Most cases that one search brings up.
const HITS_MAX: usize = 500;

/// All cases that this person sees.
#[component]
pub fn CasesPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let state = area.state;
    let writes = Memo::new(move |_| state.opens_cases());
    area.load_rows();
    let listed = listed(area);
    let open = Memo::new(move |_| {
        area.rows.with(|rows| rows.iter().filter(|row| row.summary.state == CaseState::Open).count())
    });
    let subtitle = move || {
        let shown = listed.with(Vec::len);
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
                            <LinkButton href=pages::CASE_NEW kind=ButtonKind::Primary icon="plus">
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
                    </div>
                    <TextSearch/>
                    <Card class="card-flush">
                        <Show
                            when=move || listed.with(|listed| !listed.is_empty())
                            fallback=NothingFound
                        >
                            <CaseTable cases=listed/>
                        </Show>
                    </Card>
                </Show>
            </Show>
        </div>
    }
}

/// The cases that pass search and filters, sorted.
fn listed(area: Area) -> Memo<Vec<Listed>> {
    let query = area.memory.query;
    let hits = Memo::new(move |_| {
        let words = query.search.get();
        // Names that were opened and texts that were indexed meanwhile can be found now.
        area.pending_names.track();
        area.index.track();
        area.listed.track();
        let words = words.trim();
        let organisation = area.state.organisation()?;
        (!words.is_empty()).then(|| hits_by_case(area.vault.get().search(organisation, words, HITS_MAX)))
    });
    Memo::new(move |_| {
        let configuration = area.configuration();
        let now = today();
        let overview = area.overview.get();
        let units = overview.as_ref().map(|overview| overview.units.as_slice()).unwrap_or_default();
        let unit_names: HashMap<_, _> = units.iter().map(|unit| (unit.id, unit.name.clone())).collect();
        let filters = Filters {
            state: query.state.get(),
            unit: query.unit.get(),
            person: query.person.get(),
            help: query.help.get(),
            due: query.due.get(),
            units,
            today: now,
        };
        let mut cases: Vec<Listed> = area.rows.with(|rows| {
            hits.with(|hits| {
                rows.iter()
                    .filter_map(|row| {
                        let hit = match hits {
                            Some(hits) => Some(hits.get(&row.summary.id)?.clone()),
                            None => None,
                        };
                        let review = row.summary.review.as_deref().and_then(parse_date);
                        let due = next_due(&configuration, &row.summary, review, now);
                        filters.pass(&row.summary, due.as_ref()).then(|| Listed {
                            row: row.clone(),
                            due,
                            hit: hit.filter(|hit| hit.record.is_some()),
                        })
                    })
                    .collect()
            })
        });
        sort(&mut cases, query.order.get(), &unit_names);
        cases
    })
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
