//! What is derived from the organisation key, and wrapped keys.

use crate::fixture::*;
use crypto::{
    AccountKeys, BundleContext, BundleKey, CaseKeyContext, CheckValue, Header, KemKeyPair, KeyId, Kind,
    OneUseSeed, OpenError, OrganisationKey, PartKeyContext, PreviousKeyContext, SignatureError,
    hazmat::{self, RawKey, SuiteKey},
    open_bundle, open_enrolment_seed, seal_bundle, seal_enrolment_seed, unwrap_case_key, unwrap_part_key,
    unwrap_previous_organisation_key, wrap_case_key, wrap_part_key, wrap_previous_organisation_key,
};
use hkdf::Hkdf;
use sha2::Sha512;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// HKDF by the crate `hkdf`.
fn derive(ikm: &[u8], info: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha512>::new(None, ikm).expand(info, &mut out).unwrap();
    out
}

#[test]
fn labels_of_the_organisation_key_are_the_published_ones() {
    let key = organisation_key(7);
    let ikm = [0x21; 32];
    assert_eq!(key.id().0[..], derive(&ikm, b"wimes/organisation/id/1")[..16]);
    assert_eq!(key.fingerprint().to_bytes(), derive(&ikm, b"wimes/organisation/fingerprint/1\0\0\0\x07"));
    let kem = key.secrets().kem();
    assert_eq!(kem.raw(), derive(&ikm, b"wimes/organisation/kem/1"));
    assert_eq!(part_key().check(), CheckValue(derive(&[0x42; 32], b"wimes/part/check/1")));
    let seed = OneUseSeed::from_raw(&[0x51; 32]);
    assert_eq!(seed.key().raw(), derive(&[0x51; 32], b"wimes/invitation/sign/1"));
}

#[test]
fn keys_that_are_made_differ() {
    let (a, b) = (OrganisationKey::make(1).unwrap(), OrganisationKey::make(1).unwrap());
    assert_ne!(a.id(), b.id());
    assert_ne!(a.fingerprint(), b.fingerprint());
    assert_eq!(a.epoch(), 1);
}

fn case_context() -> CaseKeyContext<'static> {
    CaseKeyContext { tenant: &TENANT, organisation: &ORGANISATION, case: &CASE, key: KeyId([0x31; 16]) }
}

fn part_context() -> PartKeyContext<'static> {
    PartKeyContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        case: &CASE,
        part: &PART,
        epoch: 1,
        key: KeyId([0x41; 16]),
    }
}

#[test]
fn case_keys_unwrap_for_their_case_organisation_epoch_and_id_only() {
    let c = case_context();
    let slot = wrap_case_key(&secrets(1), &c, &case_key()).unwrap();
    assert_eq!(slot.len(), 24 + 24 + 32 + 32 + 16);
    let unwrapped = unwrap_case_key(&secrets(1), &c, &slot).unwrap();
    assert_eq!(unwrapped.id(), case_key().id());
    assert_eq!(hazmat::case_key_bytes(&unwrapped), [0x32; 32]);
    for context in [
        CaseKeyContext { tenant: &OTHER, ..c },
        CaseKeyContext { organisation: &OTHER, ..c },
        CaseKeyContext { case: &OTHER, ..c },
        CaseKeyContext { key: KeyId(OTHER), ..c },
    ] {
        assert_eq!(unwrap_case_key(&secrets(1), &context, &slot).err(), Some(OpenError));
    }
    assert_eq!(unwrap_case_key(&secrets(2), &c, &slot).err(), Some(OpenError));
    let stranger = OrganisationKey::make(1).unwrap().secrets();
    assert_eq!(unwrap_case_key(&stranger, &c, &slot).err(), Some(OpenError));
}

/// The context is written out by hand, and the body opened with the bare suite under HKDF "wrap".
#[test]
fn the_context_of_a_case_key_is_the_published_one() {
    let slot = wrap_case_key(&secrets(3), &case_context(), &case_key()).unwrap();
    let mut context = b"WMS\x01\x01\x02\0\x01".to_vec();
    context.extend(organisation_key(3).id().0);
    for id in [1, 2, 3] {
        context.extend([0, 0, 0, 16]);
        context.extend([id; 16]);
    }
    context.extend([0; 4]); // part
    context.extend([0, 0, 0, 16]);
    context.extend([0x31; 16]);
    context.extend([0; 8]); // form, form version
    context.extend([0, 0, 0, 4, 0, 0, 0, 3]); // epoch
    context.extend([0; 28]); // revision, author, certificate, previous, facts, account, password derivation
    context.extend([0, 0, 0, 1, 1]); // content: case key
    context.extend([0; 4]); // device
    let wrap = derive(&[0x21; 32], b"wimes/organisation/wrap/1");
    assert_eq!(*SuiteKey::new(&wrap).open(&context, &slot[24..]).unwrap(), [0x32; 32]);
}

#[test]
fn part_keys_unwrap_for_their_part_epoch_and_id_only() {
    let c = part_context();
    let check = part_key().check();
    let slot = wrap_part_key(&case_key(), &c, &part_key()).unwrap();
    let unwrapped = unwrap_part_key(&case_key(), &c, &check, &slot).unwrap();
    assert_eq!(unwrapped.id(), part_key().id());
    assert_eq!(hazmat::part_key_bytes(&unwrapped), [0x42; 32]);
    for context in [
        PartKeyContext { tenant: &OTHER, ..c },
        PartKeyContext { organisation: &OTHER, ..c },
        PartKeyContext { case: &OTHER, ..c },
        PartKeyContext { part: &OTHER, ..c },
        PartKeyContext { epoch: 2, ..c },
        PartKeyContext { key: KeyId(OTHER), ..c },
    ] {
        assert_eq!(unwrap_part_key(&case_key(), &context, &check, &slot).err(), Some(OpenError));
    }
    let other_case = hazmat::case_key(case_key().id(), &[0x33; 32]);
    assert_eq!(unwrap_part_key(&other_case, &c, &check, &slot).err(), Some(OpenError));
}

/// A5: a slot that was exchanged for another, properly wrapped one, does not fit to the access statement.
#[test]
fn mal_a05_a_part_key_with_another_check_value_is_refused() {
    let exchanged = hazmat::part_key(part_key().id(), &[0x99; 32]);
    let slot = wrap_part_key(&case_key(), &part_context(), &exchanged).unwrap();
    let check = part_key().check();
    assert_eq!(unwrap_part_key(&case_key(), &part_context(), &check, &slot).err(), Some(OpenError));
}

/// A key cannot be wrapped under an id that is not its own.
#[test]
fn wrapping_takes_the_id_from_the_key() {
    let wrong = PartKeyContext { key: KeyId(OTHER), ..part_context() };
    let slot = wrap_part_key(&case_key(), &wrong, &part_key()).unwrap();
    assert!(unwrap_part_key(&case_key(), &part_context(), &part_key().check(), &slot).is_ok());
}

#[test]
fn the_previous_organisation_key_opens_under_the_next_one() {
    let previous = organisation_key(1);
    let current = hazmat::organisation_key(2, &[0x22; 32]).secrets();
    let c = PreviousKeyContext { tenant: &TENANT, organisation: &ORGANISATION, key: previous.id() };
    let envelope = wrap_previous_organisation_key(&current, &c, &previous).unwrap();
    assert_eq!(Header::parse(&envelope).unwrap().kind, Kind::PreviousOrganisationKey);
    let opened = unwrap_previous_organisation_key(&current, &c, &envelope).unwrap();
    assert_eq!((opened.epoch(), opened.fingerprint()), (1, previous.fingerprint()));
    for context in [
        PreviousKeyContext { tenant: &OTHER, ..c },
        PreviousKeyContext { organisation: &OTHER, ..c },
        PreviousKeyContext { key: KeyId(OTHER), ..c },
    ] {
        assert_eq!(unwrap_previous_organisation_key(&current, &context, &envelope).err(), Some(OpenError));
    }
    assert!(unwrap_previous_organisation_key(&previous.secrets(), &c, &envelope).is_err());
}

fn bundle_context() -> BundleContext<'static> {
    BundleContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        account: &ACCOUNT,
        kdf: &PARAMS,
        salt: &SALT,
    }
}

fn changed_bundle_contexts() -> [BundleContext<'static>; 5] {
    let c = bundle_context();
    [
        BundleContext { tenant: &OTHER, ..c },
        BundleContext { organisation: &OTHER, ..c },
        BundleContext { account: &OTHER, ..c },
        BundleContext { kdf: &OTHER_PARAMS, ..c },
        BundleContext { salt: &OTHER_SALT, ..c },
    ]
}

/// A20, A21: a bundle needs the password and the organisation key.
#[test]
fn mal_a20_a_bundle_needs_both_halves_of_its_key() {
    let password = BundleKey::from_raw(&[0x61; 32]);
    let keys = AccountKeys::make().unwrap();
    let bundle = seal_bundle(&secrets(1), &password, &bundle_context(), &keys).unwrap();
    let opened = open_bundle(&secrets(1), &password, &bundle_context(), &bundle).unwrap();
    assert_eq!(opened.signing.public(), keys.signing.public());
    assert_eq!(opened.kem.public(), keys.kem.public());
    let guessed = BundleKey::from_raw(&[0x62; 32]);
    let stranger = OrganisationKey::make(1).unwrap().secrets();
    assert!(open_bundle(&secrets(1), &guessed, &bundle_context(), &bundle).is_err());
    assert!(open_bundle(&stranger, &password, &bundle_context(), &bundle).is_err());
    assert!(open_bundle(&secrets(2), &password, &bundle_context(), &bundle).is_err());
    for context in changed_bundle_contexts() {
        assert!(open_bundle(&secrets(1), &password, &context, &bundle).is_err());
    }
}

/// A8: of an account only seeds are kept, so there is no public half to edit. What is opened computes it anew.
#[test]
fn mal_a08_bundles_hold_seeds_and_public_halves_are_recomputed() {
    let password = BundleKey::from_raw(&[0x61; 32]);
    let keys = AccountKeys::make().unwrap();
    let bundle = seal_bundle(&secrets(1), &password, &bundle_context(), &keys).unwrap();
    assert_eq!(bundle.len(), 24 + 24 + 32 + 2 * 32 + 16);
    let opened = open_bundle(&secrets(1), &password, &bundle_context(), &bundle).unwrap();
    let seed = ed25519_dalek::SigningKey::from_bytes(&opened.signing.raw());
    assert_eq!(opened.signing.public().to_bytes(), seed.verifying_key().to_bytes());
    assert_eq!(opened.kem.public(), KemKeyPair::from_raw(&opened.kem.raw()).public());
    // The organisation's own pair is computed from the organisation key each time.
    let organisation = derive(&[0x21; 32], b"wimes/organisation/kem/1");
    assert_eq!(secrets(1).kem().public(), KemKeyPair::from_raw(&organisation).public());
}

#[test]
fn the_enrolment_seed_waits_under_the_password() {
    let password = BundleKey::from_raw(&[0x61; 32]);
    let seed = OneUseSeed::make().unwrap();
    let envelope = seal_enrolment_seed(&password, &bundle_context(), &seed).unwrap();
    let opened = open_enrolment_seed(&password, &bundle_context(), &envelope).unwrap();
    assert_eq!(opened.key().public(), seed.key().public());
    assert!(open_enrolment_seed(&BundleKey::from_raw(&[0x62; 32]), &bundle_context(), &envelope).is_err());
    for context in changed_bundle_contexts() {
        assert!(open_enrolment_seed(&password, &context, &envelope).is_err());
    }
    // An enrolment seed is no bundle, although both are of the same kind.
    assert!(open_bundle(&secrets(1), &password, &bundle_context(), &envelope).is_err());
}

#[test]
fn the_join_proof_fits_its_organisation_context_and_body_only() {
    let proof = secrets(1).join_proof(b"context", b"body");
    assert_eq!(secrets(1).verify_join_proof(b"context", b"body", &proof), Ok(()));
    let stranger = OrganisationKey::make(1).unwrap().secrets();
    for result in [
        secrets(1).verify_join_proof(b"contex", b"tbody", &proof),
        secrets(1).verify_join_proof(b"context", b"bodY", &proof),
        stranger.verify_join_proof(b"context", b"body", &proof),
    ] {
        assert_eq!(result, Err(SignatureError));
    }
}

#[test]
fn nothing_secret_shows_in_debug_output() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        organisation_key(1),
        secrets(1),
        case_key(),
        part_key(),
        AccountKeys::make().unwrap(),
        BundleKey::from_raw(&[0x61; 32]),
        OneUseSeed::from_raw(&[0x51; 32]),
    );
    for secret in ["33, 33", "50, 50", "66, 66", "97, 97", "81, 81", "2121", "3232", "4242", "6161", "5151"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("redacted"));
}
