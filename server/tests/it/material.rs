//! Keys, random bytes, and what looks like an envelope from outside.

use api::{Bytes, Bytes32};
use ed25519_dalek::{Signer, SigningKey};

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

pub fn key() -> SigningKey {
    SigningKey::from_bytes(&random())
}

pub fn public(key: &SigningKey) -> Bytes32 {
    Bytes32(key.verifying_key().to_bytes())
}

pub fn sign(key: &SigningKey, message: &[u8]) -> Bytes {
    Bytes(key.sign(message).to_bytes().to_vec())
}

/// Something that looks like an envelope of a kind under a key, from outside.
pub fn envelope(kind: u8, key: &[u8; 16], content: &[u8]) -> Bytes {
    let mut bytes = b"WMS\x01\x01".to_vec();
    bytes.push(kind);
    bytes.extend([0, 1]);
    bytes.extend(key);
    bytes.extend(random::<72>());
    bytes.extend(content);
    Bytes(bytes)
}

pub fn bundle() -> Bytes {
    envelope(3, &random(), &random::<64>())
}
