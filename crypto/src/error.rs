//! The errors that several operations share. None of them carries plaintext or key material.

use crate::random::RandomError;

/// An envelope did not open. Deliberately the only failure of opening: wrong key, changed byte, wrong context,
/// unknown suite and truncation look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the envelope does not open")]
pub struct OpenError;

/// Something could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system's random number generator failed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The plaintext is longer than its kind allows.
    #[error("the plaintext is too large")]
    TooLarge,
}

/// A signature or a proof does not fit to key, namespace, context and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct SignatureError;

/// Bytes are not an acceptable public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The number of bytes does not fit.
    #[error("the public key has the wrong length")]
    Length,
    /// The bytes are not the canonical encoding of a key.
    #[error("the public key is malformed")]
    Malformed,
    /// The key is of small order or has a component of small order: signatures or shared secrets would mean nothing.
    #[error("the public key is degenerate")]
    Degenerate,
}
