//! What comes from a password: Argon2id, never used raw, then HKDF per purpose.

use crate::{
    kdf,
    random::{self, RandomError},
    secret::secret,
    signing::LoginKey,
};
use argon2::{Algorithm, Argon2, Params, Version};

/// Parameters of Argon2id within the compiled bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    memory_kib: u32,
    iterations: u32,
    parallelism: u32,
}

/// Why nothing was derived from a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// The parameters would make guessing passwords too cheap.
    #[error("the key derivation parameters are too weak")]
    TooWeak,
    /// The parameters would ask too much of this device.
    #[error("the key derivation parameters are too expensive")]
    TooExpensive,
    /// The password is longer than [`PasswordMaster::MAX_PASSWORD`] bytes.
    #[error("the password is too long")]
    PasswordTooLong,
    /// The device has too little memory.
    #[error("not enough memory for the key derivation")]
    OutOfMemory,
}

impl KdfParams {
    /// What new passwords get: 64 MiB, three passes, one lane.
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, iterations: 3, parallelism: 1 };
    /// The weakest that is accepted: 19 MiB, two passes, one lane.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 };
    /// The most expensive that is accepted: 1 GiB, 16 passes, four lanes.
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, iterations: 16, parallelism: 4 };

    /// Takes parameters that came from elsewhere; `memory_kib` in units of 1,024 bytes.
    ///
    /// # Errors
    /// [`KdfError::TooWeak`] below [`FLOOR`](Self::FLOOR), [`KdfError::TooExpensive`] above [`CEILING`](Self::CEILING),
    /// in any of the three.
    pub fn new(memory_kib: u32, iterations: u32, parallelism: u32) -> Result<Self, KdfError> {
        let (floor, ceiling) = (Self::FLOOR, Self::CEILING);
        let weak =
            memory_kib < floor.memory_kib || iterations < floor.iterations || parallelism < floor.parallelism;
        if weak && !mutated!("mutant-kdf-floor-removed") {
            return Err(KdfError::TooWeak);
        }
        if memory_kib > ceiling.memory_kib
            || iterations > ceiling.iterations
            || parallelism > ceiling.parallelism
        {
            return Err(KdfError::TooExpensive);
        }
        Ok(Self { memory_kib, iterations, parallelism })
    }

    /// Memory in units of 1,024 bytes.
    #[must_use]
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub fn iterations(self) -> u32 {
        self.iterations
    }

    /// Lanes.
    #[must_use]
    pub fn parallelism(self) -> u32 {
        self.parallelism
    }

    /// Memory, passes and lanes as 4 bytes big-endian each; part of a bundle's context.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 12] {
        let mut out = [0; 12];
        out[..4].copy_from_slice(&self.memory_kib.to_be_bytes());
        out[4..8].copy_from_slice(&self.iterations.to_be_bytes());
        out[8..].copy_from_slice(&self.parallelism.to_be_bytes());
        out
    }
}

impl Default for KdfParams {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Salt of a password, 32 random bytes, as it travels in `api::auth`. Public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// Makes a salt.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make() -> Result<Self, RandomError> {
        Ok(Self(random::bytes()?))
    }
}

secret! {
    /// Argon2id of a password. Never used as it is.
    PasswordMaster
}

secret! {
    /// First half of the key of an account's bundle; the other half comes from the organisation key. Alone it opens
    /// the enrolment seed only.
    BundleKey
}

secret! {
    /// What the password adds to the key of a device that remembers the organisation key.
    PasswordDeviceKey
}

impl PasswordMaster {
    /// Longest password in bytes of UTF-8.
    pub const MAX_PASSWORD: usize = 4096;

    /// Argon2id (version 1.3) of the password's bytes. Takes a few hundred milliseconds: call it in a worker.
    /// The caller normalises the text (NFC), so that the same letters are the same bytes on every device.
    ///
    /// # Errors
    /// [`KdfError::PasswordTooLong`], [`KdfError::OutOfMemory`].
    pub fn derive(password: &str, salt: &Salt, params: &KdfParams) -> Result<Self, KdfError> {
        if password.len() > Self::MAX_PASSWORD {
            return Err(KdfError::PasswordTooLong);
        }
        let params = Params::new(params.memory_kib, params.iterations, params.parallelism, Some(32))
            .map_err(|_| KdfError::TooExpensive)?;
        let mut out = Self([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt.0, &mut out.0)
            .map_err(|_| KdfError::OutOfMemory)?;
        Ok(out)
    }

    /// The key that answers login challenges.
    #[must_use]
    pub fn login(&self) -> LoginKey {
        LoginKey::from_seed(&kdf::derive(&[&self.0], &[b"wimes/password/login/1"]))
    }

    /// The first half of the key of the bundle.
    #[must_use]
    pub fn bundle(&self) -> BundleKey {
        let label: &[u8] = if mutated!("mutant-password-labels-merged") {
            b"wimes/password/login/1"
        } else {
            b"wimes/password/bundle/1"
        };
        BundleKey(*kdf::derive(&[&self.0], &[label]))
    }

    /// What the password adds to the key of a device that remembers the organisation key.
    #[must_use]
    pub fn device(&self) -> PasswordDeviceKey {
        PasswordDeviceKey::from_secret(&kdf::derive(&[&self.0], &[b"wimes/password/device/1"]))
    }
}
