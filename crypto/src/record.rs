//! Plaintext of records: length ‖ CBOR map of texts ‖ zero padding.

use crate::error::OpenError;
use core::{fmt, mem};
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use zeroize::{Zeroize, Zeroizing};

/// Schema of the plaintext that this module writes and reads.
pub const SCHEMA: u16 = 1;
/// Longest CBOR of a record in bytes.
pub const MAX_CBOR: usize = 4 * 1024 * 1024;
/// Most texts in a record.
pub const MAX_TEXTS: usize = 1024;
/// Longest code of a field in bytes.
pub const MAX_CODE: usize = 128;
/// Shortest plaintext in bytes.
pub const MIN_PLAINTEXT: usize = 256;

const LENGTH_SIZE: usize = 4;

/// Why a record cannot be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Too many or too long texts; see [`MAX_CBOR`], [`MAX_TEXTS`], [`MAX_CODE`].
    #[error("the record is too large")]
    TooLarge,
}

/// The sealed texts of a record: field code → text. Wiped on drop, redacted in debug output.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RecordText(BTreeMap<String, String>);

impl RecordText {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the text of a field.
    pub fn insert(&mut self, code: impl Into<String>, text: impl Into<String>) {
        if let Some(mut old) = self.0.insert(code.into(), text.into()) {
            old.zeroize();
        }
    }

    /// The text of a field.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }

    /// All texts, by field code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, text)| (code.as_str(), text.as_str()))
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no texts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts as a map, which the caller then has to wipe.
    #[must_use]
    pub fn into_map(mut self) -> BTreeMap<String, String> {
        mem::take(&mut self.0)
    }
}

impl From<BTreeMap<String, String>> for RecordText {
    fn from(map: BTreeMap<String, String>) -> Self {
        Self(map)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for RecordText {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(texts: T) -> Self {
        let mut out = Self::new();
        for (code, text) in texts {
            out.insert(code, text);
        }
        out
    }
}

impl Drop for RecordText {
    fn drop(&mut self) {
        for text in self.0.values_mut() {
            text.zeroize();
        }
    }
}

impl fmt::Debug for RecordText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordText({} texts, redacted)", self.0.len())
    }
}

/// The padded plaintext of these texts.
///
/// # Errors
/// [`RecordError::TooLarge`].
pub fn encode(text: &RecordText) -> Result<Zeroizing<Vec<u8>>, RecordError> {
    // Nine bytes hold every head of a CBOR item.
    let bound: usize = 9 + text.iter().map(|(code, text)| code.len() + text.len() + 18).sum::<usize>();
    if text.len() > MAX_TEXTS || text.iter().any(|(code, _)| code.len() > MAX_CODE) {
        return Err(RecordError::TooLarge);
    }
    // RFC 8949 §4.2.1: keys in the order of their encoded bytes, that is, shorter ones first.
    let mut texts: Vec<_> = text.iter().collect();
    texts.sort_by(|(a, _), (b, _)| key_order(a, b));
    // The capacity suffices, so that no copy of the texts is left behind by growing.
    let mut cbor = Zeroizing::new(Vec::with_capacity(bound));
    let mut encoder = Encoder::new(&mut *cbor);
    let mut written = encoder.map(texts.len() as u64).is_ok();
    for (code, text) in texts {
        written &= encoder.str(code).and_then(|e| e.str(text)).is_ok();
    }
    if !written || cbor.len() > MAX_CBOR {
        return Err(RecordError::TooLarge);
    }
    Ok(pad(&cbor))
}

/// Reads a plaintext. Strict: there is exactly one plaintext for given texts.
///
/// # Errors
/// [`OpenError`] for everything that [`encode`] would not have written.
pub fn decode(plaintext: &[u8]) -> Result<RecordText, OpenError> {
    let cbor = unpad(plaintext).ok_or(OpenError)?;
    if cbor.len() > MAX_CBOR {
        return Err(OpenError);
    }
    let mut decoder = Decoder::new(cbor);
    let count = decoder.map().ok().flatten().ok_or(OpenError)?;
    if count > MAX_TEXTS as u64 {
        return Err(OpenError);
    }
    let mut out = RecordText::new();
    for _ in 0..count {
        let code = decoder.str().map_err(|_| OpenError)?;
        let text = decoder.str().map_err(|_| OpenError)?;
        out.insert(code, text);
    }
    // Order, repetitions, long forms of lengths and trailing bytes all show in the comparison.
    match encode(&out) {
        Ok(canonical) if *canonical == *plaintext => Ok(out),
        _ => Err(OpenError),
    }
}

/// Order of the encoded keys.
fn key_order(a: &str, b: &str) -> core::cmp::Ordering {
    a.len().cmp(&b.len()).then_with(|| a.as_bytes().cmp(b.as_bytes()))
}

/// Length of `data` (4 bytes, big-endian) ‖ `data` ‖ zeroes up to [`padded_length`].
pub(crate) fn pad(data: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(padded_length(LENGTH_SIZE + data.len())));
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(data);
    let length = padded_length(out.len());
    out.resize(length, 0);
    out
}

/// The data inside a padded plaintext; none unless the padding is exactly as [`pad`] writes it.
pub(crate) fn unpad(plaintext: &[u8]) -> Option<&[u8]> {
    let (length, rest) = plaintext.split_first_chunk::<LENGTH_SIZE>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (data, padding) = rest.split_at_checked(length)?;
    let exact = plaintext.len() == padded_length(LENGTH_SIZE + length);
    (exact && padding.iter().all(|byte| *byte == 0)).then_some(data)
}

/// PADMÉ (Nikitin and others, PETS 2019), at least [`MIN_PLAINTEXT`]: lengths have as many significant bits as their
/// number of bits has bits, so that at most 12 percent are added and sizes say little.
#[must_use]
pub fn padded_length(length: usize) -> usize {
    if mutated!("mutant-padding-left-out") {
        return length;
    }
    let length = length.max(MIN_PLAINTEXT);
    let exponent = length.ilog2();
    let significant = exponent.ilog2() + 1;
    let mask = (1usize << (exponent - significant)) - 1;
    length.saturating_add(mask) & !mask
}
