//! Ed25519 keys, namespaces, revisions.

use crate::fixture::*;
use crypto::{
    Head, Header, Heads, ImportError, KeyId, Kind, LoginKey, LoginPublicKey, OneUseSeed, RecordContext,
    RecordText, RootKey, RootPublicKey, Signature, SignatureError, SigningKey, VerifyingKey,
    hazmat::RawKey,
    record, seal_record, sha256,
    statement::{self, revision_message, sign_revision, verify_revision},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// RFC 8032 §7.1, tests 1 to 3: secret key, public key, message, signature.
const RFC_8032: [(&str, &str, &str, &str); 3] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

#[test]
fn signatures_agree_with_rfc_8032() {
    for (seed, public, message, signature) in RFC_8032 {
        let key = LoginKey::from_raw(&bytes(seed));
        let message = hex::decode(message).unwrap();
        assert_eq!(hex::encode(key.public().to_bytes()), public);
        assert_eq!(hex::encode(key.sign_login(&message).to_bytes()), signature);
        let public = LoginPublicKey::from_bytes(&bytes::<32>(public)).unwrap();
        let signature = Signature::from_bytes(&bytes::<64>(signature)).unwrap();
        assert_eq!(public.verify_login(&message, &signature), Ok(()));
        assert_eq!(public.verify_login(b"other", &signature), Err(SignatureError));
    }
}

/// The layout is written out by hand.
#[test]
fn the_signed_bytes_are_the_published_ones() {
    let expected = b"wimes/statement/1\0\0\0\0\0\0\0\x06rights\0\0\0\0\0\0\0\x02co\0\0\0\0\0\0\0\x04body";
    assert_eq!(statement::message("rights", b"co", b"body"), expected);
    assert_eq!(statement::organisation_context(&[1; 16], &[2; 16]), *[[1; 16], [2; 16]].concat());
}

/// A28: every pair of namespaces of one role.
#[test]
fn mal_a28_a_signature_counts_in_its_own_namespace_only() {
    let key = SigningKey::from_raw(&[1; 32]);
    let namespaces = [
        statement::INVITATION,
        statement::CERTIFICATE,
        statement::RIGHTS,
        statement::REVOCATION,
        statement::KEY_EPOCH,
        statement::PARTNER,
        statement::ACCESS,
        statement::ASSIGNMENT,
        statement::OWNERSHIP,
        statement::REVISION,
        statement::HAND_OVER,
    ];
    for given in namespaces {
        let signature = key.sign(given, b"context", b"body");
        for asked in namespaces {
            let result = key.public().verify(asked, b"context", b"body", &signature);
            assert_eq!(result.is_ok(), given == asked);
        }
        assert!(key.public().verify(given, b"contexT", b"body", &signature).is_err());
        assert!(key.public().verify(given, b"context", b"bodY", &signature).is_err());
        // The border between context and body counts too.
        assert!(key.public().verify(given, b"contextb", b"ody", &signature).is_err());
        assert!(
            SigningKey::from_raw(&[2; 32]).public().verify(given, b"context", b"body", &signature).is_err()
        );
    }
}

/// A28, generated: every pair of all namespaces and of the join proof, with the types taken away.
#[test]
fn mal_a28_every_pair_of_namespaces_fails() {
    let key = LoginKey::from_raw(&[1; 32]);
    let (context, body) = (statement::organisation_context(&TENANT, &ORGANISATION), b"body");
    let mut names = statement::ALL_NAMES.to_vec();
    names.push("join");
    for given in &names {
        let signature = key.sign_login(&statement::message(given, &context, body));
        for asked in &names {
            let result = key.public().verify_message(&statement::message(asked, &context, body), &signature);
            assert_eq!(result.is_ok(), given == asked, "{given} as {asked}");
        }
        // Moved over the borders between namespace, context and body.
        let (head, tail) = given.split_at(given.len() - 1);
        let moved = [tail.as_bytes(), &context].concat();
        assert!(key.public().verify_message(&statement::message(head, &moved, body), &signature).is_err());
        let (first, rest) = context.split_at(16);
        let moved = [rest, body].concat();
        assert!(key.public().verify_message(&statement::message(given, first, &moved), &signature).is_err());
    }
}

/// A28: no message to the server can be a statement and the reverse, whatever stands in it: their labels differ before
/// any length.
#[test]
fn mal_a28_statements_and_messages_to_the_server_have_other_beginnings() {
    let statement = statement::message("revision", b"", b"");
    for label in ["wimes/login/1", "wimes/look/1", "wimes/accept/1", "wimes/password/1"] {
        let common = statement.iter().zip(label.as_bytes()).take_while(|(a, b)| a == b).count();
        assert!(common < label.len(), "{label}");
    }
}

/// A28 across roles: types forbid it, and with the types taken away the names still differ.
#[test]
fn mal_a28_all_namespaces_have_different_names() {
    let mut names = statement::ALL_NAMES.to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), statement::ALL_NAMES.len());
    assert!(!names.contains(&"join"));
    for role in [statement::GENESIS, statement::RECOVERY, statement::SUCCESSOR_ROOT] {
        let root = RootKey::from_raw(&[1; 32]);
        let signature = root.sign(role, b"c", b"b");
        assert_eq!(root.public().verify(role, b"c", b"b", &signature), Ok(()));
        // The same seed as an account's key does not make a root's signature an account's.
        let account = SigningKey::from_raw(&[1; 32]).public();
        assert!(account.verify(statement::REVISION, b"c", b"b", &signature).is_err());
    }
}

#[test]
fn the_one_use_key_signs_its_own_messages_and_the_enrolment() {
    let key = OneUseSeed::from_raw(&[3; 32]).key();
    let enrolment = key.sign(statement::ENROLMENT, b"", b"keys");
    assert_eq!(key.public().verify(statement::ENROLMENT, b"", b"keys", &enrolment), Ok(()));
    assert_ne!(key.sign_invitation(b"keys"), enrolment);
}

#[test]
fn every_flipped_bit_of_a_signature_is_rejected() {
    let key = SigningKey::from_raw(&[1; 32]);
    let signature = key.sign(statement::RIGHTS, b"context", b"body").to_bytes();
    for bit in 0..512 {
        let mut changed = signature;
        changed[bit / 8] ^= 1 << (bit % 8);
        let changed = Signature::from_bytes(&changed).unwrap();
        assert!(key.public().verify(statement::RIGHTS, b"context", b"body", &changed).is_err());
    }
    assert!(Signature::from_bytes(&signature[..63]).is_err());
    assert!(Signature::from_bytes(&[0; 65]).is_err());
}

/// S + L is the same scalar; accepting it would give two signatures for one statement.
#[test]
fn a_second_form_of_the_same_signature_is_rejected() {
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let key = SigningKey::from_raw(&[1; 32]);
    let mut signature = key.sign(statement::RIGHTS, b"", b"body").to_bytes();
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    let second = Signature::from_bytes(&signature).unwrap();
    assert_eq!(key.public().verify(statement::RIGHTS, b"", b"body", &second), Err(SignatureError));
}

/// `verify` is the form and the equation without cofactor, which dalek's plain `verify` computes like WebCrypto: on honest
/// signatures, on every flipped bit of them, and on those that only dishonest authors can make.
#[test]
fn the_form_and_the_plain_equation_together_are_strict_verification() {
    use curve25519_dalek::{EdwardsPoint, Scalar, constants::EIGHT_TORSION};
    use ed25519_dalek::Verifier;
    use sha2::{Digest, Sha512};
    let seed = [5; 32];
    let key = LoginKey::from_raw(&seed);
    let plain = ed25519_dalek::VerifyingKey::from_bytes(&key.public().to_bytes()).unwrap();
    let message = b"message";
    let mut expanded = [0; 32];
    expanded.copy_from_slice(&Sha512::digest(seed)[..32]);
    let secret = Scalar::from_bytes_mod_order(curve25519_dalek::scalar::clamp_integer(expanded));
    assert_eq!(EdwardsPoint::mul_base(&secret).compress().to_bytes(), key.public().to_bytes());
    // A signature with the R of choice, whose discrete logarithm is `r`.
    let forge = |point: [u8; 32], r: Scalar| {
        let hash = Sha512::new().chain_update(point).chain_update(key.public().to_bytes());
        let k = Scalar::from_bytes_mod_order_wide(&hash.chain_update(message).finalize().into());
        let mut out = [0; 64];
        out[..32].copy_from_slice(&point);
        out[32..].copy_from_slice(&(r + k * secret).to_bytes());
        out
    };
    let honest = key.sign_login(message).to_bytes();
    let mut all = vec![honest];
    for bit in 0..512 {
        let mut changed = honest;
        changed[bit / 8] ^= 1 << (bit % 8);
        all.push(changed);
    }
    let r = Scalar::from(7u8);
    // The first of the eight is the identity.
    for torsion in EIGHT_TORSION {
        all.push(forge((EdwardsPoint::mul_base(&r) + torsion).compress().to_bytes(), r));
        for sign in [0, 0x80] {
            let mut point = torsion.compress().to_bytes();
            point[31] ^= sign;
            all.push(forge(point, Scalar::ZERO));
        }
    }
    for y in 0xed..=0xff {
        for sign in [0x7f, 0xff] {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (y, sign);
            all.push(forge(point, Scalar::ZERO));
        }
    }
    let (mut plainly, mut strictly) = (0, 0);
    for bytes in all {
        let signature = Signature::from_bytes(&bytes).unwrap();
        let plain = plain.verify(message, &ed25519_dalek::Signature::from_bytes(&bytes)).is_ok();
        let strict = key.public().verify_login(message, &signature).is_ok();
        assert_eq!(strict, plain && signature.is_strict(), "{}", hex::encode(bytes));
        (plainly, strictly) = (plainly + usize::from(plain), strictly + usize::from(strict));
    }
    // R = identity is what the plain equation lets pass.
    assert_eq!((plainly, strictly), (3, 2));
}

/// All encodings of points of small order and all others that are not canonical.
#[test]
fn signatures_with_a_degenerate_r_have_no_strict_form() {
    let signature = |r: [u8; 32]| Signature::from_bytes(&[r, [0; 32]].concat()).unwrap();
    for point in curve25519_dalek::constants::EIGHT_TORSION {
        assert!(!signature(point.compress().to_bytes()).is_strict());
    }
    for y in 0xed..=0xff {
        for sign in [0x7f, 0xff] {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (y, sign);
            assert!(!signature(point).is_strict());
        }
    }
    // The base point is neither, and S may be anything below the order.
    let base = curve25519_dalek::constants::ED25519_BASEPOINT_COMPRESSED.to_bytes();
    assert!(signature(base).is_strict());
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let below = bytes("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    assert!(Signature::from_bytes(&[base, below].concat()).unwrap().is_strict());
    assert!(!Signature::from_bytes(&[base, order].concat()).unwrap().is_strict());
}

/// A27: the points of small order in all their encodings, as libsodium lists them.
#[test]
fn mal_a27_degenerate_signature_keys_are_refused() {
    for point in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert!(VerifyingKey::from_bytes(&bytes::<32>(point)).is_err(), "{point}");
        assert!(RootPublicKey::from_bytes(&bytes::<32>(point)).is_err(), "{point}");
    }
    assert_eq!(VerifyingKey::from_bytes(&[0; 31]), Err(ImportError::Length));
    // Not a point at all: y = 2.
    let mut no_point = [0; 32];
    no_point[0] = 2;
    assert_eq!(VerifyingKey::from_bytes(&no_point), Err(ImportError::Malformed));
}

fn heads() -> Heads {
    Heads { organisation: Head { n: 7, hash: [8; 32] }, part: Head { n: 9, hash: [10; 32] } }
}

#[test]
fn a_revision_is_bound_to_context_envelope_heads_and_author() {
    let key = SigningKey::from_raw(&[1; 32]);
    let envelope = seal_record(&part_key(), &record_context(), &RecordText::new()).unwrap();
    let signature = sign_revision(&key, &record_context(), &envelope, &heads()).unwrap();
    let verify = |context: &RecordContext<'_>, envelope: &[u8], heads: &Heads| {
        verify_revision(&key.public(), context, envelope, heads, &signature)
    };
    assert_eq!(verify(&record_context(), &envelope, &heads()), Ok(()));
    for context in changed_record_contexts() {
        assert_eq!(verify(&context, &envelope, &heads()), Err(SignatureError));
    }
    for at in 0..envelope.len() {
        let mut changed = envelope.clone();
        changed[at] ^= 1;
        assert_eq!(verify(&record_context(), &changed, &heads()), Err(SignatureError));
    }
    let h = heads();
    for changed in [
        Heads { organisation: Head { n: 8, ..h.organisation }, ..h },
        Heads { organisation: Head { hash: [0; 32], ..h.organisation }, ..h },
        Heads { part: Head { n: 8, ..h.part }, ..h },
        Heads { part: Head { hash: [0; 32], ..h.part }, ..h },
        Heads { organisation: h.part, part: h.organisation },
    ] {
        assert_eq!(verify(&record_context(), &envelope, &changed), Err(SignatureError));
    }
    let other = SigningKey::from_raw(&[2; 32]).public();
    assert!(verify_revision(&other, &record_context(), &envelope, &heads(), &signature).is_err());
}

/// Facts hash, envelope hash, both heads: 144 bytes under the namespace "revision".
#[test]
fn the_signed_bytes_of_a_revision_are_the_published_ones() {
    let key = SigningKey::from_raw(&[1; 32]);
    let envelope = seal_record(&part_key(), &record_context(), &RecordText::new()).unwrap();
    let mut body = FACTS.to_vec();
    body.extend(sha256(&envelope));
    body.extend([0, 0, 0, 0, 0, 0, 0, 7]);
    body.extend([8; 32]);
    body.extend([0, 0, 0, 0, 0, 0, 0, 9]);
    body.extend([10; 32]);
    let mut context = envelope[..24].to_vec();
    for id in [TENANT, ORGANISATION, CASE, PART, RECORD] {
        context.extend([0, 0, 0, 16]);
        context.extend(id);
    }
    context.extend(b"\0\0\0\x06person");
    context.extend([0, 0, 0, 4, 0, 0, 0, 1].repeat(3));
    context.extend([0, 0, 0, 16]);
    context.extend(AUTHOR);
    for hash in [CERTIFICATE, PREVIOUS, FACTS] {
        context.extend([0, 0, 0, 32]);
        context.extend(hash);
    }
    context.extend([0; 16]);
    let signature = sign_revision(&key, &record_context(), &envelope, &heads()).unwrap();
    assert_eq!(key.public().verify(statement::REVISION, &context, &body, &signature), Ok(()));
}

/// Without the envelope: its header is rebuilt, its hash is known from the log.
#[test]
fn a_revision_verifies_without_its_envelope() {
    let key = SigningKey::from_raw(&[1; 32]);
    let envelope = seal_record(&part_key(), &record_context(), &RecordText::new()).unwrap();
    let signature = sign_revision(&key, &record_context(), &envelope, &heads()).unwrap();
    let header = Header { kind: Kind::Record, schema: record::SCHEMA, key: part_key().id() };
    let message =
        |header: &Header, hash: [u8; 32]| revision_message(&record_context(), header, &hash, &heads());
    let signed = message(&header, sha256(&envelope)).unwrap();
    assert!(signature.is_strict());
    assert_eq!(key.public().verify_message(&signed, &signature), Ok(()));
    for other in [
        message(&header, OTHER_HASH).unwrap(),
        message(&Header { schema: 2, ..header }, sha256(&envelope)).unwrap(),
        message(&Header { key: KeyId(OTHER), ..header }, sha256(&envelope)).unwrap(),
    ] {
        assert_eq!(key.public().verify_message(&other, &signature), Err(SignatureError));
    }
    assert_eq!(message(&Header { kind: Kind::Attachment, ..header }, sha256(&envelope)), Err(SignatureError));
}

#[test]
fn only_records_are_signed_as_revisions() {
    let key = SigningKey::from_raw(&[1; 32]);
    let mut envelope = seal_record(&part_key(), &record_context(), &RecordText::new()).unwrap();
    envelope[5] = 2;
    assert_eq!(sign_revision(&key, &record_context(), &envelope, &heads()), Err(SignatureError));
    assert_eq!(sign_revision(&key, &record_context(), b"", &heads()), Err(SignatureError));
}

#[test]
fn keys_of_different_roles_show_their_role_only() {
    assert_eq!(format!("{:?}", RootKey::from_raw(&[1; 32])), "RootKey(redacted)");
    assert_eq!(format!("{:?}", SigningKey::from_raw(&[1; 32])), "AccountKey(redacted)");
}
