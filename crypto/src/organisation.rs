//! The organisation key and everything that is derived from it.

use crate::{
    Id, KeyId,
    error::SignatureError,
    fingerprint::Fingerprint,
    kdf,
    kem::KemKeyPair,
    random::{self, RandomError},
    secret::secret,
    statement,
    suite01::SuiteKey,
};
use core::fmt;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The organisation key OK of one epoch: 32 random bytes that never leave the organisation in any form.
///
/// It is used through [`secrets`](Self::secrets) only.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OrganisationKey {
    epoch: u32,
    bytes: [u8; 32],
}

impl fmt::Debug for OrganisationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrganisationKey").field("epoch", &self.epoch).finish_non_exhaustive()
    }
}

impl OrganisationKey {
    /// Makes the key of an epoch; the first epoch is 1.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make(epoch: u32) -> Result<Self, RandomError> {
        Ok(Self { epoch, bytes: random::bytes()? })
    }

    pub(crate) fn from_secret(epoch: u32, bytes: &[u8; 32]) -> Self {
        Self { epoch, bytes: *bytes }
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Number of the epoch, from 1.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Id of this key as a wrapping key. Derived, so that a typed key needs no further letters.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let bytes = kdf::derive(&[&self.bytes], &[b"wimes/organisation/id/1"]);
        let mut id = Id::default();
        id.copy_from_slice(&bytes[..16]);
        KeyId(id)
    }

    /// What genesis and key epochs say about this key, and what people compare.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::from_bytes(*kdf::derive(
            &[&self.bytes],
            &[b"wimes/organisation/fingerprint/1", &self.epoch.to_be_bytes()],
        ))
    }

    /// Everything that is derived from this key.
    #[must_use]
    pub fn secrets(&self) -> OrganisationSecrets {
        let label = |label: &[u8]| kdf::derive(&[&self.bytes], &[label]);
        OrganisationSecrets {
            epoch: self.epoch,
            id: self.id(),
            wrap: SuiteKey::new(&label(b"wimes/organisation/wrap/1")),
            site: SiteSecret::from_secret(&label(b"wimes/organisation/site/1")),
            join: JoinSecret::from_secret(&label(b"wimes/organisation/join/1")),
            kem_seed: label(b"wimes/organisation/kem/1"),
        }
    }
}

secret! {
    /// Second half of every account's bundle.
    SiteSecret
}

secret! {
    /// Proves at enrolment that the new account holds the key file.
    JoinSecret
}

/// The secrets of one epoch of an organisation: to wrap case keys, to open bundles, to prove membership.
#[derive(Clone)]
pub struct OrganisationSecrets {
    epoch: u32,
    id: KeyId,
    wrap: SuiteKey,
    site: SiteSecret,
    join: JoinSecret,
    kem_seed: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for OrganisationSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrganisationSecrets")
            .field("epoch", &self.epoch)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl OrganisationSecrets {
    /// Number of the epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Id of the organisation key as a wrapping key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The organisation's X-Wing key pair of this epoch, recomputed from its seed.
    #[must_use]
    pub fn kem(&self) -> KemKeyPair {
        KemKeyPair::from_seed(&self.kem_seed)
    }

    /// Proves that whoever enrols holds the organisation key: HMAC-SHA-256 over context and body of the certificate.
    #[must_use]
    pub fn join_proof(&self, context: &[u8], body: &[u8]) -> JoinProof {
        JoinProof(self.join_mac(context, body))
    }

    /// Checks a [`join_proof`](Self::join_proof).
    ///
    /// # Errors
    /// [`SignatureError`] when it does not fit.
    pub fn verify_join_proof(
        &self,
        context: &[u8],
        body: &[u8],
        proof: &JoinProof,
    ) -> Result<(), SignatureError> {
        let expected = self.join_mac(context, body);
        if bool::from(expected.ct_eq(&proof.0)) { Ok(()) } else { Err(SignatureError) }
    }

    fn join_mac(&self, context: &[u8], body: &[u8]) -> [u8; 32] {
        // HMAC pads short keys with zeroes up to its block of 64 bytes.
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(self.join.expose());
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        mac.update(&statement::message("join", context, body));
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn wrap(&self) -> &SuiteKey {
        &self.wrap
    }

    pub(crate) fn site(&self) -> &SiteSecret {
        &self.site
    }
}

/// Proof that an account held the organisation key when it enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinProof(pub [u8; 32]);
