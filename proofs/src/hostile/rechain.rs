//! Hash chains that fit: whoever edits a log on the server can compute all heads anew, because a chain knows no key.

use api::{
    Bytes, Bytes32,
    cases::PartFile,
    chain::{Entry, Head, next_head, revision_hash_from, sha256},
    ids::OrganisationId,
    organisations::LogPage,
    records::{LogContent, LogEntry},
};

fn rechain(id: &[u8; 16], entries: &mut [LogEntry]) -> Head {
    let mut head = Head::EMPTY;
    for entry in entries {
        let (object, hash): ([u8; 16], Bytes32) = match &mut entry.content {
            LogContent::Statement(signed) => {
                entry.revision = 0;
                let decoded = signed.decode().map(|statement| statement.object());
                let known = entry.object.0.as_slice().try_into().unwrap_or_default();
                (decoded.unwrap_or(known), signed.hash())
            }
            LogContent::Revision(revision) => {
                entry.revision = revision.revision;
                if let Some(envelope) = &revision.envelope {
                    revision.envelope_hash = sha256(&envelope.0);
                }
                let hash = revision_hash_from(&revision.envelope_hash, &revision.facts.0);
                (*revision.record.as_bytes(), hash)
            }
        };
        head = next_head(id, &head, &Entry { object, revision: entry.revision, hash });
        entry.object = Bytes(object.to_vec());
        entry.n = head.n;
        entry.hash = head.hash;
    }
    head
}

/// Numbers the entries of a part anew and computes all hashes, so that the log hangs together.
pub fn rechain_part(part: &mut PartFile) {
    part.head = rechain(part.id.as_bytes(), &mut part.entries);
}

/// The same for an organisation's log that was fetched from its beginning.
pub fn rechain_log(organisation: OrganisationId, page: &mut LogPage) {
    page.head = rechain(organisation.as_bytes(), &mut page.entries);
}
