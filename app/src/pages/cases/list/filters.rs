//! Filters of the list.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use api::ids::AccountId;
use leptos::prelude::*;

use super::{
    super::area::Area,
    query::{CLOSED, Column, END, MONTH, NO_UNIT, OPEN, OVERDUE, REVIEW, WEEK},
    table::column_words,
};
use crate::{
    components::{Choice, Icon, Select, SortOrder},
    i18n::{t, t_string, use_i18n},
};

/// The filters, folded away until asked for.
#[component]
pub(super) fn FilterPanel() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let query = area.memory.query;
    let active = Memo::new(move |_| query.active_filters());
    let any = move |words: &str| Choice::new("", words);
    let states = Signal::derive(move || {
        vec![
            Choice::new(OPEN, t_string!(i18n, cases.list.state_open)),
            Choice::new(CLOSED, t_string!(i18n, cases.list.state_closed)),
            any(t_string!(i18n, cases.list.state_all)),
        ]
    });
    let dues = Signal::derive(move || {
        vec![
            any(t_string!(i18n, cases.list.due_any)),
            Choice::new(OVERDUE, t_string!(i18n, cases.list.due_overdue)),
            Choice::new(WEEK, t_string!(i18n, cases.list.due_week)),
            Choice::new(MONTH, t_string!(i18n, cases.list.due_month)),
        ]
    });
    let units = Signal::derive(move || {
        let mut choices = vec![any(t_string!(i18n, cases.list.filter_any))];
        area.overview.with(|overview| {
            for unit in overview.iter().flat_map(|overview| &overview.units) {
                choices.push(Choice::new(unit.id.to_string(), unit.name.clone()));
            }
        });
        choices.push(Choice::new(NO_UNIT, t_string!(i18n, cases.list.whole_organisation)));
        choices
    });
    // Only people and help types that occur: a filter never leads to an empty list by itself.
    let people = Signal::derive(move || {
        let names: BTreeMap<String, String> = area.rows.with(|rows| {
            let people: HashMap<AccountId, &str> =
                rows.iter().map(|row| (row.summary.responsible, row.responsible_name.as_str())).collect();
            let named = people.into_iter().filter(|(_, name)| !name.is_empty());
            named.map(|(account, name)| (name.to_owned(), account.to_string())).collect()
        });
        std::iter::once(any(t_string!(i18n, cases.list.filter_any)))
            .chain(names.into_iter().map(|(name, id)| Choice::new(id, name)))
            .collect::<Vec<_>>()
    });
    let helps = Signal::derive(move || {
        let codes: BTreeSet<String> = area.rows.with(|rows| {
            let codes: HashSet<&str> =
                rows.iter().filter_map(|row| row.summary.help_type.as_deref()).collect();
            codes.into_iter().map(str::to_owned).collect()
        });
        std::iter::once(any(t_string!(i18n, cases.list.filter_any)))
            .chain(codes.into_iter().map(|code| Choice::new(code.clone(), area.word("help_type", &code))))
            .collect::<Vec<_>>()
    });
    let whats = Signal::derive(move || {
        let mut choices = vec![any(t_string!(i18n, cases.list.what_any))];
        for point in &area.configuration().time_points {
            choices.push(Choice::new(point.code.clone(), area.label(&point.label)));
        }
        choices.push(Choice::new(REVIEW, t_string!(i18n, cases.list.what_review)));
        choices.push(Choice::new(END, t_string!(i18n, cases.list.what_end)));
        choices
    });
    let columns = Signal::derive(move || {
        COLUMNS
            .iter()
            .map(|(value, column)| Choice::new(*value, column_words(area, *column)))
            .collect::<Vec<_>>()
    });
    let sorted_by = RwSignal::new("due".to_owned());
    Effect::new(move |_| sorted_by.set(query.order.with(|order| column_value(order.column)).to_owned()));
    let sort = move |chosen: String| {
        if let Some(column) = column_of(&chosen) {
            // Needs are read from high to low.
            query.order.set(SortOrder { column, descending: column == Column::Need });
        }
    };
    let summary = move || match active.get() {
        0 => t_string!(i18n, cases.list.filter).to_owned(),
        count => t_string!(i18n, cases.list.filter_active, count = count).to_string(),
    };
    view! {
        <details class="filters">
            <summary class="btn">
                <Icon name="funnel"/>
                <span>{summary}</span>
            </summary>
            <div class="filters-panel">
                <Select
                    label=move || t_string!(i18n, cases.list.sort)
                    value=sorted_by
                    choices=columns
                    no_empty=true
                    on_change=sort
                    class="narrow-only"
                />
                <Select label=move || t_string!(i18n, cases.list.filter_state) value=query.state choices=states no_empty=true/>
                <Select label=move || t_string!(i18n, cases.list.filter_due) value=query.due choices=dues no_empty=true/>
                <Select label=move || t_string!(i18n, cases.list.filter_what) value=query.what choices=whats no_empty=true/>
                <Select label=move || t_string!(i18n, cases.list.filter_unit) value=query.unit choices=units no_empty=true/>
                <Select label=move || t_string!(i18n, cases.list.filter_person) value=query.person choices=people no_empty=true/>
                <Select label=move || t_string!(i18n, cases.list.filter_help) value=query.help choices=helps no_empty=true/>
                <ColumnChoice/>
                <button type="button" class="btn" on:click=move |_| query.reset_filters()>
                    {t!(i18n, cases.list.filter_reset)}
                </button>
            </div>
        </details>
    }
}

/// Which columns the table has.
#[component]
fn ColumnChoice() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let columns = area.memory.query.columns;
    let boxes = move || {
        Column::OPTIONAL
            .into_iter()
            .map(|column| {
                view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || columns.with(|columns| columns.contains(&column))
                            on:change=move |event| {
                                let shown = event_target_checked(&event);
                                columns.update(|columns| {
                                    if shown {
                                        columns.insert(column);
                                    } else {
                                        columns.remove(&column);
                                    }
                                });
                            }
                        />
                        <span>{move || column_words(area, column)}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="columns-choice">
            <legend>{t!(i18n, cases.list.columns)}</legend>
            <div class="columns-boxes">{boxes}</div>
        </fieldset>
    }
}

/// Columns that phones, whose list has no headings, can sort by.
const COLUMNS: [(&str, Column); 8] = [
    ("due", Column::Due),
    ("name", Column::Name),
    ("need", Column::Need),
    ("unit", Column::Unit),
    ("help", Column::Help),
    ("code", Column::Code),
    ("person", Column::Person),
    ("updated", Column::Updated),
];

fn column_value(column: Column) -> &'static str {
    COLUMNS.iter().find(|(_, one)| *one == column).map_or("due", |(value, _)| value)
}

fn column_of(value: &str) -> Option<Column> {
    COLUMNS.iter().find(|(one, _)| *one == value).map(|(_, column)| *column)
}
