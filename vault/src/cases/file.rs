//! Opened cases in memory. Keys and texts in here are wiped when they are dropped.

use crate::view::{Hidden, Texts, Verification};
use api::{
    bytes::{Bytes, Bytes32},
    cases::CaseSummary,
    chain::Head,
    facts::Facts,
    ids::{AccountId, CaseId, KeyId, OrganisationId, PartId, RecordId, TenantId},
    records::Revision,
    statement::Assignment,
};
use crypto::{CheckValue, PartKey, RecordText};
use std::collections::{BTreeMap, BTreeSet};

/// Texts in memory.
#[derive(Debug)]
pub(crate) enum OpenTexts {
    Open(RecordText),
    Hidden(Hidden),
}

impl OpenTexts {
    /// A copy for the interface.
    pub(crate) fn show(&self) -> Texts {
        match self {
            Self::Open(texts) => {
                Texts::Open(texts.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect())
            }
            Self::Hidden(hidden) => Texts::Hidden(*hidden),
        }
    }
}

/// A revision that was read from a part's log.
#[derive(Debug)]
pub(crate) struct OpenRevision {
    pub record: RecordId,
    pub form: String,
    pub form_version: u32,
    pub epoch: u32,
    pub revision: u32,
    pub previous: Bytes32,
    pub facts: Facts,
    pub facts_hash: Bytes32,
    pub envelope: Option<Bytes>,
    pub author: AccountId,
    pub certificate: Bytes32,
    pub at: i64,
    pub verification: Verification,
    /// What the next revision names.
    pub hash: Bytes32,
    /// Texts, opened for the latest revision only.
    pub texts: Option<OpenTexts>,
}

impl OpenRevision {
    /// Whether the revision counts: anything that failed is shown in the history only.
    pub(crate) fn counts(&self) -> bool {
        self.verification != Verification::Failed
    }
}

/// What a verified access statement says of an epoch's key.
#[derive(Debug, Clone)]
pub(crate) struct EpochKey {
    pub epoch: u32,
    pub key: KeyId,
    pub check: CheckValue,
}

/// A part of an opened case.
#[derive(Debug)]
pub(crate) struct OpenPart {
    pub id: PartId,
    pub kind: String,
    /// Head after each entry; index 0 is the empty log.
    pub heads: Vec<Bytes32>,
    /// Whether chain or memory don't fit.
    pub broken: bool,
    pub epochs: Vec<EpochKey>,
    /// Hash of the latest access statement that counts.
    pub access: Bytes32,
    pub keys: BTreeMap<u32, PartKey>,
    /// Highest entry of the organisation log that an entry so far has named: nobody writes before that.
    pub floor: u64,
    /// Who works on the case: the latest statement that did not fail.
    pub assignment: Option<Assignment>,
    pub revisions: Vec<OpenRevision>,
}

impl OpenPart {
    /// Verified head of the part's log.
    pub(crate) fn head(&self) -> Head {
        let n = self.heads.len().saturating_sub(1);
        Head { n: n as u64, hash: self.heads.last().copied().unwrap_or(Bytes32::ZERO) }
    }

    /// Whether this history contains a head.
    pub(crate) fn knows(&self, head: &Head) -> bool {
        usize::try_from(head.n).ok().and_then(|n| self.heads.get(n)) == Some(&head.hash)
    }

    /// All revisions of an entry, oldest first.
    pub(crate) fn history(&self, record: RecordId) -> impl Iterator<Item = &OpenRevision> {
        self.revisions.iter().filter(move |revision| revision.record == record)
    }

    /// The revision that counts: the latest that did not fail; where all failed, the latest.
    pub(crate) fn latest(&self, record: RecordId) -> Option<&OpenRevision> {
        self.history(record)
            .filter(|revision| revision.counts())
            .last()
            .or_else(|| self.history(record).last())
    }

    /// Entries by the order of their first revision.
    pub(crate) fn records(&self) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        self.revisions.iter().map(|revision| revision.record).filter(|record| seen.insert(*record)).collect()
    }

    /// The key of the latest epoch.
    pub(crate) fn sealing_key(&self) -> Option<(u32, &PartKey)> {
        let epoch = self.epochs.last()?.epoch;
        Some((epoch, self.keys.get(&epoch)?))
    }
}

/// An opened case.
#[derive(Debug)]
pub(crate) struct OpenCase {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub summary: CaseSummary,
    /// Whether the server lets this person write.
    pub may_write: bool,
    pub parts: Vec<OpenPart>,
}

impl OpenCase {
    pub(crate) fn part_of_kind(&self, kind: &str) -> Option<&OpenPart> {
        self.parts.iter().find(|part| part.kind == kind)
    }

    pub(crate) fn part_of_record(&self, record: RecordId) -> Option<&OpenPart> {
        self.parts.iter().find(|part| part.history(record).next().is_some())
    }

    /// The entry of a form that exists once in a case: the first by log order.
    pub(crate) fn single(&self, form: &str) -> Option<(&OpenPart, RecordId)> {
        let of_form = |part: &OpenPart| {
            let mut revisions = part.revisions.iter();
            revisions
                .find(|revision| revision.form == form && revision.counts())
                .map(|revision| revision.record)
        };
        self.parts.iter().find_map(|part| of_form(part).map(|record| (part, record)))
    }
}

/// A write whose answer has not arrived: repeated with exactly these bytes it writes nothing twice.
pub(crate) struct Pending {
    pub based_on: u32,
    pub facts: Facts,
    pub texts: RecordText,
    pub revision: Revision,
    /// Hashes of this and of earlier tries with other content.
    pub tries: Vec<Bytes32>,
}

/// A new case whose answer has not arrived.
pub(crate) struct PendingCase {
    pub wanted: crate::view::NewCase,
    pub request: api::cases::CreateCase,
}

impl Drop for PendingCase {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        for (_, draft) in &mut self.wanted.entries {
            draft.texts.values_mut().for_each(Zeroize::zeroize);
        }
    }
}

/// Opened cases and unanswered writes.
#[derive(Default)]
pub(crate) struct CaseState {
    pub open: BTreeMap<CaseId, OpenCase>,
    pub pending: BTreeMap<RecordId, Pending>,
    pub pending_cases: BTreeMap<CaseId, PendingCase>,
    /// Cases opened since the login.
    pub seen: BTreeSet<CaseId>,
}

impl CaseState {
    /// How many cases were opened since the login.
    pub(crate) fn opened(&self) -> usize {
        self.seen.len()
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
            && self.pending.is_empty()
            && self.pending_cases.is_empty()
            && self.seen.is_empty()
    }
}
