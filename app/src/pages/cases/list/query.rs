//! How the list of cases is searched, filtered and sorted. No search word ever stands in an address.
use std::collections::{BTreeSet, HashSet};

use api::{
    cases::{CaseState, CaseSummary},
    ids::{AccountId, CaseId, UnitId},
    organisations::UnitView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use time::Date;

use super::super::due::{Due, DueWhat};
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
/// Values of the filter by what is due, beside the codes of time points.
pub(super) const REVIEW: &str = "review";
pub(super) const END: &str = "end-of-help";

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Last write.
    Updated,
}

impl Column {
    /// In the order of the table.
    pub(super) const ALL: [Self; 8] =
        [Self::Code, Self::Name, Self::Help, Self::Unit, Self::Person, Self::Need, Self::Due, Self::Updated];
    /// Those that can be left out. Code and name say which case it is.
    pub(super) const OPTIONAL: [Self; 6] =
        [Self::Help, Self::Unit, Self::Person, Self::Need, Self::Due, Self::Updated];
    /// Those that are shown at first.
    const AT_FIRST: [Self; 5] = [Self::Help, Self::Unit, Self::Person, Self::Need, Self::Due];
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
    /// Code of a time point, [`REVIEW`], [`END`] or empty.
    pub(super) what: RwSignal<String>,
    /// Order.
    pub(super) order: RwSignal<SortOrder<Column>>,
    /// Columns that are shown beside code and name.
    pub(super) columns: RwSignal<BTreeSet<Column>>,
    /// Cases that were selected.
    pub(super) selected: RwSignal<BTreeSet<CaseId>>,
    /// Where the page was scrolled to.
    pub(super) scrolled: StoredValue<f64>,
    /// Counts up when the page was scrolled.
    pub(super) moved: RwSignal<u32>,
    /// Views that were saved.
    pub(super) views: RwSignal<Vec<SavedView>>,
    /// Whether what was kept on the device was taken over.
    pub(super) restored: RwSignal<bool>,
}

/// How the list is looked at, as it is kept sealed on the device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Look {
    pub search: String,
    pub state: String,
    pub unit: String,
    pub person: String,
    pub help: String,
    pub due: String,
    pub what: String,
    pub sorted_by: Option<Column>,
    pub descending: bool,
    pub columns: BTreeSet<Column>,
}

/// A look with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedView {
    /// As its person called it.
    pub(super) name: String,
    /// What it shows.
    pub(super) look: Look,
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
            what: empty(),
            order: RwSignal::new(SortOrder::by(Column::Due)),
            columns: RwSignal::new(Column::AT_FIRST.into()),
            selected: RwSignal::new(BTreeSet::new()),
            scrolled: StoredValue::new(0.0),
            moved: RwSignal::new(0),
            views: RwSignal::new(Vec::new()),
            restored: RwSignal::new(false),
        }
    }

    /// Back to how it began.
    pub(crate) fn reset(self) {
        self.search.set(String::new());
        self.reset_filters();
        self.order.set(SortOrder::by(Column::Due));
        self.columns.set(Column::AT_FIRST.into());
        self.selected.set(BTreeSet::new());
        self.scrolled.set_value(0.0);
        self.views.set(Vec::new());
        self.restored.set(false);
    }

    fn filters(self) -> [RwSignal<String>; 5] {
        [self.unit, self.person, self.help, self.due, self.what]
    }

    /// Lets all running cases through again.
    pub(super) fn reset_filters(self) {
        for filter in self.filters() {
            filter.set(String::new());
        }
        self.state.set(OPEN.to_owned());
    }

    /// How many filters differ from how the list begins. Reactive.
    pub(super) fn active_filters(self) -> usize {
        let set = self.filters().into_iter().filter(|filter| !filter.with(String::is_empty));
        set.count() + usize::from(self.state.with(|state| state != OPEN))
    }

    /// How the list is looked at. Reactive.
    pub(super) fn look(self) -> Look {
        let order = self.order.get();
        Look {
            search: self.search.get(),
            state: self.state.get(),
            unit: self.unit.get(),
            person: self.person.get(),
            help: self.help.get(),
            due: self.due.get(),
            what: self.what.get(),
            sorted_by: Some(order.column),
            descending: order.descending,
            columns: self.columns.get(),
        }
    }

    /// Looks at the list in this way.
    pub(super) fn apply(self, look: Look) {
        for (signal, value) in [
            (self.search, look.search),
            (self.state, look.state),
            (self.unit, look.unit),
            (self.person, look.person),
            (self.help, look.help),
            (self.due, look.due),
            (self.what, look.what),
        ] {
            if signal.with_untracked(|now| *now != value) {
                signal.set(value);
            }
        }
        let column = look.sorted_by.unwrap_or(Column::Due);
        self.order.set(SortOrder { column, descending: look.descending });
        self.columns.set(look.columns);
    }
}

/// The filters as they are now, ready to be asked thousands of times.
pub(super) struct Filters {
    state: Option<CaseState>,
    unit: UnitFilter,
    person: Option<AccountId>,
    help: String,
    due: Option<i64>,
    what: String,
    today: Date,
}

enum UnitFilter {
    Any,
    None,
    Within(HashSet<UnitId>),
}

impl Filters {
    /// Reads the filters. Reactive.
    pub(super) fn read(query: ListQuery, units: &[UnitView], today: Date) -> Self {
        let state = match query.state.get().as_str() {
            OPEN => Some(CaseState::Open),
            CLOSED => Some(CaseState::Closed),
            _ => None,
        };
        let due = match query.due.get().as_str() {
            OVERDUE => Some(-1),
            WEEK => Some(7),
            MONTH => Some(30),
            _ => None,
        };
        let unit = query.unit.with(|unit| match unit.as_str() {
            "" => UnitFilter::Any,
            NO_UNIT => UnitFilter::None,
            unit => unit.parse().map_or(UnitFilter::Any, |unit| UnitFilter::Within(within(unit, units))),
        });
        let person = query.person.with(|person| person.parse().ok());
        Self { state, unit, person, help: query.help.get(), due, what: query.what.get(), today }
    }

    /// Whether a case passes all filters.
    pub(super) fn pass(&self, summary: &CaseSummary, due: Option<&Due>) -> bool {
        self.state.is_none_or(|state| summary.state == state)
            && self.person.is_none_or(|person| summary.responsible == person)
            && (self.help.is_empty() || summary.help_type.as_deref() == Some(&self.help))
            && match &self.unit {
                UnitFilter::Any => true,
                UnitFilter::None => summary.unit.is_none(),
                UnitFilter::Within(units) => summary.unit.is_some_and(|unit| units.contains(&unit)),
            }
            && self.due.is_none_or(|days| due.is_some_and(|due| due.days(self.today) <= days))
            && (self.what.is_empty() || due.is_some_and(|due| is_what(&due.what, &self.what)))
    }
}

/// Whether what is due is of this kind; `progress.3` is a `progress`.
fn is_what(due: &DueWhat, wanted: &str) -> bool {
    match due {
        DueWhat::Rating { code } => code.split('.').next() == Some(wanted),
        DueWhat::Review => wanted == REVIEW,
        DueWhat::End => wanted == END,
    }
}

/// A unit with everything below it.
fn within(top: UnitId, units: &[UnitView]) -> HashSet<UnitId> {
    let mut found = HashSet::from([top]);
    // No more rounds than units, whatever the org chart says.
    for _ in units {
        let before = found.len();
        let below = |unit: &&UnitView| unit.parent.is_some_and(|parent| found.contains(&parent));
        let more: Vec<UnitId> = units.iter().filter(below).map(|unit| unit.id).collect();
        found.extend(more);
        if found.len() == before {
            break;
        }
    }
    found
}
