//! Normal forms of text.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use zeroize::Zeroizing;

/// Longest text that is folded letter by letter without growing more than this factor.
const GROWTH: usize = 4;

/// Normalisation form C: the same letters are the same bytes on every device. For passwords.
pub(crate) fn nfc(text: &str) -> Zeroizing<String> {
    // With room for everything, so that no copy is left behind by growing.
    let mut out = Zeroizing::new(String::with_capacity(text.len() * GROWTH));
    out.extend(text.nfc());
    out
}

/// A letter as the search sees it: lower case, without accents, `ß` as `ss`, `ø` and the like as their base letters.
pub(crate) fn fold_char(letter: char, mut push: impl FnMut(char)) {
    if letter.is_ascii() {
        // Nearly all of a long text, and nothing to decompose.
        push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match lower {
            'ß' => {
                push('s');
                push('s');
            }
            'æ' => {
                push('a');
                push('e');
            }
            'œ' => {
                push('o');
                push('e');
            }
            'ø' => push('o'),
            'ł' => push('l'),
            'đ' | 'ð' => push('d'),
            'ı' => push('i'),
            other => std::iter::once(other).nfd().filter(|c| !is_combining_mark(*c)).for_each(&mut push),
        }
    }
}

/// A text as the search sees it.
pub(crate) fn fold(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 2));
    for letter in text.chars() {
        fold_char(letter, |folded| out.push(folded));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_an_umlaut_make_the_same_password() {
        // U+00E4 alone, and U+0061 followed by U+0308 (Unicode Standard Annex #15, figure 3).
        assert_eq!(*nfc("K\u{e4}se"), *nfc("Ka\u{308}se"));
        assert_eq!(nfc("Käse").as_str(), "K\u{e4}se");
    }

    #[test]
    fn folding_ignores_case_accents_and_sharp_s() {
        assert_eq!(fold("Müller-LÜDENSCHEIDT Straße").as_str(), "muller-ludenscheidt strasse");
        assert_eq!(fold("Łukasz Çelik Ørsted").as_str(), "lukasz celik orsted");
    }
}
