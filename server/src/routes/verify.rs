//! Verifying signatures: with public keys only, strictly, and with the same demands on keys as the clients have.

use crate::{
    http::ApiError,
    store::{Organisation, Tx, logs},
};
use api::{
    Bytes32, ProblemCode,
    ids::{AccountId, OrganisationId, TenantId},
    limits::STATEMENT_MAX,
    signing,
    statement::{AccountKeys, SignedStatement, Statement, StatementError},
};
use ed25519_dalek::{Signature, VerifyingKey};
use ml_kem::{EncapsulationKey768, TryKeyInit};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

/// Length of the ML-KEM-768 half of an X-Wing public key; the X25519 half follows.
const ML_KEM_HALF: usize = 1184;

/// A public key: canonical, of full order.
pub(super) fn public_key(bytes: &[u8]) -> Option<VerifyingKey> {
    let bytes: &[u8; 32] = bytes.try_into().ok()?;
    let key = VerifyingKey::from_bytes(bytes).ok()?;
    let point = key.to_edwards();
    let sound = !point.is_small_order() && point.is_torsion_free() && point.compress().to_bytes() == *bytes;
    sound.then_some(key)
}

/// Whether these bytes are an X-Wing public key: the ML-KEM half is the encoding of reduced coefficients (the modulus
/// check of FIPS 203 §7.2), the X25519 half is not of low order.
///
/// The clients refuse the same keys. What the server let in would make each of them refuse the whole log.
pub(super) fn kem_key(bytes: &[u8]) -> bool {
    let Some((ml_kem, x25519)) = bytes.split_at_checked(ML_KEM_HALF) else { return false };
    let Ok(x25519) = <[u8; 32]>::try_from(x25519) else { return false };
    // Every scalar is a multiple of eight after clamping, so any one of them sends all low-order points to zero.
    let scalar = x25519_dalek::StaticSecret::from([0x55; 32]);
    EncapsulationKey768::new_from_slice(ml_kem).is_ok()
        && scalar.diffie_hellman(&x25519_dalek::PublicKey::from(x25519)).was_contributory()
}

/// Keys that were found sound: looking at one costs as much as a signature, and the same people sign all day.
static SOUND: LazyLock<Mutex<HashMap<[u8; 32], VerifyingKey>>> = LazyLock::new(Mutex::default);
/// Most keys that are kept.
const SOUND_MAX: usize = 4096;

/// The same as [`public_key`].
fn known_key(bytes: &[u8]) -> Option<VerifyingKey> {
    let bytes: &[u8; 32] = bytes.try_into().ok()?;
    if let Some(key) = SOUND.lock().unwrap_or_else(PoisonError::into_inner).get(bytes) {
        return Some(*key);
    }
    let key = public_key(bytes)?;
    let mut sound = SOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if sound.len() >= SOUND_MAX {
        sound.clear();
    }
    sound.insert(*bytes, key);
    Some(key)
}

/// Whether `signature` is `key`'s over `message`.
pub(super) fn signature(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), ApiError> {
    let verified = known_key(key)
        .zip(Signature::from_slice(signature).ok())
        .is_some_and(|(key, signature)| key.verify_strict(message, &signature).is_ok());
    if verified { Ok(()) } else { Err(ProblemCode::BadSignature.into()) }
}

/// Reads the body of a statement.
pub(super) fn decode(signed: &SignedStatement) -> Result<Statement, ApiError> {
    if signed.signature.0.len() != 64 {
        return Err(ProblemCode::BadSignature.into());
    }
    signed.decode().map_err(|error| {
        debug_assert!(error != StatementError::TooLarge || signed.body.0.len() > STATEMENT_MAX);
        match error {
            StatementError::TooLarge => ProblemCode::TooLarge.into(),
            StatementError::NotCanonical => ProblemCode::BadStatement.into(),
        }
    })
}

/// Whether `key` signed the statement in its namespace, in the name of its organisation.
pub(super) fn statement(
    key: &[u8],
    tenant: TenantId,
    signed: &SignedStatement,
    statement: &Statement,
) -> Result<(), ApiError> {
    let context = signing::organisation_context(tenant, statement.organisation);
    let message = signing::message(statement.namespace(), &context, &signed.body.0);
    signature(key, &message, &signed.signature.0)
}

/// Whether the new keys of an account are sound.
pub(super) fn account_keys(keys: &AccountKeys) -> Result<(), ApiError> {
    if public_key(&keys.signing.0).is_some() && kem_key(&keys.kem.0) {
        Ok(())
    } else {
        Err(ProblemCode::BadStatement.into())
    }
}

/// Who signs a statement here, as the server has them certified.
#[derive(Debug)]
pub(super) struct Signer<'a> {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub account: AccountId,
    pub certificate: Bytes32,
    pub key: &'a [u8],
}

impl Signer<'_> {
    /// Reads and verifies a statement of this signer in its organisation's name. It must name a head that the
    /// organisation's log has: one that does not would make every reader refuse the log.
    pub(super) async fn verify(
        &self,
        tx: &Tx<Organisation>,
        signed: &SignedStatement,
    ) -> Result<Statement, ApiError> {
        let read = decode(signed)?;
        if read.organisation != self.organisation || read.signer != self.account {
            return Err(ProblemCode::BadStatement.into());
        }
        if read.certificate != self.certificate {
            return Err(ProblemCode::NotCertified.into());
        }
        statement(self.key, self.tenant, signed, &read)?;
        if !logs::organisation_knows(tx, self.organisation, &read.heads.organisation).await? {
            return Err(ProblemCode::BadStatement.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two coefficients in three bytes, as FIPS 203 §4.2.1 packs twelve bits each.
    fn key(coefficients: [u16; 2], x25519: [u8; 32]) -> Vec<u8> {
        let [one, two] = coefficients;
        let [low, high] = one.to_le_bytes();
        let [second_low, second_high] = (two << 4).to_le_bytes();
        let triple = [low, high | second_low, second_high];
        // The seed of the matrix takes the last 32 bytes of the ML-KEM half.
        [triple.repeat(384).as_slice(), &[5; 32], &x25519].concat()
    }

    #[test]
    fn a_kem_key_has_reduced_coefficients() {
        assert!(kem_key(&key([3328, 3328], [9; 32])));
        assert!(kem_key(&key([0, 0], [9; 32])));
        for unreduced in [3329, 3330, 4095] {
            assert!(!kem_key(&key([unreduced, 0], [9; 32])));
            assert!(!kem_key(&key([0, unreduced], [9; 32])));
        }
        // The first, one in the middle, the last.
        for at in [0, 600, 1149] {
            let mut bytes = key([3328, 3328], [9; 32]);
            bytes[at..at + 3].fill(0xff);
            assert!(!kem_key(&bytes), "{at}");
        }
    }

    /// The points of order 1, 2, 4 and 8 on Curve25519 and its twist, with the ignored highest bit set and not.
    #[test]
    fn a_kem_key_has_no_low_order_half() {
        let eight = [
            [
                0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
                0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
                0xb8, 0x00,
            ],
            [
                0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
                0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
                0x11, 0x57,
            ],
        ];
        let zero = [0; 32];
        let mut one = zero;
        one[0] = 1;
        // p − 1, p and p + 1 with p = 2^255 − 19.
        let near = [0xec, 0xed, 0xee].map(|first| {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (first, 0x7f);
            point
        });
        for mut point in [zero, one].into_iter().chain(eight).chain(near) {
            for highest in [0, 0x80] {
                point[31] |= highest;
                assert!(!kem_key(&key([1, 2], point)), "{point:02x?}");
            }
        }
    }

    #[test]
    fn a_kem_key_has_one_length() {
        let good = key([1, 2], [9; 32]);
        assert!(kem_key(&good));
        for length in [0, 32, 1184, 1215] {
            assert!(!kem_key(&good[..length]), "{length}");
        }
        assert!(!kem_key(&[good.as_slice(), &[0]].concat()));
    }
}
