//! Links and letters of invitations.

use crate::fixture::cases;
use crypto::{InvitationSecret, InvitationSecretError, OneUseSeed, hazmat::RawKey};
use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn secret() -> InvitationSecret {
    InvitationSecret { id: [0x0a; 16], seed: OneUseSeed::from_raw(&[0xfb; 32]) }
}

fn is_the_secret(parsed: &InvitationSecret) -> bool {
    parsed.id == secret().id && parsed.seed.raw() == secret().seed.raw()
}

/// Base64url of sixteen bytes 0A and of thirty-two bytes FB, by hand.
#[test]
fn the_fragment_is_id_and_seed() {
    let expected = "CgoKCgoKCgoKCgoKCgoKCg.-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s";
    assert_eq!(*secret().to_fragment(), expected);
    assert!(is_the_secret(&InvitationSecret::from_fragment(expected).unwrap()));
    assert!(is_the_secret(&InvitationSecret::from_fragment(&format!(" #{expected}\n")).unwrap()));
}

#[test]
fn incomplete_links_are_named() {
    let fragment = secret().to_fragment();
    assert_eq!(InvitationSecret::from_fragment("#").err(), Some(InvitationSecretError::Empty));
    assert_eq!(InvitationSecret::from_fragment(" ").err(), Some(InvitationSecretError::Empty));
    for end in 1..fragment.len() {
        let cut = InvitationSecret::from_fragment(&fragment[..end]);
        assert_eq!(cut.err(), Some(InvitationSecretError::Link));
    }
    // The last letter carries two bits that have to be zero.
    for wrong in [format!("{}A", *fragment), fragment.replace('.', "-"), fragment.replace("-_s", "-_t")] {
        assert_eq!(InvitationSecret::from_fragment(&wrong).err(), Some(InvitationSecretError::Link));
    }
}

#[test]
fn typed_groups_give_the_invitation_back() {
    let groups = secret().to_groups();
    assert_eq!(groups.len(), InvitationSecret::GROUPS);
    assert!(is_the_secret(&InvitationSecret::from_groups(&groups.join(" ")).unwrap()));
    assert!(is_the_secret(&InvitationSecret::from_groups(&groups.concat().to_lowercase()).unwrap()));
}

#[test]
fn what_is_wrong_with_typed_groups_is_named() {
    let groups = secret().to_groups();
    for at in 0..groups.len() {
        let mut typed = groups.to_vec();
        let first = if typed[at].starts_with('7') { "8" } else { "7" };
        typed[at].replace_range(..1, first);
        assert!(!InvitationSecret::is_group(at + 1, &typed[at]));
        let error = InvitationSecret::from_groups(&typed.join(" ")).err();
        assert_eq!(error, Some(InvitationSecretError::Group { number: at + 1 }));
    }
    let error = InvitationSecret::from_groups(&groups[..19].join(" ")).err();
    assert_eq!(error, Some(InvitationSecretError::Count { found: 19, expected: 20 }));
    assert_eq!(InvitationSecret::from_groups("").err(), Some(InvitationSecretError::Empty));
    let other = InvitationSecret { id: [1; 16], seed: OneUseSeed::from_raw(&[2; 32]) }.to_groups();
    let mut mixed = groups.to_vec();
    mixed[0] = other[0].clone();
    let error = InvitationSecret::from_groups(&mixed.join(" ")).err();
    assert_eq!(error, Some(InvitationSecretError::Checksum));
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn random_text_never_panics(text in ".{0,300}") {
        let _ = InvitationSecret::from_fragment(&text);
        let _ = InvitationSecret::from_groups(&text);
    }
}
