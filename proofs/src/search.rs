//! Looking for secrets in places where they may not stand.

use api::Bytes;
use std::collections::BTreeSet;

/// Secrets in every form in which they could have been written down.
#[derive(Debug)]
pub struct Search {
    forms: Vec<Form>,
    /// Whether a form begins with a byte: nearly all others are passed over at once.
    firsts: [bool; 256],
    /// For every pair of bytes the forms that begin with it.
    starts: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Form {
    bytes: Vec<u8>,
    secret: usize,
}

impl Search {
    /// For these secrets: as they are, in hexadecimal digits, in base64 at any of the three offsets, and in UTF-16.
    #[must_use]
    pub fn new(secrets: &[Vec<u8>]) -> Self {
        let mut search = Self { forms: Vec::new(), firsts: [false; 256], starts: vec![Vec::new(); 1 << 16] };
        for (secret, bytes) in secrets.iter().enumerate() {
            for bytes in forms(bytes) {
                if let [first, second, ..] = bytes[..] {
                    search.firsts[usize::from(first)] = true;
                    search.starts[pair(first, second)].push(search.forms.len());
                    search.forms.push(Form { bytes, secret });
                }
            }
        }
        search
    }

    /// Indices of the secrets that stand in these bytes.
    #[must_use]
    pub fn find(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (at, first) in bytes.iter().enumerate() {
            if !self.firsts[usize::from(*first)] {
                continue;
            }
            let Some(second) = bytes.get(at + 1) else { break };
            for form in &self.starts[pair(*first, *second)] {
                let form = &self.forms[*form];
                if bytes[at..].starts_with(&form.bytes) {
                    found.insert(form.secret);
                }
            }
        }
        found
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    if let Ok(text) = std::str::from_utf8(secret) {
        forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    for offset in 0..3 {
        let padded = Bytes([vec![0; offset], secret.to_vec()].concat()).to_base64url();
        // The characters at both ends depend on what stands beside the secret.
        let inner = &padded[4.min(offset * 4)..padded.len() - 4];
        forms.push(inner.as_bytes().to_vec());
        forms.push(inner.replace('-', "+").replace('_', "/").into_bytes());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_every_form_of_a_canary() {
        let needle = "Kanarienvogel Zürich".as_bytes();
        let search = Search::new(&[b"something else".to_vec(), needle.to_vec()]);
        let encoded = |prefix: &[u8]| Bytes([prefix, needle, b"tail"].concat()).to_base64url().into_bytes();
        let utf16: Vec<u8> = "xKanarienvogel Zürich".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hex = "4b616e617269656e766f67656c205ac3bc72696368";
        for haystack in [
            [b"..", needle, b".."].concat(),
            encoded(b""),
            encoded(b"1"),
            encoded(b"12"),
            encoded(b"123"),
            utf16,
            format!("\\x00{hex}00").into_bytes(),
            hex.to_uppercase().into_bytes(),
        ] {
            assert_eq!(search.find(&haystack), BTreeSet::from([1]), "{}", String::from_utf8_lossy(&haystack));
        }
        assert_eq!(search.find(b"Kanarienvogel"), BTreeSet::new());
    }
}
