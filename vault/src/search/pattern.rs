//! One word of a query, and how it fits a word of a text: exactly, in another spelling of the umlauts, or with a typing
//! error.

use crate::text::fold;
use zeroize::Zeroizing;

/// Letters from which on one typing error is forgiven, and two.
const ONE_ERROR_FROM: usize = 4;
const TWO_ERRORS_FROM: usize = 8;
/// Longest word that is compared letter by letter.
const LONGEST: usize = 48;

/// How a word fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The letters stand there, at these bytes of the folded word.
    Exact { at: usize, length: usize },
    /// Another spelling of umlauts; true where the word begins with it.
    Spelling { begins: bool },
    /// So many typing errors.
    Near { errors: u8 },
}

impl Fit {
    /// Typing errors.
    pub(super) fn errors(self) -> u8 {
        if let Self::Near { errors } = self { errors } else { 0 }
    }
}

/// A folded word with both spellings.
pub(super) struct Spelled {
    pub plain: Zeroizing<String>,
    /// `ae`, `oe`, `ue` as `a`, `o`, `u`, where that makes a difference.
    pub short: Option<Zeroizing<String>>,
    /// Which letters occur.
    pub letters: u32,
}

impl Spelled {
    /// A word that is folded already.
    pub(super) fn new(plain: Zeroizing<String>) -> Self {
        let short = shorten(&plain);
        let letters = letters(&plain);
        Self { plain, short, letters }
    }

    fn short(&self) -> &str {
        self.short.as_ref().unwrap_or(&self.plain)
    }
}

/// A word of a query.
pub(super) struct Pattern {
    word: Spelled,
    short_letters: u32,
    forgives: u32,
    chars: Zeroizing<Vec<char>>,
}

/// The words of a query.
pub(super) fn patterns(query: &str) -> Vec<Pattern> {
    let folded = fold(query);
    folded.split_whitespace().map(Pattern::new).collect()
}

impl Pattern {
    fn new(word: &str) -> Self {
        let chars = Zeroizing::new(word.chars().collect::<Vec<char>>());
        let lettered = chars.iter().filter(|letter| letter.is_alphabetic()).count();
        // Codes and numbers are typed as they are.
        let forgives = match chars.len() {
            length if lettered < length || length > LONGEST => 0,
            length if length >= TWO_ERRORS_FROM => 2,
            length if length >= ONE_ERROR_FROM => 1,
            _ => 0,
        };
        let word = Spelled::new(Zeroizing::new(word.to_owned()));
        let short_letters = letters(word.short());
        Self { word, short_letters, forgives, chars }
    }

    /// How a folded word fits, the best way there is.
    pub(super) fn fit(&self, word: &Spelled) -> Option<Fit> {
        let missing = (self.short_letters & !word.letters).count_ones();
        if missing > self.forgives {
            return None;
        }
        if missing == 0 {
            if let Some(at) = word.plain.find(self.word.plain.as_str()) {
                return Some(Fit::Exact { at, length: self.word.plain.len() });
            }
            if self.word.short.is_some() || word.short.is_some() {
                let found = word.short().find(self.word.short());
                if let Some(at) = found {
                    return Some(Fit::Spelling { begins: at == 0 });
                }
            }
        }
        if self.forgives == 0 {
            return None;
        }
        let parts = word.plain.split(|letter: char| !letter.is_alphanumeric());
        parts.filter_map(|part| self.near(part)).min().map(|errors| Fit::Near { errors })
    }

    /// Fewest errors between this word and the beginning of another one.
    fn near(&self, part: &str) -> Option<u8> {
        let most = self.forgives as usize;
        let length = self.chars.len();
        // Bytes are no fewer than letters.
        if part.len() + most < length {
            return None;
        }
        let other: Zeroizing<Vec<char>> = Zeroizing::new(part.chars().take(length + most).collect());
        if other.len() + most < length {
            return None;
        }
        let whole = part.chars().nth(other.len()).is_none();
        distance(&self.chars, &other, most, whole)
    }
}

/// Fewest insertions, deletions, exchanges and swaps of neighbours that make `typed` out of `word` or, where it is longer,
/// of a beginning of it that is no shorter than what was typed. None above `most`. Optimal string alignment; a beginning
/// counts only where `typed` is not longer than it.
fn distance(typed: &[char], word: &[char], most: usize, whole: bool) -> Option<u8> {
    let width = word.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for (i, letter) in typed.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, other) in word.iter().enumerate() {
            let exchange = last[j] + usize::from(letter != other);
            let mut best = exchange.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == word[j - 1] && typed[i - 1] == *other {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let beginnings =
        last.iter().enumerate().filter(|(end, _)| *end >= typed.len()).map(|(_, errors)| *errors);
    let all = whole.then(|| last[word.len()]);
    beginnings.chain(all).min().filter(|errors| *errors <= most).and_then(|errors| u8::try_from(errors).ok())
}

/// One bit for every letter from a to z, and one for everything else.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| {
        bits | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            _ => 1 << 26,
        }
    })
}

/// Both spellings of an umlaut come out the same; none where there is no second vowel to leave out.
fn shorten(word: &str) -> Option<Zeroizing<String>> {
    let bytes = word.as_bytes();
    let doubled = |at: usize| at > 0 && bytes[at] == b'e' && matches!(bytes[at - 1], b'a' | b'o' | b'u');
    if !(1..bytes.len()).any(doubled) {
        return None;
    }
    let mut out = Zeroizing::new(String::with_capacity(word.len()));
    out.extend(word.char_indices().filter(|(at, _)| !doubled(*at)).map(|(_, letter)| letter));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(query: &str, word: &str) -> Option<Fit> {
        patterns(query)[0].fit(&Spelled::new(fold(word)))
    }

    #[test]
    fn both_spellings_of_umlauts_and_sharp_s_are_the_same() {
        for (query, word) in [
            ("Mueller", "Müller"),
            ("Müller", "Mueller"),
            ("Muller", "Mueller"),
            ("Koehler", "Köhler"),
            ("Jäger", "Jaeger"),
            ("Strasse", "Straße"),
            ("Straße", "Strasse"),
            ("bauer", "Bauer"),
            ("er", "Bauer"),
        ] {
            assert_eq!(fit(query, word).map(Fit::errors), Some(0), "{query} {word}");
        }
    }

    #[test]
    fn one_error_from_four_letters_on_and_two_from_eight() {
        for (query, word, errors) in [
            ("Maar", "Mara", Some(1)),
            ("Mura", "Mara", Some(1)),
            ("Linqvist", "Lindqvist", Some(1)),
            ("Lindkwist", "Lindqvist", Some(2)),
            ("Schewtchenko", "Schewtschenko", Some(1)),
            ("Linkqwist", "Lindqvist", Some(2)),
            ("Mur", "Mar", None),
            ("Muri", "Mara", None),
            ("Pettrsen", "Petersen", Some(1)),
            ("K7-2N", "K7-2M", None),
        ] {
            assert_eq!(fit(query, word).map(Fit::errors), errors, "{query} {word}");
        }
    }

    #[test]
    fn an_error_is_forgiven_while_somebody_is_still_typing_and_in_each_part_of_a_double_name() {
        assert_eq!(fit("Lindqw", "Lindqvist").map(Fit::errors), Some(1));
        assert_eq!(fit("Ludenschied", "Müller-Lüdenscheidt").map(Fit::errors), Some(1));
        // A word of four letters is not the beginning of everything that shares three.
        assert_eq!(fit("mark", "martina"), Some(Fit::Near { errors: 1 }));
        assert_eq!(fit("mark", "ma"), None);
    }
}
