//! Clear facts of a record: ratings, codes and dates, as deterministic CBOR (RFC 8949 §4.2.1).
//!
//! The bytes are stored verbatim and are bound by the author's signature; the server only derives columns from
//! them. A clear text is a code or a date and nothing else: its alphabet and length leave no room for a name or
//! a sentence, and both sides refuse anything wider.

use crate::{bytes::Bytes32, chain::sha256, limits::FACTS_MAX};
use minicbor::{Decoder, Encoder, data::Type};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest clear text value in bytes.
pub const CODE_MAX: usize = 64;
/// Most facts in one record.
pub const FACTS_COUNT_MAX: usize = 400;
/// Fact that marks a withdrawn record.
pub const WITHDRAWN: &str = "_withdrawn";

/// A clear value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A whole number: rating, minutes, hours.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A code of a code list, a date (`2026-11-23`) or a month (`2012-03`).
    Code(String),
    /// Several codes of one list.
    Codes(Vec<String>),
    /// A person of the staff, a unit or another object.
    Id(Uuid),
}

impl Fact {
    /// The code, date or month, if this is one.
    #[must_use]
    pub fn as_code(&self) -> Option<&str> {
        if let Self::Code(code) = self { Some(code) } else { None }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    /// Yes or no, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }
}

/// The clear facts of one revision, by field code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Fact>);

/// Why facts are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    /// A key or text is not a code.
    #[error("a clear value is not a code, a date or a number")]
    NotACode,
    /// Too many facts or too many bytes.
    #[error("too many clear facts")]
    TooLarge,
    /// The bytes are not the deterministic CBOR of facts.
    #[error("clear facts are not in canonical form")]
    NotCanonical,
}

/// Whether a text may stand in clear: 1 to 64 of `A–Z a–z 0–9 . _ : § + -`.
#[must_use]
pub fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= CODE_MAX
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._:§+-".contains(c))
}

impl Facts {
    /// No facts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a fact.
    ///
    /// # Errors
    /// [`FactsError::NotACode`] when key or text is not a code, [`FactsError::TooLarge`] when there are too many.
    pub fn set(&mut self, key: &str, fact: Fact) -> Result<(), FactsError> {
        let texts_are_codes = match &fact {
            Fact::Code(code) => is_code(code),
            Fact::Codes(codes) => codes.iter().all(|code| is_code(code)),
            Fact::Int(_) | Fact::Bool(_) | Fact::Id(_) => true,
        };
        if !is_code(key) || !texts_are_codes {
            return Err(FactsError::NotACode);
        }
        if self.0.len() >= FACTS_COUNT_MAX && !self.0.contains_key(key) {
            return Err(FactsError::TooLarge);
        }
        self.0.insert(key.to_owned(), fact);
        Ok(())
    }

    /// The fact of a field.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Fact> {
        self.0.get(key)
    }

    /// The code, date or month of a field.
    #[must_use]
    pub fn code(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Fact::as_code)
    }

    /// The number of a field.
    #[must_use]
    pub fn int(&self, key: &str) -> Option<i64> {
        self.get(key).and_then(Fact::as_int)
    }

    /// Yes or no; a missing fact is no.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Fact::as_bool).unwrap_or(false)
    }

    /// Whether the record was withdrawn by this revision.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.flag(WITHDRAWN)
    }

    /// Removes a fact.
    pub fn remove(&mut self, key: &str) -> Option<Fact> {
        self.0.remove(key)
    }

    /// All facts in order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(key, fact)| (key.as_str(), fact))
    }

    /// How many facts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Deterministic CBOR: a map whose keys are sorted by their encoded bytes (shorter first), shortest heads.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        // Writing into a Vec cannot fail, as the error's type says; there is nothing to report.
        self.encode().unwrap_or_default()
    }

    fn encode(&self) -> Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>> {
        let mut sorted: Vec<(&String, &Fact)> = self.0.iter().collect();
        sorted.sort_by_key(|(key, _)| (key.len(), key.as_bytes().to_vec()));
        let mut e = Encoder::new(Vec::new());
        e.map(sorted.len() as u64)?;
        for (key, fact) in sorted {
            e.str(key)?;
            match fact {
                Fact::Int(value) => e.i64(*value)?,
                Fact::Bool(value) => e.bool(*value)?,
                Fact::Code(code) => e.str(code)?,
                Fact::Codes(codes) => {
                    e.array(codes.len() as u64)?;
                    for code in codes {
                        e.str(code)?;
                    }
                    &mut e
                }
                Fact::Id(id) => e.bytes(id.as_bytes())?,
            };
        }
        Ok(e.into_writer())
    }

    /// Reads facts and insists on the canonical form, so that one meaning has one signed byte string.
    ///
    /// # Errors
    /// [`FactsError`]: not canonical CBOR, a text that is not a code, or too large.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, FactsError> {
        if bytes.len() > FACTS_MAX {
            return Err(FactsError::TooLarge);
        }
        let mut d = Decoder::new(bytes);
        let count = d.map().ok().flatten().ok_or(FactsError::NotCanonical)?;
        if count > FACTS_COUNT_MAX as u64 {
            return Err(FactsError::TooLarge);
        }
        let mut facts = Self::new();
        for _ in 0..count {
            let key = d.str().map_err(|_| FactsError::NotCanonical)?.to_owned();
            let fact = decode_fact(&mut d)?;
            facts.set(&key, fact)?;
        }
        if facts.to_cbor() == bytes { Ok(facts) } else { Err(FactsError::NotCanonical) }
    }

    /// SHA-256 of the canonical bytes: the facts hash in contexts and signatures.
    #[must_use]
    pub fn hash(&self) -> Bytes32 {
        sha256(&self.to_cbor())
    }
}

fn decode_fact(d: &mut Decoder<'_>) -> Result<Fact, FactsError> {
    let no = |_| FactsError::NotCanonical;
    match d.datatype().map_err(no)? {
        Type::Bool => d.bool().map(Fact::Bool).map_err(no),
        Type::String => d.str().map(|text| Fact::Code(text.to_owned())).map_err(no),
        Type::Bytes => {
            let bytes = d.bytes().map_err(no)?;
            Uuid::from_slice(bytes).map(Fact::Id).map_err(|_| FactsError::NotCanonical)
        }
        Type::Array => {
            let count = d.array().map_err(no)?.ok_or(FactsError::NotCanonical)?;
            if count > FACTS_COUNT_MAX as u64 {
                return Err(FactsError::TooLarge);
            }
            let mut codes = Vec::new();
            for _ in 0..count {
                codes.push(d.str().map_err(no)?.to_owned());
            }
            Ok(Fact::Codes(codes))
        }
        _ => d.i64().map(Fact::Int).map_err(no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand after RFC 8949: A3 map(3); shorter keys first; 61 61 "a"; 05; 62 62 62 "bb"; F5 true.
    #[test]
    fn facts_are_deterministic_cbor() {
        let mut facts = Facts::new();
        facts.set("ccc", Fact::Code("x".into())).unwrap();
        facts.set("bb", Fact::Bool(true)).unwrap();
        facts.set("a", Fact::Int(5)).unwrap();
        let expected = [0xa3, 0x61, b'a', 0x05, 0x62, b'b', b'b', 0xf5, 0x63, b'c', b'c', b'c', 0x61, b'x'];
        assert_eq!(facts.to_cbor(), expected);
        assert_eq!(Facts::from_cbor(&expected).unwrap(), facts);
    }

    #[test]
    fn other_encodings_of_the_same_facts_are_refused() {
        let wrong_order = [0xa2, 0x62, b'b', b'b', 0xf5, 0x61, b'a', 0x05];
        let long_int = [0xa1, 0x61, b'a', 0x18, 0x05];
        let indefinite = [0xbf, 0x61, b'a', 0x05, 0xff];
        let doubled = [0xa2, 0x61, b'a', 0x05, 0x61, b'a', 0x05];
        let trailing = [0xa1, 0x61, b'a', 0x05, 0x00];
        for bytes in [&wrong_order[..], &long_int, &indefinite, &doubled, &trailing] {
            assert_eq!(Facts::from_cbor(bytes), Err(FactsError::NotCanonical));
        }
    }

    #[test]
    fn free_text_never_fits_into_clear_facts() {
        let mut facts = Facts::new();
        for text in ["Mara Lindqvist", "", "Müller", "a\nb", &"x".repeat(65)] {
            assert_eq!(facts.set("name", Fact::Code(text.to_owned())), Err(FactsError::NotACode), "{text}");
        }
        assert_eq!(facts.set("§34", Fact::Code("§34".into())), Ok(()));
    }

    #[test]
    fn gigantic_lengths_are_refused_without_allocating() {
        let bytes = [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(Facts::from_cbor(&bytes), Err(FactsError::TooLarge));
    }
}
