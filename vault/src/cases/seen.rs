//! What this device remembers of cases: which parts they have, and how far their signatures were verified.

use super::file::OpenCase;
use crate::{CallError, Store, Transport, Vault, view::Verification};
use api::{
    bytes::Bytes32,
    configuration::known,
    ids::{CaseId, OrganisationId, PartId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many signatures of a part, from the first one on, were all good, and the running hash over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prefix {
    pub count: u64,
    pub hash: Bytes32,
}

impl Prefix {
    const EMPTY: Self = Self { count: 0, hash: Bytes32::ZERO };
}

/// What this device remembers of the cases of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeenCases {
    verified: BTreeMap<PartId, Prefix>,
    /// Kinds of the parts of every case that was opened.
    parts: BTreeMap<CaseId, BTreeMap<PartId, String>>,
    /// The latest revision of the person record of every case whose name was opened: number and hash.
    #[serde(default)]
    people: BTreeMap<CaseId, (u32, Bytes32)>,
}

/// A revision of the person record against the one that this device has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// Newer than what was known, and remembered from now on.
    New,
    /// The one that was known.
    Known,
    /// Older than the one that was known, or another one of the same number.
    Older,
}

impl SeenCases {
    /// How far the signatures of a part were verified.
    pub(super) fn verified(&self, part: PartId) -> Prefix {
        self.verified.get(&part).copied().unwrap_or(Prefix::EMPTY)
    }

    /// Remembers how far the signatures of a part were verified; false where that was known.
    pub(super) fn remember_verified(&mut self, part: PartId, prefix: Prefix) -> bool {
        prefix.count > 0 && self.verified.insert(part, prefix) != Some(prefix)
    }

    /// Remembers the parts of an opened case. Nothing is forgotten because the server shows less.
    pub(super) fn remember(&mut self, open: &OpenCase) {
        let parts = self.parts.entry(open.summary.id).or_default();
        let signed = open.parts.iter().filter(|part| !part.access.is_empty());
        parts.extend(signed.map(|part| (part.id, part.kind.clone())));
        let person = open.single(known::PERSON).and_then(|(part, record)| part.latest(record));
        if let Some(person) = person.filter(|person| person.verification == Verification::Verified) {
            self.remember_person(open.summary.id, person.revision, person.hash);
        }
    }

    /// Remembers a verified revision of the person record.
    pub(super) fn remember_person(&mut self, case: CaseId, revision: u32, hash: Bytes32) -> Person {
        match self.people.get(&case) {
            Some(seen) if *seen == (revision, hash) => Person::Known,
            Some((seen, _)) if *seen >= revision && !crypto::mutated!("mutant-memory-not-compared") => {
                Person::Older
            }
            _ => {
                self.people.insert(case, (revision, hash));
                Person::New
            }
        }
    }

    /// Whether a revision of the person record is the latest that this device has seen.
    pub(super) fn is_newest_person(&self, case: CaseId, hash: &Bytes32) -> bool {
        self.people.get(&case).is_some_and(|(_, seen)| seen == hash)
    }

    /// Kinds of the parts that a case had and that are not among `shown`.
    pub(super) fn lost(&self, case: CaseId, shown: &BTreeSet<PartId>) -> Vec<String> {
        let known = self.parts.get(&case).filter(|_| !crypto::mutated!("mutant-memory-not-compared"));
        let lost = known.into_iter().flatten().filter(|(part, _)| !shown.contains(part));
        lost.map(|(_, kind)| kind.clone()).collect()
    }

    fn missing<'a>(&'a self, shown: &'a BTreeSet<CaseId>) -> impl Iterator<Item = CaseId> + 'a {
        self.parts.keys().filter(|case| !shown.contains(case)).copied()
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// How many cases this device had opened for whoever is logged in that the last list does not show any more. They may
    /// have been given to somebody else; if not, the server leaves them out.
    pub fn missing_cases(&self, organisation: OrganisationId) -> usize {
        let state = self.state.borrow();
        let Some(shown) = state.lists.shown(organisation) else { return 0 };
        let keys = state.keys.get(&organisation);
        let seen = keys.filter(|_| !crypto::mutated!("mutant-memory-not-compared"));
        seen.map_or(0, |keys| keys.memory.cases.missing(&shown).count())
    }

    /// Forgets the cases that are missing, because the person knows why.
    ///
    /// # Errors
    /// [`CallError`] when nobody is logged in or the vault is locked.
    pub async fn accept_missing_cases(&self, organisation: OrganisationId) -> Result<(), CallError> {
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            state.session()?;
            let Some(shown) = state.lists.shown(organisation) else { return Ok(()) };
            let Some(keys) = state.keys.get_mut(&organisation) else { return Ok(()) };
            keys.memory.cases.parts.retain(|case, _| shown.contains(case));
        }
        self.save_memory(organisation).await;
        Ok(())
    }
}
