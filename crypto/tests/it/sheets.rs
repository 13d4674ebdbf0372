//! The sheet for the safe: typed and scanned.

use crate::fixture::*;
use crypto::{
    Fingerprint, OrganisationSheet, RootKey, RootSheet, SheetError,
    hazmat::RawKey,
    sheet::{GROUPS, is_group},
};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn groups() -> Vec<String> {
    OrganisationSheet::groups(&organisation_key(3)).to_vec()
}

fn parse(text: &str) -> Result<Fingerprint, SheetError> {
    OrganisationSheet::parse(text).map(|key| key.fingerprint())
}

#[test]
fn typed_groups_give_the_key_back() {
    let groups = groups();
    assert_eq!(groups.len(), GROUPS);
    assert!(groups.iter().all(|group| group.len() == 5));
    let right = Ok(organisation_key(3).fingerprint());
    for separator in [" ", "-", "\n", "", " \u{2013} ", "\t", ", "] {
        assert_eq!(parse(&groups.join(separator)), right);
    }
    assert_eq!(parse(&groups.join(" ").to_lowercase()), right);
    assert_eq!(parse(&format!("  {}  ", groups.join("-"))), right);
}

/// A letter that looks like another is read as what was meant.
#[test]
fn confusable_letters_do_not_matter() {
    let right = groups().join(" ");
    for (printed, typed) in
        [("0", "O"), ("0", "o"), ("1", "I"), ("1", "l"), ("1", "i"), ("V", "U"), ("V", "u")]
    {
        assert!(right.contains(printed));
        assert_eq!(parse(&right.replace(printed, typed)), Ok(organisation_key(3).fingerprint()));
    }
}

/// Every position, every other character: the number of the group is always named.
#[test]
fn one_wrong_character_names_its_group() {
    let groups = groups();
    for (at, group) in groups.iter().enumerate() {
        for place in 0..5 {
            for other in
                ALPHABET.chars().chain("*ü€".chars()).filter(|c| group.chars().nth(place) != Some(*c))
            {
                let changed: String =
                    group.chars().enumerate().map(|(n, c)| if n == place { other } else { c }).collect();
                assert!(!is_group(at + 1, &changed));
                let mut typed = groups.clone();
                typed[at] = changed;
                assert_eq!(parse(&typed.join(" ")), Err(SheetError::Group { number: at + 1 }));
                assert_eq!(parse(&typed.concat()), Err(SheetError::Group { number: at + 1 }));
            }
        }
    }
}

#[test]
fn exchanged_characters_and_groups_are_noticed() {
    let groups = groups();
    for (at, group) in groups.iter().enumerate() {
        for (a, b) in [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)] {
            let mut letters: Vec<char> = group.chars().collect();
            letters.swap(a, b);
            let changed: String = letters.iter().collect();
            assert_eq!(is_group(at + 1, &changed), changed == *group);
        }
        for other in (0..GROUPS).filter(|other| *other != at) {
            assert!(!is_group(other + 1, group));
        }
    }
    let mut swapped = groups.clone();
    swapped.swap(4, 9);
    assert_eq!(parse(&swapped.join(" ")), Err(SheetError::Group { number: 5 }));
}

#[test]
fn missing_and_additional_characters_are_named() {
    let groups = groups();
    let mut short = groups.clone();
    short[6].pop();
    assert_eq!(parse(&short.join(" ")), Err(SheetError::Group { number: 7 }));
    let mut long = groups.clone();
    long[2].push('A');
    assert_eq!(parse(&long.join(" ")), Err(SheetError::Group { number: 3 }));
    assert_eq!(parse(&groups[..15].join(" ")), Err(SheetError::Count { found: 15 }));
    assert_eq!(parse(&[groups.join(" "), groups[0].clone()].join(" ")), Err(SheetError::Count { found: 17 }));
    assert_eq!(parse(" - "), Err(SheetError::Empty));
    assert_eq!(parse(""), Err(SheetError::Empty));
}

/// A group that is right for its place but from another sheet.
#[test]
fn groups_of_two_sheets_do_not_go_together() {
    let other = OrganisationSheet::groups(&crypto::hazmat::organisation_key(3, &[0x55; 32]));
    let mut mixed = groups();
    mixed[7] = other[7].clone();
    assert_eq!(parse(&mixed.join(" ")), Err(SheetError::Checksum));
}

#[test]
fn qr_codes_give_the_key_back_and_are_alphanumeric() {
    let key = organisation_key(3);
    let qr = OrganisationSheet::qr(&key);
    assert!(qr.starts_with("WIMES-KEY:"));
    assert!(qr.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "-:".contains(c)));
    assert_eq!(parse(&qr), Ok(key.fingerprint()));
    let root = RootKey::from_raw(&[7; 32]);
    assert_eq!(RootSheet::parse(&RootSheet::qr(&root)).unwrap().public(), root.public());
}

#[test]
fn root_and_organisation_key_are_not_mistaken_for_each_other() {
    let root = RootKey::from_raw(&[7; 32]);
    let typed = RootSheet::groups(&root).join(" ");
    assert_eq!(RootSheet::parse(&typed).unwrap().public(), root.public());
    assert_eq!(parse(&typed), Err(SheetError::Other));
    assert_eq!(parse(&RootSheet::qr(&root)), Err(SheetError::Other));
    assert_eq!(RootSheet::parse(&groups().join(" ")).err(), Some(SheetError::Other));
    assert_eq!(parse("https://example.org/#0000"), Err(SheetError::Other));
}

#[test]
fn fingerprints_are_eight_groups_of_four() {
    let shown = organisation_key(3).fingerprint().to_string();
    let groups: Vec<&str> = shown.split(' ').collect();
    assert_eq!(groups.len(), 8);
    assert!(groups.iter().all(|group| group.len() == 4 && group.chars().all(|c| ALPHABET.contains(c))));
    // Twenty bytes of ones are 32 times the last letter.
    assert_eq!(Fingerprint::from_bytes([0xff; 32]).to_string(), ["ZZZZ"; 8].join(" "));
    assert_eq!(Fingerprint::from_bytes([0; 32]).to_string(), ["0000"; 8].join(" "));
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_key_and_epoch_come_back(bytes: [u8; 32], epoch: u32) {
        let key = crypto::hazmat::organisation_key(epoch, &bytes);
        let parsed = OrganisationSheet::parse(&OrganisationSheet::groups(&key).join("-")).unwrap();
        prop_assert_eq!((parsed.epoch(), parsed.id()), (epoch, key.id()));
    }

    #[test]
    fn random_text_never_panics(text in ".{0,300}") {
        let _ = parse(&text);
        let _ = RootSheet::parse(&text);
        let _ = is_group(text.len(), &text);
    }
}
