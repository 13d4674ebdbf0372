//! The list of cases: fetched in pages, and from then on only what has changed.

use super::{
    local::{KeptCase, KeptName},
    name::{KnownName, revision_of},
    seen::SeenCases,
};
use crate::{
    CallError, Store, Transport, Vault,
    http::path,
    state::State,
    view::{CaseName, CaseRow},
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::{
        CASES_AT_ONCE, CaseList, CaseListItem, CaseListQuery, CaseListState, CaseName as SealedName,
        CaseSummary, VisibleCase, visible_hash,
    },
    ids::{CaseId, OrganisationId},
    paths::v1,
};
use std::collections::{BTreeMap, BTreeSet};

/// Cases of a page: read in a few milliseconds.
const PAGE: u16 = 500;
/// Rows that are put together before the page may answer again.
const ROWS_AT_A_TIME: usize = 500;
/// How often the server is asked again when its answers do not fit together, because somebody wrote in between.
const ROUNDS: usize = 3;

/// A case of the last list.
pub(super) struct Item {
    pub summary: CaseSummary,
    /// Whether this person sees texts.
    pub readable: bool,
    /// What opens the name, fetched and not opened yet.
    pub sealed: Option<Box<SealedName>>,
    /// The name, with the hash of the revision that it was opened from.
    pub name: Option<(Bytes32, KnownName)>,
    /// The case was written since the name was opened.
    pub stale: bool,
}

/// The last list of an organisation.
#[derive(Default)]
pub(super) struct List {
    pub items: BTreeMap<CaseId, Item>,
    /// Newest write first.
    order: Vec<CaseId>,
    /// Goes into the next question; none before the list was complete once.
    pub cursor: Option<i64>,
    /// Whose names come first.
    wanted: Vec<CaseId>,
    /// Chunks of the local index that are not what lies on the device.
    pub dirty: BTreeSet<u8>,
    /// Names that this device learned since its memory was saved.
    pub learned: usize,
}

/// The last lists.
#[derive(Default)]
pub(crate) struct Lists(BTreeMap<OrganisationId, List>);

impl Lists {
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get(&self, organisation: OrganisationId) -> Option<&List> {
        self.0.get(&organisation)
    }

    pub(super) fn get_mut(&mut self, organisation: OrganisationId) -> &mut List {
        self.0.entry(organisation).or_default()
    }

    /// Forgets a list.
    pub(super) fn forget(&mut self, organisation: OrganisationId) {
        self.0.remove(&organisation);
    }

    /// All cases of the last list.
    pub(crate) fn shown(&self, organisation: OrganisationId) -> Option<BTreeSet<CaseId>> {
        Some(self.0.get(&organisation)?.items.keys().copied().collect())
    }

    /// Cases of the last list whose texts this person may open, newest write first, with the time of the last write.
    pub(crate) fn readable(&self, organisation: OrganisationId) -> Vec<(CaseId, i64)> {
        let Some(list) = self.0.get(&organisation) else { return Vec::new() };
        let items = list.order.iter().filter_map(|case| list.items.get(case));
        let readable = items.filter(|item| item.readable);
        readable.map(|item| (item.summary.id, item.summary.updated_at)).collect()
    }

    /// What is clear about a case of the last list.
    pub(crate) fn summary(&self, organisation: OrganisationId, case: CaseId) -> Option<&CaseSummary> {
        Some(&self.0.get(&organisation)?.items.get(&case)?.summary)
    }
}

impl Item {
    /// Whether its name is still to be opened.
    pub(super) fn is_pending(&self) -> bool {
        self.readable
            && match (&self.sealed, &self.name) {
                (Some(sealed), Some((hash, _))) => *hash != revision_of(sealed),
                (Some(_), None) | (None, None) => true,
                (None, Some(_)) => self.stale,
            }
    }

    /// A name of a revision that is not the newest this device has seen, in an opened case for instance, counts as none.
    fn forget_older(&mut self, seen: Option<&SeenCases>) {
        let Some((hash, KnownName::Open { .. })) = &self.name else { return };
        if seen.is_some_and(|seen| !seen.is_newest_person(self.summary.id, hash)) {
            self.name = None;
        }
    }

    pub(super) fn shown_name(&self, keyed: bool) -> CaseName {
        if !keyed || !self.readable {
            return CaseName::Sealed;
        }
        match (&self.sealed, &self.name) {
            (None, Some((_, name))) => name.show(),
            (Some(sealed), Some((hash, name))) if *hash == revision_of(sealed) => name.show(),
            _ => CaseName::Pending,
        }
    }

    /// What is clear, with the signed values where the name is open, and whether the server said something else.
    fn clear(&self) -> (CaseSummary, bool) {
        let mut summary = self.summary.clone();
        let name = self.name.as_ref().filter(|_| self.sealed.is_none() && self.readable);
        let Some(signed) = name.and_then(|(_, name)| name.signed(&summary)) else { return (summary, false) };
        (summary.sex, summary.birth_month) = (signed.sex, signed.birth_month);
        (summary, signed.differs)
    }
}

impl List {
    fn visible(&self) -> Bytes32 {
        let visible = |(case, item): (&CaseId, &Item)| VisibleCase { case: *case, readable: item.readable };
        visible_hash(self.items.iter().map(visible).collect())
    }

    /// Takes over a case as the server shows it now.
    fn take(&mut self, item: CaseListItem) {
        let readable = item.readable || item.name.is_some();
        let case = item.summary.id;
        let changed = match self.items.get_mut(&case) {
            Some(known) => {
                let changed = known.summary != item.summary || known.readable != readable;
                known.stale |= known.summary.updated_at != item.summary.updated_at;
                known.summary = item.summary;
                known.readable = readable;
                if !readable {
                    (known.name, known.sealed) = (None, None);
                }
                if item.name.is_some() {
                    known.sealed = item.name.map(Box::new);
                }
                if let (Some(sealed), Some((hash, _))) = (&known.sealed, &known.name)
                    && *hash == revision_of(sealed)
                {
                    (known.sealed, known.stale) = (None, false);
                }
                changed
            }
            None => {
                let sealed = item.name.map(Box::new);
                let new = Item { summary: item.summary, readable, sealed, name: None, stale: false };
                self.items.insert(case, new);
                true
            }
        };
        if changed {
            self.dirty.insert(super::local::chunk_of(case));
        }
    }

    /// Keeps these cases only.
    fn retain(&mut self, keep: impl Fn(&CaseId) -> bool) {
        let dirty = &mut self.dirty;
        self.items.retain(|case, _| {
            let kept = keep(case);
            if !kept {
                dirty.insert(super::local::chunk_of(*case));
            }
            kept
        });
    }

    /// Takes over who sees what; returns the cases that are not known yet.
    fn see(&mut self, visible: &[VisibleCase]) -> Vec<CaseId> {
        let seen: BTreeMap<CaseId, bool> = visible.iter().map(|one| (one.case, one.readable)).collect();
        self.retain(|case| seen.contains_key(case));
        let mut unknown = Vec::new();
        for (case, readable) in seen {
            match self.items.get_mut(&case) {
                Some(item) if item.readable == readable => {}
                Some(item) => {
                    item.readable = readable;
                    if !readable {
                        (item.name, item.sealed) = (None, None);
                    }
                    self.dirty.insert(super::local::chunk_of(case));
                }
                None => unknown.push(case),
            }
        }
        unknown
    }

    fn sort(&mut self) {
        let mut order: Vec<(i64, CaseId)> =
            self.items.values().map(|item| (-item.summary.updated_at, item.summary.id)).collect();
        order.sort_unstable();
        self.order = order.into_iter().map(|(_, case)| case).collect();
    }

    /// Cases whose names are to be opened next, those that somebody looks at first; and how many there are at all.
    pub(super) fn pending(&self, limit: usize) -> (Vec<CaseId>, usize) {
        let waits = |case: &&CaseId| self.items.get(case).is_some_and(Item::is_pending);
        let first: Vec<CaseId> = self.wanted.iter().filter(waits).take(limit).copied().collect();
        let chosen: BTreeSet<CaseId> = first.iter().copied().collect();
        let mut picked = first;
        let mut all = 0;
        for case in self.order.iter().filter(waits) {
            all += 1;
            if picked.len() < limit && !chosen.contains(case) {
                picked.push(*case);
            }
        }
        (picked, all)
    }

    /// Takes over a case from the local index.
    pub(super) fn recall(&mut self, kept: KeptCase, name: Option<KeptName>) {
        let name = name.and_then(KeptName::into_known);
        let item =
            Item { readable: kept.readable, sealed: None, name, stale: kept.stale, summary: kept.summary };
        self.items.insert(item.summary.id, item);
    }
}

impl State {
    /// The rows of these cases.
    fn rows(&self, organisation: OrganisationId, cases: &[CaseId]) -> Vec<CaseRow> {
        let keyed = self.keys.contains_key(&organisation);
        let Some(list) = self.lists.get(organisation) else { return Vec::new() };
        let rows = cases.iter().filter_map(|case| list.items.get(case)).map(|item| {
            let (summary, differs) = item.clear();
            CaseRow {
                responsible_name: self.name(organisation, summary.responsible),
                name: item.shown_name(keyed),
                summary,
                differs,
            }
        });
        rows.collect()
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// All cases that this person may see, newest write first. Names known already are filled in, others `Pending`.
    ///
    /// Only what has changed since the last list is fetched; the last list may have been on another day.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn list_cases(&self, organisation: OrganisationId) -> Result<Vec<CaseRow>, CallError> {
        self.state.borrow().membership(organisation)?;
        match self.refresh_list(organisation).await {
            Err(error @ (CallError::Forbidden | CallError::NotFound | CallError::AccountBlocked)) => {
                // Whoever may not see the cases any more keeps none of them on the device.
                self.forget_local(organisation).await;
                return Err(error);
            }
            other => other?,
        }
        if self.state.borrow().keys.contains_key(&organisation) {
            // Names of colleagues, and what names are checked against. Without it they stay pending.
            let _log = self.log(organisation).await;
        }
        self.ask_names(organisation).await;
        let order = {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            state.session()?;
            let list = state.lists.get_mut(organisation);
            list.sort();
            let order = list.order.clone();
            state.index.keep_only(organisation, |case| list.items.contains_key(case));
            order
        };
        let mut rows = Vec::with_capacity(order.len());
        for cases in order.chunks(ROWS_AT_A_TIME) {
            {
                let mut guard = self.state.borrow_mut();
                let state = &mut *guard;
                state.session()?;
                let list = state.lists.get_mut(organisation);
                let seen = state.keys.get(&organisation).map(|keys| &keys.memory.cases);
                for case in cases {
                    let Some(item) = list.items.get_mut(case) else { continue };
                    state.index.put_code(organisation, *case, &item.summary.code);
                    item.forget_older(seen);
                }
                rows.extend(state.rows(organisation, cases));
            }
            self.store.breathe().await;
        }
        self.state.borrow().session()?;
        Ok(rows)
    }

    /// Says whose names come first: those that somebody looks at.
    pub fn prefer_names(&self, organisation: OrganisationId, cases: Vec<CaseId>) {
        let mut state = self.state.borrow_mut();
        if !state.locked && state.lists.get(organisation).is_some() {
            state.lists.get_mut(organisation).wanted = cases;
        }
    }

    /// Brings the list up to date.
    async fn refresh_list(&self, organisation: OrganisationId) -> Result<(), CallError> {
        if self.state.borrow().lists.get(organisation).is_none() {
            self.load_local(organisation).await;
        }
        for _ in 0..ROUNDS {
            let (since, visible) = {
                let state = self.state.borrow();
                let known = state.lists.get(organisation).and_then(|list| Some((list.cursor?, list)));
                known.map_or((None, None), |(cursor, list)| (Some(cursor), Some(list.visible())))
            };
            let list_state = match since {
                Some(_) => self.fetch_changes(organisation, since, visible).await?,
                None => self.fetch_all(organisation).await?,
            };
            // A server that does not say what the whole is like has sent everything.
            let Some(list_state) = list_state else { return Ok(()) };
            let unknown = {
                let mut state = self.state.borrow_mut();
                state.session()?;
                let list = state.lists.get_mut(organisation);
                let unknown = list_state.cases.as_deref().map_or_else(Vec::new, |visible| list.see(visible));
                list.cursor = Some(list_state.cursor);
                unknown
            };
            for cases in unknown.chunks(CASES_AT_ONCE) {
                let fetched = self.fetch_items(organisation, cases, false).await?;
                let mut state = self.state.borrow_mut();
                state.session()?;
                let list = state.lists.get_mut(organisation);
                fetched.into_iter().for_each(|item| list.take(item));
            }
            let fits = {
                let state = self.state.borrow();
                state.lists.get(organisation).is_some_and(|list| list.visible() == list_state.visible)
            };
            if fits {
                return Ok(());
            }
        }
        // Cases that it names and does not give, or the other way round, however often it is asked.
        Err(CallError::Protocol)
    }

    /// Everything, page by page.
    async fn fetch_all(&self, organisation: OrganisationId) -> Result<Option<CaseListState>, CallError> {
        let query = CaseListQuery { names: Some(false), limit: Some(PAGE), ..CaseListQuery::default() };
        let (items, list_state) = self.fetch_pages(organisation, query).await?;
        let mut state = self.state.borrow_mut();
        state.session()?;
        let list = state.lists.get_mut(organisation);
        let shown: BTreeSet<CaseId> = items.iter().map(|item| item.summary.id).collect();
        list.retain(|case| shown.contains(case));
        items.into_iter().for_each(|item| list.take(item));
        Ok(list_state)
    }

    /// What was written since the last list.
    async fn fetch_changes(
        &self,
        organisation: OrganisationId,
        since: Option<i64>,
        visible: Option<Bytes32>,
    ) -> Result<Option<CaseListState>, CallError> {
        let query = CaseListQuery {
            since,
            visible,
            names: Some(false),
            limit: Some(PAGE),
            ..CaseListQuery::default()
        };
        let (items, list_state) = self.fetch_pages(organisation, query).await?;
        let mut state = self.state.borrow_mut();
        state.session()?;
        let list = state.lists.get_mut(organisation);
        if list_state.is_none() {
            let shown: BTreeSet<CaseId> = items.iter().map(|item| item.summary.id).collect();
            list.retain(|case| shown.contains(case));
        }
        for item in items {
            let case = item.summary.id;
            list.take(item);
            // Times are told in seconds: the name may be another one although the time is the same.
            if let Some(item) = list.items.get_mut(&case).filter(|item| item.name.is_some()) {
                item.stale = true;
            }
        }
        Ok(list_state)
    }

    async fn fetch_pages(
        &self,
        organisation: OrganisationId,
        mut query: CaseListQuery,
    ) -> Result<(Vec<CaseListItem>, Option<CaseListState>), CallError> {
        let (mut items, mut state) = (Vec::new(), None);
        loop {
            let page = self.fetch_list(organisation, &query).await?;
            items.extend(page.cases);
            state = state.or(page.state);
            match page.next {
                // A server that never ends gives no more than there may be.
                Some(next) if query.after.as_ref() != Some(&next) => query.after = Some(next),
                _ => return Ok((items, state)),
            }
        }
    }

    /// These cases, with what opens their names or without.
    pub(super) async fn fetch_items(
        &self,
        organisation: OrganisationId,
        cases: &[CaseId],
        names: bool,
    ) -> Result<Vec<CaseListItem>, CallError> {
        let only = Bytes(cases.iter().flat_map(|case| *case.as_bytes()).collect());
        let query = CaseListQuery { only: Some(only), names: Some(names), ..CaseListQuery::default() };
        let wanted: BTreeSet<CaseId> = cases.iter().copied().collect();
        let mut items = self.fetch_list(organisation, &query).await?.cases;
        items.retain(|item| wanted.contains(&item.summary.id));
        Ok(items)
    }

    async fn fetch_list(
        &self,
        organisation: OrganisationId,
        query: &CaseListQuery,
    ) -> Result<CaseList, CallError> {
        let list: CaseList =
            self.get_cbor(format!("{}{}", path(v1::CASES, &[&organisation]), query.to_query())).await?;
        if list.cases.iter().any(|item| item.summary.organisation != organisation) {
            return Err(CallError::Protocol);
        }
        Ok(list)
    }
}
