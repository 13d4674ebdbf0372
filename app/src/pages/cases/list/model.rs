//! The list as it is shown: which cases in which order, worked out from keys that were made before.
use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use api::{
    cases::CaseSummary,
    configuration::{Configuration, parse_date},
    ids::CaseId,
};
use leptos::prelude::*;
use time::Date;
use vault::view::{CaseName, CaseRow, Found};

use super::{
    super::{
        area::{Area, today},
        due::{Due, next_due},
        name,
    },
    query::{Column, Filters},
};
use crate::{components::SortOrder, platform};

/// Rank of what was not found.
const NOT_FOUND: u8 = u8::MAX;
/// Cases whose keys are made between two breaths of the page.
const AT_A_TIME: usize = 128;

/// What sorting and filtering need of a case, made once for every change of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Keys {
    /// What comes next.
    pub(super) due: Option<Due>,
    need: Option<u16>,
    /// As it sorts; none while it is not open.
    name: Option<String>,
    /// State of the case and day that the keys were made for.
    made_for: (i64, Date),
}

impl Keys {
    fn make(configuration: &Configuration, row: &CaseRow, today: Date) -> Self {
        let CaseSummary { review, need_latest, need_first, updated_at, .. } = &row.summary;
        let review = review.as_deref().and_then(parse_date);
        Self {
            due: next_due(configuration, &row.summary, review, today),
            need: need_latest.map(|need| u16::from(need) * 10 + u16::from(need_first.unwrap_or(0))),
            name: name::sort_name(&row.name),
            made_for: (*updated_at, today),
        }
    }

    /// The name was opened, or no longer is.
    pub(crate) fn named(&mut self, name: &CaseName) {
        self.name = name::sort_name(name);
    }
}

/// Makes the keys of all rows, in the order of the rows, from the earlier ones where nothing has changed. The page can
/// answer in between.
pub(crate) async fn keys_of(
    configuration: &Configuration,
    rows: &[CaseRow],
    mut before: HashMap<CaseId, Keys>,
) -> Vec<Keys> {
    let today = today();
    let mut all = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_A_TIME) {
        let mut made = 0;
        for row in some {
            let known = before.remove(&row.summary.id);
            all.push(match known.filter(|keys| keys.made_for == (row.summary.updated_at, today)) {
                Some(mut keys) => {
                    keys.named(&row.name);
                    keys
                }
                None => {
                    made += 1;
                    Keys::make(configuration, row, today)
                }
            });
        }
        if made > 0 {
            platform::breathe().await;
        }
    }
    all
}

/// Positions of rows in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// Positions in [`Area::rows`].
    pub rows: Arc<Vec<u32>>,
    /// Whether they were searched for.
    pub searched: bool,
}

impl Shown {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cases.
    pub(super) fn cases(&self, area: Area) -> BTreeSet<CaseId> {
        area.rows.with_untracked(|rows| {
            self.rows.iter().filter_map(|at| Some(rows.get(*at as usize)?.summary.id)).collect()
        })
    }
}

/// The cases that pass search and filters, sorted.
pub(super) fn shown(area: Area) -> Memo<Shown> {
    let query = area.memory.query;
    // By position of the row: its rank, or more than any where it was not found.
    let found: Memo<Option<Arc<Vec<u8>>>> = Memo::new(move |_| {
        let words = query.search.get();
        let words = words.trim();
        let organisation = area.state.organisation()?;
        if words.is_empty() {
            return None;
        }
        // Names that were opened and texts that were indexed meanwhile can be found now.
        area.names.track();
        area.index.track();
        area.list.track();
        let found = area.vault.get().find(organisation, words);
        let mut ranks = vec![NOT_FOUND; area.rows.with_untracked(Vec::len)];
        area.places.with_value(|places| {
            for Found { case, rank, .. } in found {
                if let Some(known) = places.get(&case).and_then(|at| ranks.get_mut(*at)) {
                    *known = rank;
                }
            }
        });
        Some(Arc::new(ranks))
    });
    Memo::new(move |_| {
        let order = query.order.get();
        let overview = area.overview.get();
        let units = overview.as_ref().map(|overview| overview.units.as_slice()).unwrap_or_default();
        let filters = Filters::read(query, units, today());
        area.list.track();
        if order.column == Column::Name {
            area.names.track();
        }
        let found = found.get();
        area.rows.with_untracked(|rows| {
            area.keys.with_value(|keys| {
                let passes = |(at, row): (usize, &CaseRow)| {
                    let rank = match &found {
                        Some(ranks) => ranks.get(at).copied().filter(|rank| *rank != NOT_FOUND)?,
                        None => 0,
                    };
                    let due = keys.get(at).and_then(|keys| keys.due.as_ref());
                    let at = u32::try_from(at).ok()?;
                    filters.pass(&row.summary, due).then_some((rank, at))
                };
                let mut all: Vec<(u8, u32)> = rows.iter().enumerate().filter_map(passes).collect();
                let unit_ranks: HashMap<_, u32> = {
                    let mut names: Vec<_> =
                        units.iter().map(|unit| (unit.name.to_lowercase(), unit.id)).collect();
                    names.sort();
                    names.into_iter().zip(0..).map(|((_, unit), rank)| (unit, rank)).collect()
                };
                let compare = |one: u32, other: u32| {
                    let (Some(a), Some(b)) = (rows.get(one as usize), rows.get(other as usize)) else {
                        return Ordering::Equal;
                    };
                    let (ka, kb) = (keys.get(one as usize), keys.get(other as usize));
                    let by = by_column(order, (a, ka), (b, kb), &unit_ranks);
                    by.then_with(|| a.summary.code.cmp(&b.summary.code))
                };
                all.sort_unstable_by(|(rank, one), (other_rank, other)| {
                    rank.cmp(other_rank).then_with(|| compare(*one, *other))
                });
                let positions = all.into_iter().map(|(_, at)| at).collect();
                Shown { rows: Arc::new(positions), searched: found.is_some() }
            })
        })
    })
}

type Keyed<'a> = (&'a CaseRow, Option<&'a Keys>);

/// Compares by a column; cases without a value stand at the end whichever way.
fn by_column(
    order: SortOrder<Column>,
    (a, ka): Keyed<'_>,
    (b, kb): Keyed<'_>,
    units: &HashMap<api::ids::UnitId, u32>,
) -> Ordering {
    let (x, y) = (&a.summary, &b.summary);
    let turned = order.descending;
    match order.column {
        Column::Code => turn(x.code.cmp(&y.code), turned),
        Column::Updated => turn(y.updated_at.cmp(&x.updated_at), turned),
        Column::Name => {
            let name = |keys: Option<&'_ Keys>| keys.and_then(|keys| keys.name.clone());
            match (ka.and_then(|keys| keys.name.as_deref()), kb.and_then(|keys| keys.name.as_deref())) {
                (Some(one), Some(other)) => turn(one.cmp(other), turned),
                _ => missing_last(name(ka), name(kb), turned),
            }
        }
        Column::Help => missing_last(x.help_type.as_deref(), y.help_type.as_deref(), turned),
        Column::Unit => {
            let rank = |unit: Option<api::ids::UnitId>| unit.and_then(|unit| units.get(&unit));
            missing_last(rank(x.unit), rank(y.unit), turned)
        }
        Column::Person => {
            let name =
                |row: &'_ CaseRow| Some(row.responsible_name.to_lowercase()).filter(|name| !name.is_empty());
            if a.responsible_name == b.responsible_name {
                Ordering::Equal
            } else {
                missing_last(name(a), name(b), turned)
            }
        }
        Column::Need => missing_last(ka.and_then(|keys| keys.need), kb.and_then(|keys| keys.need), turned),
        Column::Due => {
            let day = |keys: Option<&Keys>| keys?.due.as_ref().map(|due| due.day);
            missing_last(day(ka), day(kb), turned)
        }
    }
}

fn turn(order: Ordering, turned: bool) -> Ordering {
    if turned { order.reverse() } else { order }
}

fn missing_last<T: Ord>(one: Option<T>, other: Option<T>, turned: bool) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => turn(one.cmp(&other), turned),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
