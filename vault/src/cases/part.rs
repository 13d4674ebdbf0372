//! Reading the log of a part: chain, statements, keys, revisions.
//!
//! What is read is compared with what was asked for and with verified statements. An entry that does not verify is kept
//! and marked; it never counts.

use super::{
    file::{EpochKey, OpenPart, OpenRevision},
    revision::verify_revision,
};
use crate::{convert, log::OrganisationLog, view::Verification};
use api::{
    bytes::Bytes32,
    cases::PartFile,
    chain::{Entry, Head, next_head, revision_hash_from, sha256},
    configuration::Configuration,
    facts::Facts,
    ids::{CaseId, OrganisationId, TenantId},
    records::{LogContent, LogEntry, Revision},
    statement::{Access, Payload, SignedStatement, Statement},
};
use crypto::{
    CaseKey, CheckValue, Header, PartKeyContext,
    statement::{ACCESS, ASSIGNMENT},
};
use std::collections::BTreeMap;

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
}

impl Reader<'_> {
    /// Reads a part. `seen` is the head that this device remembers of it.
    pub(crate) fn read(&self, file: &PartFile, case_keys: &[CaseKey], seen: &Head) -> OpenPart {
        let mut part = OpenPart {
            id: file.id,
            kind: file.kind.clone(),
            heads: vec![Bytes32::ZERO],
            broken: false,
            epochs: Vec::new(),
            access: Bytes32::ZERO,
            keys: BTreeMap::new(),
            floor: 0,
            assignment: None,
            revisions: Vec::new(),
        };
        for entry in &file.entries {
            self.append(&mut part, entry);
        }
        part.broken |= part.head() != file.head || !part.knows(seen);
        self.unwrap_keys(&mut part, file, case_keys);
        part
    }

    /// Reads one entry that follows.
    pub(crate) fn append(&self, part: &mut OpenPart, entry: &LogEntry) {
        if !part.broken {
            part.broken = !chain(part, entry);
        }
        match &entry.content {
            LogContent::Statement(signed) => {
                if let Ok(statement) = signed.decode() {
                    self.append_statement(part, entry, signed, &statement);
                }
            }
            LogContent::Revision(revision) => self.append_revision(part, entry, revision),
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
        match &statement.payload {
            Payload::Access(access) if self.access_counts(part, entry, signed, statement, access) => {
                part.epochs.push(EpochKey {
                    epoch: access.epoch,
                    key: access.key,
                    check: CheckValue(access.check.0),
                });
                part.access = signed.hash();
                part.floor = part.floor.max(statement.heads.organisation.n);
            }
            Payload::Assignment(assignment) if part.kind == CORE => {
                let here = assignment.case == self.case && assignment.part == part.id;
                let before = part.assignment.as_ref().map_or(0, |before| before.version);
                // Without the organisation log nobody can tell; the view is marked as unchecked anyway.
                let counts = self
                    .log
                    .is_none_or(|log| !part.broken && self.assigned(part, entry, signed, statement, log));
                if here && assignment.version == before + 1 && counts {
                    part.assignment = Some(assignment.clone());
                    part.floor = part.floor.max(statement.heads.organisation.n);
                }
            }
            _ => {}
        }
    }

    fn access_counts(
        &self,
        part: &OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
        access: &Access,
    ) -> bool {
        let Some(log) = self.log else { return false };
        let named = statement.heads.organisation;
        let here = access.case == self.case && access.part == part.id && access.kind == part.kind;
        let follows = access.previous == part.access
            && access.epoch == part.epochs.last().map_or(1, |epoch| epoch.epoch + 1);
        let ours = access.owner == self.organisation
            && access.readers.contains(&self.organisation)
            && access.writers.contains(&self.organisation);
        let at = part.floor.max(named.n);
        !part.broken
            && here
            && follows
            && ours
            && self.names_known_heads(part, entry, statement, log)
            && log.member(statement.signer).is_some_and(|member| member.writes_at(at))
            && log.verify_by(signed, statement, ACCESS).is_some()
    }

    fn assigned(
        &self,
        part: &OpenPart,
        entry: &LogEntry,
        signed: &SignedStatement,
        statement: &Statement,
        log: &OrganisationLog,
    ) -> bool {
        let at = part.floor.max(statement.heads.organisation.n);
        self.names_known_heads(part, entry, statement, log)
            && log
                .member(statement.signer)
                .is_some_and(|member| member.writes_at(at) || member.administers_at(at))
            && log.verify_by(signed, statement, ASSIGNMENT).is_some()
    }

    fn names_known_heads(
        &self,
        part: &OpenPart,
        entry: &LogEntry,
        statement: &Statement,
        log: &OrganisationLog,
    ) -> bool {
        log.knows(&statement.heads.organisation)
            && part.knows(&statement.heads.part)
            && statement.heads.part.n < entry.n
    }

    fn append_revision(&self, part: &mut OpenPart, entry: &LogEntry, revision: &Revision) {
        let facts = Facts::from_cbor(&revision.facts.0);
        let here = revision.case == self.case && revision.part == part.id;
        let in_part = self
            .configuration
            .and_then(|configuration| configuration.form(&revision.form))
            .is_none_or(|form| form.part == part.kind);
        let verification = if part.broken || !here || !in_part || facts.is_err() {
            Verification::Failed
        } else {
            verify_revision(self, part, entry, revision)
        };
        if verification == Verification::Verified {
            part.floor = part.floor.max(revision.heads.organisation.n);
        }
        part.revisions.push(OpenRevision {
            record: revision.record,
            form: revision.form.clone(),
            form_version: revision.form_version,
            epoch: revision.epoch,
            revision: revision.revision,
            previous: revision.previous,
            facts: facts.unwrap_or_default(),
            facts_hash: sha256(&revision.facts.0),
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
        for epoch in &part.epochs {
            let named = |slot: &&api::cases::PartSlot| {
                slot.organisation == self.organisation && slot.epoch == epoch.epoch && slot.key == epoch.key
            };
            let Some(slot) = file.slots.iter().find(named) else { continue };
            let Ok(header) = Header::parse(&slot.slot.0) else { continue };
            let Some(case_key) = case_keys.iter().find(|key| key.id() == header.key) else { continue };
            let context = PartKeyContext {
                tenant: self.tenant.as_bytes(),
                organisation: self.organisation.as_bytes(),
                case: self.case.as_bytes(),
                part: part.id.as_bytes(),
                epoch: epoch.epoch,
                key: convert::key_id(epoch.key),
            };
            if let Ok(key) = crypto::unwrap_part_key(case_key, &context, &epoch.check, &slot.slot.0) {
                part.keys.insert(epoch.epoch, key);
            }
        }
    }
}

/// Recomputes the chain over one entry; false where it does not fit.
fn chain(part: &mut OpenPart, entry: &LogEntry) -> bool {
    let Ok(object) = <[u8; 16]>::try_from(entry.object.0.as_slice()) else { return false };
    let hash = match &entry.content {
        LogContent::Statement(signed) => signed.hash(),
        LogContent::Revision(revision) => {
            let named = revision.record.as_bytes() == &object && revision.revision == entry.revision;
            let sealed = revision.envelope.as_ref();
            if !named || sealed.is_some_and(|envelope| sha256(&envelope.0) != revision.envelope_hash) {
                return false;
            }
            revision_hash_from(&revision.envelope_hash, &revision.facts.0)
        }
    };
    let entry_of_chain = Entry { object, revision: entry.revision, hash };
    let next = next_head(part.id.as_bytes(), &part.head(), &entry_of_chain);
    if entry.n != next.n || entry.hash != next.hash {
        return false;
    }
    part.heads.push(next.hash);
    true
}
