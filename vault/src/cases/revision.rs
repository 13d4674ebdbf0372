//! Verifying and opening one revision.

use super::{
    file::{OpenPart, OpenRevision, OpenTexts},
    jobs::revision_job,
    part::Reader,
};
use crate::view::{Hidden, Verification};
use api::{
    bytes::Bytes32,
    ids::{CaseId, OrganisationId, PartId, TenantId},
    records::{LogEntry, Revision},
};
use crypto::{PartKey, RecordContext, RecordText};

/// The context of a revision: what was asked for, what is verified, and what the revision claims of itself.
/// `organisation` is the one that certified the author.
pub(super) fn revision_context<'a>(
    reader: &'a Reader<'_>,
    organisation: &'a OrganisationId,
    part: &'a PartId,
    revision: &'a Revision,
    facts_hash: &'a Bytes32,
) -> RecordContext<'a> {
    RecordContext {
        tenant: reader.tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: reader.case.as_bytes(),
        part: part.as_bytes(),
        record: revision.record.as_bytes(),
        form: &revision.form,
        form_version: revision.form_version,
        epoch: revision.epoch,
        revision: revision.revision,
        author: revision.author.as_bytes(),
        certificate: &revision.certificate.0,
        previous: &revision.previous.0,
        facts_hash: &facts_hash.0,
    }
}

/// Whether a revision follows its predecessor and is signed by somebody who could write at that point.
pub(super) fn verify_revision(
    reader: &Reader<'_>,
    part: &mut OpenPart,
    entry: &LogEntry,
    revision: &Revision,
    facts_hash: &Bytes32,
) -> Verification {
    let follows = follows(part, revision);
    if reader.log.is_none() {
        return if follows { Verification::Unchecked } else { Verification::Failed };
    }
    let verified = signed(reader, part, entry, revision, facts_hash);
    if follows && verified && written_by_a_writer(reader, part, revision) {
        Verification::Verified
    } else {
        Verification::Failed
    }
}

fn follows(part: &OpenPart, revision: &Revision) -> bool {
    let before = part.history(revision.record).rev().find(|before| before.counts());
    match before {
        None => revision.revision == 1 && revision.previous == Bytes32::ZERO,
        Some(before) => {
            let linked = revision.previous == before.hash || crypto::mutated!("mutant-previous-hash-ignored");
            revision.revision == before.revision.saturating_add(1) && linked && revision.form == before.form
        }
    }
}

/// Whether the author has signed it here: in this place, sealed under the key that the epoch's access statement names,
/// with heads that are in both logs.
fn signed(
    reader: &Reader<'_>,
    part: &mut OpenPart,
    entry: &LogEntry,
    revision: &Revision,
    facts_hash: &Bytes32,
) -> bool {
    let Some(log) = reader.certifying(&revision.certificate) else { return false };
    let Some(access) = part.access_of(revision.epoch) else { return false };
    revision_job(reader, &part.id, revision, facts_hash, access.said.key)
        .is_some_and(|job| reader.verdicts.verify(&job))
        && part.contains(log, entry, &revision.heads)
}

/// Whether the author was certified and could write at that point of both logs, under the epoch that was in force.
fn written_by_a_writer(reader: &Reader<'_>, part: &OpenPart, revision: &Revision) -> bool {
    let Some(log) = reader.certifying(&revision.certificate) else { return false };
    let Some(access) = part.access_of(revision.epoch) else { return false };
    let now = part.access_now().map_or(&access.said, |now| &now.said);
    let in_force = revision.epoch == part.epoch() || crypto::mutated!("mutant-old-epoch-accepted");
    let writer = now.writers.contains(&log.organisation) || crypto::mutated!("mutant-readers-ignored");
    let named = revision.heads.organisation.n;
    let at = part.floor(log.organisation).max(named);
    let certified = log.certificate(&revision.certificate).is_some_and(|by| by.since <= named);
    in_force && writer && certified && log.member(revision.author).is_some_and(|author| author.writes_at(at))
}

/// Opens the texts of a revision of an opened case.
pub(super) fn open_texts(
    case: (&TenantId, &OrganisationId, &CaseId),
    part: &OpenPart,
    revision: &OpenRevision,
) -> OpenTexts {
    let Some(key) = part.keys.get(&revision.epoch) else {
        return OpenTexts::Hidden(part.without_key(revision.epoch));
    };
    // Whoever gets the key gets what is sealed under it.
    let Some(envelope) = &revision.envelope else { return OpenTexts::Hidden(Hidden::Withheld) };
    let (tenant, organisation, case) = case;
    let context = RecordContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        part: part.id.as_bytes(),
        record: revision.record.as_bytes(),
        form: &revision.form,
        form_version: revision.form_version,
        epoch: revision.epoch,
        revision: revision.revision,
        author: revision.author.as_bytes(),
        certificate: &revision.certificate.0,
        previous: &revision.previous.0,
        facts_hash: &revision.facts_hash.0,
    };
    open(key, &context, &envelope.0).map_or(OpenTexts::Hidden(Hidden::Damaged), OpenTexts::Open)
}

/// Opens an envelope in its context.
pub(super) fn open(key: &PartKey, context: &RecordContext<'_>, envelope: &[u8]) -> Option<RecordText> {
    crypto::open_record(key, context, envelope).ok()
}
