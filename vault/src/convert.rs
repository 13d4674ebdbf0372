//! Between wire types and the plain bytes of `crypto`.

use api::{
    auth::Kdf,
    bytes::Bytes32,
    chain::{Head, Heads},
    ids::KeyId,
};
use crypto::{KdfError, KdfParams, Salt};

pub(crate) fn head(head: &Head) -> crypto::Head {
    crypto::Head { n: head.n, hash: head.hash.0 }
}

pub(crate) fn wire_head(head: &crypto::Head) -> Head {
    Head { n: head.n, hash: Bytes32(head.hash) }
}

pub(crate) fn heads(heads: &Heads) -> crypto::Heads {
    crypto::Heads { organisation: head(&heads.organisation), part: head(&heads.part) }
}

pub(crate) fn key_id(id: KeyId) -> crypto::KeyId {
    crypto::KeyId(*id.as_bytes())
}

pub(crate) fn wire_key_id(id: crypto::KeyId) -> KeyId {
    KeyId::from_bytes(id.0)
}

/// Parameters from elsewhere, within the compiled bounds or not at all.
pub(crate) fn kdf(kdf: &Kdf) -> Result<KdfParams, KdfError> {
    KdfParams::new(kdf.memory_kib, kdf.passes, kdf.lanes)
}

pub(crate) fn wire_kdf(kdf: KdfParams) -> Kdf {
    Kdf { memory_kib: kdf.memory_kib(), passes: kdf.iterations(), lanes: kdf.parallelism() }
}

pub(crate) fn salt(salt: &Bytes32) -> Salt {
    Salt(salt.0)
}
