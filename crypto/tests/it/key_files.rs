//! The key file, and everything that can be wrong with one.

use crate::fixture::*;
use crypto::{
    Fingerprint, Head, KeyFile, KeyFileError, KeyFileExpectation, KeyFileMismatch, RootKey, hazmat::RawKey,
    key_file,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn file() -> KeyFile {
    KeyFile {
        organisation_name: "Jugendhilfe Größenwahn e. V.".to_owned(),
        organisation: ORGANISATION,
        tenant: TENANT,
        root: RootKey::from_raw(&[1; 32]).public(),
        checkpoint: Head { n: 12, hash: [0x77; 32] },
        key: organisation_key(3),
    }
}

fn text() -> String {
    file().to_text().to_string()
}

fn assert_is_the_file(bytes: &[u8]) {
    let parsed = KeyFile::parse(bytes).unwrap();
    assert_eq!(parsed.organisation_name, file().organisation_name);
    assert_eq!((parsed.organisation, parsed.tenant), (ORGANISATION, TENANT));
    assert_eq!((parsed.root, parsed.checkpoint), (file().root, file().checkpoint));
    assert_eq!(parsed.key.epoch(), 3);
    assert_eq!(parsed.key.fingerprint(), organisation_key(3).fingerprint());
}

#[test]
fn a_person_recognises_the_file() {
    let text = text();
    assert!(text.starts_with("WIMES: Organisationsschlüssel / organisation key\n"));
    for line in [
        "wimes-key-file: 1",
        "organisation: Jugendhilfe Größenwahn e. V.",
        "organisation-id: 02020202-0202-0202-0202-020202020202",
        "tenant-id: 01010101-0101-0101-0101-010101010101",
        "epoch: 3",
        &format!("fingerprint: {}", organisation_key(3).fingerprint()),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn line_ends_marks_white_space_and_encodings_make_no_difference() {
    let text = text();
    assert_is_the_file(text.as_bytes());
    assert_is_the_file(text.replace('\n', "\r\n").as_bytes());
    assert_is_the_file(text.trim_end().as_bytes());
    assert_is_the_file(format!("\u{feff}{text}").as_bytes());
    assert_is_the_file(text.replace('\n', "  \t\n").as_bytes());
    assert_is_the_file(text.replace('\n', "\n\n").as_bytes());
    assert_is_the_file(format!("\n  \n{text}\n\n").as_bytes());
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_is_the_file(&latin1);
    let utf16: Vec<u16> = format!("\u{feff}{text}").encode_utf16().collect();
    assert_is_the_file(&utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>());
    assert_is_the_file(&utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>());
}

#[test]
fn names_cannot_add_lines() {
    let named = KeyFile { organisation_name: "A\nkey: x\r\n\tB ".to_owned(), ..file() };
    let parsed = KeyFile::parse(named.to_text().as_bytes()).unwrap();
    assert_eq!(parsed.organisation_name, "A key: x B");
    let unnamed = KeyFile { organisation_name: String::new(), ..file() };
    assert_eq!(KeyFile::parse(unnamed.to_text().as_bytes()).unwrap().organisation_name, "");
}

fn error(bytes: &[u8]) -> Option<KeyFileError> {
    KeyFile::parse(bytes).err()
}

#[test]
fn empty_files_are_called_empty() {
    for bytes in [&b""[..], b"\n \r\n", b"\xef\xbb\xbf", &[0; 100]] {
        assert_eq!(error(bytes), Some(KeyFileError::Empty));
    }
}

#[test]
fn other_files_are_not_key_files() {
    for bytes in [&b"Dear colleagues"[..], b"%PDF-1.7", &[0xff; 1000], b"key: value\nepoch: 4"] {
        assert_eq!(error(bytes), Some(KeyFileError::NotAKeyFile));
    }
    let huge = [text().as_bytes(), &vec![b' '; key_file::MAX_SIZE]].concat();
    assert_eq!(error(&huge), Some(KeyFileError::NotAKeyFile));
}

/// Cut anywhere behind the headline.
#[test]
fn files_without_their_end_are_called_incomplete() {
    let text = text();
    let start = text.find('\n').unwrap();
    for end in start..text.trim_end().len() {
        if text.is_char_boundary(end) {
            assert_eq!(error(&text.as_bytes()[..end]), Some(KeyFileError::Truncated), "{end}");
        }
    }
}

/// Every letter from the first field on, exchanged for another.
#[test]
fn any_changed_letter_is_noticed() {
    let text = text();
    let start = text.find("wimes-key-file").unwrap();
    for (at, letter) in text.char_indices().filter(|(at, _)| *at >= start) {
        for other in ["#", "A"] {
            if other == letter.to_string() || (letter == '\n' && text.len() == at + 1) {
                continue;
            }
            let changed = [&text[..at], other, &text[at + letter.len_utf8()..]].concat();
            assert!(KeyFile::parse(changed.as_bytes()).is_err(), "{changed}");
        }
    }
}

#[test]
fn changed_files_are_called_damaged() {
    let text = text();
    for (from, to) in [
        ("epoch: 3", "epoch: 4"),
        ("tenant-id: 01", "tenant-id: 02"),
        ("organisation: J", "organisation: K"),
        ("checkpoint: 12", "checkpoint: 11"),
        ("fingerprint: ", "fingerprint: 0"),
        ("wimes-key-file", "wimes_key_file"),
        ("wimes-key-file: 1", "wimes-key-file: x"),
        ("root: ", "rot: "),
        ("key: ", "key: A"),
        ("epoch: 3\n", ""),
        ("epoch: 3\n", "epoch: 3\nepoch: 3\n"),
    ] {
        assert!(text.contains(from));
        assert_eq!(error(text.replacen(from, to, 1).as_bytes()), Some(KeyFileError::Damaged), "{to}");
    }
}

#[test]
fn later_versions_are_called_unknown() {
    let later = text().replace("wimes-key-file: 1", "wimes-key-file: 2");
    assert_eq!(error(later.as_bytes()), Some(KeyFileError::UnknownVersion));
}

fn expectation() -> KeyFileExpectation {
    KeyFileExpectation {
        tenant: TENANT,
        organisation: ORGANISATION,
        root: file().root,
        epoch: 3,
        fingerprint: organisation_key(3).fingerprint(),
    }
}

/// A38, A39: foreign, replaced, outdated and newer files are told apart, and none is silently adopted.
#[test]
fn mal_a39_an_intact_file_is_compared_with_the_log() {
    let e = expectation();
    let check = |expected| file().check(&expected);
    assert_eq!(check(e), Ok(()));
    assert_eq!(check(KeyFileExpectation { tenant: OTHER, ..e }), Err(KeyFileMismatch::Foreign));
    assert_eq!(check(KeyFileExpectation { organisation: OTHER, ..e }), Err(KeyFileMismatch::Foreign));
    let root = RootKey::from_raw(&[2; 32]).public();
    assert_eq!(check(KeyFileExpectation { root, ..e }), Err(KeyFileMismatch::Root));
    let outdated = KeyFileMismatch::Outdated { file: 3, current: 4 };
    assert_eq!(check(KeyFileExpectation { epoch: 4, ..e }), Err(outdated));
    let newer = KeyFileMismatch::Newer { file: 3, current: 2 };
    assert_eq!(check(KeyFileExpectation { epoch: 2, ..e }), Err(newer));
    let fingerprint = Fingerprint::from_bytes([9; 32]);
    assert_eq!(check(KeyFileExpectation { fingerprint, ..e }), Err(KeyFileMismatch::Fingerprint));
}

#[test]
fn errors_and_debug_output_hold_no_key() {
    let key = text().lines().find_map(|line| line.strip_prefix("key: ").map(str::to_owned)).unwrap();
    assert!(!format!("{:?}", file()).contains(&key));
    assert!(!format!("{:?}", file()).contains("33, 33"));
}
