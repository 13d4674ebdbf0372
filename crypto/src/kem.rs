//! X-Wing key pairs (ML-KEM-768 and X25519) that receive keys by HPKE.

use crate::error::ImportError;
use core::fmt;
use hpke::{Deserializable, Kem, Serializable, kem::XWing};
use zeroize::Zeroizing;

type HpkePublicKey = <XWing as Kem>::PublicKey;
type HpkePrivateKey = <XWing as Kem>::PrivateKey;

const X25519_SIZE: usize = 32;

/// An X-Wing key pair. Only the seed is ever stored; the public half is recomputed.
#[derive(Clone)]
pub struct KemKeyPair {
    seed: Zeroizing<[u8; 32]>,
    public: KemPublicKey,
}

impl fmt::Debug for KemKeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KemKeyPair(redacted)")
    }
}

impl KemKeyPair {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        let mut public = Box::new([0; KemPublicKey::SIZE]);
        // The only failure is a seed of another length; a public key of zeroes is refused by everybody.
        if let Ok(private) = HpkePrivateKey::from_bytes(seed) {
            XWing::sk_to_pk(&private).write_exact(public.as_mut_slice());
        }
        Self { seed: Zeroizing::new(*seed), public: KemPublicKey(public) }
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.seed
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &KemPublicKey {
        &self.public
    }
}

/// A checked X-Wing public key.
#[derive(Clone, PartialEq, Eq)]
pub struct KemPublicKey(Box<[u8; Self::SIZE]>);

impl fmt::Debug for KemPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KemPublicKey").finish_non_exhaustive()
    }
}

impl KemPublicKey {
    /// Length in bytes: ML-KEM-768 (1184), then X25519 (32).
    pub const SIZE: usize = 1216;

    /// Takes a public key that came from elsewhere.
    ///
    /// # Errors
    /// [`ImportError`] when the length, the ML-KEM half (coefficients reduced) or the X25519 half (not of low order)
    /// is not in order.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImportError> {
        let bytes: &[u8; Self::SIZE] = bytes.try_into().map_err(|_| ImportError::Length)?;
        if mutated!("mutant-key-import-unchecked") {
            return Ok(Self(Box::new(*bytes)));
        }
        HpkePublicKey::from_bytes(bytes).map_err(|_| ImportError::Malformed)?;
        let mut point = [0; X25519_SIZE];
        point.copy_from_slice(&bytes[Self::SIZE - X25519_SIZE..]);
        // Every scalar is a multiple of eight after clamping, so any one of them sends all low-order points to zero.
        let scalar = x25519_dalek::StaticSecret::from([0x55; X25519_SIZE]);
        if !scalar.diffie_hellman(&x25519_dalek::PublicKey::from(point)).was_contributory() {
            return Err(ImportError::Degenerate);
        }
        Ok(Self(Box::new(*bytes)))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::SIZE] {
        &self.0
    }
}
