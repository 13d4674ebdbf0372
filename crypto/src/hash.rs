//! SHA-256 and the heads of logs.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// SHA-256 of the concatenation of `parts`.
pub(crate) fn sha256_parts(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// How far a log reached: number of its last entry and hash over everything up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Head {
    /// Number of the last entry, 0 before the first.
    pub n: u64,
    /// Hash of the last entry, zeroes before the first.
    pub hash: Hash,
}

/// The heads of both logs that an author last verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Heads {
    /// Head of the author's organisation log.
    pub organisation: Head,
    /// Head of the part's log.
    pub part: Head,
}

impl Heads {
    /// `n` (8 bytes, big-endian) ‖ hash of the organisation log, then the same of the part log: 80 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 80] {
        let mut out = [0; 80];
        out[..8].copy_from_slice(&self.organisation.n.to_be_bytes());
        out[8..40].copy_from_slice(&self.organisation.hash);
        out[40..48].copy_from_slice(&self.part.n.to_be_bytes());
        out[48..].copy_from_slice(&self.part.hash);
        out
    }
}
