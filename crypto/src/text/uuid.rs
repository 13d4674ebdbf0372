//! Identifiers in their usual form: 8-4-4-4-12 hexadecimal digits.

use crate::Id;

pub(crate) fn encode(id: &Id) -> String {
    let mut out = String::with_capacity(36);
    for (at, byte) in id.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

/// Lower case with hyphens only.
pub(crate) fn decode(text: &str) -> Option<Id> {
    let mut id = Id::default();
    let mut digits = text.chars().filter(|c| *c != '-').map(|c| c.to_digit(16));
    for byte in &mut id {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    (encode(&id) == text).then_some(id)
}
