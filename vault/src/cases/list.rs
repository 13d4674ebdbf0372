//! The list of cases, and their names.

use super::{
    name::{KnownName, name_jobs, open_name, revision_of},
    seen::Person,
};
use crate::{
    CallError, Store, Transport, Vault,
    http::path,
    log::OrganisationLog,
    signature::Verdicts,
    view::{CaseName, CaseRow, NameBatch},
};
use api::{
    bytes::Bytes32,
    cases::{CaseList, CaseListItem, CaseName as SealedName, CaseSummary},
    ids::{CaseId, OrganisationId, TenantId},
    paths::v1,
};
use std::collections::{BTreeMap, BTreeSet};

/// The last list of an organisation.
#[derive(Default)]
struct List {
    items: Vec<CaseListItem>,
    /// By case, with the hash of the revision that the name was opened from.
    names: BTreeMap<CaseId, (Bytes32, KnownName)>,
}

/// The last lists.
#[derive(Default)]
pub(crate) struct Lists(BTreeMap<OrganisationId, List>);

impl Lists {
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All cases of the last list.
    pub(crate) fn shown(&self, organisation: OrganisationId) -> Option<BTreeSet<CaseId>> {
        let list = self.0.get(&organisation)?;
        Some(list.items.iter().map(|item| item.summary.id).collect())
    }

    /// Cases of the last list whose texts this person may open.
    pub(crate) fn readable(&self, organisation: OrganisationId) -> Vec<CaseId> {
        self.0.get(&organisation).map_or_else(Vec::new, |list| {
            list.items.iter().filter(|item| item.name.is_some()).map(|item| item.summary.id).collect()
        })
    }
}

impl List {
    fn name(&self, item: &CaseListItem, keyed: bool) -> CaseName {
        let Some(sealed) = item.name.as_ref().filter(|_| keyed) else { return CaseName::Sealed };
        match self.names.get(&item.summary.id) {
            Some((hash, name)) if *hash == revision_of(sealed) => name.show(),
            _ => CaseName::Pending,
        }
    }

    /// What is clear, with the signed values where the name is open, and whether the server said something else.
    fn clear(&self, item: &CaseListItem) -> (CaseSummary, bool) {
        let known = item.name.as_ref().and_then(|sealed| {
            let (hash, name) = self.names.get(&item.summary.id)?;
            (*hash == revision_of(sealed)).then_some(name)
        });
        let mut summary = item.summary.clone();
        let Some(signed) = known.and_then(|name| name.signed(&summary)) else { return (summary, false) };
        (summary.sex, summary.birth_month) = (signed.sex, signed.birth_month);
        (summary, signed.differs)
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// All cases that this person may see, newest write first. Names known already are filled in, others `Pending`.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn list_cases(&self, organisation: OrganisationId) -> Result<Vec<CaseRow>, CallError> {
        self.state.borrow().membership(organisation)?;
        let list: CaseList = self.get_cbor(path(v1::CASES, &[&organisation])).await?;
        if list.cases.iter().any(|item| item.summary.organisation != organisation) {
            return Err(CallError::Protocol);
        }
        if self.state.borrow().keys.contains_key(&organisation) {
            // Names of colleagues, and what names are checked against. Without it they stay pending.
            let _log = self.log(organisation).await;
        }
        self.ask_names(organisation).await;
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.session()?;
        let kept = state.lists.0.entry(organisation).or_default();
        kept.items = list.cases;
        let still: BTreeSet<CaseId> = kept.items.iter().map(|item| item.summary.id).collect();
        kept.names.retain(|case, _| still.contains(case));
        let codes = kept.items.iter().map(|item| (item.summary.id, item.summary.code.as_str()));
        state.index.put_codes(organisation, codes);
        let keyed = state.keys.contains_key(&organisation);
        let list = state.lists.0.get(&organisation);
        let rows = list.into_iter().flat_map(|list| {
            list.items.iter().map(|item| {
                let (summary, differs) = list.clear(item);
                CaseRow {
                    summary,
                    differs,
                    responsible_name: state.name(organisation, item.summary.responsible),
                    name: list.name(item, keyed),
                }
            })
        });
        Ok(rows.collect())
    }

    /// Opens up to `limit` pending names of the last list. Call it until `remaining` is 0, giving the page a breath in
    /// between.
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
        let mut log = self.log(organisation).await?;
        let behind = self.state.borrow().lists.0.get(&organisation).is_some_and(|list| {
            let named = list.items.iter().filter_map(|item| item.name.as_ref());
            let epoch = log.epoch().map_or(0, |epoch| epoch.epoch);
            let newer = |name: &SealedName| {
                name.person.heads.organisation.n > log.head().n || name.case_slot.epoch > epoch
            };
            named.into_iter().any(newer)
        });
        if behind {
            log = self.refresh_log(organisation).await?;
        }
        let (tenant, pending) = {
            let state = self.state.borrow();
            let Some(list) = state.lists.0.get(&organisation) else { return Ok(NameBatch::default()) };
            let waits = |item: &&CaseListItem| list.name(item, true) == CaseName::Pending;
            let pending: Vec<CaseListItem> = list.items.iter().filter(waits).cloned().collect();
            (state.tenant()?, pending)
        };
        let mut batch = NameBatch { remaining: pending.len().saturating_sub(limit), ..NameBatch::default() };
        let place = (tenant, organisation);
        let items: Vec<(CaseSummary, SealedName)> = pending
            .into_iter()
            .take(limit)
            .filter_map(|item| item.name.map(|name| (item.summary, name)))
            .collect();
        let jobs: Vec<_> =
            items.iter().flat_map(|(summary, name)| name_jobs(place, summary.id, name, &log)).collect();
        let verdicts = self.verify_jobs(jobs.iter(), Verdicts::default()).await;
        let learned = self.keep_names_of(place, items, &log, &verdicts, &mut batch)?;
        if learned {
            self.save_memory(organisation).await;
        }
        Ok(batch)
    }

    /// Opens names and keeps them. True where this device has to remember a newer revision than before.
    fn keep_names_of(
        &self,
        place: (TenantId, OrganisationId),
        items: Vec<(CaseSummary, SealedName)>,
        log: &OrganisationLog,
        verdicts: &Verdicts,
        batch: &mut NameBatch,
    ) -> Result<bool, CallError> {
        let organisation = place.1;
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.session()?;
        let keys = state.keys.get_mut(&organisation);
        let (Some(keys), Some(list)) = (keys, state.lists.0.get_mut(&organisation)) else {
            *batch = NameBatch::default();
            return Ok(false);
        };
        let mut learned = false;
        for (summary, sealed) in items {
            let case = summary.id;
            let opened = open_name(place, case, &sealed, keys, log, verdicts).filter(|_| {
                let seen =
                    keys.memory.cases.remember_person(case, sealed.person.revision, revision_of(&sealed));
                learned |= seen == Person::New;
                seen != Person::Older
            });
            let known = opened.unwrap_or(KnownName::Damaged);
            if let KnownName::Open { given, family, .. } = &known {
                state.index.put_name(organisation, case, given, family);
            }
            batch.names.push((case, known.show()));
            batch.signed.extend(known.signed(&summary));
            list.names.insert(case, (revision_of(&sealed), known));
        }
        Ok(learned)
    }
}
