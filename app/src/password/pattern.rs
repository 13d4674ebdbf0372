//! Repetitions and rows.

/// Rows of German and English keyboards, the alphabet, the digits, and the zigzags people like.
const ROWS: [&str; 11] = [
    "12345678901234567890",
    "qwertzuiopü+",
    "asdfghjklöä#",
    "yxcvbnm,.-",
    "qwertyuiop[]",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6z7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb",
    "1qay2wsx3edc4rfv5tgb",
];

/// Shortest piece of a row that counts.
const RUN: usize = 4;

/// Whether all but a few characters of a lower-case text are covered by repetitions or rows.
pub(super) fn is_pattern(lower: &str) -> bool {
    let characters: Vec<char> = lower.chars().collect();
    repeats(&characters) || characters.len().saturating_sub(covered(&characters)) < 4
}

/// Whether the text is one piece of at most four characters over and over.
fn repeats(characters: &[char]) -> bool {
    (1..=4).any(|length| characters.iter().zip(characters.iter().skip(length)).all(|(a, b)| a == b))
}

/// How many characters belong to runs of rows (forwards or backwards) or of one character.
fn covered(characters: &[char]) -> usize {
    let mut covered = 0;
    let mut start = 0;
    while start < characters.len() {
        let run = longest_run(&characters[start..]);
        if run >= RUN {
            covered += run;
            start += run;
        } else {
            start += 1;
        }
    }
    covered
}

fn longest_run(rest: &[char]) -> usize {
    (RUN..=rest.len()).rev().find(|length| is_run(&rest[..*length])).unwrap_or(0)
}

fn is_run(piece: &[char]) -> bool {
    let forwards: String = piece.iter().collect();
    let backwards: String = piece.iter().rev().collect();
    let same = piece.windows(2).all(|pair| pair[0] == pair[1]);
    same || ROWS.iter().any(|row| row.contains(&forwards) || row.contains(&backwards))
}
