//! The list as a table; on phones each row is a card.
use api::{
    cases::{CaseState, CaseSummary},
    ids::CaseId,
};
use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
};
use leptos_router::components::A;
use vault::view::{CaseName, SearchHit};

use super::{
    super::{
        area::{Area, instant_text},
        due_words::DueChip,
        file::case_path,
        name::{Name, full_name},
    },
    model::Shown,
    query::Column,
    window::{Line, Window},
};
use crate::{
    components::{Chip, ColumnHeader, Icon, NeedBadge},
    i18n::{t, t_string, td_string, use_i18n},
    platform,
};

/// What the heading of a column says. Reactive.
pub(super) fn column_words(area: Area, column: Column) -> String {
    let locale = area.locale();
    match column {
        Column::Code => td_string!(locale, cases.list.column_code),
        Column::Name => td_string!(locale, cases.list.column_name),
        Column::Help => td_string!(locale, cases.list.column_help),
        Column::Unit => td_string!(locale, cases.list.column_unit),
        Column::Person => td_string!(locale, cases.list.column_person),
        Column::Need => td_string!(locale, cases.list.column_need),
        Column::Due => td_string!(locale, cases.list.column_due),
        Column::Updated => td_string!(locale, cases.list.column_updated),
    }
    .to_owned()
}

/// A row that is drawn: drawn anew when anything that it shows has changed, apart from its name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Drawn {
    Row(CaseId, i64, u32),
    Space(u8),
}

/// The table.
#[component]
pub(super) fn CaseTable(
    /// What it shows, sorted.
    shown: Memo<Shown>,
    /// Whether cases can be selected.
    #[prop(into)]
    selectable: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let query = area.memory.query;
    let window = Window::new(shown);
    let drawn = Memo::new(move |_| {
        let lines = window.lines();
        area.list.track();
        shown.with(|shown| {
            area.rows.with_untracked(|rows| {
                let key = |line: Line| match line {
                    Line::Space(number, rows) => Some((Drawn::Space(number), rows)),
                    Line::Row(place) => {
                        let summary = &rows.get(*shown.rows.get(place)? as usize)?.summary;
                        let version = summary.assignment_version;
                        Some((Drawn::Row(summary.id, summary.updated_at, version), place))
                    }
                };
                lines.into_iter().filter_map(key).collect::<Vec<_>>()
            })
        })
    });
    let place_of = move |drawn_row: Drawn| {
        drawn.with(|drawn| drawn.iter().find(|(key, _)| *key == drawn_row).map_or(0, |(_, number)| *number))
    };
    // Those in sight get their names first.
    Effect::new(move |_| {
        let cases = drawn.with(|drawn| {
            let case = |(key, _): &(Drawn, usize)| match key {
                Drawn::Row(case, ..) => Some(*case),
                Drawn::Space(_) => None,
            };
            drawn.iter().filter_map(case).collect()
        });
        area.prefer(cases);
    });
    let columns = Memo::new(move |_| query.columns.get());
    let heading = move |column: Column| {
        let class = match column {
            Column::Due | Column::Updated => "num",
            Column::Person => "wide-only",
            _ => "",
        };
        view! { <ColumnHeader label=move || column_words(area, column) column=column order=query.order class=class/> }
    };
    let headings = move || {
        let columns = columns.get();
        let shows = |column: &Column| !Column::OPTIONAL.contains(column) || columns.contains(column);
        Column::ALL.into_iter().filter(shows).map(heading).collect_view()
    };
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        let Some(place) = place_around(&event) else { return };
        let to = match event.key().as_str() {
            "ArrowDown" => place + 1,
            "ArrowUp" => place.saturating_sub(1),
            "PageDown" => place + window.leap(),
            "PageUp" => place.saturating_sub(window.leap()),
            "Home" => 0,
            "End" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        window.focus(to);
    };
    view! {
        <div class="table-wrap" role="region" tabindex="0" aria-label=move || t_string!(i18n, cases.list.title)>
            <table
                class="table"
                class:is-searched=move || shown.with(|shown| shown.searched)
                aria-rowcount=move || shown.with(Shown::len) + 1
            >
                <caption class="visually-hidden">{move || t_string!(i18n, cases.list.title)}</caption>
                <thead>
                    <tr class="cases-head" aria-rowindex="1">
                        <Show when=move || selectable.get()>
                            <th scope="col" class="case-select">
                                <SelectAll shown=shown/>
                            </th>
                        </Show>
                        {headings}
                    </tr>
                </thead>
                <tbody
                    node_ref=window.body()
                    on:keydown=on_key
                    on:focusin=move |event| window.focused.set(place_around(&event))
                    on:focusout=move |_| window.focused.set(None)
                >
                    <For each=move || drawn.get() key=|(key, _)| *key let((key, _))>
                        {match key {
                            Drawn::Space(_) => {
                                view! {
                                    <tr class="case-space" aria-hidden="true">
                                        <td colspan="9" style:height=move || window.height_of(place_of(key))></td>
                                    </tr>
                                }
                                    .into_any()
                            }
                            Drawn::Row(case, ..) => {
                                view! {
                                    <CaseLine
                                        case=case
                                        place=Signal::derive(move || place_of(key))
                                        columns=columns
                                        selectable=selectable
                                    />
                                }
                                    .into_any()
                            }
                        }}
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// Place of the row around the target of an event.
fn place_around(event: &Event) -> Option<usize> {
    let index: usize = platform::attribute_around(event, "tr.case-row", "aria-rowindex")?.parse().ok()?;
    index.checked_sub(2)
}

/// Selects everything that is shown, or nothing.
#[component]
fn SelectAll(shown: Memo<Shown>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let selected = area.memory.query.selected;
    let all = Memo::new(move |_| {
        let count = shown.with(Shown::len);
        count > 0 && selected.with(|selected| selected.len() >= count) && {
            let cases = shown.get().cases(area);
            selected.with(|selected| cases.is_subset(selected))
        }
    });
    view! {
        <input
            type="checkbox"
            class="row-check"
            aria-label=move || t_string!(i18n, cases.list.select_shown, count = shown.with(Shown::len)).to_string()
            prop:checked=all
            prop:indeterminate=move || !all.get() && selected.with(|selected| !selected.is_empty())
            on:change=move |event| {
                let cases = shown.get_untracked().cases(area);
                if event_target_checked(&event) {
                    selected.update(|selected| selected.extend(cases));
                } else {
                    selected.update(|selected| selected.retain(|case| !cases.contains(case)));
                }
            }
        />
    }
}

#[component]
fn CaseLine(
    case: CaseId,
    /// In the shown order, from 0.
    place: Signal<usize>,
    columns: Memo<std::collections::BTreeSet<Column>>,
    selectable: Signal<bool>,
) -> impl IntoView {
    let area = Area::expect();
    let selected = area.memory.query.selected;
    let row = untrack(|| area.row_now(case, Clone::clone))?;
    let due = area.places.with_value(|places| {
        let at = *places.get(&case)?;
        area.keys.with_value(|keys| keys.get(at)?.due.clone())
    });
    let summary = row.summary;
    let responsible = row.responsible_name;
    let (unit, help) = (summary.unit, summary.help_type.clone());
    let name = Memo::new(move |_| area.row_now(case, |row| row.name.clone()).unwrap_or(CaseName::Sealed));
    let differs = Memo::new(move |_| area.row_now(case, |row| row.differs).unwrap_or(false));
    let is_selected = Memo::new(move |_| selected.with(|selected| selected.contains(&case)));
    let code = StoredValue::new(summary.code.clone());
    let cells = move || {
        let columns = columns.get();
        let shown = Column::OPTIONAL.into_iter().filter(|column| columns.contains(column));
        let cell =
            |column: Column| cell(area, column, &summary, &responsible, due.clone(), unit, help.clone());
        shown.map(cell).collect_view()
    };
    Some(view! {
        <tr class="case-row" class:is-selected=is_selected aria-rowindex=move || place.get() + 2>
            <Show when=move || selectable.get()>
                <td class="case-select">
                    <SelectOne case=case code=code name=name is_selected=is_selected/>
                </td>
            </Show>
            <td class="case-code"><code>{code.get_value()}</code></td>
            <th scope="row" class="case-name">
                <A href=case_path(case) attr:class="row-link row-cover">
                    <Name name=name/>
                </A>
                <Show when=move || differs.get()>
                    <Differs/>
                </Show>
                <FirstHit case=case/>
            </th>
            {cells}
        </tr>
    })
}

/// The box that selects a case.
#[component]
fn SelectOne(
    case: CaseId,
    code: StoredValue<String>,
    name: Memo<CaseName>,
    is_selected: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let selected = Area::expect().memory.query.selected;
    let label = move || {
        let name = name.with(full_name).unwrap_or_default();
        t_string!(i18n, cases.list.select_one, name = name, code = code.get_value()).to_string()
    };
    view! {
        <input
            type="checkbox"
            class="row-check"
            aria-label=label
            prop:checked=is_selected
            on:change=move |event| {
                let checked = event_target_checked(&event);
                selected.update(|selected| {
                    if checked {
                        selected.insert(case);
                    } else {
                        selected.remove(&case);
                    }
                });
            }
        />
    }
}

fn cell(
    area: Area,
    column: Column,
    summary: &CaseSummary,
    responsible: &str,
    due: Option<super::super::due::Due>,
    unit: Option<api::ids::UnitId>,
    help: Option<String>,
) -> AnyView {
    let i18n = use_i18n();
    match column {
        Column::Help => {
            let title = help.clone();
            view! {
                <td class="case-help" title=move || title.as_ref().map(|code| area.word("help_type", code))>
                    {help.map(|code| code.replace('§', "§\u{a0}"))}
                </td>
            }
            .into_any()
        }
        Column::Unit => view! { <td class="case-unit">{move || area.unit_name(unit)}</td> }.into_any(),
        Column::Person => {
            view! { <td class="case-person wide-only">{responsible.to_owned()}</td> }.into_any()
        }
        Column::Need => view! { <td class="case-need"><NeedChange summary=summary.clone()/></td> }.into_any(),
        Column::Due => {
            let closed = summary.state == CaseState::Closed;
            view! {
                <td class="case-due num">
                    {if closed {
                        view! { <Chip>{t!(i18n, cases.list.closed)}</Chip> }.into_any()
                    } else {
                        due.map(|due| view! { <DueChip due=due/> }).into_any()
                    }}
                </td>
            }
            .into_any()
        }
        Column::Updated => {
            let at = instant_text(summary.updated_at);
            view! { <td class="case-updated num">{move || platform::format_date(area.language(), &at)}</td> }
                .into_any()
        }
        Column::Code | Column::Name => ().into_any(),
    }
}

/// Where the search found something in a case, if not in its name.
#[component]
fn FirstHit(case: CaseId) -> impl IntoView {
    let area = Area::expect();
    let query = area.memory.query;
    let hit = Memo::new(move |_| {
        let words = query.search.get();
        if words.trim().is_empty() {
            return None;
        }
        area.index.track();
        let organisation = area.state.organisation()?;
        area.vault.get().hits(organisation, case, words.trim()).into_iter().find(|hit| hit.record.is_some())
    });
    move || hit.get().map(|hit| view! { <Hit hit=hit/> })
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
