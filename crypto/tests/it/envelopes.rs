//! Records and data of the organisation: what is bound to what.

use crate::fixture::*;
use crypto::{
    Header, KeyId, Kind, OpenError, OrganisationDataContext, RecordContext, RecordText, SealError,
    envelope::{MAX_DATA, MAX_RECORD_ENVELOPE},
    hazmat::{self, SuiteKey},
    open_organisation_data, open_record, record, seal_organisation_data, seal_record,
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn text() -> RecordText {
    RecordText::from_iter([("name", "Mia Muster"), ("note", "Ein Satz über Größe.")])
}

#[test]
fn a_record_opens_for_its_own_place() {
    let envelope = seal_record(&part_key(), &record_context(), &text()).unwrap();
    assert_eq!(open_record(&part_key(), &record_context(), &envelope), Ok(text()));
}

/// Magic, suite, kind, schema, key id, salt, commitment, chunks: written out by hand.
#[test]
fn the_layout_is_the_published_one() {
    let envelope = seal_record(&part_key(), &record_context(), &text()).unwrap();
    assert_eq!(envelope[..8], [0x57, 0x4d, 0x53, 0x01, 0x01, 0x01, 0x00, 0x01]);
    assert_eq!(envelope[8..24], [0x41; 16]);
    assert_eq!(envelope.len(), 24 + 24 + 32 + 256 + 16);
    let header = Header { kind: Kind::Record, schema: 1, key: KeyId([0x41; 16]) };
    assert_eq!(Header::parse(&envelope), Ok(header));
    assert_eq!(envelope[..24], header.to_bytes());
}

/// The context is written out by hand and the body opened with the bare suite.
#[test]
fn the_context_of_a_record_is_the_published_one() {
    let envelope = seal_record(&part_key(), &record_context(), &text()).unwrap();
    let mut context = envelope[..24].to_vec();
    for id in 1..=5 {
        context.extend([0, 0, 0, 16]);
        context.extend([id; 16]);
    }
    context.extend(b"\0\0\0\x06person");
    for _ in ["form version", "epoch", "revision"] {
        context.extend([0, 0, 0, 4, 0, 0, 0, 1]);
    }
    context.extend([0, 0, 0, 16]);
    context.extend([6; 16]);
    for hash in [0x11, 0x12, 0x13] {
        context.extend([0, 0, 0, 32]);
        context.extend([hash; 32]);
    }
    context.extend([0; 16]);
    let plaintext = SuiteKey::new(&[0x42; 32]).open(&context, &envelope[24..]).unwrap();
    assert_eq!(record::decode(&plaintext), Ok(text()));
}

/// A9: every pair of neighbours, both ways.
#[test]
fn mal_a09_a_record_opens_in_no_other_place() {
    let envelope = seal_record(&part_key(), &record_context(), &text()).unwrap();
    let contexts = changed_record_contexts();
    for context in &contexts {
        assert_eq!(open_record(&part_key(), context, &envelope), Err(OpenError));
    }
    // The reverse, and every pair: what was sealed for one of the places opens for that one only.
    for (at, sealed_for) in contexts.iter().enumerate() {
        let envelope = seal_record(&part_key(), sealed_for, &text()).unwrap();
        for (other, asked) in contexts.iter().enumerate() {
            assert_eq!(open_record(&part_key(), asked, &envelope).is_ok(), at == other);
        }
    }
}

#[test]
fn another_key_with_the_same_id_opens_nothing() {
    let envelope = seal_record(&part_key(), &record_context(), &text()).unwrap();
    let same_id = hazmat::part_key(part_key().id(), &[0x43; 32]);
    let same_bytes = hazmat::part_key(KeyId([0x43; 16]), &[0x42; 32]);
    assert_eq!(open_record(&same_id, &record_context(), &envelope), Err(OpenError));
    assert_eq!(open_record(&same_bytes, &record_context(), &envelope), Err(OpenError));
}

fn organisation_context() -> OrganisationDataContext<'static> {
    OrganisationDataContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        object: &OBJECT,
        form: "view",
        revision: 1,
    }
}

#[test]
fn data_of_the_organisation_opens_for_its_own_place_and_epoch_only() {
    let c = organisation_context();
    let envelope = seal_organisation_data(&secrets(1), &c, b"a saved view").unwrap();
    assert_eq!(**open_organisation_data(&secrets(1), &c, &envelope).unwrap(), *b"a saved view");
    for context in [
        OrganisationDataContext { tenant: &OTHER, ..c },
        OrganisationDataContext { organisation: &OTHER, ..c },
        OrganisationDataContext { object: &OTHER, ..c },
        OrganisationDataContext { form: "views", ..c },
        OrganisationDataContext { revision: 2, ..c },
    ] {
        assert_eq!(open_organisation_data(&secrets(1), &context, &envelope), Err(OpenError));
    }
    // Same bytes of key, other epoch.
    assert_eq!(open_organisation_data(&secrets(2), &c, &envelope), Err(OpenError));
}

/// A30: sizes of what short texts seal to are all the same.
#[test]
fn mal_a30_short_records_have_one_size() {
    let size = |length| {
        let text = RecordText::from_iter([("note", "x".repeat(length))]);
        seal_record(&part_key(), &record_context(), &text).unwrap().len()
    };
    assert!((0..=240).all(|length| size(length) == size(0)));
    assert_ne!(size(300), size(0));
}

/// A41: nothing is decrypted that is longer than a record can be.
#[test]
fn mal_a41_gigantic_envelopes_and_plaintexts_are_refused() {
    let envelope = vec![0x57; MAX_RECORD_ENVELOPE + 1];
    assert_eq!(open_record(&part_key(), &record_context(), &envelope), Err(OpenError));
    let text = RecordText::from_iter([("note", "x".repeat(record::MAX_CBOR))]);
    assert_eq!(seal_record(&part_key(), &record_context(), &text), Err(SealError::TooLarge));
    let data = vec![0; MAX_DATA + 1];
    assert_eq!(seal_organisation_data(&secrets(1), &organisation_context(), &data), Err(SealError::TooLarge));
}

#[test]
fn the_longest_record_that_seals_also_opens() {
    let text = RecordText::from_iter([("note", "x".repeat(record::MAX_CBOR - 16))]);
    let envelope = seal_record(&part_key(), &record_context(), &text).unwrap();
    assert!(envelope.len() <= MAX_RECORD_ENVELOPE);
    assert!(open_record(&part_key(), &record_context(), &envelope) == Ok(text));
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_record_opens_again(
        form in "[a-z-]{0,20}", revision: u32, epoch: u32, previous: [u8; 32],
        texts in proptest::collection::btree_map("[a-z_]{1,12}", ".{0,400}", 0..8),
    ) {
        let context = RecordContext { form: &form, revision, epoch, previous: &previous, ..record_context() };
        let text = RecordText::from(texts);
        let envelope = seal_record(&part_key(), &context, &text).unwrap();
        prop_assert_eq!(open_record(&part_key(), &context, &envelope), Ok(text));
    }

    #[test]
    fn random_bytes_behind_a_right_header_never_open(body in proptest::collection::vec(any::<u8>(), 0..4096)) {
        let header = Header { kind: Kind::Record, schema: 1, key: part_key().id() };
        let envelope = [&header.to_bytes()[..], &body].concat();
        prop_assert_eq!(open_record(&part_key(), &record_context(), &envelope), Err(OpenError));
    }
}
