//! A41: random bytes and gigantic lengths into every parser of the crate: a typed error, no panic, bounded memory.

use crate::{
    fixture::*,
    places::{ALL, Keys, World},
};
use crypto::{
    Header, InvitationSecret, KemPublicKey, KeyFile, LoginPublicKey, OneUsePublicKey, OrganisationSheet,
    RootPublicKey, RootSheet, Signature, VerifyingKey,
    hazmat::SuiteKey,
    key_file::{MAX_SIZE, decode_text},
    open_attachment, open_record, record, sheet,
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Everything in this crate that reads bytes which came from elsewhere. That it returns is the promise.
fn read_bytes(bytes: &[u8]) {
    let _ = Header::parse(bytes);
    let _ = Signature::from_bytes(bytes).map(|signature| signature.is_strict());
    let _ = VerifyingKey::from_bytes(bytes);
    let _ = RootPublicKey::from_bytes(bytes);
    let _ = LoginPublicKey::from_bytes(bytes);
    let _ = OneUsePublicKey::from_bytes(bytes);
    let _ = KemPublicKey::from_bytes(bytes);
    let _ = record::decode(bytes);
    let _ = KeyFile::parse(bytes);
    let _ = SuiteKey::new(&[0x42; 32]).open(b"", bytes);
}

/// The same for what people type, scan and paste.
fn read_text(text: &str) {
    let _ = OrganisationSheet::parse(text);
    let _ = RootSheet::parse(text);
    let _ = InvitationSecret::from_fragment(text);
    let _ = InvitationSecret::from_groups(text);
    for number in [0, 1, 33, usize::MAX] {
        let _ = sheet::is_group(number, text);
        let _ = InvitationSecret::is_group(number, text);
    }
}

/// All kinds of envelopes, asked for in their place.
fn read_envelope(keys: &Keys, world: &World, envelope: &[u8]) {
    for what in ALL {
        assert!(keys.open(what, world, envelope).is_err());
    }
}

/// Plaintexts and bodies that claim more than is there, in every width that occurs.
fn liars() -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for claimed in [u64::MAX, u64::MAX >> 1, u64::from(u32::MAX), 1 << 31, 1 << 26, 65_535] {
        let wide = claimed.to_be_bytes();
        for width in [2, 4, 8] {
            let length = &wide[8 - width..];
            out.push([length, &[0; 300]].concat());
            // Behind the length of a padded plaintext: CBOR maps, texts, bytes and arrays of that length.
            for major in [0x40, 0x60, 0x80, 0xa0] {
                let info = [0x19, 0x1a, 0x1b][width / 4];
                let cbor = [&[major | info][..], length].concat();
                let first = u32::try_from(cbor.len()).unwrap().to_be_bytes();
                let mut padded = [&first[..], &cbor].concat();
                padded.resize(256, 0);
                out.push(padded);
                out.push([&[0, 0, 0, 250, 0xa1, 0x61, b'a'], &cbor[..], &[0; 250]].concat());
            }
        }
    }
    out
}

#[test]
fn mal_a41_gigantic_lengths_are_refused() {
    let keys = Keys::new();
    let world = World::base();
    for liar in liars() {
        read_bytes(&liar);
        read_envelope(&keys, &world, &liar);
        assert!(record::decode(&liar).is_err());
        // Properly sealed by somebody with the key, the lie is only found inside.
        let (record, file) = (crate::places::record(&world), crate::places::attachment(&world));
        let header = |kind| Header { kind, schema: 1, key: part_key().id() }.to_bytes();
        for kind in [crypto::Kind::Record, crypto::Kind::Attachment] {
            let mut envelope = header(kind).to_vec();
            SuiteKey::new(&[0x42; 32]).seal_into(b"", &liar, &mut envelope).unwrap();
            assert!(open_record(&part_key(), &record, &envelope).is_err());
            assert!(open_attachment(&part_key(), &file, &envelope).is_err());
        }
    }
}

#[test]
fn mal_a41_long_texts_are_refused_before_they_are_read() {
    for symbol in ["0", "A", " ", "-", "WIMES-KEY:", "é", "0000 ", "."] {
        read_text(&symbol.repeat(500_000 / symbol.len()));
    }
    let file = vec![b'w'; MAX_SIZE + 1];
    assert!(KeyFile::parse(&file).is_err());
    for start in [&b"\xff\xfe"[..], b"\xfe\xff", b"\xef\xbb\xbf", b"\x80"] {
        let bytes = [start, &vec![0xd8; MAX_SIZE - start.len()]].concat();
        assert!(KeyFile::parse(&bytes).is_err());
        // At most three bytes of text for each byte of the file.
        assert!(decode_text(&bytes).len() <= 3 * bytes.len());
    }
}

proptest! {
    #![proptest_config(cases(if cfg!(target_arch = "wasm32") { 64 } else { 256 }))]

    #[test]
    fn mal_a41_random_bytes_give_errors(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read_bytes(&bytes);
        prop_assert!(Header::parse(&bytes).is_err() || bytes.starts_with(b"WMS\x01\x01"));
        let keys = Keys::new();
        read_envelope(&keys, &World::base(), &bytes);
        read_envelope(&keys, &World::base(), &[b"WMS\x01\x01\x01\x00\x01", &bytes[..]].concat());
    }

    #[test]
    fn mal_a41_random_texts_give_errors(text in "\\PC{0,200}", groups in "[0-9A-Za-z .:-]{0,120}") {
        read_text(&text);
        read_text(&groups);
        read_text(&format!("WIMES-KEY:{groups}"));
        read_bytes(format!("wimes-key-file: 1\norganisation: {text}\nepoch: {groups}\n").as_bytes());
    }

    /// What was intact and is changed in a few places: further inside than random bytes come.
    #[test]
    fn mal_a41_damaged_originals_give_errors_or_open(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let (keys, world) = (Keys::new(), World::base());
        for what in ALL {
            let sealed = keys.seal(what, &world);
            let mut changed = sealed.clone();
            for (at, value) in &changes {
                *at.get_mut(&mut changed) = *value;
            }
            prop_assert_eq!(keys.open(what, &world, &changed).is_ok(), changed == sealed);
            prop_assert!(keys.open(what, &world, &sealed[..cut.index(sealed.len())]).is_err());
        }
        let text = RecordPlaintext::new();
        let mut changed = text.0.clone();
        for (at, value) in &changes {
            *at.get_mut(&mut changed) = *value;
        }
        // Only canonical plaintexts decode, so what decodes encodes to the same bytes.
        if let Ok(decoded) = record::decode(&changed) {
            prop_assert_eq!(&*record::encode(&decoded).unwrap(), &changed);
        }
    }
}

/// A plaintext of a record.
struct RecordPlaintext(Vec<u8>);

impl RecordPlaintext {
    fn new() -> Self {
        let text = crypto::RecordText::from_iter([("name", "Mia Muster"), ("note", "Größe")]);
        Self(record::encode(&text).unwrap().to_vec())
    }
}

/// All of the above again in a process of its own that may not have more than a fixed amount of memory: an allocation of a
/// claimed length would end it.
#[cfg(target_os = "linux")]
#[test]
fn mal_a41_claimed_lengths_take_no_memory() {
    const LIMIT_KIB: u32 = 512 * 1024;
    let program = std::env::current_exe().unwrap();
    let run = |test: &str| {
        std::process::Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -v {LIMIT_KIB}; exec \"$0\" --exact --test-threads=1 \"$@\""))
            .arg(&program)
            .arg(test)
            .output()
            .unwrap()
    };
    for test in [
        "parsers::mal_a41_gigantic_lengths_are_refused",
        "parsers::mal_a41_long_texts_are_refused_before_they_are_read",
        "attachments::mal_a41_claimed_lengths_of_files_are_compared_first",
    ] {
        let output = run(test);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{test}: {said}");
    }
    // The limit is real: what takes more memory does not come through.
    assert!(!run("parsers::a_gibibyte_is_more_than_the_limit").status.success());
}

/// Succeeds where there is memory for it; see above.
#[cfg(target_os = "linux")]
#[test]
fn a_gibibyte_is_more_than_the_limit() {
    let mut bytes: Vec<u8> = Vec::new();
    assert_eq!(bytes.try_reserve_exact(1 << 30), Ok(()));
}
