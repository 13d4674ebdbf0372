//! Case keys and part keys.

use crate::{
    KeyId, kdf,
    random::{self, RandomError},
    suite01::SuiteKey,
};
use core::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Declares a key that is identified, wrapped by others, and used in suite 01.
macro_rules! wrapping_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            id: KeyId,
            bytes: Zeroizing<[u8; 32]>,
            suite: SuiteKey,
        }

        impl $name {
            /// Makes a random key with a random id.
            ///
            /// # Errors
            /// [`RandomError`] when the system has no randomness.
            pub fn make() -> Result<Self, RandomError> {
                Ok(Self::from_secret(KeyId(random::bytes()?), &Zeroizing::new(random::bytes()?)))
            }

            pub(crate) fn from_secret(id: KeyId, bytes: &[u8; 32]) -> Self {
                Self { id, bytes: Zeroizing::new(*bytes), suite: SuiteKey::new(bytes) }
            }

            pub(crate) fn expose(&self) -> &[u8; 32] {
                &self.bytes
            }

            pub(crate) fn suite(&self) -> &SuiteKey {
                &self.suite
            }

            /// Id of this key; stands in the header of what it seals.
            #[must_use]
            pub fn id(&self) -> KeyId {
                self.id
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("id", &self.id).finish_non_exhaustive()
            }
        }
    };
}

wrapping_key! {
    /// The key CK(case, organisation): each organisation that works on a case has its own. Wraps part keys.
    CaseKey
}

wrapping_key! {
    /// The key PK(case, part, epoch): seals the records of one part of a case.
    PartKey
}

impl PartKey {
    /// What the access statement says about this key.
    #[must_use]
    pub fn check(&self) -> CheckValue {
        CheckValue(*kdf::derive(&[self.bytes.as_slice()], &[b"wimes/part/check/1"]))
    }
}

/// Check value of a part key, published in the access statement. Receivers compare it before they use a key.
#[derive(Debug, Clone, Copy)]
pub struct CheckValue(pub [u8; 32]);

impl PartialEq for CheckValue {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for CheckValue {}
