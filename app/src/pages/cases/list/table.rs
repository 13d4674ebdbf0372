//! The list as a table; on phones each row is a card.
use api::cases::{CaseState, CaseSummary};
use leptos::prelude::*;
use leptos_router::components::A;
use vault::view::SearchHit;

use super::{
    super::{area::Area, due_words::DueChip, file::case_path, name::Name},
    query::{Column, Listed},
};
use crate::{
    components::{Chip, ColumnHeader, Icon, NeedBadge, TableWrap},
    i18n::{t, t_string, use_i18n},
};

/// Rows that are drawn at first; more on demand, so that thousands of cases do not slow the page.
const ROWS_AT_FIRST: usize = 150;

/// The table.
#[component]
pub(super) fn CaseTable(
    /// What it shows, sorted.
    cases: Memo<Vec<Listed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let order = Area::expect().memory.query.order;
    let limit = RwSignal::new(ROWS_AT_FIRST);
    let rest = move || cases.with(Vec::len).saturating_sub(limit.get());
    view! {
        <TableWrap label=move || t_string!(i18n, cases.list.title)>
            <thead>
                <tr class="cases-head">
                    <ColumnHeader label=move || t_string!(i18n, cases.list.column_code) column=Column::Code order=order/>
                    <ColumnHeader label=move || t_string!(i18n, cases.list.column_name) column=Column::Name order=order/>
                    <ColumnHeader label=move || t_string!(i18n, cases.list.column_help) column=Column::Help order=order/>
                    <ColumnHeader label=move || t_string!(i18n, cases.list.column_unit) column=Column::Unit order=order/>
                    <ColumnHeader
                        label=move || t_string!(i18n, cases.list.column_person)
                        column=Column::Person
                        order=order
                        class="wide-only"
                    />
                    <ColumnHeader label=move || t_string!(i18n, cases.list.column_need) column=Column::Need order=order/>
                    <ColumnHeader
                        label=move || t_string!(i18n, cases.list.column_due)
                        column=Column::Due
                        order=order
                        class="num"
                    />
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || cases.get().into_iter().take(limit.get())
                    key=row_key
                    let:one
                >
                    <CaseRow one=one/>
                </For>
            </tbody>
        </TableWrap>
        <Show when=move || rest() != 0>
            <p class="list-more">
                <button type="button" class="btn" on:click=move |_| limit.update(|limit| *limit += ROWS_AT_FIRST)>
                    {move || t_string!(i18n, cases.list.more, count = rest()).to_string()}
                </button>
            </p>
        </Show>
    }
}

/// A row is drawn anew when anything that it shows has changed.
fn row_key(one: &Listed) -> String {
    let hit = one.hit.as_ref().map_or("", |hit| hit.excerpt.as_str());
    let Listed { row, .. } = one;
    format!("{} {} {:?} {} {hit}", row.summary.id, row.summary.updated_at, row.name, row.differs)
}

#[component]
fn CaseRow(one: Listed) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let Listed { row, due, hit } = one;
    let (summary, differs) = (row.summary, row.differs);
    let (name, unit, help) = (row.name, summary.unit, summary.help_type.clone());
    let help_title = help.clone();
    view! {
        <tr class="case-row">
            <td class="case-code"><code>{summary.code.clone()}</code></td>
            <th scope="row" class="case-name">
                <A href=case_path(summary.id) attr:class="row-link row-cover">
                    <Name name=Signal::stored(name)/>
                </A>
                {differs.then(|| view! { <Differs/> })}
                {hit.map(|hit| view! { <Hit hit=hit/> })}
            </th>
            <td class="case-help" title=move || help_title.as_ref().map(|code| area.word("help_type", code))>
                {help.map(|code| code.replace('§', "§\u{a0}"))}
            </td>
            <td class="case-unit">{move || area.unit_name(unit)}</td>
            <td class="case-person wide-only">{row.responsible_name}</td>
            <td class="case-need"><NeedChange summary=summary.clone()/></td>
            <td class="case-due num">
                {if summary.state == CaseState::Closed {
                    view! { <Chip>{t!(i18n, cases.list.closed)}</Chip> }.into_any()
                } else {
                    due.map(|due| view! { <DueChip due=due/> }).into_any()
                }}
            </td>
        </tr>
    }
}

/// The server said something else about this person than what is signed.
#[component]
fn Differs() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="row-note" title=move || t_string!(i18n, cases.list.differs_hint)>
            <Icon name="triangle-alert"/>
            {t!(i18n, cases.list.differs)}
        </span>
    }
}

/// Highest need at the start and now.
#[component]
pub(super) fn NeedChange(
    /// The case.
    summary: CaseSummary,
) -> impl IntoView {
    let i18n = use_i18n();
    match (summary.need_first, summary.need_latest) {
        (Some(first), Some(latest)) if summary.rated.len() > 1 => {
            let words =
                move || t_string!(i18n, cases.list.need_change, first = first, latest = latest).to_string();
            view! {
                <span class="need-change" role="img" aria-label=words>
                    <NeedBadge value=Signal::stored(first)/>
                    <Icon name="arrow-right"/>
                    <NeedBadge value=Signal::stored(latest)/>
                </span>
            }
            .into_any()
        }
        (Some(only), _) | (None, Some(only)) => view! { <NeedBadge value=Signal::stored(only)/> }.into_any(),
        (None, None) => {
            view! { <span class="muted" title=move || t_string!(i18n, cases.list.need_none)>"–"</span> }
                .into_any()
        }
    }
}

/// A piece of the text in which the search found something, with the hit marked.
#[component]
fn Hit(hit: SearchHit) -> impl IntoView {
    let area = Area::expect();
    let i18n = use_i18n();
    let form = hit.form.clone();
    let place = move || {
        form.as_ref()
            .and_then(|code| area.configuration().form(code).map(|form| area.label(&form.title)))
            .unwrap_or_default()
    };
    let (start, end) = hit.hit;
    // Ranges come from the vault in bytes of the excerpt; a range that does not fit marks nothing.
    let (before, marked, after) =
        match (hit.excerpt.get(..start), hit.excerpt.get(start..end), hit.excerpt.get(end..)) {
            (Some(before), Some(marked), Some(after)) => {
                (before.to_owned(), marked.to_owned(), after.to_owned())
            }
            _ => (hit.excerpt.clone(), String::new(), String::new()),
        };
    view! {
        <p class="case-hit">
            <span class="visually-hidden">
                {move || t_string!(i18n, cases.list.found_in, place = place()).to_string()}
            </span>
            {before} <mark>{marked}</mark> {after}
        </p>
    }
}
