//! What was written in and what was struck out between two versions of a text, word by word.
use similar::{ChangeTag, TextDiff};

/// Words of both texts together up to which they are compared word by word: the comparison takes time by their number
/// times that of the changes.
const WORDS_MAX: usize = 6_000;
/// Lines of both texts together up to which longer texts are compared line by line.
const LINES_MAX: usize = 2_000;
/// Unchanged passages longer than this are shortened, in characters.
const SAME_MAX: usize = 400;
/// What is left of them beside a change, in characters.
const BESIDE: usize = 120;

/// A passage of a compared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Stands in both.
    Same(String),
    /// Struck out.
    Gone(String),
    /// Written in.
    New(String),
    /// A longer passage that stands in both, left out here.
    LeftOut,
}

/// Compares two texts. Changes that only white space keeps apart are one change.
pub(super) fn compare(old: &str, new: &str) -> Vec<Piece> {
    let count = |unit: fn(&str) -> usize| unit(old) + unit(new);
    let runs: Vec<(ChangeTag, &str)> = if count(|text| text.split_whitespace().count()) <= WORDS_MAX {
        changes(&TextDiff::from_words(old, new))
    } else if count(|text| text.lines().count()) <= LINES_MAX {
        changes(&TextDiff::from_lines(old, new))
    } else {
        vec![(ChangeTag::Delete, old), (ChangeTag::Insert, new)]
    };
    let mut builder = Builder::default();
    for (tag, text) in runs {
        builder.add(tag, text);
    }
    shorten(builder.finish())
}

fn changes<'a>(diff: &TextDiff<'a, 'a, 'a, str>) -> Vec<(ChangeTag, &'a str)> {
    diff.iter_all_changes().map(|change| (change.tag(), change.value())).collect()
}

#[derive(Default)]
struct Builder {
    pieces: Vec<Piece>,
    same: String,
    gone: String,
    new: String,
}

impl Builder {
    fn add(&mut self, tag: ChangeTag, text: &str) {
        let changing = !self.gone.is_empty() || !self.new.is_empty();
        match tag {
            ChangeTag::Equal => {
                self.same.push_str(text);
                if changing && !self.same.trim().is_empty() {
                    self.close();
                }
            }
            ChangeTag::Delete | ChangeTag::Insert => {
                if changing {
                    // Only white space stood between this change and the last one.
                    let between = std::mem::take(&mut self.same);
                    self.gone.push_str(&between);
                    self.new.push_str(&between);
                } else if !self.same.is_empty() {
                    self.pieces.push(Piece::Same(std::mem::take(&mut self.same)));
                }
                if tag == ChangeTag::Delete { self.gone.push_str(text) } else { self.new.push_str(text) }
            }
        }
    }

    /// The change is over; what stands in both goes on.
    fn close(&mut self) {
        for (text, piece) in [
            (std::mem::take(&mut self.gone), Piece::Gone as fn(String) -> Piece),
            (std::mem::take(&mut self.new), Piece::New),
        ] {
            if !text.is_empty() {
                self.pieces.push(piece(text));
            }
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close();
        if !self.same.is_empty() {
            self.pieces.push(Piece::Same(self.same));
        }
        self.pieces
    }
}

/// Leaves out the middle of long unchanged passages, and all of them but what stands beside a change at both ends.
fn shorten(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut out = Vec::new();
    for (index, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Same(text) if text.chars().count() > SAME_MAX => {
                if index > 0 {
                    let end = text.char_indices().nth(BESIDE).map_or(text.len(), |(at, _)| at);
                    out.push(Piece::Same(text[..end].to_owned()));
                }
                out.push(Piece::LeftOut);
                if index < last {
                    let begin = text.char_indices().rev().nth(BESIDE).map_or(0, |(at, _)| at);
                    out.push(Piece::Same(text[begin..].to_owned()));
                }
            }
            piece => out.push(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn same(text: &str) -> Piece {
        Piece::Same(text.to_owned())
    }

    fn gone(text: &str) -> Piece {
        Piece::Gone(text.to_owned())
    }

    fn new(text: &str) -> Piece {
        Piece::New(text.to_owned())
    }

    #[test]
    fn only_the_words_that_differ_are_marked() {
        assert_eq!(
            compare("Die Mutter kommt am Freitag.", "Die Mutter kommt am Montag."),
            [same("Die Mutter kommt am "), gone("Freitag."), new("Montag.")]
        );
    }

    #[test]
    fn neighbouring_words_are_one_change() {
        assert_eq!(
            compare("Er war heute sehr müde dort.", "Er war gestern ganz wach dort."),
            [same("Er war "), gone("heute sehr müde"), new("gestern ganz wach"), same(" dort.")]
        );
    }

    #[test]
    fn two_changes_with_words_between_stay_two() {
        assert_eq!(
            compare("eins zwei drei vier", "EINS zwei drei VIER"),
            [gone("eins"), new("EINS"), same(" zwei drei "), gone("vier"), new("VIER")]
        );
    }

    #[test]
    fn what_was_begun_or_emptied_is_one_change() {
        assert_eq!(compare("", "Neu."), [new("Neu.")]);
        assert_eq!(compare("Alt.", ""), [gone("Alt.")]);
    }

    #[test]
    fn arabic_and_combining_marks_stay_whole() {
        assert_eq!(compare("مرحبا يا ليلى", "مرحبا يا سارة"), [same("مرحبا يا "), gone("ليلى"), new("سارة")]);
        assert_eq!(
            compare("Nguye\u{302}\u{303}n An", "Nguye\u{302}\u{303}n Anh"),
            [same("Nguye\u{302}\u{303}n "), gone("An"), new("Anh")]
        );
    }

    #[test]
    fn long_unchanged_passages_are_left_out_beside_the_change() {
        let long = "Wort ".repeat(200);
        let pieces = compare(&format!("{long}alt {long}"), &format!("{long}neu {long}"));
        assert_eq!(pieces.first(), Some(&Piece::LeftOut));
        assert_eq!(pieces.last(), Some(&Piece::LeftOut));
        assert!(pieces.contains(&gone("alt")) && pieces.contains(&new("neu")));
        let shown: usize = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Same(text) | Piece::Gone(text) | Piece::New(text) => text.len(),
                Piece::LeftOut => 0,
            })
            .sum();
        assert!(shown < 300, "{shown}");
    }

    #[test]
    fn a_megabyte_is_compared_at_once() {
        let (old, new) = ("wort ".repeat(200_000), "anders ".repeat(150_000));
        assert_eq!(compare(&old, &new).len(), 2);
    }
}
