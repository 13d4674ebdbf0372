//! What is signed, byte for byte, for those who verify without keys of their own: the server. Clients sign and verify in
//! `crypto`; both follow `docs/CRYPTO.md`.

use crate::{
    chain::{Heads, sha256},
    ids::{OrganisationId, TenantId},
    records::Revision,
};

/// Namespace of revisions.
pub const REVISION: &str = "revision";
/// Namespace of the one-use key's signature over the new keys of an account.
pub const ENROLMENT: &str = "enrolment";

const PREFIX: &[u8] = b"wimes/statement/1";

/// `"wimes/statement/1" ‖ len ‖ namespace ‖ len ‖ context ‖ len ‖ body`, lengths as 8 bytes big-endian.
#[must_use]
pub fn message(namespace: &str, context: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = PREFIX.to_vec();
    for part in [namespace.as_bytes(), context, body] {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Context of the statements of an organisation and its parts: tenant ‖ organisation of the signer.
#[must_use]
pub fn organisation_context(tenant: TenantId, organisation: OrganisationId) -> Vec<u8> {
    [tenant.as_bytes().as_slice(), organisation.as_bytes()].concat()
}

/// What the header of an envelope says in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvelopeHeader {
    /// What it holds; a record is 1, a slot 2, a bundle 3.
    pub kind: u8,
    /// Id of the key that it is sealed under.
    pub key: [u8; 16],
}

/// Kind of the envelope of a record.
pub const KIND_RECORD: u8 = 1;
/// Kind of a wrapped key.
pub const KIND_SLOT: u8 = 2;
/// Kind of an account's bundle or enrolment seed.
pub const KIND_BUNDLE: u8 = 3;
/// Kind of an organisation key that is sealed under its successor.
pub const KIND_PREVIOUS_KEY: u8 = 8;

const HEADER: usize = 24;
/// Header, salt, commitment and one empty chunk.
const SHORTEST: usize = 80 + 16;

impl EnvelopeHeader {
    /// Reads the header of an envelope of suite 01. None when it cannot be one.
    #[must_use]
    pub fn read(envelope: &[u8]) -> Option<Self> {
        let header: &[u8; HEADER] = envelope.first_chunk()?;
        let [m0, m1, m2, m3, suite, kind, _, _, key @ ..] = *header;
        let known = [m0, m1, m2, m3] == *b"WMS\x01" && suite == 1 && envelope.len() >= SHORTEST;
        known.then_some(Self { kind, key })
    }
}

/// What the author of a revision signs: message of the namespace [`REVISION`] with the record's full context (header of
/// the envelope, then each field with its length before it) and facts hash ‖ envelope hash ‖ heads as body. None when
/// `envelope` is not one.
#[must_use]
pub fn revision_message(
    tenant: TenantId,
    organisation: OrganisationId,
    revision: &Revision,
    envelope: &[u8],
) -> Option<Vec<u8>> {
    let facts = sha256(&revision.facts.0);
    let mut context = envelope.get(..HEADER)?.to_vec();
    let fields: [&[u8]; 17] = [
        tenant.as_bytes(),
        organisation.as_bytes(),
        revision.case.as_bytes(),
        revision.part.as_bytes(),
        revision.record.as_bytes(),
        revision.form.as_bytes(),
        &revision.form_version.to_be_bytes(),
        &revision.epoch.to_be_bytes(),
        &revision.revision.to_be_bytes(),
        revision.author.as_bytes(),
        &revision.certificate.0,
        &revision.previous.0,
        &facts.0,
        // Account, KDF, content and device belong to other kinds.
        &[],
        &[],
        &[],
        &[],
    ];
    for field in fields {
        context.extend_from_slice(&u32::try_from(field.len()).ok()?.to_be_bytes());
        context.extend_from_slice(field);
    }
    let mut body = facts.0.to_vec();
    body.extend_from_slice(&sha256(envelope).0);
    body.extend_from_slice(&heads(&revision.heads));
    Some(message(REVISION, &context, &body))
}

fn heads(heads: &Heads) -> Vec<u8> {
    let mut out = Vec::with_capacity(80);
    for head in [heads.organisation, heads.part] {
        out.extend_from_slice(&head.n.to_be_bytes());
        out.extend_from_slice(&head.hash.0);
    }
    out
}
