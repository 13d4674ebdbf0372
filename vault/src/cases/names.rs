//! Opening the names of a list: those that somebody looks at first, the signatures of many at once, and while they are
//! verified the next ones are fetched.

use super::{
    list::Item,
    local::chunk_of,
    name::{KnownName, name_jobs, open_name, revision_of},
    seen::Person,
};
use crate::{
    CallError, Store, Transport, Vault,
    log::OrganisationLog,
    signature::{SignatureJob, Verdicts},
    together::together,
    view::{CaseName, NameBatch},
};
use api::{
    bytes::Bytes32,
    cases::{CASES_AT_ONCE, CaseName as SealedName, CaseSummary},
    ids::{CaseId, OrganisationId, TenantId},
};
use std::rc::Rc;

/// Names that are opened before the page may answer again: a few milliseconds.
const NAMES_AT_A_TIME: usize = 32;
/// Names after which the device's memory is saved at the latest.
const LEARNED_MAX: usize = 2500;

/// A name that waits, by its case.
type Waiting = (CaseSummary, Box<SealedName>);

impl<T: Transport, S: Store> Vault<T, S> {
    /// Opens up to `limit` pending names of the last list. Call it until `remaining` is 0.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn open_names(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<NameBatch, CallError> {
        if !self.state.borrow().keys.contains_key(&organisation) {
            self.state.borrow().session()?;
            return Ok(NameBatch::default());
        }
        let (picked, all) = match self.state.borrow().lists.get(organisation) {
            Some(list) => list.pending(limit),
            None => return Ok(NameBatch::default()),
        };
        let mut batch = NameBatch::default();
        self.fetch_names(organisation, &picked, &mut batch).await?;
        let (tenant, items) = self.waiting(organisation, &picked)?;
        let log = self.log_of_names(organisation, &items).await?;
        let next = self.next_names(organisation, limit, &picked);
        let opening = self.open_waiting((tenant, organisation), &items, &log);
        // Whoever cannot fetch the next ones hears of it at the next call.
        let (opened, _fetched) = together(opening, self.fetch_names_ahead(organisation, &next)).await;
        self.keep_names_of(organisation, items, opened?, &mut batch)?;
        batch.remaining = all.saturating_sub(picked.len());
        let save = {
            let mut state = self.state.borrow_mut();
            state.session()?;
            let learned = &mut state.lists.get_mut(organisation).learned;
            let save = *learned > 0 && (batch.remaining == 0 || *learned > LEARNED_MAX);
            if save {
                *learned = 0;
            }
            save
        };
        if save {
            self.save_memory(organisation).await;
        }
        if batch.remaining == 0 || save {
            self.save_local(organisation).await;
        }
        Ok(batch)
    }

    /// The names of these cases as they are now, without those that are still to be opened. A page whose list was put
    /// together while another call opened names hears of those here: [`Self::open_names`] tells of a name once.
    #[must_use]
    pub fn names_now(&self, organisation: OrganisationId, cases: &[CaseId]) -> NameBatch {
        let state = self.state.borrow();
        let keyed = state.session().is_ok() && state.keys.contains_key(&organisation);
        let mut batch = NameBatch::default();
        let Some(list) = state.lists.get(organisation).filter(|_| keyed) else { return batch };
        for (case, item) in cases.iter().filter_map(|case| Some((*case, list.items.get(case)?))) {
            match item.shown_name(keyed) {
                CaseName::Pending => batch.remaining += 1,
                name => {
                    batch.names.push((case, name));
                    batch.signed.extend(item.name.as_ref().and_then(|(_, name)| name.signed(&item.summary)));
                }
            }
        }
        batch
    }

    /// Fetches what opens these names, where it is not at hand. A name that the server does not give counts as damaged.
    async fn fetch_names(
        &self,
        organisation: OrganisationId,
        cases: &[CaseId],
        batch: &mut NameBatch,
    ) -> Result<(), CallError> {
        let missing = self.without_sealed(organisation, cases);
        for cases in missing.chunks(CASES_AT_ONCE) {
            let items = self.fetch_items(organisation, cases, true).await?;
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            state.session()?;
            let list = state.lists.get_mut(organisation);
            for item in items {
                list.take_name(item);
            }
            for case in cases {
                let Some(item) = list.items.get_mut(case).filter(|item| item.readable) else { continue };
                if item.sealed.is_none() && item.is_pending() {
                    item.stale = false;
                    item.name = Some((Bytes32::ZERO, KnownName::Damaged));
                    batch.names.push((*case, CaseName::Damaged));
                }
            }
        }
        Ok(())
    }

    async fn fetch_names_ahead(
        &self,
        organisation: OrganisationId,
        cases: &[CaseId],
    ) -> Result<(), CallError> {
        if cases.is_empty() {
            return Ok(());
        }
        let items = self.fetch_items(organisation, cases, true).await?;
        let mut state = self.state.borrow_mut();
        state.session()?;
        let list = state.lists.get_mut(organisation);
        items.into_iter().for_each(|item| list.take_name(item));
        Ok(())
    }

    fn without_sealed(&self, organisation: OrganisationId, cases: &[CaseId]) -> Vec<CaseId> {
        let state = self.state.borrow();
        let Some(list) = state.lists.get(organisation) else { return Vec::new() };
        let missing = |case: &&CaseId| list.items.get(case).is_some_and(|item| item.sealed.is_none());
        cases.iter().filter(missing).copied().collect()
    }

    /// The names that will be asked for after these.
    fn next_names(&self, organisation: OrganisationId, limit: usize, picked: &[CaseId]) -> Vec<CaseId> {
        let ahead = limit.min(CASES_AT_ONCE).saturating_add(picked.len());
        let state = self.state.borrow();
        let Some(list) = state.lists.get(organisation) else { return Vec::new() };
        let (cases, _) = list.pending(ahead);
        drop(state);
        let picked: std::collections::BTreeSet<&CaseId> = picked.iter().collect();
        let next: Vec<CaseId> = cases.into_iter().filter(|case| !picked.contains(case)).collect();
        let mut next = self.without_sealed(organisation, &next);
        next.truncate(CASES_AT_ONCE);
        next
    }

    fn waiting(
        &self,
        organisation: OrganisationId,
        picked: &[CaseId],
    ) -> Result<(TenantId, Vec<Waiting>), CallError> {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let tenant = state.tenant()?;
        let list = state.lists.get_mut(organisation);
        let take = |case: &CaseId| {
            let item = list.items.get_mut(case)?;
            Some((item.summary.clone(), item.sealed.take()?))
        };
        Ok((tenant, picked.iter().filter_map(take).collect()))
    }

    /// The verified log, refreshed where a name leans on something that is not in it yet.
    async fn log_of_names(
        &self,
        organisation: OrganisationId,
        items: &[Waiting],
    ) -> Result<Rc<OrganisationLog>, CallError> {
        let log = self.log(organisation).await?;
        let epoch = log.epoch().map_or(0, |epoch| epoch.epoch);
        let newer = |(_, name): &Waiting| {
            name.person.heads.organisation.n > log.head().n || name.case_slot.epoch > epoch
        };
        if items.iter().any(newer) { self.refresh_log(organisation).await } else { Ok(log) }
    }

    /// Opens names as if every signature were good, while they are verified; and once more where one is not.
    async fn open_waiting(
        &self,
        place: (TenantId, OrganisationId),
        items: &[Waiting],
        log: &OrganisationLog,
    ) -> Result<Vec<Option<KnownName>>, CallError> {
        let jobs: Vec<(Bytes32, SignatureJob)> =
            items.iter().flat_map(|(summary, name)| name_jobs(place, summary.id, name, log)).collect();
        let presumed = Verdicts::presuming();
        let opening = async {
            // Whoever verifies begins first.
            self.store.breathe().await;
            self.open_all(place, items, log, &presumed).await
        };
        let (verdicts, opened) = together(self.verify_jobs(jobs.iter(), Verdicts::default()), opening).await;
        if presumed.confirmed_by(&verdicts) {
            return opened;
        }
        self.open_all(place, items, log, &verdicts).await
    }

    async fn open_all(
        &self,
        place: (TenantId, OrganisationId),
        items: &[Waiting],
        log: &OrganisationLog,
        verdicts: &Verdicts,
    ) -> Result<Vec<Option<KnownName>>, CallError> {
        let mut opened = Vec::with_capacity(items.len());
        for items in items.chunks(NAMES_AT_A_TIME) {
            {
                let state = self.state.borrow();
                state.session()?;
                let Some(keys) = state.keys.get(&place.1) else { return Err(CallError::Locked) };
                let open =
                    |(summary, sealed): &Waiting| open_name(place, summary.id, sealed, keys, log, verdicts);
                opened.extend(items.iter().map(open));
            }
            self.store.breathe().await;
        }
        Ok(opened)
    }

    /// Keeps opened names, and what this device has to remember of them.
    fn keep_names_of(
        &self,
        organisation: OrganisationId,
        items: Vec<Waiting>,
        opened: Vec<Option<KnownName>>,
        batch: &mut NameBatch,
    ) -> Result<(), CallError> {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.session()?;
        let Some(keys) = state.keys.get_mut(&organisation) else {
            *batch = NameBatch::default();
            return Ok(());
        };
        let list = state.lists.get_mut(organisation);
        for ((summary, sealed), opened) in items.into_iter().zip(opened) {
            let case = summary.id;
            let hash = revision_of(&sealed);
            let mut learned = false;
            let opened = opened.filter(|_| {
                let seen = keys.memory.cases.remember_person(case, sealed.person.revision, hash);
                learned = seen == Person::New;
                seen != Person::Older
            });
            list.learned += usize::from(learned);
            let known = opened.unwrap_or(KnownName::Damaged);
            // It may have left the list meanwhile, or its texts may not be seen any more.
            let Some(item) = list.items.get_mut(&case).filter(|item| item.readable) else { continue };
            match &known {
                KnownName::Open { given, family, .. } => {
                    state.index.put_name(organisation, case, given, family);
                }
                KnownName::Damaged => state.index.drop_name(organisation, case),
            }
            batch.names.push((case, known.show()));
            batch.signed.extend(known.signed(&summary));
            (item.name, item.stale) = (Some((hash, known)), false);
            list.dirty.insert(chunk_of(case));
        }
        Ok(())
    }
}

impl super::list::List {
    /// Takes over what opens a name.
    fn take_name(&mut self, item: api::cases::CaseListItem) {
        let Some(known) = self.items.get_mut(&item.summary.id) else { return };
        if let Some(name) = item.name.filter(|_| known.readable) {
            known.sealed = Some(Box::new(name));
            unchanged(known);
        }
    }
}

/// A name that is the one that was opened already is not opened again.
fn unchanged(item: &mut Item) {
    if let (Some(sealed), Some((hash, KnownName::Open { .. }))) = (&item.sealed, &item.name)
        && *hash == revision_of(sealed)
    {
        (item.sealed, item.stale) = (None, false);
    }
}
