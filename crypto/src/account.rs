//! The secret keys of an account in one organisation.

use crate::{
    kem::KemKeyPair,
    random::{self, RandomError},
    signing::SigningKey,
};
use zeroize::Zeroizing;

/// What an account's bundle holds: the key that signs statements and revisions, and the key pair that receives keys.
#[derive(Debug, Clone)]
pub struct AccountKeys {
    /// Signs statements and revisions.
    pub signing: SigningKey,
    /// Receives keys that are sealed to this account alone.
    pub kem: KemKeyPair,
}

impl AccountKeys {
    /// Length of the plaintext of a bundle: two seeds.
    pub(crate) const SIZE: usize = 64;

    /// Makes new keys.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make() -> Result<Self, RandomError> {
        let seed = Zeroizing::new(random::bytes()?);
        Ok(Self { signing: SigningKey::make()?, kem: KemKeyPair::from_seed(&seed) })
    }

    pub(crate) fn to_secret(&self) -> Zeroizing<[u8; Self::SIZE]> {
        let mut out = Zeroizing::new([0; Self::SIZE]);
        out[..32].copy_from_slice(self.signing.expose());
        out[32..].copy_from_slice(self.kem.expose());
        out
    }

    pub(crate) fn from_secret(bytes: &[u8; Self::SIZE]) -> Self {
        let mut signing = Zeroizing::new([0; 32]);
        let mut kem = Zeroizing::new([0; 32]);
        signing.copy_from_slice(&bytes[..32]);
        kem.copy_from_slice(&bytes[32..]);
        Self { signing: SigningKey::from_seed(&signing), kem: KemKeyPair::from_seed(&kem) }
    }
}
