//! Fingerprints that people compare.

use crate::{hash::sha256_parts, signing::RootPublicKey, text::base32};
use core::fmt;

/// A 32-byte fingerprint. Its display form shows the first 20 bytes as eight groups of four characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Bytes that the display form shows.
    const SHOWN: usize = 20;

    /// Takes the 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Fingerprint of an organisation's root public key.
    #[must_use]
    pub fn of_root(root: &RootPublicKey) -> Self {
        Self(sha256_parts(&[b"wimes/root/fingerprint/1", &root.to_bytes()]))
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = base32::encode(&self.0[..Self::SHOWN]);
        for (n, symbol) in text.chars().enumerate() {
            if n > 0 && n % 4 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{symbol}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
