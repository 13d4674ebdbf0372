//! Signatures that are verified many at a time, by whatever is fastest on the device.

use api::bytes::Bytes32;
use crypto::{Signature, VerifyingKey};
use std::{cell::RefCell, collections::HashSet};

const KEY: usize = 32;
const SIGNATURE: usize = 64;

/// A signature that waits to be verified: message, public key and signature, all of them public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureJob {
    /// Message ‖ public key ‖ signature.
    bytes: Vec<u8>,
    key: VerifyingKey,
    signature: Signature,
}

impl SignatureJob {
    /// A job. The key was imported, so that it is canonical and of full order.
    pub(crate) fn new(mut message: Vec<u8>, key: VerifyingKey, signature: Signature) -> Self {
        message.extend_from_slice(&key.to_bytes());
        message.extend_from_slice(&signature.to_bytes());
        Self { bytes: message, key, signature }
    }

    /// A job from plain bytes; none when the public key or the length of the signature is not in order.
    #[must_use]
    pub fn from_bytes(message: &[u8], public_key: &[u8], signature: &[u8]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(public_key).ok()?;
        Some(Self::new(message.to_vec(), key, Signature::from_bytes(signature).ok()?))
    }

    /// The signed bytes.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() - KEY - SIGNATURE]
    }

    /// The Ed25519 public key.
    #[must_use]
    pub fn public_key(&self) -> [u8; KEY] {
        self.key.to_bytes()
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> [u8; SIGNATURE] {
        self.signature.to_bytes()
    }

    /// Whether the mere bytes of the signature fulfil what strict verification demands. Who verifies by other means than
    /// [`verify`](Self::verify) asks this first, and then gets the same verdict.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.signature.is_strict()
    }

    /// Verifies here and now, strictly.
    #[must_use]
    pub fn verify(&self) -> bool {
        self.key.verify_message(self.message(), &self.signature).is_ok()
    }

    /// What the verdict is remembered under: SHA-256 over message, public key and signature. The message of a revision
    /// holds the hash of its envelope.
    pub(crate) fn digest(&self) -> Bytes32 {
        api::chain::sha256(&self.bytes)
    }
}

/// Verdicts by [`SignatureJob::digest`].
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    good: HashSet<Bytes32>,
    bad: HashSet<Bytes32>,
    /// Those that were taken to be good before anybody knew; none where nothing is presumed.
    presumed: Option<RefCell<Vec<Bytes32>>>,
}

impl Verdicts {
    /// Takes every signature to be good and notes it. What was read with it must not be used before
    /// [`confirmed_by`](Self::confirmed_by) says so.
    pub(crate) fn presuming() -> Self {
        Self { presumed: Some(RefCell::default()), ..Self::default() }
    }

    /// Whether everything that was presumed to be good is good.
    pub(crate) fn confirmed_by(&self, verdicts: &Self) -> bool {
        let presumed = self.presumed.as_ref();
        presumed.is_none_or(|presumed| presumed.borrow().iter().all(|digest| verdicts.is_good(digest)))
            || crypto::mutated!("mutant-presumption-believed")
    }

    /// Notes a verdict.
    pub(crate) fn put(&mut self, digest: Bytes32, good: bool) {
        let set = if good { &mut self.good } else { &mut self.bad };
        set.insert(digest);
    }

    /// Whether a signature is known to be good.
    pub(crate) fn is_good(&self, digest: &Bytes32) -> bool {
        self.good.contains(digest)
    }

    /// The verdict; what was not verified before is verified now.
    pub(crate) fn verify(&self, job: &SignatureJob) -> bool {
        let digest = job.digest();
        if let Some(presumed) = &self.presumed {
            presumed.borrow_mut().push(digest);
            return true;
        }
        self.good.contains(&digest) || (!self.bad.contains(&digest) && job.verify())
    }

    /// Takes over what is known to be good.
    pub(crate) fn extend(&mut self, other: Self) {
        self.good.extend(other.good);
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.good.is_empty() && self.bad.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::AccountKeys;

    #[test]
    fn a_verdict_holds_for_exactly_this_message_key_and_signature() {
        let (one, other) = (AccountKeys::make().unwrap(), AccountKeys::make().unwrap());
        let sign = |keys: &AccountKeys, body: &[u8]| {
            let context = [0; 32];
            let message = crypto::statement::message("access", &context, body);
            let signature = keys.signing.sign(crypto::statement::ACCESS, &context, body);
            (message, keys.signing.public(), signature)
        };
        let (message, key, signature) = sign(&one, b"a");
        let job = SignatureJob::new(message.clone(), key, signature);
        assert!(job.verify() && job.is_strict());
        assert_eq!((job.message(), job.public_key()), (message.as_slice(), key.to_bytes()));
        let mut verdicts = Verdicts::default();
        verdicts.put(job.digest(), true);
        let (other_message, other_key, other_signature) = sign(&other, b"b");
        let presumed = Verdicts::presuming();
        assert!(presumed.verify(&job) && presumed.confirmed_by(&verdicts));
        assert!(!presumed.is_good(&job.digest()));
        for changed in [
            SignatureJob::new(other_message, key, signature),
            SignatureJob::new(message.clone(), other_key, signature),
            SignatureJob::new(message, key, other_signature),
        ] {
            assert!(!verdicts.is_good(&changed.digest()) && !verdicts.verify(&changed));
            let presumed = Verdicts::presuming();
            assert!(presumed.verify(&job) && presumed.verify(&changed) && !presumed.confirmed_by(&verdicts));
        }
    }
}
