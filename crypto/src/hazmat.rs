//! **Dangerous**: the raw suite, raw key bytes and deterministic sealing.
//!
//! Nothing in the application needs this. It exists so that outsiders and tests can check the format: what happens here
//! is not bound to a context by type, and keys lose their names.

pub use crate::suite01::{CHUNK_SIZE, COMMITMENT_SIZE, SALT_SIZE, SuiteKey, TAG_SIZE};
use crate::{
    AccountKeys, BundleKey, CaseKey, KemKeyPair, KeyId, LoginKey, OneUseKey, OneUseSeed, OrganisationKey,
    PartKey, PasswordMaster, RootKey, SigningKey,
};

/// Key types that can be turned into raw bytes and back.
pub trait RawKey: Sized {
    /// The key of these bytes.
    fn from_raw(bytes: &[u8; 32]) -> Self;
    /// The bytes of this key.
    fn raw(&self) -> [u8; 32];
}

macro_rules! raw_keys {
    ($($key:ty: $from:ident;)*) => {$(
        impl RawKey for $key {
            fn from_raw(bytes: &[u8; 32]) -> Self {
                Self::$from(bytes)
            }
            fn raw(&self) -> [u8; 32] {
                *self.expose()
            }
        }
    )*};
}

raw_keys! {
    RootKey: from_seed;
    SigningKey: from_seed;
    LoginKey: from_seed;
    OneUseKey: from_seed;
    KemKeyPair: from_seed;
    BundleKey: from_secret;
    PasswordMaster: from_secret;
    OneUseSeed: from_secret;
}

/// The organisation key of these bytes.
#[must_use]
pub fn organisation_key(epoch: u32, bytes: &[u8; 32]) -> OrganisationKey {
    OrganisationKey::from_secret(epoch, bytes)
}

/// The bytes of an organisation key.
#[must_use]
pub fn organisation_key_bytes(key: &OrganisationKey) -> [u8; 32] {
    *key.expose()
}

/// The case key of this id and these bytes.
#[must_use]
pub fn case_key(id: KeyId, bytes: &[u8; 32]) -> CaseKey {
    CaseKey::from_secret(id, bytes)
}

/// The bytes of a case key.
#[must_use]
pub fn case_key_bytes(key: &CaseKey) -> [u8; 32] {
    *key.expose()
}

/// The part key of this id and these bytes.
#[must_use]
pub fn part_key(id: KeyId, bytes: &[u8; 32]) -> PartKey {
    PartKey::from_secret(id, bytes)
}

/// The bytes of a part key.
#[must_use]
pub fn part_key_bytes(key: &PartKey) -> [u8; 32] {
    *key.expose()
}

/// The keys of an account from the plaintext of its bundle.
#[must_use]
pub fn account_keys(bytes: &[u8; 64]) -> AccountKeys {
    AccountKeys::from_secret(bytes)
}

/// Runs `work` as on a system whose random number generator fails, in this thread.
pub fn without_randomness<T>(work: impl FnOnce() -> T) -> T {
    crate::random::fail_during(work)
}
