//! Suite 01: the C2SP chunked encryption with AES-256-GCM, also known as Cobblestone-256.
//!
//! A body is `salt(24) ‖ commitment(32) ‖ chunks`. Specification: <https://c2sp.org/chunked-encryption>.

use crate::{
    error::{OpenError, SealError},
    kdf::{HmacSha512, expand, hmac_state},
    random::{self, RandomError},
};
use aes_gcm::{
    Aes256Gcm,
    aead::{AeadInOut, KeyInit},
};
use core::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes of random salt at the beginning of a body.
pub const SALT_SIZE: usize = 24;
/// Bytes of the commitment to key and context.
pub const COMMITMENT_SIZE: usize = 32;
/// Bytes of plaintext in every chunk but the last, which is always shorter.
pub const CHUNK_SIZE: usize = 16 * 1024;
/// Bytes of the authentication tag of a chunk.
pub const TAG_SIZE: usize = 16;

const NONCE_SIZE: usize = 12;
const BODY_START: usize = SALT_SIZE + COMMITMENT_SIZE;
const SEALED_CHUNK_SIZE: usize = CHUNK_SIZE + TAG_SIZE;
/// The specification counts chunks with 38 bits.
const MAX_CHUNKS: u64 = 1 << 38;
const LABEL: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00";

/// A key of suite 01. Its HMAC state is computed once and cloned for each message.
#[derive(Clone)]
pub struct SuiteKey(HmacSha512);

impl fmt::Debug for SuiteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SuiteKey(redacted)")
    }
}

/// What is derived for one message.
struct Message {
    cipher: Aes256Gcm,
    nonce: [u8; NONCE_SIZE],
    commitment: [u8; COMMITMENT_SIZE],
}

impl SuiteKey {
    /// Prepares a key of 32 uniformly random bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac_state(key))
    }

    /// Seals `plaintext` for exactly this `context` and returns the body.
    ///
    /// # Errors
    /// [`SealError::Random`] when no salt could be made; nothing is sealed then.
    pub fn seal(&self, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::new();
        self.seal_into(context, plaintext, &mut out)?;
        Ok(out)
    }

    /// Like [`seal`](Self::seal), but appends the body to `out`.
    ///
    /// # Errors
    /// As [`seal`](Self::seal); `out` is unchanged then.
    pub fn seal_into(&self, context: &[u8], plaintext: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        self.seal_with(context, plaintext, out, random::fill)
    }

    /// Like [`seal_into`](Self::seal_into) with a source of randomness of the caller's. A salt that repeats under one
    /// key and context reveals the plaintexts: for tests and vectors only.
    ///
    /// # Errors
    /// As [`seal`](Self::seal).
    pub fn seal_with(
        &self,
        context: &[u8],
        plaintext: &[u8],
        out: &mut Vec<u8>,
        fill: impl FnOnce(&mut [u8]) -> Result<(), RandomError>,
    ) -> Result<(), SealError> {
        let chunks = plaintext.len() / CHUNK_SIZE + 1;
        if chunks as u64 > MAX_CHUNKS {
            return Err(SealError::TooLarge);
        }
        let mut salt = [0; SALT_SIZE];
        fill(&mut salt)?;
        let message = self.derive(&salt, context);
        let start = out.len();
        out.reserve(BODY_START + plaintext.len() + chunks * TAG_SIZE);
        out.extend_from_slice(&salt);
        out.extend_from_slice(&message.commitment);
        for number in 0..chunks {
            let from = number * CHUNK_SIZE;
            let chunk = &plaintext[from..plaintext.len().min(from + CHUNK_SIZE)];
            let at = out.len();
            out.extend_from_slice(chunk);
            let nonce = message.nonce(number as u64);
            // AES-GCM refuses chunks of 64 GiB and more only, but an error must not leave plaintext behind.
            match message.cipher.encrypt_inout_detached(&nonce.into(), &[], (&mut out[at..]).into()) {
                Ok(tag) => out.extend_from_slice(&tag),
                Err(_) => {
                    out.truncate(start);
                    return Err(SealError::TooLarge);
                }
            }
        }
        Ok(())
    }

    /// Opens a body that was sealed with this key for exactly this `context`. Needs about as much memory as the body.
    ///
    /// # Errors
    /// [`OpenError`] for every reason.
    pub fn open(&self, context: &[u8], body: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (salt, rest) = body.split_first_chunk::<SALT_SIZE>().ok_or(OpenError)?;
        let (commitment, chunks) = rest.split_first_chunk::<COMMITMENT_SIZE>().ok_or(OpenError)?;
        // The last chunk is always shorter than a full one and holds at least its tag.
        if chunks.len() % SEALED_CHUNK_SIZE < TAG_SIZE && !mutated!("mutant-last-chunk-not-checked") {
            return Err(OpenError);
        }
        let message = self.derive(salt, context);
        let committed = bool::from(message.commitment.ct_eq(commitment));
        if !committed && !mutated!("mutant-commitment-ignored") {
            return Err(OpenError);
        }
        let mut out = Zeroizing::new(Vec::with_capacity(chunks.len()));
        for (number, chunk) in chunks.chunks(SEALED_CHUNK_SIZE).enumerate() {
            let number = number as u64;
            if number >= MAX_CHUNKS {
                return Err(OpenError);
            }
            let (data, tag) = chunk.split_last_chunk::<TAG_SIZE>().ok_or(OpenError)?;
            let at = out.len();
            out.extend_from_slice(data);
            message
                .cipher
                .decrypt_inout_detached(
                    &message.nonce(number).into(),
                    &[],
                    (&mut out[at..]).into(),
                    tag.into(),
                )
                .map_err(|_| OpenError)?;
        }
        Ok(out)
    }

    fn derive(&self, salt: &[u8; SALT_SIZE], context: &[u8]) -> Message {
        let mut bytes = Zeroizing::new([0; 32 + NONCE_SIZE + COMMITMENT_SIZE]);
        expand(&self.0, &[LABEL, salt, context], bytes.as_mut_slice());
        let mut key = Zeroizing::new([0; 32]);
        let mut nonce = [0; NONCE_SIZE];
        let mut commitment = [0; COMMITMENT_SIZE];
        key.copy_from_slice(&bytes[..32]);
        nonce.copy_from_slice(&bytes[32..32 + NONCE_SIZE]);
        commitment.copy_from_slice(&bytes[32 + NONCE_SIZE..]);
        Message { cipher: Aes256Gcm::new((&*key).into()), nonce, commitment }
    }
}

impl Message {
    /// Base nonce XOR the big-endian number of the chunk.
    fn nonce(&self, number: u64) -> [u8; NONCE_SIZE] {
        let mut nonce = self.nonce;
        if mutated!("mutant-chunk-number-left-out") {
            return nonce;
        }
        for (byte, counter) in nonce.iter_mut().rev().zip(number.to_le_bytes()) {
            *byte ^= counter;
        }
        nonce
    }
}
