//! Reading the log of a part: chain, statements, keys, revisions.
//!
//! What is read is compared with what was asked for and with verified statements. An entry that does not verify is kept
//! and marked; it never counts.

use super::{
    access::AccessInForce,
    file::{OpenPart, OpenRevision},
    jobs::statement_job,
    revision::verify_revision,
};
use crate::{convert, log::OrganisationLog, signature::Verdicts, view::Verification};
use api::{
    bytes::{Bytes, Bytes32},
    cases::{CaseFile, PartFile},
    chain::{Entry, Head, next_head, revision_hash_from, sha256},
    configuration::Configuration,
    facts::Facts,
    ids::{CaseId, OrganisationId, TenantId},
    records::{LogContent, LogEntry, Revision},
    statement::{Access, Payload, SignedStatement, Statement},
};
use crypto::{
    CaseKey, Header, PartKeyContext,
    statement::{ACCESS, ASSIGNMENT},
};

/// Kind of the part whose log takes the assignments.
pub(crate) const CORE: &str = "core";

/// Who reads, and what was asked for.
pub(crate) struct Reader<'a> {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub case: CaseId,
    /// The verified organisation log; none for readers without the organisation key.
    pub log: Option<&'a OrganisationLog>,
    /// Says which form belongs to which part.
    pub configuration: Option<&'a Configuration>,
    /// Signatures that were verified before.
    pub verdicts: &'a Verdicts,
}

impl<'a> Reader<'a> {
    /// The verified log of the organisation that certified somebody.
    pub(super) fn certifying(&self, certificate: &Bytes32) -> Option<&'a OrganisationLog> {
        self.log.filter(|log| log.certificate(certificate).is_some())
    }

    /// Reads a part. `seen` is the head that this device remembers of it.
    /// `served` is whether the server gives this reader keys of the case at all.
    pub(crate) fn read(&self, file: &PartFile, case_keys: &[CaseKey], seen: &Head, served: bool) -> OpenPart {
        let mut part = OpenPart::new(file.id, file.kind.clone());
        part.served = served;
        for entry in &file.entries {
            self.append(&mut part, entry);
        }
        part.broken |= part.head() != file.head || !part.knows(seen);
        self.unwrap_keys(&mut part, file, case_keys);
        part
    }

    /// Reads one entry that follows.
    pub(crate) fn append(&self, part: &mut OpenPart, entry: &LogEntry) {
        let link = if part.broken { Link::Broken } else { chain(part, entry) };
        part.broken |= link == Link::Broken;
        match &entry.content {
            LogContent::Statement(signed) => {
                if let Ok(statement) = signed.decode() {
                    self.append_statement(part, entry, signed, &statement);
                }
            }
            LogContent::Revision(revision) => {
                if link == Link::Poisoned {
                    part.poison(entry, revision);
                }
                self.append_revision(part, entry, revision, link == Link::Fits);
            }
        }
    }

    fn append_statement(
        &self,
        part: &mut OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
    ) {
        let Ok(object) = <[u8; 16]>::try_from(entry.object.0.as_slice()) else { return };
        if statement.object() != object || entry.revision != 0 {
            return;
        }
        let known = statement.heads.organisation.n;
        match &statement.payload {
            Payload::Access(access) if self.access_counts(part, entry, signed, statement, access) => {
                part.access.push(AccessInForce { said: access.clone(), hash: signed.hash(), known });
                part.raise_floor(statement.organisation, known);
            }
            Payload::Assignment(assignment) if part.kind == CORE => {
                let here = assignment.case == self.case && assignment.part == part.id;
                let before = part.assignment.as_ref().map_or(0, |before| before.version);
                // Without the organisation log nobody can tell; the view is marked as unchecked anyway.
                let counts = self.log.is_none() || self.assigned(part, entry, signed, statement);
                if here && assignment.version == before + 1 && counts {
                    part.assignment = Some(assignment.clone());
                    part.raise_floor(statement.organisation, known);
                }
            }
            _ => {}
        }
    }

    fn access_counts(
        &self,
        part: &mut OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
        access: &Access,
    ) -> bool {
        let here = access.case == self.case && access.part == part.id && access.kind == part.kind;
        // Cases of other organisations come with the cooperation; until then every part is an own one.
        let owned = access.owner == self.organisation && statement.organisation == access.owner;
        // Sharing, renewing and removing all need the right to write.
        here && owned
            && self.signed_here(part, entry, signed, statement)
            && part.follows(access)
            && self.may(part, statement, |log, at| {
                log.member(statement.signer).is_some_and(|member| member.writes_at(at))
            })
    }

    fn assigned(
        &self,
        part: &mut OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
    ) -> bool {
        self.signed_here(part, entry, signed, statement)
            && self.may(part, statement, |log, at| {
                log.member(statement.signer)
                    .is_some_and(|member| member.writes_at(at) || member.administers_at(at))
            })
    }

    fn may(
        &self,
        part: &OpenPart,
        statement: &Statement,
        right: impl Fn(&OrganisationLog, u64) -> bool,
    ) -> bool {
        let at = part.floor(statement.organisation).max(statement.heads.organisation.n);
        self.certifying(&statement.certificate).is_some_and(|log| right(log, at))
    }

    /// Whether a statement is signed by the keys of its signer, and names heads that are in both logs. A signed one that
    /// names something else shows that the server leaves something out.
    fn signed_here(
        &self,
        part: &mut OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
    ) -> bool {
        let namespace = match statement.payload {
            Payload::Access(_) => ACCESS,
            _ => ASSIGNMENT,
        };
        let Some(log) = self.certifying(&statement.certificate) else { return false };
        let verified = !part.broken
            && statement_job(log, signed, statement, namespace).is_some_and(|job| self.verdicts.verify(&job));
        verified && part.contains(log, entry, &statement.heads)
    }

    fn append_revision(&self, part: &mut OpenPart, entry: &LogEntry, revision: &Revision, fits: bool) {
        let facts = Facts::from_cbor(&revision.facts.0);
        let facts_hash = sha256(&revision.facts.0);
        let here = revision.case == self.case && revision.part == part.id;
        let in_part = self
            .configuration
            .and_then(|configuration| configuration.form(&revision.form))
            .is_none_or(|form| form.part == part.kind);
        let verification = if !fits || !here || !in_part || facts.is_err() {
            Verification::Failed
        } else {
            verify_revision(self, part, entry, revision, &facts_hash)
        };
        if verification == Verification::Verified
            && let Some(log) = self.certifying(&revision.certificate)
        {
            part.raise_floor(log.organisation, revision.heads.organisation.n);
        }
        part.push(OpenRevision {
            record: revision.record,
            form: revision.form.clone(),
            form_version: revision.form_version,
            epoch: revision.epoch,
            revision: revision.revision,
            previous: revision.previous,
            facts: facts.unwrap_or_default(),
            facts_hash,
            envelope: revision.envelope.clone(),
            author: revision.author,
            certificate: revision.certificate,
            at: entry.at,
            verification,
            hash: revision_hash_from(&revision.envelope_hash, &revision.facts.0),
            texts: None,
        });
    }

    /// Opens the part keys that verified access statements name, and compares them with their check values.
    fn unwrap_keys(&self, part: &mut OpenPart, file: &PartFile, case_keys: &[CaseKey]) {
        for access in &part.access {
            let said = &access.said;
            let read =
                said.readers.contains(&self.organisation) || crypto::mutated!("mutant-readers-ignored");
            if !read || part.keys.contains_key(&said.epoch) {
                continue;
            }
            let named = |slot: &&api::cases::PartSlot| {
                slot.organisation == self.organisation && slot.epoch == said.epoch && slot.key == said.key
            };
            let context = PartKeyContext {
                tenant: self.tenant.as_bytes(),
                organisation: self.organisation.as_bytes(),
                case: self.case.as_bytes(),
                part: part.id.as_bytes(),
                epoch: said.epoch,
                key: convert::key_id(said.key),
            };
            for slot in file.slots.iter().filter(named) {
                part.slots.insert(said.epoch);
                let Ok(header) = Header::parse(&slot.slot.0) else { continue };
                let under = case_keys.iter().filter(|key| key.id() == header.key);
                let opened = |key| crypto::unwrap_part_key(key, &context, &access.check(), &slot.slot.0).ok();
                if let Some(key) = under.into_iter().find_map(opened) {
                    part.keys.insert(said.epoch, key);
                    break;
                }
            }
        }
    }
}

/// Empties envelopes that are not the ones of their log: they open nowhere, and everything beside them stays as it is.
pub(super) fn empty_damaged(file: &mut CaseFile) {
    for entry in file.parts.iter_mut().flat_map(|part| &mut part.entries) {
        if let LogContent::Revision(revision) = &mut entry.content
            && let Some(envelope) = &mut revision.envelope
            && sha256(&envelope.0) != revision.envelope_hash
        {
            *envelope = Bytes::default();
        }
    }
}

/// How an entry stands in the chain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// It is what the chain says.
    Fits,
    /// A revision in its place that is not what the chain says: it never counts, and what stands behind it goes on from the
    /// hash that the server names. Authors behind it name heads with their signatures, so that a server which invents
    /// that hash loses everything that follows.
    Poisoned,
    /// From here on nothing can be told any more.
    Broken,
}

/// Recomputes the chain over one entry.
fn chain(part: &mut OpenPart, entry: &LogEntry) -> Link {
    let Ok(object) = <[u8; 16]>::try_from(entry.object.0.as_slice()) else { return Link::Broken };
    let (hash, named) = match &entry.content {
        LogContent::Statement(signed) => (signed.hash(), true),
        LogContent::Revision(revision) => {
            let named = revision.record.as_bytes() == &object && revision.revision == entry.revision;
            // By the hash alone: an envelope that has another one is damaged, and the rest of the log is not.
            (revision_hash_from(&revision.envelope_hash, &revision.facts.0), named)
        }
    };
    let entry_of_chain = Entry { object, revision: entry.revision, hash };
    let next = next_head(part.id.as_bytes(), &part.head(), &entry_of_chain);
    let fits = named && (entry.hash == next.hash || crypto::mutated!("mutant-head-not-compared"));
    let link = match &entry.content {
        _ if entry.n != next.n => return Link::Broken,
        _ if fits => Link::Fits,
        LogContent::Statement(_) => return Link::Broken,
        LogContent::Revision(_) => Link::Poisoned,
    };
    part.heads.push(entry.hash);
    link
}
