//! Opened cases in memory. Keys and texts in here are wiped when they are dropped.

use super::access::AccessInForce;
use crate::{
    log::OrganisationLog,
    signature::Verdicts,
    view::{CaseWarning, Hidden, SummaryField, Texts, Verification},
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::CaseSummary,
    chain::{Head, Heads},
    facts::Facts,
    ids::{AccountId, CaseId, OrganisationId, PartId, RecordId, TenantId},
    records::{LogEntry, Revision},
    statement::Assignment,
};
use crypto::{PartKey, RecordText};
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

/// A part of an opened case.
#[derive(Debug)]
pub(crate) struct OpenPart {
    pub id: PartId,
    pub kind: String,
    /// Head after each entry; index 0 is the empty log.
    pub heads: Vec<Bytes32>,
    /// Whether chain or memory don't fit.
    pub broken: bool,
    /// Entries of which a revision is not what the chain says. Everything beside them stays usable.
    pub poisoned: BTreeSet<RecordId>,
    /// Whether somebody has signed a head that is not in the logs that the server shows.
    pub ahead: bool,
    /// The access statements that count, oldest first.
    pub access: Vec<AccessInForce>,
    pub keys: BTreeMap<u32, PartKey>,
    /// Whether the server gives this reader keys of the case at all.
    pub served: bool,
    /// Epochs for which it gives a slot.
    pub slots: BTreeSet<u32>,
    /// Highest entry of each organisation's log that an entry so far has named: nobody writes before that.
    floors: BTreeMap<OrganisationId, u64>,
    /// Who works on the case: the latest statement that did not fail.
    pub assignment: Option<Assignment>,
    /// All revisions in the order of the log.
    pub revisions: Vec<OpenRevision>,
    /// Where the revisions of an entry stand among them, oldest first.
    places: BTreeMap<RecordId, Vec<usize>>,
}

impl OpenPart {
    /// A part before its first entry.
    pub(crate) fn new(id: PartId, kind: String) -> Self {
        Self {
            id,
            kind,
            heads: vec![Bytes32::ZERO],
            broken: false,
            poisoned: BTreeSet::new(),
            ahead: false,
            access: Vec::new(),
            keys: BTreeMap::new(),
            served: false,
            slots: BTreeSet::new(),
            floors: BTreeMap::new(),
            assignment: None,
            revisions: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// Whether the log is exactly what its chain says.
    pub(crate) fn whole(&self) -> bool {
        !self.broken && self.poisoned.is_empty()
    }

    /// Notes a revision that is not what the chain says, by the entry that the chain names and the one that it claims.
    pub(crate) fn poison(&mut self, entry: &LogEntry, revision: &Revision) {
        self.poisoned.insert(revision.record);
        if let Ok(object) = entry.object.0.as_slice().try_into() {
            self.poisoned.insert(RecordId::from_bytes(object));
        }
    }

    /// Entry of an organisation's log before which nobody writes here any more.
    pub(crate) fn floor(&self, organisation: OrganisationId) -> u64 {
        self.floors.get(&organisation).copied().unwrap_or_default()
    }

    /// An entry that counts has named this entry of an organisation's log.
    pub(crate) fn raise_floor(&mut self, organisation: OrganisationId, n: u64) {
        let floor = self.floors.entry(organisation).or_default();
        *floor = n.max(*floor);
    }

    /// Whether heads that somebody has signed are in both logs, before the entry that names them. If not, the server
    /// leaves something out or tells everybody another story.
    pub(crate) fn contains(&mut self, log: &OrganisationLog, entry: &LogEntry, heads: &Heads) -> bool {
        let known = log.knows(&heads.organisation) && self.knows(&heads.part) && heads.part.n < entry.n;
        self.ahead |= !known;
        known
    }

    /// Why texts of an epoch stay closed for which there is no key.
    pub(crate) fn without_key(&self, epoch: u32) -> Hidden {
        if !self.served {
            Hidden::Sealed
        } else if self.access_of(epoch).is_some() && !self.slots.contains(&epoch) {
            Hidden::Withheld
        } else {
            Hidden::Damaged
        }
    }

    /// Verified head of the part's log.
    pub(crate) fn head(&self) -> Head {
        let n = self.heads.len().saturating_sub(1);
        Head { n: n as u64, hash: self.heads.last().copied().unwrap_or(Bytes32::ZERO) }
    }

    /// Whether this history contains a head.
    pub(crate) fn knows(&self, head: &Head) -> bool {
        let here = usize::try_from(head.n).ok().and_then(|n| self.heads.get(n));
        here == Some(&head.hash) || crypto::mutated!("mutant-head-not-compared")
    }

    /// Takes in the next revision of the log.
    pub(crate) fn push(&mut self, revision: OpenRevision) {
        self.places.entry(revision.record).or_default().push(self.revisions.len());
        self.revisions.push(revision);
    }

    fn places(&self, record: RecordId) -> &[usize] {
        self.places.get(&record).map_or(&[], Vec::as_slice)
    }

    /// All revisions of an entry, oldest first.
    pub(crate) fn history(&self, record: RecordId) -> impl DoubleEndedIterator<Item = &OpenRevision> {
        self.places(record).iter().filter_map(|place| self.revisions.get(*place))
    }

    /// Where the revision that counts stands: the latest that did not fail; where all failed, the latest.
    pub(crate) fn latest_place(&self, record: RecordId) -> Option<usize> {
        let places = self.places(record);
        let counts = |place: &&usize| self.revisions.get(**place).is_some_and(OpenRevision::counts);
        places.iter().rev().find(counts).or(places.last()).copied()
    }

    /// Where the revisions that count stand whose texts were not opened yet.
    pub(crate) fn closed(&self) -> Vec<usize> {
        let closed = |place: &usize| self.revisions.get(*place).is_some_and(|latest| latest.texts.is_none());
        self.records().into_iter().filter_map(|record| self.latest_place(record)).filter(closed).collect()
    }

    /// The revision that counts: the latest that did not fail; where all failed, the latest.
    pub(crate) fn latest(&self, record: RecordId) -> Option<&OpenRevision> {
        self.revisions.get(self.latest_place(record)?)
    }

    /// The first revision that counts; where all failed, the first.
    pub(crate) fn first(&self, record: RecordId) -> Option<&OpenRevision> {
        self.history(record).find(|revision| revision.counts()).or_else(|| self.history(record).next())
    }

    /// Entries by the order of their first revision.
    pub(crate) fn records(&self) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        self.revisions.iter().map(|revision| revision.record).filter(|record| seen.insert(*record)).collect()
    }
}

/// An opened case.
#[derive(Debug)]
pub(crate) struct OpenCase {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    /// What is clear: the server's columns, with the signed values in the place of those that can be signed.
    pub summary: CaseSummary,
    /// Columns that differed from what is signed when the server showed them.
    pub differs: Vec<SummaryField>,
    /// Parts that should be there.
    pub missing: Vec<CaseWarning>,
    /// Whether the organisation log was at hand: then what does not verify does not count.
    pub verified: bool,
    /// Whether the server lets this person write.
    pub may_write: bool,
    pub parts: Vec<OpenPart>,
}

impl OpenCase {
    pub(crate) fn part_of_kind(&self, kind: &str) -> Option<&OpenPart> {
        let of_kind = || self.parts.iter().filter(|part| part.kind == kind);
        // One that somebody has signed goes before what the server puts beside it.
        of_kind().find(|part| !part.access.is_empty()).or_else(|| of_kind().next())
    }

    pub(crate) fn part_of_record(&self, record: RecordId) -> Option<&OpenPart> {
        // The part where it counts goes before one where the server has put something under the same id.
        let counting = self.parts.iter().find(|part| part.history(record).any(OpenRevision::counts));
        counting.or_else(|| self.parts.iter().find(|part| part.history(record).next().is_some()))
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
    /// Signatures that were good in this session.
    pub verified: Verdicts,
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
            && self.verified.is_empty()
    }
}
