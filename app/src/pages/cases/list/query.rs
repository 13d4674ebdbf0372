//! How the list of cases is searched, filtered and sorted. No search word ever stands in an address.
use std::{cmp::Ordering, collections::HashMap};

use api::{
    cases::{CaseState, CaseSummary},
    ids::{CaseId, UnitId},
    organisations::UnitView,
};
use leptos::prelude::*;
use time::Date;
use vault::view::{CaseRow, SearchHit};

use super::super::{due::Due, name};
use crate::components::SortOrder;

/// Value of the filter for cases of the organisation itself.
pub(super) const NO_UNIT: &str = "none";
/// Values of the filter by state.
pub(super) const OPEN: &str = "open";
pub(super) const CLOSED: &str = "closed";
/// Values of the filter by date.
pub(super) const OVERDUE: &str = "overdue";
pub(super) const WEEK: &str = "week";
pub(super) const MONTH: &str = "month";

/// A column that sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Short code.
    Code,
    /// Family name, then given name.
    Name,
    /// Help type.
    Help,
    /// Unit.
    Unit,
    /// Responsible person.
    Person,
    /// Latest highest need, then the first.
    Need,
    /// Next date.
    Due,
}

/// The search, filters and order; copy it freely. Empty filters let everything through.
#[derive(Clone, Copy)]
pub(crate) struct ListQuery {
    /// What is searched for.
    pub(super) search: RwSignal<String>,
    /// [`OPEN`], [`CLOSED`] or empty.
    pub(super) state: RwSignal<String>,
    /// Id of a unit, [`NO_UNIT`] or empty.
    pub(super) unit: RwSignal<String>,
    /// Id of the responsible person.
    pub(super) person: RwSignal<String>,
    /// Code of the help type.
    pub(super) help: RwSignal<String>,
    /// [`OVERDUE`], [`WEEK`], [`MONTH`] or empty.
    pub(super) due: RwSignal<String>,
    /// Order.
    pub(super) order: RwSignal<SortOrder<Column>>,
}

impl ListQuery {
    /// Running cases, by their next date.
    pub(crate) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            search: empty(),
            state: RwSignal::new(OPEN.to_owned()),
            unit: empty(),
            person: empty(),
            help: empty(),
            due: empty(),
            order: RwSignal::new(SortOrder::by(Column::Due)),
        }
    }

    /// Back to how it began.
    pub(crate) fn reset(self) {
        self.search.set(String::new());
        self.reset_filters();
        self.order.set(SortOrder::by(Column::Due));
    }

    /// Lets all running cases through again.
    pub(super) fn reset_filters(self) {
        for filter in [self.unit, self.person, self.help, self.due] {
            filter.set(String::new());
        }
        self.state.set(OPEN.to_owned());
    }

    /// How many filters differ from how the list begins. Reactive.
    pub(super) fn active_filters(self) -> usize {
        let set = [self.unit, self.person, self.help, self.due]
            .into_iter()
            .filter(|filter| !filter.with(String::is_empty));
        set.count() + usize::from(self.state.with(|state| state != OPEN))
    }
}

/// A case with what the list shows beside its row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listed {
    /// The row.
    pub(super) row: CaseRow,
    /// What comes next.
    pub(super) due: Option<Due>,
    /// Where the search found something, when not in the name or code.
    pub(super) hit: Option<SearchHit>,
}

/// Filters with their values, read once.
pub(super) struct Filters<'a> {
    pub(super) state: String,
    pub(super) unit: String,
    pub(super) person: String,
    pub(super) help: String,
    pub(super) due: String,
    pub(super) units: &'a [UnitView],
    pub(super) today: Date,
}

impl Filters<'_> {
    /// Whether a case passes all filters.
    pub(super) fn pass(&self, summary: &CaseSummary, due: Option<&Due>) -> bool {
        let state = match self.state.as_str() {
            OPEN => summary.state == CaseState::Open,
            CLOSED => summary.state == CaseState::Closed,
            _ => true,
        };
        let days = due.map(|due| due.days(self.today));
        let due = match self.due.as_str() {
            OVERDUE => days.is_some_and(|days| days < 0),
            WEEK => days.is_some_and(|days| days <= 7),
            MONTH => days.is_some_and(|days| days <= 30),
            _ => true,
        };
        state
            && due
            && self.passes_unit(summary.unit)
            && (self.person.is_empty() || summary.responsible.to_string() == self.person)
            && (self.help.is_empty() || summary.help_type.as_deref() == Some(&self.help))
    }

    /// A unit is meant with everything below it.
    fn passes_unit(&self, unit: Option<UnitId>) -> bool {
        if self.unit.is_empty() {
            return true;
        }
        let mut at = unit;
        if self.unit == NO_UNIT {
            return at.is_none();
        }
        // No more steps than units, whatever the org chart says.
        for _ in 0..=self.units.len() {
            let Some(id) = at else { return false };
            if id.to_string() == self.unit {
                return true;
            }
            at = self.units.iter().find(|one| one.id == id).and_then(|one| one.parent);
        }
        false
    }
}

/// Sorts; cases without a value stand at the end whichever way, and equal ones by their code.
pub(super) fn sort(cases: &mut [Listed], order: SortOrder<Column>, unit_names: &HashMap<UnitId, String>) {
    let key = |one: &Listed| -> Option<SortKey> {
        let summary = &one.row.summary;
        match order.column {
            Column::Code => Some(SortKey::Text(summary.code.clone())),
            Column::Name => name::sort_name(&one.row.name).map(SortKey::Text),
            Column::Help => summary.help_type.clone().map(SortKey::Text),
            Column::Unit => summary
                .unit
                .and_then(|unit| unit_names.get(&unit))
                .map(|name| SortKey::Text(name.to_lowercase())),
            Column::Person => Some(one.row.responsible_name.to_lowercase())
                .filter(|name| !name.is_empty())
                .map(SortKey::Text),
            Column::Need => summary.need_latest.map(|need| {
                SortKey::Number(i64::from(need) * 10 + i64::from(summary.need_first.unwrap_or(0)))
            }),
            Column::Due => one.due.as_ref().map(|due| SortKey::Day(due.day)),
        }
    };
    cases.sort_by_cached_key(|one| {
        let key = key(one);
        Sorted {
            missing: key.is_none(),
            key,
            descending: order.descending,
            code: one.row.summary.code.clone(),
        }
    });
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Text(String),
    Number(i64),
    Day(Date),
}

#[derive(PartialEq, Eq)]
struct Sorted {
    missing: bool,
    key: Option<SortKey>,
    descending: bool,
    code: String,
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> Ordering {
        let keys = self.key.cmp(&other.key);
        let keys = if self.descending { keys.reverse() } else { keys };
        self.missing.cmp(&other.missing).then(keys).then_with(|| self.code.cmp(&other.code))
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The first hit of every case, in the order of the search.
pub(super) fn hits_by_case(hits: Vec<SearchHit>) -> HashMap<CaseId, SearchHit> {
    let mut by_case = HashMap::new();
    for hit in hits {
        by_case.entry(hit.case).or_insert(hit);
    }
    by_case
}
