//! Base 32 with an alphabet for people: no I, L, O, U; confusable letters are read as what was meant.

pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Five bits per symbol, most significant first; a last incomplete symbol is filled with zero bits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut pending, mut bits) = (0u16, 0);
    for byte in bytes {
        pending = (pending << 8) | u16::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(symbol(pending >> bits));
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(symbol(pending << (5 - bits)));
    }
    out
}

/// The symbol of the lowest five bits.
pub(crate) fn symbol(value: u16) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// The value of a typed symbol: any case, O as 0, I and L as 1, U as V.
pub(crate) fn value(symbol: char) -> Option<u8> {
    let symbol = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    let symbol = u8::try_from(symbol).ok()?;
    ALPHABET.iter().position(|known| *known == symbol).and_then(|at| u8::try_from(at).ok())
}

/// Packs five-bit values into whole bytes; bits that fill no byte are dropped.
pub(crate) fn pack(values: &[u8]) -> zeroize::Zeroizing<Vec<u8>> {
    let mut out = zeroize::Zeroizing::new(Vec::with_capacity(values.len() * 5 / 8));
    let (mut pending, mut bits) = (0u16, 0);
    for value in values {
        pending = (pending << 5) | u16::from(*value & 31);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((pending >> bits).to_le_bytes()[0]);
        }
        pending &= (1 << bits) - 1;
    }
    out
}
