//! Ed25519 keys, one type per role: a key of one role cannot sign or verify what belongs to another.
//!
//! ```
//! let root = crypto::RootKey::make()?;
//! let signature = root.sign(crypto::statement::GENESIS, b"context", b"body");
//! assert!(root.public().verify(crypto::statement::GENESIS, b"context", b"body", &signature).is_ok());
//! # Ok::<(), crypto::RandomError>(())
//! ```
//! A root key does not sign what accounts sign:
//! ```compile_fail,E0308
//! let root = crypto::RootKey::make()?;
//! let signature = root.sign(crypto::statement::RIGHTS, b"context", b"body");
//! # Ok::<(), crypto::RandomError>(())
//! ```

use crate::{
    error::{ImportError, SignatureError},
    random::{self, RandomError},
    statement::{self, Namespace},
};
use core::{fmt, hash, marker::PhantomData};
use ed25519_dalek::Signer;
use zeroize::Zeroizing;

/// The roles of signature keys.
pub mod role {
    /// A role of a signature key.
    pub trait Role: sealed::Sealed {
        /// Name for debug output.
        const NAME: &'static str;
    }

    mod sealed {
        pub trait Sealed {}
    }

    macro_rules! roles {
        ($($(#[$doc:meta])* $name:ident;)*) => {$(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl Role for $name {
                const NAME: &'static str = stringify!($name);
            }
        )*};
    }

    roles! {
        /// The organisation's root; its seed exists on the sheet in the safe only.
        Root;
        /// An account's key for statements and revisions.
        Account;
        /// An account's key for logging in; comes from the password.
        Login;
        /// The key of an invitation.
        OneUse;
    }
}

use role::Role;

/// A secret Ed25519 key of the role `R`.
pub struct SecretKey<R: Role>(ed25519_dalek::SigningKey, PhantomData<R>);

/// A public Ed25519 key of the role `R`: canonical, of full order.
pub struct PublicKey<R: Role>(ed25519_dalek::VerifyingKey, PhantomData<R>);

/// The organisation's root key.
pub type RootKey = SecretKey<role::Root>;
/// Public half of the organisation's root key.
pub type RootPublicKey = PublicKey<role::Root>;
/// Signs statements and revisions for an account.
pub type SigningKey = SecretKey<role::Account>;
/// Verifies statements and revisions of an account.
pub type VerifyingKey = PublicKey<role::Account>;
/// Answers login challenges.
pub type LoginKey = SecretKey<role::Login>;
/// What the server keeps to verify answers to login challenges.
pub type LoginPublicKey = PublicKey<role::Login>;
/// The key of an invitation, made from its one-use seed.
pub type OneUseKey = SecretKey<role::OneUse>;
/// Public half of an invitation's key.
pub type OneUsePublicKey = PublicKey<role::OneUse>;

/// An Ed25519 signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Takes 64 bytes.
    ///
    /// # Errors
    /// [`SignatureError`] when the length differs.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
        bytes.try_into().map(Self).map_err(|_| SignatureError)
    }

    /// The 64 bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 64] {
        self.0
    }

    /// Whether the bytes have the form that strict verification demands: R in its canonical encoding and not of small
    /// order, S canonical. A few comparisons.
    ///
    /// A signature verifies ([`PublicKey::verify`]) exactly when it has this form and the equation `[S]B = R + [k]A` of
    /// RFC 8032 §5.1.7 holds. The standard of WebCrypto prescribes that equation, but browsers differ in what they think
    /// of an R of small order. So who asks this first, and then WebCrypto, gets the verdict of `verify` everywhere. The
    /// public key has to come from [`PublicKey::from_bytes`]: with one of prime order no R that has a component of small
    /// order fulfils the equation.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        crate::strict::is_strict(&self.0)
    }
}

impl<R: Role> SecretKey<R> {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed), PhantomData)
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half, recomputed from the seed.
    #[must_use]
    pub fn public(&self) -> PublicKey<R> {
        PublicKey(self.0.verifying_key(), PhantomData)
    }

    /// Signs `body` for a namespace of this role. Layout: [`statement::message`].
    #[must_use]
    pub fn sign(&self, namespace: Namespace<R>, context: &[u8], body: &[u8]) -> Signature {
        self.sign_raw(&statement::message(namespace.name(), context, body))
    }

    fn sign_raw(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

/// Keys that are made at random and kept sealed; the others are derived.
macro_rules! random_keys {
    ($($key:ident)*) => {$(
        impl $key {
            /// Makes a key.
            ///
            /// # Errors
            /// [`RandomError`] when the system has no randomness.
            pub fn make() -> Result<Self, RandomError> {
                Ok(Self::from_seed(&Zeroizing::new(random::bytes()?)))
            }
        }
    )*};
}

random_keys!(RootKey SigningKey);

impl LoginKey {
    /// Signs a login message: a challenge, or the change of the login key itself. The message carries its own domain
    /// prefix, because the server builds it too; this key signs nothing else.
    #[must_use]
    pub fn sign_login(&self, message: &[u8]) -> Signature {
        self.sign_raw(message)
    }
}

impl OneUseKey {
    /// Signs a message for an invitation: to look at it or to accept it. The message carries its own domain prefix,
    /// because the server builds it too.
    #[must_use]
    pub fn sign_invitation(&self, message: &[u8]) -> Signature {
        self.sign_raw(message)
    }
}

impl<R: Role> PublicKey<R> {
    /// Length in bytes.
    pub const SIZE: usize = 32;

    /// Takes a public key that came from elsewhere.
    ///
    /// # Errors
    /// [`ImportError`] unless the bytes are the one canonical encoding of a point of the large prime order.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImportError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| ImportError::Length)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| ImportError::Malformed)?;
        if mutated!("mutant-key-import-unchecked") {
            return Ok(Self(key, PhantomData));
        }
        let point = key.to_edwards();
        if point.is_small_order() || !point.is_torsion_free() {
            return Err(ImportError::Degenerate);
        }
        if point.compress().to_bytes() != *bytes {
            return Err(ImportError::Malformed);
        }
        Ok(Self(key, PhantomData))
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Verifies a signature over `body`, strictly (RFC 8032 with canonical encodings and no small-order points).
    ///
    /// # Errors
    /// [`SignatureError`] when it does not fit to key, namespace, context and body.
    pub fn verify(
        &self,
        namespace: Namespace<R>,
        context: &[u8],
        body: &[u8],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        self.verify_raw(&statement::message(namespace.name(), context, body), signature)
    }

    /// Like [`verify`](Self::verify), but of bytes that [`statement::message`] or [`statement::revision_message`] made:
    /// the counterpart of verifying many signatures with WebCrypto.
    ///
    /// # Errors
    /// [`SignatureError`] when it does not fit.
    pub fn verify_message(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.verify_raw(message, signature)
    }

    fn verify_raw(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        if mutated!("mutant-signature-not-verified") {
            return Ok(());
        }
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).map_err(|_| SignatureError)
    }
}

impl LoginPublicKey {
    /// Verifies a signature by [`LoginKey::sign_login`].
    ///
    /// # Errors
    /// [`SignatureError`] when it does not fit.
    pub fn verify_login(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.verify_raw(message, signature)
    }
}

impl<R: Role> Clone for SecretKey<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<R: Role> fmt::Debug for SecretKey<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Key(redacted)", R::NAME)
    }
}

impl<R: Role> Clone for PublicKey<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Role> Copy for PublicKey<R> {}

impl<R: Role> PartialEq for PublicKey<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<R: Role> Eq for PublicKey<R> {}

impl<R: Role> hash::Hash for PublicKey<R> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.to_bytes().hash(state);
    }
}

impl<R: Role> fmt::Debug for PublicKey<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}PublicKey(", R::NAME)?;
        for byte in self.to_bytes() {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(")")
    }
}
