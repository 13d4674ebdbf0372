//! The hash chain of a log: an organisation's log, or the log of one part of a case.
//!
//! Server and clients compute it alike; clients compare. Published in `docs/CRYPTO.md`.

use crate::bytes::Bytes32;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const ENTRY_LABEL: &[u8] = b"wimes/log/1";
const REVISION_LABEL: &[u8] = b"wimes/revision/1";

/// How far a log reached: number of its last entry and the hash over everything up to it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, minicbor::Encode, minicbor::Decode,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(array)]
pub struct Head {
    /// Number of the last entry, 0 before the first.
    #[n(0)]
    pub n: u64,
    /// Hash of the last entry, zeroes before the first.
    #[n(1)]
    pub hash: Bytes32,
}

impl Head {
    /// The head of an empty log.
    pub const EMPTY: Self = Self { n: 0, hash: Bytes32::ZERO };
}

/// The heads of both logs that an author last verified; every signed statement and revision names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, minicbor::Encode, minicbor::Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(array)]
pub struct Heads {
    /// Head of the author's organisation log.
    #[n(0)]
    pub organisation: Head,
    /// Head of the part's log; empty for statements of the organisation log.
    #[n(1)]
    pub part: Head,
}

/// What one entry of a log commits to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Object that the entry is about: record, account, key, case.
    pub object: [u8; 16],
    /// Revision of the object, 0 where it has none.
    pub revision: u32,
    /// [`statement_hash`] of a statement or [`revision_hash`] of a revision.
    pub hash: Bytes32,
}

/// The head after `entry`:
/// `h(n) = SHA-256("wimes/log/1" ‖ log id ‖ h(n−1) ‖ n ‖ object id ‖ revision ‖ hash)`, numbers big-endian (8 and 4 bytes).
#[must_use]
pub fn next_head(log: &[u8; 16], previous: &Head, entry: &Entry) -> Head {
    let n = previous.n.saturating_add(1);
    let mut sha = Sha256::new();
    sha.update(ENTRY_LABEL);
    sha.update(log);
    sha.update(previous.hash.0);
    sha.update(n.to_be_bytes());
    sha.update(entry.object);
    sha.update(entry.revision.to_be_bytes());
    sha.update(entry.hash.0);
    Head { n, hash: Bytes32(sha.finalize().into()) }
}

/// SHA-256 of any stored bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Bytes32 {
    Bytes32(Sha256::digest(bytes).into())
}

/// What a log entry and the next revision name of a revision:
/// `SHA-256("wimes/revision/1" ‖ SHA-256(envelope) ‖ SHA-256(facts))`.
#[must_use]
pub fn revision_hash(envelope: &[u8], facts: &[u8]) -> Bytes32 {
    revision_hash_from(&sha256(envelope), facts)
}

/// [`revision_hash`] for readers who have only the SHA-256 of the envelope.
#[must_use]
pub fn revision_hash_from(envelope_hash: &Bytes32, facts: &[u8]) -> Bytes32 {
    let mut sha = Sha256::new();
    sha.update(REVISION_LABEL);
    sha.update(envelope_hash.0);
    sha.update(sha256(facts).0);
    Bytes32(sha.finalize().into())
}

/// What a log entry names of a statement: SHA-256 over body and signature.
#[must_use]
pub fn statement_hash(body: &[u8], signature: &[u8]) -> Bytes32 {
    let mut sha = Sha256::new();
    sha.update(body);
    sha.update(signature);
    Bytes32(sha.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Expected values computed with Python's hashlib from the formulas in the documentation.
    #[test]
    fn heads_follow_the_published_formula() {
        let log = [0x11; 16];
        let first = next_head(
            &log,
            &Head::EMPTY,
            &Entry { object: [0x22; 16], revision: 1, hash: Bytes32([0x33; 32]) },
        );
        assert_eq!(first.n, 1);
        assert_eq!(hex(&first.hash.0), "b63a9d8669e45174685164fa7b52bc59a29265cda7d1ca89cc52f17192f38a3f");
        let second =
            next_head(&log, &first, &Entry { object: [0x44; 16], revision: 0, hash: sha256(b"abc") });
        assert_eq!(second.n, 2);
        assert_eq!(hex(&second.hash.0), "7d8dfae045b1ed155d86c98e024c8d7d1b4436f1f4b7759416f4e9e427b23b9e");
    }

    #[test]
    fn revision_hashes_follow_the_published_formula() {
        assert_eq!(
            hex(&revision_hash(b"envelope", b"facts").0),
            "666095b31a0bbd3ea4f1fb1e86ed527be851eddccd232cebfe8be2a067df6d4a"
        );
        assert_eq!(
            hex(&statement_hash(b"body", b"signature").0),
            "3431877e21a31492d3d586194f9ff56823a92bcd9e07dceb8af473625d8a688f"
        );
    }
}
