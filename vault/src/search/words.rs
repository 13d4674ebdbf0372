//! All words that occur, each once, with the places where it stands: what makes every letter typed cheap.

use super::pattern::{Fit, Pattern, Spelled};
use crate::text::fold;
use std::collections::HashMap;
use zeroize::{Zeroize, Zeroizing};

/// A word as the key of the table; wiped when it is dropped.
#[derive(PartialEq, Eq, Hash)]
struct Key(String);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::borrow::Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

struct Places {
    word: Spelled,
    at: Vec<u32>,
}

/// The table.
#[derive(Default)]
pub(super) struct Words(HashMap<Key, Places>);

impl Words {
    /// Enters every word of a text at a place, once.
    pub(super) fn add(&mut self, place: u32, text: &str) {
        for word in text.split_whitespace() {
            let folded = fold(word);
            if folded.is_empty() {
                continue;
            }
            match self.0.get_mut(folded.as_str()) {
                Some(places) if places.at.last() == Some(&place) => {}
                Some(places) => places.at.push(place),
                None => {
                    let key = Key(folded.to_string());
                    self.0.insert(key, Places { word: Spelled::new(folded), at: vec![place] });
                }
            }
        }
    }

    /// Calls `found` with every place where a word of the query stands, and how it fits.
    pub(super) fn find(&self, pattern: &Pattern, mut found: impl FnMut(u32, Fit)) {
        for places in self.0.values() {
            if let Some(fit) = pattern.fit(&places.word) {
                places.at.iter().for_each(|place| found(*place, fit));
            }
        }
    }
}

/// The best hit of any of the words in a text, as a range of bytes, and its errors.
pub(super) fn locate(text: &str, patterns: &[Pattern]) -> Option<((usize, usize), u8)> {
    let mut best: Option<((usize, usize), u8)> = None;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let begin = at;
        at += word.len();
        let word = word.trim_end();
        if word.is_empty() {
            continue;
        }
        let spelled = Spelled::new(fold(word));
        for fit in patterns.iter().filter_map(|pattern| pattern.fit(&spelled)) {
            if best.as_ref().is_some_and(|(_, errors)| *errors <= fit.errors()) {
                continue;
            }
            let (start, end) = match fit {
                Fit::Exact { at, length } => super::original(word, (at, length)),
                Fit::Spelling { .. } | Fit::Near { .. } => lettered(word),
            };
            best = Some(((begin + start, begin + end), fit.errors()));
        }
        if best.as_ref().is_some_and(|(_, errors)| *errors == 0) {
            break;
        }
    }
    best
}

/// A word without what stands around it: brackets, full stops.
fn lettered(word: &str) -> (usize, usize) {
    let start = word.find(char::is_alphanumeric).unwrap_or(0);
    let rest = word[start..].trim_end_matches(|letter: char| !letter.is_alphanumeric());
    (start, start + rest.len())
}

/// A text that is wiped when it is dropped.
pub(super) type Text = Zeroizing<String>;
