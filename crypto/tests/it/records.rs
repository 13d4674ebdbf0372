//! Plaintext of records.

use crate::fixture::*;
use crypto::{
    OpenError, RecordError, RecordText,
    record::{MAX_CBOR, MAX_CODE, MAX_TEXTS, decode, encode, padded_length},
    seal_record,
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Computed by hand from the definition: a length of E bits after the first keeps ⌊log₂ E⌋ + 1 of them.
#[test]
fn padding_follows_padme() {
    for (length, padded) in [
        (0, 256),
        (1, 256),
        (255, 256),
        (256, 256),
        // E = 8, S = 4: the last four bits become zero.
        (257, 272),
        (272, 272),
        (273, 288),
        // E = 9, S = 4: five bits.
        (513, 544),
        (1000, 1024),
        // E = 10, S = 4: six bits.
        (1025, 1088),
        // E = 16, S = 5: eleven bits.
        (65_537, 67_584),
        (100_000, 100_352),
        // E = 19, S = 5: fourteen bits.
        (1_000_000, 1_015_808),
        // E = 22, S = 5: seventeen bits.
        (4_194_305, 4_325_376),
    ] {
        assert_eq!(padded_length(length), padded, "{length}");
    }
}

/// Length, CBOR map with keys in the order of their encoding, zeroes: written out by hand after RFC 8949.
#[test]
fn plaintexts_are_the_published_ones() {
    let text = RecordText::from_iter([("ab", "ü"), ("c", ""), ("aa", "xyz")]);
    let mut expected = b"\0\0\0\x11\xa3\x61c\x60\x62aa\x63xyz\x62ab\x62\xc3\xbc".to_vec();
    expected.resize(256, 0);
    assert_eq!(*encode(&text).unwrap(), expected);
    assert_eq!(decode(&expected), Ok(text));
}

fn padded(cbor: &[u8]) -> Vec<u8> {
    let mut out = (cbor.len() as u32).to_be_bytes().to_vec();
    out.extend(cbor);
    out.resize(padded_length(out.len()), 0);
    out
}

#[test]
fn a_second_form_of_the_same_texts_is_refused() {
    assert!(decode(&padded(b"\xa2\x61a\x61x\x61b\x61y")).is_ok());
    for cbor in [
        &b"\xa2\x61b\x61y\x61a\x61x"[..],            // other order
        b"\xa2\x61a\x61x\x61a\x61x",                 // twice
        b"\xb8\x02\x61a\x61x\x61b\x61y",             // long form of the number
        b"\xa2\x78\x01a\x61x\x61b\x61y",             // long form of a length
        b"\xbf\x61a\x61x\x61b\x61y\xff",             // indefinite map
        b"\xa2\x7f\x61a\xff\x61x\x61b\x61y",         // indefinite text
        b"\xa2\x61a\x61x\x61b\x61y\x00",             // more behind
        b"\xa2\x61a\x61x\x61b",                      // less
        b"\xa1\x61a\x41x",                           // bytes instead of text
        b"\xa1\x61a\x61\xff",                        // not UTF-8
        b"\x82\x61a\x61x",                           // list
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",     // gigantic number of texts
        b"\xa1\x7b\xff\xff\xff\xff\xff\xff\xff\xff", // gigantic length
        b"",
    ] {
        assert_eq!(decode(&padded(cbor)), Err(OpenError), "{cbor:02x?}");
    }
}

#[test]
fn padding_is_exactly_zeroes_up_to_the_length() {
    let right = padded(b"\xa1\x61a\x61x");
    assert!(decode(&right).is_ok());
    let mut not_zero = right.clone();
    not_zero[255] = 1;
    let longer = [&right[..], &[0; 16]].concat();
    let mut length = right.clone();
    length[..4].copy_from_slice(&[0xff; 4]);
    for wrong in [&not_zero[..], &longer, &right[..255], &right[..3], &length, &[]] {
        assert_eq!(decode(wrong), Err(OpenError));
    }
}

/// A41: limits hold before memory is spent.
#[test]
fn mal_a41_too_many_and_too_long_texts_are_refused() {
    let many = |count: usize| RecordText::from_iter((0..count).map(|n| (n.to_string(), "")));
    assert!(encode(&many(MAX_TEXTS)).is_ok());
    assert_eq!(encode(&many(MAX_TEXTS + 1)), Err(RecordError::TooLarge));
    let code = |length| RecordText::from_iter([("c".repeat(length), "")]);
    assert!(encode(&code(MAX_CODE)).is_ok());
    assert_eq!(encode(&code(MAX_CODE + 1)), Err(RecordError::TooLarge));
    let text = RecordText::from_iter([("a", "x".repeat(MAX_CBOR))]);
    assert_eq!(encode(&text), Err(RecordError::TooLarge));
    assert_eq!(decode(&padded(&vec![0xa0; MAX_CBOR + 1])), Err(OpenError));
}

#[test]
fn texts_do_not_show_in_debug_output() {
    let text = RecordText::from_iter([("name", "Mia Muster")]);
    assert_eq!(format!("{text:?}"), "RecordText(1 texts, redacted)");
}

#[test]
fn texts_can_be_looked_at_one_by_one() {
    let mut text = RecordText::new();
    assert!(text.is_empty());
    text.insert("name", "Mia");
    text.insert("name", "Mia Muster");
    assert_eq!((text.len(), text.get("name"), text.get("other")), (1, Some("Mia Muster"), None));
    assert_eq!(text.iter().collect::<Vec<_>>(), [("name", "Mia Muster")]);
    assert_eq!(text.into_map()["name"], "Mia Muster");
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_texts_decode_to_themselves(
        texts in proptest::collection::btree_map(".{0,20}", ".{0,600}", 0..20),
    ) {
        let text = RecordText::from(texts);
        let plaintext = encode(&text).unwrap();
        prop_assert_eq!(padded_length(plaintext.len()), plaintext.len());
        prop_assert_eq!(decode(&plaintext), Ok(text));
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
        let _ = decode(&padded(&bytes));
    }

    /// At most 12 percent, and never less than what is there.
    #[test]
    fn padding_adds_little(length in 256usize..1 << 26) {
        let padded = padded_length(length);
        prop_assert!(padded >= length && padded - length <= length * 12 / 100);
        prop_assert_eq!(padded_length(padded), padded);
    }
}

/// A30, generated: whatever is sealed up to 100 kB has one of few sizes, longer texts never a smaller one, and at most an
/// eighth is added.
#[test]
fn mal_a30_there_are_few_sizes() {
    let sealed = |padded: usize| 24 + 24 + 32 + padded + (padded / 16_384 + 1) * 16;
    let mut sizes = Vec::new();
    for length in 0..=100_000 {
        let padded = padded_length(length);
        assert!(padded >= length.max(256) && padded - length.max(256) <= length / 8);
        let size = sealed(padded);
        match sizes.last() {
            Some(last) if *last == size => {}
            Some(last) => {
                assert!(*last < size);
                sizes.push(size);
            }
            None => sizes.push(size),
        }
    }
    // With 100,001 lengths: PADMÉ keeps four or five bits of a length.
    assert!(sizes.len() <= 150, "{}", sizes.len());
    // The formula is what sealing does: at every border, both sides.
    let mut seen = std::collections::BTreeSet::new();
    for length in (0..2_000).chain((2_000..100_000).step_by(1_117)) {
        let text = RecordText::from_iter([("note", "x".repeat(length))]);
        seen.insert(seal_record(&part_key(), &record_context(), &text).unwrap().len());
    }
    assert!(seen.iter().all(|size| sizes.contains(size)), "{seen:?}");
}
