//! Typeable groups: four symbols and a check symbol that knows the number of its group.
//!
//! The check symbol is computed in GF(32), modulus x⁵+x²+1: `number + 2·d₁ + 4·d₂ + 8·d₃ + 16·d₄`, where `+` is XOR.
//! Any single wrong symbol, any two exchanged symbols and any exchanged groups are noticed, and in which group.

use super::base32;
use crate::hash::sha256_parts;
use zeroize::Zeroizing;

const DATA_SYMBOLS: usize = 4;
/// Symbols of a group with its check symbol.
pub(crate) const GROUP_SYMBOLS: usize = DATA_SYMBOLS + 1;
/// Typed text is never much longer than the longest sheet.
const MAX_TEXT: usize = 4096;

/// What is wrong with typed groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupsError {
    Empty,
    /// Not as many groups as expected.
    Count {
        found: usize,
    },
    /// The first group, counted from 1, that is wrong.
    Group(usize),
    /// Every group is in order, but not all together.
    Checksum,
}

/// `payload ‖ first bytes of SHA-256(label ‖ payload)` as groups. `total` is the number of bytes with the checksum,
/// a multiple of five.
pub(crate) fn encode(label: &[u8], payload: &[u8], total: usize) -> Vec<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(total));
    bytes.extend_from_slice(payload);
    let checksum = sha256_parts(&[label, payload]);
    bytes.extend_from_slice(&checksum[..total.saturating_sub(payload.len()).min(checksum.len())]);
    let symbols = Zeroizing::new(base32::encode(&bytes));
    let mut groups = Vec::new();
    let mut group = String::with_capacity(GROUP_SYMBOLS);
    let mut values = [0; DATA_SYMBOLS];
    for (at, symbol) in symbols.chars().enumerate() {
        values[at % DATA_SYMBOLS] = base32::value(symbol).unwrap_or_default();
        group.push(symbol);
        if at % DATA_SYMBOLS == DATA_SYMBOLS - 1 {
            group.push(base32::symbol(check(groups.len() + 1, &values).into()));
            groups.push(std::mem::replace(&mut group, String::with_capacity(GROUP_SYMBOLS)));
        }
    }
    groups
}

/// Reads groups back into the payload of `payload` bytes.
pub(crate) fn decode(
    label: &[u8],
    text: &str,
    payload: usize,
    total: usize,
) -> Result<Zeroizing<Vec<u8>>, GroupsError> {
    let expected = total * 8 / 5 / DATA_SYMBOLS;
    let groups = split(text, expected)?;
    let mut values = Zeroizing::new(Vec::with_capacity(expected * DATA_SYMBOLS));
    for (number, group) in (1..).zip(groups.iter()) {
        let group = read_group(number, group).ok_or(GroupsError::Group(number))?;
        values.extend_from_slice(&group);
    }
    let mut bytes = base32::pack(&values);
    let checksum = sha256_parts(&[label, &bytes[..payload]]);
    if bytes[payload..] != checksum[..total - payload] {
        return Err(GroupsError::Checksum);
    }
    bytes.truncate(payload);
    Ok(bytes)
}

/// Whether what was typed into the field of group `number` (from 1) is in order.
pub(crate) fn is_group(number: usize, text: &str) -> bool {
    let symbols: Zeroizing<String> = Zeroizing::new(text.chars().filter(|c| !is_separator(*c)).collect());
    read_group(number, &symbols).is_some()
}

fn split(text: &str, expected: usize) -> Result<Vec<Zeroizing<String>>, GroupsError> {
    if text.len() > MAX_TEXT {
        return Err(GroupsError::Count { found: text.len().div_ceil(GROUP_SYMBOLS) });
    }
    let groups: Vec<Zeroizing<String>> = text
        .split(is_separator)
        .filter(|group| !group.is_empty())
        .map(|group| Zeroizing::new(group.to_owned()))
        .collect();
    if groups.is_empty() {
        return Err(GroupsError::Empty);
    }
    if groups.len() == expected {
        return Ok(groups);
    }
    // Without the separators, or with others: cut anew.
    let symbols: Zeroizing<Vec<char>> =
        Zeroizing::new(groups.iter().flat_map(|group| group.chars()).collect());
    let found = symbols.len().div_ceil(GROUP_SYMBOLS);
    if symbols.len() != expected * GROUP_SYMBOLS {
        return Err(GroupsError::Count { found });
    }
    Ok(symbols.chunks(GROUP_SYMBOLS).map(|group| Zeroizing::new(group.iter().collect())).collect())
}

fn is_separator(symbol: char) -> bool {
    symbol.is_whitespace() || matches!(symbol, '-' | '.' | ',' | '/' | '\u{2010}'..='\u{2015}')
}

fn read_group(number: usize, group: &str) -> Option<[u8; DATA_SYMBOLS]> {
    let mut values = [0; GROUP_SYMBOLS];
    let mut symbols = group.chars();
    for value in &mut values {
        *value = base32::value(symbols.next()?)?;
    }
    let [a, b, c, d, given] = values;
    let data = [a, b, c, d];
    (symbols.next().is_none() && check(number, &data) == given).then_some(data)
}

fn check(number: usize, data: &[u8; DATA_SYMBOLS]) -> u8 {
    let start = (number % 32).to_le_bytes()[0];
    (1..).zip(data).fold(start, |sum, (power, value)| sum ^ (0..power).fold(*value, |v, _| double(v)))
}

/// Multiplication by x in GF(32).
fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0x20 == 0 { shifted } else { shifted ^ 0x25 }
}
