//! Suite 01 against the independent crate `cobblestone`, both ways, and every way of not opening.

use cobblestone::Key256;
use crypto::{
    OpenError, RandomError, SealError,
    hazmat::{CHUNK_SIZE, COMMITMENT_SIZE, SALT_SIZE, SuiteKey, TAG_SIZE},
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const KEY: [u8; 32] = *b"an organisation's key of 32 byte";
const LENGTHS: [usize; 16] =
    [0, 1, 15, 16, 17, 255, 4096, 16367, 16368, 16383, 16384, 16385, 32767, 32768, 32769, 100_000];

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 7 + n / 251) as u8).collect()
}

fn body_length(plaintext: usize) -> usize {
    SALT_SIZE + COMMITMENT_SIZE + plaintext + (plaintext / CHUNK_SIZE + 1) * TAG_SIZE
}

#[test]
fn cobblestone_opens_what_we_seal_and_we_open_what_it_seals() {
    let ours = SuiteKey::new(&KEY);
    let theirs = Key256::from_bytes(&KEY);
    for length in LENGTHS {
        let plaintext = text(length);
        for context in [&b""[..], b"c", &[0xab; 500]] {
            let body = ours.seal(context, &plaintext).unwrap();
            assert_eq!(body.len(), body_length(length));
            assert_eq!(cobblestone::decrypt(&theirs, context, &body).unwrap(), plaintext);
            let body = cobblestone::encrypt(&theirs, context, &plaintext).unwrap();
            assert_eq!(body.len(), body_length(length));
            assert_eq!(*ours.open(context, &body).unwrap(), plaintext);
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn both_implementations_agree_on_any_key_context_and_plaintext(
        key: [u8; 32],
        context in proptest::collection::vec(any::<u8>(), 0..200),
        length in 0..3 * CHUNK_SIZE,
    ) {
        let plaintext = text(length);
        let body = SuiteKey::new(&key).seal(&context, &plaintext).unwrap();
        let theirs = Key256::from_bytes(&key);
        prop_assert_eq!(cobblestone::decrypt(&theirs, &context, &body).unwrap(), plaintext.clone());
        let body = cobblestone::encrypt(&theirs, &context, &plaintext).unwrap();
        prop_assert_eq!(&*SuiteKey::new(&key).open(&context, &body).unwrap(), &plaintext);
    }

    #[test]
    fn random_bytes_never_open_and_never_panic(body in proptest::collection::vec(any::<u8>(), 0..40_000)) {
        prop_assert_eq!(SuiteKey::new(&KEY).open(b"", &body), Err(OpenError));
    }
}

#[test]
fn every_single_flipped_bit_is_rejected() {
    let key = SuiteKey::new(&KEY);
    let body = key.seal(b"context", b"a short text").unwrap();
    for at in 0..body.len() {
        for bit in 0..8 {
            let mut changed = body.clone();
            changed[at] ^= 1 << bit;
            assert_eq!(key.open(b"context", &changed), Err(OpenError));
        }
    }
}

#[test]
fn every_truncation_and_every_addition_is_rejected() {
    let key = SuiteKey::new(&KEY);
    let body = key.seal(b"context", b"a short text").unwrap();
    for length in 0..body.len() {
        assert_eq!(key.open(b"context", &body[..length]), Err(OpenError));
    }
    for more in 1..40 {
        assert_eq!(key.open(b"context", &[&body[..], &vec![0; more]].concat()), Err(OpenError));
    }
}

/// A24: chunks reordered, left out, doubled, cut at their boundaries, taken from another message.
#[test]
fn mal_a24_chunks_cannot_be_rearranged() {
    let key = SuiteKey::new(&KEY);
    let sealed_chunk = CHUNK_SIZE + TAG_SIZE;
    let body = key.seal(b"", &text(3 * CHUNK_SIZE + 10)).unwrap();
    let other = key.seal(b"", &text(3 * CHUNK_SIZE + 10)).unwrap();
    let (head, chunks) = body.split_at(SALT_SIZE + COMMITMENT_SIZE);
    let c: Vec<&[u8]> = chunks.chunks(sealed_chunk).collect();
    let o: Vec<&[u8]> = other[head.len()..].chunks(sealed_chunk).collect();
    assert_eq!(c.len(), 4);
    let arrangements: [&[&[u8]]; 10] = [
        &[c[1], c[0], c[2], c[3]],
        &[c[0], c[2], c[1], c[3]],
        &[c[0], c[1], c[3]],
        &[c[0], c[1], c[2]],
        &[c[0], c[1]],
        &[c[3]],
        &[],
        &[c[0], c[0], c[1], c[2], c[3]],
        &[c[0], c[1], c[2], c[3], c[3]],
        &[c[0], o[1], c[2], c[3]],
    ];
    for arrangement in arrangements {
        assert_eq!(key.open(b"", &[head, &arrangement.concat()].concat()), Err(OpenError));
    }
    assert!(key.open(b"", &[head, &c.concat()].concat()).is_ok());
}

/// A message of k · 16 KiB ends with an empty chunk; without that it is a truncated one.
#[test]
fn a_message_of_whole_chunks_needs_its_empty_last_chunk() {
    let key = SuiteKey::new(&KEY);
    let body = key.seal(b"", &text(CHUNK_SIZE)).unwrap();
    assert_eq!(key.open(b"", &body[..body.len() - TAG_SIZE]), Err(OpenError));
}

/// A19: the commitment binds key and context, so a body opens under at most one of each.
#[test]
fn mal_a19_nothing_opens_under_another_key_or_context() {
    let key = SuiteKey::new(&KEY);
    let body = key.seal(b"context", b"text").unwrap();
    assert_eq!(key.open(b"contexT", &body), Err(OpenError));
    assert_eq!(key.open(b"", &body), Err(OpenError));
    for bit in 0..256 {
        let mut other = KEY;
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(SuiteKey::new(&other).open(b"context", &body), Err(OpenError));
    }
}

/// A26: a failing generator stops everything, and nothing is written.
#[test]
fn mal_a26_without_randomness_nothing_is_sealed() {
    let mut out = b"before".to_vec();
    let result = SuiteKey::new(&KEY).seal_with(b"", b"text", &mut out, |_| Err(RandomError));
    assert_eq!(result, Err(SealError::Random(RandomError)));
    assert_eq!(out, b"before");
}

/// A26: on a system without randomness nothing at all is made or sealed, least of all with zeroes.
#[test]
fn mal_a26_a_failing_generator_stops_everything() {
    use crate::{
        fixture::*,
        places::{ALL, Keys, World},
    };
    use crypto::{
        AccountKeys, CaseKey, DeviceShare, OneUseSeed, OrganisationKey, PartKey, RootKey, Salt, SigningKey,
        SoftwareDevice, hazmat::without_randomness, make_id,
    };
    let made = || {
        [
            make_id().is_ok(),
            OrganisationKey::make(1).is_ok(),
            CaseKey::make().is_ok(),
            PartKey::make().is_ok(),
            AccountKeys::make().is_ok(),
            RootKey::make().is_ok(),
            SigningKey::make().is_ok(),
            OneUseSeed::make().is_ok(),
            DeviceShare::make().is_ok(),
            SoftwareDevice::make().is_ok(),
            Salt::make().is_ok(),
        ]
    };
    assert_eq!(without_randomness(made), [false; 11]);
    assert_eq!(made(), [true; 11]);
    let (keys, world) = (Keys::new(), World::base());
    for what in ALL {
        let sealed = without_randomness(|| keys.try_seal(what, &world));
        assert_eq!(sealed, Err(SealError::Random(RandomError)), "{what:?}");
    }
    let mut out = b"before".to_vec();
    assert!(without_randomness(|| SuiteKey::new(&KEY).seal_into(b"", b"text", &mut out)).is_err());
    assert_eq!(out, b"before");
    assert!(without_randomness(|| secrets(1).join_proof(b"", b"") == secrets(1).join_proof(b"", b"")));
}

/// A26: a million salts, all different. (In the browser ten thousand.)
#[test]
fn mal_a26_salts_never_repeat() {
    let count = if cfg!(target_arch = "wasm32") { 10_000 } else { 1_000_000 };
    let key = SuiteKey::new(&KEY);
    let mut body = Vec::new();
    let mut salts = std::collections::HashSet::with_capacity(count);
    for _ in 0..count {
        body.clear();
        key.seal_into(b"", b"", &mut body).unwrap();
        assert!(salts.insert(<[u8; SALT_SIZE]>::try_from(&body[..SALT_SIZE]).unwrap()));
    }
}

#[test]
fn sealing_appends_and_leaves_what_was_there() {
    let key = SuiteKey::new(&KEY);
    let mut out = b"header".to_vec();
    key.seal_into(b"c", b"text", &mut out).unwrap();
    assert_eq!(&out[..6], b"header");
    assert_eq!(*key.open(b"c", &out[6..]).unwrap(), b"text");
}

#[test]
fn keys_do_not_show_in_debug_output() {
    assert_eq!(format!("{:?}", SuiteKey::new(&KEY)), "SuiteKey(redacted)");
}
