//! What comes from a password.

use crypto::{KdfError, KdfParams, PasswordMaster, Salt, hazmat::RawKey};
use hkdf::Hkdf;
use sha2::Sha512;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn salt() -> Salt {
    let mut salt = [0; 32];
    (0..).zip(&mut salt).for_each(|(n, byte)| *byte = n);
    Salt(salt)
}

/// Expected values from the Python package argon2-cffi (the reference implementation in C).
#[test]
fn argon2id_agrees_with_the_reference_implementation() {
    for (params, expected) in [
        (KdfParams::FLOOR, "ad7f4c5525e3abb95fb427df0f5200008aa6c32d70288924b44e6d69f3d1d3dd"),
        (KdfParams::DEFAULT, "4aff8ba71d962fde798e96c165c3cb69abf8dbf00f2e08cc996f2c6223ff0c12"),
        (
            KdfParams::new(20_000, 4, 2).unwrap(),
            "1362444c792921e569f7a00d979c21f2136ddd2cd1ea20bd5d7e51169333e3b1",
        ),
    ] {
        let master = PasswordMaster::derive("Größe ist kein Maß", &salt(), &params).unwrap();
        assert_eq!(hex::encode(master.raw()), expected);
    }
}

/// A17: too weak and too expensive, in each of the three.
#[test]
fn mal_a17_parameters_outside_the_compiled_bounds_are_refused() {
    for (memory, passes, lanes, expected) in [
        (19 * 1024, 2, 1, None),
        (19 * 1024 - 1, 2, 1, Some(KdfError::TooWeak)),
        (19 * 1024, 1, 1, Some(KdfError::TooWeak)),
        (19 * 1024, 2, 0, Some(KdfError::TooWeak)),
        (0, 0, 0, Some(KdfError::TooWeak)),
        (64 * 1024, 3, 1, None),
        (1024 * 1024, 16, 4, None),
        (1024 * 1024 + 1, 3, 1, Some(KdfError::TooExpensive)),
        (64 * 1024, 17, 1, Some(KdfError::TooExpensive)),
        (64 * 1024, 3, 5, Some(KdfError::TooExpensive)),
        (u32::MAX, u32::MAX, u32::MAX, Some(KdfError::TooExpensive)),
    ] {
        assert_eq!(KdfParams::new(memory, passes, lanes).err(), expected);
    }
}

/// A21: login, bundle and device keys are independent outputs.
#[test]
fn mal_a21_labels_separate_what_a_password_is_for() {
    let master = PasswordMaster::from_raw(&[0x77; 32]);
    let derive = |label: &[u8]| {
        let mut out = [0; 32];
        Hkdf::<Sha512>::new(None, &[0x77; 32]).expand(label, &mut out).unwrap();
        out
    };
    assert_eq!(master.login().raw(), derive(b"wimes/password/login/1"));
    assert_eq!(master.bundle().raw(), derive(b"wimes/password/bundle/1"));
    assert_ne!(master.login().raw(), master.bundle().raw());
    assert_ne!(master.login().raw(), master.raw());
}

#[test]
fn passwords_have_a_longest_length() {
    let long = "x".repeat(PasswordMaster::MAX_PASSWORD + 1);
    let result = PasswordMaster::derive(&long, &salt(), &KdfParams::FLOOR);
    assert_eq!(result.err(), Some(KdfError::PasswordTooLong));
}

#[test]
fn salts_differ() {
    assert_ne!(Salt::make().unwrap(), Salt::make().unwrap());
}

#[test]
fn parameters_stand_in_contexts_big_endian() {
    let bytes = KdfParams::new(65_536, 3, 1).unwrap().to_bytes();
    assert_eq!(bytes, [0, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1]);
    assert_eq!(KdfParams::default(), KdfParams::DEFAULT);
}
