//! Attachments: what is bound, what the padding hides, what is refused.

use crate::{fixture::*, places};
use crypto::{
    Attachment, AttachmentContext, AttachmentError, Head, Header, Heads, Kind, OpenError, RecordText,
    SignatureError, SigningKey,
    envelope::MAX_ATTACHMENT_ENVELOPE,
    hazmat::{CHUNK_SIZE, COMMITMENT_SIZE, RawKey, SALT_SIZE, SuiteKey, TAG_SIZE},
    open_attachment, open_record,
    record::padded_length,
    seal_attachment, seal_record, sha256,
    statement::{revision_message, sign_revision, verify_revision},
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const BODY: usize = Header::SIZE + SALT_SIZE + COMMITMENT_SIZE;

fn world() -> places::World {
    places::World::base()
}

fn file(length: usize) -> Attachment {
    let content: Vec<u8> = (0..length).map(|n| (n * 7 + n / 251) as u8).collect();
    Attachment::new("Hilfeplan Größe.pdf", "application/pdf", content).unwrap()
}

fn seal(length: usize) -> Vec<u8> {
    seal_attachment(&part_key(), &places::attachment(&world()), &file(length)).unwrap()
}

fn open(envelope: &[u8]) -> Result<Attachment, OpenError> {
    open_attachment(&part_key(), &places::attachment(&world()), envelope)
}

#[test]
fn a_file_opens_with_its_name_and_type() {
    for length in [0, 1, 300, CHUNK_SIZE, 3 * CHUNK_SIZE + 17] {
        let opened = open(&seal(length)).unwrap();
        assert_eq!((opened.name(), opened.media_type()), ("Hilfeplan Größe.pdf", "application/pdf"));
        assert!(opened == file(length));
    }
    assert_eq!(format!("{:?}", file(1)), "Attachment(redacted)");
}

/// The context of `docs/CRYPTO.md`, written out by hand.
fn context_by_hand(envelope: &[u8]) -> Vec<u8> {
    let mut context = envelope[..24].to_vec();
    for id in [TENANT, ORGANISATION, CASE, PART, OBJECT] {
        context.extend([0, 0, 0, 16]);
        context.extend(id);
    }
    context.extend(b"\0\0\0\x06person\0\0\0\x04\0\0\0\x01\0\0\0\x04\0\0\0\x02\0\0\0\x04\0\0\0\x01");
    context.extend([0, 0, 0, 16]);
    context.extend(AUTHOR);
    for hash in [CERTIFICATE, PREVIOUS, FACTS] {
        context.extend([0, 0, 0, 32]);
        context.extend(hash);
    }
    context.extend([0; 16]);
    context
}

/// Lengths, name, type, content and zeroes, written out by hand and sealed with the bare suite.
#[test]
fn the_layout_is_the_published_one() {
    let sealed = seal_attachment(
        &part_key(),
        &places::attachment(&world()),
        &Attachment::new("a.txt", "text/plain", b"content").unwrap(),
    )
    .unwrap();
    assert_eq!(sealed[..8], *b"WMS\x01\x01\x04\0\x01");
    assert_eq!(sealed.len(), BODY + 256 + TAG_SIZE);
    let context = context_by_hand(&sealed);
    let plaintext = SuiteKey::new(&[0x42; 32]).open(&context, &sealed[24..]).unwrap();
    let mut expected = b"\0\x05a.txt\0\x0atext/plain\0\0\0\0\0\0\0\x07content".to_vec();
    expected.resize(256, 0);
    assert_eq!(*plaintext, expected);
}

/// A24: every arrangement of the chunks of a file that is not the sealed one: any two exchanged, any one left out, doubled,
/// or taken from another file; cut at every boundary and beside it.
#[test]
fn mal_a24_chunks_of_a_file_cannot_be_rearranged() {
    let sealed = seal(4 * CHUNK_SIZE + 100);
    let other = seal(4 * CHUNK_SIZE + 100);
    let chunks: Vec<&[u8]> = sealed[BODY..].chunks(CHUNK_SIZE + TAG_SIZE).collect();
    let foreign: Vec<&[u8]> = other[BODY..].chunks(CHUNK_SIZE + TAG_SIZE).collect();
    assert_eq!(chunks.len(), 5);
    let refused = |what: &str, chunks: &[&[u8]]| {
        let envelope = [&sealed[..BODY], &chunks.concat()].concat();
        assert_eq!(open(&envelope), Err(OpenError), "{what}");
    };
    for a in 0..chunks.len() {
        for b in a + 1..chunks.len() {
            let mut swapped = chunks.clone();
            swapped.swap(a, b);
            refused("exchanged", &swapped);
        }
        let mut without = chunks.clone();
        without.remove(a);
        refused("left out", &without);
        for at in 0..=chunks.len() {
            let mut doubled = chunks.clone();
            doubled.insert(at, chunks[a]);
            refused("doubled", &doubled);
        }
        let mut replaced = chunks.clone();
        replaced[a] = foreign[a];
        refused("from another file", &replaced);
        refused("cut", &chunks[..a]);
        for around in [1, TAG_SIZE - 1, TAG_SIZE, TAG_SIZE + 1] {
            let end = BODY + a * (CHUNK_SIZE + TAG_SIZE) + around;
            assert_eq!(open(&sealed[..end]), Err(OpenError));
            assert_eq!(open(&sealed[..sealed.len() - around]), Err(OpenError));
        }
    }
    assert!(open(&sealed).is_ok());
}

/// A25: an attachment is served for another: other id, other record's, other part's, an older revision, a record.
#[test]
fn mal_a25_an_attachment_cannot_be_exchanged_for_another() {
    let base = world();
    let sealed = seal(100);
    for field in places::What::AttachedFile.binds() {
        let changed = base.changed(*field);
        let context = places::attachment(&changed);
        assert_eq!(open_attachment(&part_key(), &context, &sealed), Err(OpenError), "{field:?}");
        let foreign = seal_attachment(&part_key(), &context, &file(100)).unwrap();
        assert_eq!(open(&foreign), Err(OpenError), "{field:?}");
    }
    // With the same ids, a record is no attachment and the reverse.
    let record = seal_record(&part_key(), &places::record(&base), &RecordText::new()).unwrap();
    assert_eq!(open(&record), Err(OpenError));
    assert_eq!(open_record(&part_key(), &places::record(&base), &sealed), Err(OpenError));
}

/// A25: with everything the same, only the signature of the author tells two files apart, and it does.
#[test]
fn mal_a25_the_signature_of_an_attachment_fits_one_envelope() {
    let key = SigningKey::from_raw(&[1; 32]);
    let base = world();
    let context = places::attachment(&base);
    let heads = Heads { organisation: Head { n: 7, hash: [8; 32] }, part: Head { n: 9, hash: [10; 32] } };
    let (sealed, other) = (seal(100), seal(100));
    let signature = sign_revision(&key, &context, &sealed, &heads).unwrap();
    assert_eq!(verify_revision(&key.public(), &context, &sealed, &heads, &signature), Ok(()));
    let refused = Err(SignatureError);
    assert_eq!(verify_revision(&key.public(), &context, &other, &heads, &signature), refused);
    let moved = AttachmentContext { attachment: &OTHER, ..context };
    assert_eq!(verify_revision(&key.public(), &moved, &sealed, &heads, &signature), refused);
    // What is signed as an attachment is not signed as a record.
    assert_eq!(verify_revision(&key.public(), &places::record(&base), &sealed, &heads, &signature), refused);
    let header = Header::parse(&sealed).unwrap();
    let as_record = Header { kind: Kind::Record, ..header };
    let hash = sha256(&sealed);
    let message = revision_message(&places::record(&base), &as_record, &hash, &heads).unwrap();
    assert_eq!(key.public().verify_message(&message, &signature), refused);
    let message = revision_message(&context, &header, &hash, &heads).unwrap();
    assert_eq!(key.public().verify_message(&message, &signature), Ok(()));
}

/// A30: sizes are those of PADMÉ, so that files of similar lengths look alike.
#[test]
fn mal_a30_sizes_of_files_are_padded() {
    let used = |length: usize| 12 + "Hilfeplan Größe.pdf".len() + "application/pdf".len() + length;
    for length in [0, 50, 1000, 16_000, CHUNK_SIZE, 40_000, 100_000] {
        let padded = padded_length(used(length));
        let expected = BODY + padded + (padded / CHUNK_SIZE + 1) * TAG_SIZE;
        assert_eq!(seal(length).len(), expected);
        // Everything up to the next boundary has the same size.
        assert_eq!(seal(padded - used(0)).len(), expected);
    }
}

/// A liar who holds the part key writes another plaintext: other padding, claimed lengths up to the largest numbers.
#[test]
fn mal_a41_claimed_lengths_of_files_are_compared_first() {
    let base = world();
    let sealed = seal(0);
    let context = context_by_hand(&sealed);
    let lie = |plaintext: &[u8]| {
        let mut envelope = sealed[..24].to_vec();
        SuiteKey::new(&[0x42; 32]).seal_into(&context, plaintext, &mut envelope).unwrap();
        open_attachment(&part_key(), &places::attachment(&base), &envelope)
    };
    let padded = |start: &[u8], length: usize| {
        let mut out = start.to_vec();
        out.resize(length, 0);
        out
    };
    let right = b"\0\x01a\0\x03b/c\0\0\0\0\0\0\0\x02hi";
    assert_eq!(lie(&padded(right, 256)).unwrap().content(), b"hi");
    let mut dirty = padded(right, 256);
    dirty[255] = 1;
    let lies: [Vec<u8>; 14] = [
        Vec::new(),
        padded(right, right.len()),
        padded(right, 255),
        padded(right, 257),
        padded(right, 272),
        dirty,
        padded(b"\0\x01a\0\x03b/c\xff\xff\xff\xff\xff\xff\xff\xffhi", 256),
        padded(b"\0\x01a\0\x03b/c\0\0\0\0\xff\xff\xff\xffhi", 256),
        padded(b"\xff\xffa\0\x03b/c\0\0\0\0\0\0\0\x02hi", 256),
        padded(b"\0\x01a\xff\xffb/c\0\0\0\0\0\0\0\x02hi", 256),
        padded(b"\0\x00\0\x03b/c\0\0\0\0\0\0\0\x02hi", 256),
        padded(b"\0\x01/\0\x03b/c\0\0\0\0\0\0\0\x02hi", 256),
        padded(b"\0\x01\xff\0\x03b/c\0\0\0\0\0\0\0\x02hi", 256),
        padded(b"\0\x01a\0\x03b c\0\0\0\0\0\0\0\x02hi", 256),
    ];
    for (number, plaintext) in lies.iter().enumerate() {
        assert_eq!(lie(plaintext), Err(OpenError), "lie {number}");
    }
    assert_eq!(open(&vec![0x57; MAX_ATTACHMENT_ENVELOPE + 1]), Err(OpenError));
}

#[test]
fn names_that_lead_elsewhere_and_strange_types_are_refused() {
    for name in ["", "../x", "a/b", "a\\b", "a\nb", "a\0b", &"x".repeat(256)] {
        assert_eq!(Attachment::new(name, "text/plain", []).unwrap_err(), AttachmentError::Name);
    }
    for media_type in ["", "text/plain; charset=utf-8", "text/plän", "a\nb", &"x".repeat(128)] {
        assert_eq!(Attachment::new("a", media_type, []).unwrap_err(), AttachmentError::MediaType);
    }
    let too_large = Attachment::new("a", "b", vec![0; crypto::attachment::MAX_CONTENT + 1]);
    assert_eq!(too_large.unwrap_err(), AttachmentError::TooLarge);
    assert!(Attachment::new("x".repeat(255), "x".repeat(127), []).is_ok());
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_file_opens_again(
        name in "[^/\\\\\\p{Cc}]{1,40}", media_type in "[!-~]{1,40}",
        content in proptest::collection::vec(any::<u8>(), 0..40_000),
    ) {
        let file = Attachment::new(name, media_type, content).unwrap();
        let base = world();
        let context = places::attachment(&base);
        let sealed = seal_attachment(&part_key(), &context, &file).unwrap();
        prop_assert!(open_attachment(&part_key(), &context, &sealed) == Ok(file));
    }
}
