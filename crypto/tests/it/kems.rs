//! X-Wing key pairs.

use crypto::{ImportError, KemKeyPair, KemPublicKey, hazmat::RawKey, sha256};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Seeds and SHA-256 of the public keys of the three test vectors of draft-connolly-cfrg-xwing-kem.
const DRAFT: [(&str, &str); 3] = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916",
    ),
    (
        "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
        "6b080d6b84f095342092fa7a22423e58bd681397ad0ef00eac92bd254db4fa95",
    ),
];

fn pair() -> KemKeyPair {
    KemKeyPair::from_raw(&[1; 32])
}

/// A8: the public half is always recomputed from the seed.
#[test]
fn mal_a08_public_keys_come_from_seeds_as_in_the_draft() {
    for (seed, public) in DRAFT {
        let pair = KemKeyPair::from_raw(&hex::decode(seed).unwrap().try_into().unwrap());
        assert_eq!(hex::encode(sha256(pair.public().as_bytes())), public);
    }
}

#[test]
fn a_public_key_imports_as_it_was() {
    assert_eq!(KemPublicKey::from_bytes(pair().public().as_bytes()).as_ref(), Ok(pair().public()));
}

/// A27: all low-order points of Curve25519 and its twist, with the ignored highest bit set and not.
#[test]
fn mal_a27_low_order_x25519_halves_are_refused() {
    for point in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ] {
        for highest in [0, 0x80] {
            let mut point = hex::decode(point).unwrap();
            point[31] |= highest;
            let mut bytes = *pair().public().as_bytes();
            bytes[1184..].copy_from_slice(&point);
            assert_eq!(KemPublicKey::from_bytes(&bytes), Err(ImportError::Degenerate));
        }
    }
}

/// A27: coefficients of ML-KEM have to be below 3329 (FIPS 203 §7.2).
#[test]
fn mal_a27_unreduced_ml_kem_halves_are_refused() {
    for at in [0, 3, 600, 1149] {
        let mut bytes = *pair().public().as_bytes();
        bytes[at] = 0xff;
        bytes[at + 1] = 0xff;
        bytes[at + 2] = 0xff;
        assert_eq!(KemPublicKey::from_bytes(&bytes), Err(ImportError::Malformed));
    }
}

#[test]
fn other_lengths_are_refused() {
    for length in [0, 32, 1184, 1215, 1217] {
        assert_eq!(KemPublicKey::from_bytes(&vec![1; length]), Err(ImportError::Length));
    }
}
