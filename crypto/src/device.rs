//! Keys under which a device keeps something for the next page load.

use crate::{
    kdf,
    password::PasswordDeviceKey,
    random::{self, RandomError},
    secret::secret,
    suite01::SuiteKey,
};
use core::fmt;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

secret! {
    /// What only this device can compute: the output of its non-extractable HMAC key.
    DeviceSecret
}

impl DeviceSecret {
    /// Takes the output of the device's non-extractable HMAC key.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self::from_secret(bytes)
    }
}

/// A device without WebCrypto: its HMAC key lies in memory. For native programs and tests.
pub struct SoftwareDevice(Zeroizing<[u8; 64]>);

impl fmt::Debug for SoftwareDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SoftwareDevice(redacted)")
    }
}

impl SoftwareDevice {
    /// Makes the HMAC key of a device.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make() -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random::bytes()?)))
    }

    /// HMAC-SHA-256 of `label`, as the browser computes it with its non-extractable key.
    #[must_use]
    pub fn mac(&self, label: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new((&*self.0).into());
        mac.update(label);
        mac.finalize().into_bytes().into()
    }
}

secret! {
    /// The half of a device key that the client makes and the server keeps with the session or the device.
    /// Worthless without the device; deleting it locks the device out.
    DeviceShare
}

impl DeviceShare {
    /// Makes a share.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make() -> Result<Self, RandomError> {
        Ok(Self(random::bytes()?))
    }

    /// Takes a share that the server kept.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self::from_secret(bytes)
    }

    /// The bytes that are given to the server.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.expose()
    }
}

/// Seals what a device keeps.
#[derive(Clone)]
pub struct DeviceKey(SuiteKey);

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(redacted)")
    }
}

impl DeviceKey {
    /// The key for a session: a reload while unlocked asks for nothing.
    #[must_use]
    pub fn derive_session(secret: &DeviceSecret, share: &DeviceShare) -> Self {
        Self(SuiteKey::new(&kdf::derive(&[secret.expose(), share.expose()], &[b"wimes/device/session/1"])))
    }

    /// The key of a device that remembers the organisation key beyond the session: needs the password too.
    #[must_use]
    pub fn derive_remembered(
        secret: &DeviceSecret,
        share: &DeviceShare,
        password: &PasswordDeviceKey,
    ) -> Self {
        Self(SuiteKey::new(&kdf::derive(
            &[secret.expose(), share.expose(), password.expose()],
            &[b"wimes/device/remembered/1"],
        )))
    }

    pub(crate) fn suite(&self) -> &SuiteKey {
        &self.0
    }
}
