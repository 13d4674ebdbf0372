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

/// Something that is a KEM key from outside: reduced coefficients, and a point that nobody chose.
pub fn kem_key() -> Bytes {
    let mut bytes: [u8; 1216] = random();
    for triple in bytes[..1152].chunks_exact_mut(3) {
        triple[1] &= 0xf7;
        triple[2] &= 0x7f;
    }
    Bytes(bytes.to_vec())
}

/// No KEM keys: too short, too long, an unreduced coefficient, an X25519 half of low order.
pub fn no_kem_keys() -> Vec<Bytes> {
    let good = kem_key().0;
    let mut unreduced = good.clone();
    // 3329, the modulus itself.
    (unreduced[0], unreduced[1]) = (0x01, 0x0d);
    let mut degenerate = good.clone();
    degenerate[1184..].fill(0);
    vec![Bytes(good[..1215].to_vec()), Bytes([&good[..], &[0]].concat()), Bytes(unreduced), Bytes(degenerate)]
}

pub fn bundle() -> Bytes {
    envelope(3, &random(), &random::<64>())
}
