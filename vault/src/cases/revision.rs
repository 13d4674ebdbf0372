//! Verifying and opening one revision.

use super::{
    file::{OpenPart, OpenRevision, OpenTexts},
    part::Reader,
};
use crate::{
    convert,
    log::OrganisationLog,
    view::{Hidden, Verification},
};
use api::{
    bytes::Bytes32,
    chain::sha256,
    ids::{CaseId, PartId},
    records::{LogEntry, Revision},
};
use crypto::{PartKey, RecordContext, RecordText, Signature};

/// The context of a revision: what was asked for, what is verified, and what the revision claims of itself.
pub(super) fn context<'a>(
    reader: &'a Reader<'_>,
    part: &'a PartId,
    revision: &'a Revision,
    facts_hash: &'a Bytes32,
) -> RecordContext<'a> {
    RecordContext {
        tenant: reader.tenant.as_bytes(),
        organisation: reader.organisation.as_bytes(),
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
    part: &OpenPart,
    entry: &LogEntry,
    revision: &Revision,
) -> Verification {
    let before = part.history(revision.record).filter(|before| before.counts()).last();
    let follows = match before {
        None => revision.revision == 1 && revision.previous == Bytes32::ZERO,
        Some(before) => {
            revision.revision == before.revision.saturating_add(1)
                && revision.previous == before.hash
                && revision.form == before.form
        }
    };
    if !follows {
        return Verification::Failed;
    }
    let Some(log) = reader.log else { return Verification::Unchecked };
    // Without the envelope's header the signed context can't be rebuilt.
    let Some(envelope) = &revision.envelope else { return Verification::Unchecked };
    let facts_hash = sha256(&revision.facts.0);
    let context = context(reader, &part.id, revision, &facts_hash);
    let signed = certified(log, part, entry, revision)
        && part.epochs.iter().any(|epoch| epoch.epoch == revision.epoch)
        && signature_verifies(log, &context, &envelope.0, revision);
    if signed { Verification::Verified } else { Verification::Failed }
}

/// Whether the author was certified and could write at that point of both logs.
fn certified(log: &OrganisationLog, part: &OpenPart, entry: &LogEntry, revision: &Revision) -> bool {
    let named = revision.heads.organisation;
    let at = part.floor.max(named.n);
    log.certificate(&revision.certificate)
        .is_some_and(|certificate| certificate.account == revision.author && certificate.since <= named.n)
        && log.knows(&named)
        && log.member(revision.author).is_some_and(|member| member.writes_at(at))
        && part.knows(&revision.heads.part)
        && revision.heads.part.n < entry.n
}

pub(super) fn signature_verifies(
    log: &OrganisationLog,
    context: &RecordContext<'_>,
    envelope: &[u8],
    revision: &Revision,
) -> bool {
    let Some(certificate) = log.certificate(&revision.certificate) else { return false };
    let Ok(signature) = Signature::from_bytes(&revision.signature.0) else { return false };
    let heads = convert::heads(&revision.heads);
    crypto::statement::verify_revision(&certificate.signing, context, envelope, &heads, &signature).is_ok()
}

/// Opens the texts of a revision of an opened case.
pub(super) fn open_texts(
    case: (&api::ids::TenantId, &api::ids::OrganisationId, &CaseId),
    part: &OpenPart,
    revision: &OpenRevision,
) -> OpenTexts {
    let Some(envelope) = &revision.envelope else { return OpenTexts::Hidden(Hidden::Sealed) };
    let Some(key) = part.keys.get(&revision.epoch) else {
        // With any key of this part at hand, a missing one is the server's doing.
        let hidden = if part.keys.is_empty() { Hidden::Sealed } else { Hidden::Damaged };
        return OpenTexts::Hidden(hidden);
    };
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
