//! A19: a ciphertext made for two keys. Bare AES-GCM opens it under both, suite 01 under one at most.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::AeadInOut,
    aes::{Aes256, cipher::BlockCipherEncrypt},
};
use crypto::{
    OpenError,
    hazmat::{COMMITMENT_SIZE, SALT_SIZE, SuiteKey, TAG_SIZE},
};
use hmac::{Hmac, Mac};
use sha2::Sha512;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Multiplication in GF(2^128) with the bit order and the polynomial of GCM (NIST SP 800-38D, algorithm 1).
fn times(x: u128, y: u128) -> u128 {
    let (mut z, mut v) = (0, y);
    for bit in (0..128).rev() {
        if x >> bit & 1 == 1 {
            z ^= v;
        }
        v = if v & 1 == 1 { v >> 1 ^ 0xe1 << 120 } else { v >> 1 };
    }
    z
}

/// The inverse: to the power of 2^128 − 2.
fn inverse(x: u128) -> u128 {
    let (mut out, mut square) = (1 << 127, x);
    for _ in 1..128 {
        square = times(square, square);
        out = times(out, square);
    }
    out
}

fn encrypt_block(key: &[u8; 32], block: u128) -> u128 {
    let mut block = block.to_be_bytes().into();
    Aes256::new(key.into()).encrypt_block(&mut block);
    u128::from_be_bytes(block.into())
}

/// A message key with its nonce, and what GCM makes of them.
struct Gcm {
    key: [u8; 32],
    nonce: [u8; 12],
    commitment: [u8; COMMITMENT_SIZE],
}

impl Gcm {
    /// What suite 01 derives from a key for one message, by HMAC alone.
    fn derive(key: &[u8; 32], salt: &[u8; SALT_SIZE], context: &[u8]) -> Self {
        let block = |previous: &[u8], number: u8| {
            let mut mac = Hmac::<Sha512>::new_from_slice(key).unwrap();
            for part in
                [previous, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0", salt, context, &[number]]
            {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        };
        let first = block(&[], 1);
        let all = [&first[..], &block(&first, 2)].concat();
        Self {
            key: all[..32].try_into().unwrap(),
            nonce: all[32..44].try_into().unwrap(),
            commitment: all[44..76].try_into().unwrap(),
        }
    }

    /// The key of GHASH.
    fn hash_key(&self) -> u128 {
        encrypt_block(&self.key, 0)
    }

    /// What the hash is XORed with to give the tag.
    fn mask(&self) -> u128 {
        let mut block = [0; 16];
        block[..12].copy_from_slice(&self.nonce);
        block[15] = 1;
        encrypt_block(&self.key, u128::from_be_bytes(block))
    }

    fn hash(&self, blocks: &[u128]) -> u128 {
        blocks.iter().fold(0, |sum, block| times(sum ^ block, self.hash_key()))
    }

    fn open(&self, chunk: &[u8]) -> Option<Vec<u8>> {
        let (data, tag) = chunk.split_last_chunk::<TAG_SIZE>().unwrap();
        let mut out = data.to_vec();
        Aes256Gcm::new((&self.key).into())
            .decrypt_inout_detached(&self.nonce.into(), &[], out.as_mut_slice().into(), tag.into())
            .ok()
            .map(|()| out)
    }
}

/// A chunk of two blocks whose tag is right under both: the first block is anything, the second is what solves
/// `H₁(c₁, c₂, length) ⊕ mask₁ = H₂(c₁, c₂, length) ⊕ mask₂` for c₂.
fn collide(one: &Gcm, two: &Gcm, first: u128) -> Vec<u8> {
    let length = 2 * 128;
    let sum = one.hash(&[first, 0, length]) ^ one.mask() ^ two.hash(&[first, 0, length]) ^ two.mask();
    let square = |gcm: &Gcm| times(gcm.hash_key(), gcm.hash_key());
    let second = times(sum, inverse(square(one) ^ square(two)));
    let tag = one.hash(&[first, second, length]) ^ one.mask();
    assert_eq!(tag, two.hash(&[first, second, length]) ^ two.mask());
    [first, second, tag].map(u128::to_be_bytes).concat()
}

#[test]
fn the_field_is_that_of_gcm() {
    // NIST's GCM test case 2: H, the one block of ciphertext and GHASH.
    let hash_key = 0x66e9_4bd4_ef8a_2c3b_884c_fa59_ca34_2b2e;
    let block = 0x0388_dace_60b6_a392_f328_c2b9_71b2_fe78;
    assert_eq!(times(block, hash_key), 0x5e2e_c746_9170_6288_2c85_b068_5353_deb7);
    assert_eq!(times(inverse(hash_key), hash_key), 1 << 127);
}

/// Two part keys, one envelope for both: whoever holds both keys could show two people two different texts. The tag of the
/// chunk is right under both message keys, with the nonces that the suite derives, and still only one of them opens.
#[test]
fn mal_a19_a_ciphertext_made_for_two_keys_opens_under_one_at_most() {
    let keys = [[0x42; 32], [0x43; 32]];
    let (salt, context) = ([7; SALT_SIZE], b"the context of both");
    let derived = keys.map(|key| Gcm::derive(&key, &salt, context));
    let chunk = collide(&derived[0], &derived[1], 0x1234);
    let plaintexts = [derived[0].open(&chunk).unwrap(), derived[1].open(&chunk).unwrap()];
    assert_ne!(plaintexts[0], plaintexts[1]);
    for (at, commitment) in [(0, derived[0].commitment), (1, derived[1].commitment)] {
        let body = [&salt[..], &commitment, &chunk].concat();
        assert_eq!(*SuiteKey::new(&keys[at]).open(context, &body).unwrap(), plaintexts[at]);
        assert_eq!(SuiteKey::new(&keys[1 - at]).open(context, &body), Err(OpenError));
    }
    // And with any other commitment under none.
    let body = [&salt[..], &[0; COMMITMENT_SIZE], &chunk].concat();
    assert!(keys.iter().all(|key| SuiteKey::new(key).open(context, &body) == Err(OpenError)));
}

/// The same for two contexts under one key: the commitment is to the place, too.
#[test]
fn mal_a19_a_ciphertext_made_for_two_places_opens_in_one_at_most() {
    let key = [0x42; 32];
    let salt = [7; SALT_SIZE];
    let derived = [&b"here"[..], b"there"].map(|context| Gcm::derive(&key, &salt, context));
    let chunk = collide(&derived[0], &derived[1], 0x5678);
    assert!(derived.iter().all(|gcm| gcm.open(&chunk).is_some()));
    let body = [&salt[..], &derived[0].commitment, &chunk].concat();
    assert!(SuiteKey::new(&key).open(b"here", &body).is_ok());
    assert_eq!(SuiteKey::new(&key).open(b"there", &body), Err(OpenError));
}
