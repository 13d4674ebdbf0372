//! What a new password must be, checked on the device and offline: long enough (NIST SP 800-63B: length before
//! composition), not one of the common ones, not a pattern, not the own name. No rule about kinds of characters.
mod common;
mod pattern;

use api::limits::{PASSWORD_MAX, PASSWORD_MIN};

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer characters than needed.
    #[error("only {0} characters")]
    TooShort(usize),
    /// More characters than allowed.
    #[error("too many characters")]
    TooLong,
    /// One of the common passwords, or common words with digits and signs around them.
    #[error("too common")]
    Common,
    /// Repetition, or a row of the keyboard or alphabet.
    #[error("a pattern")]
    Pattern,
    /// Mostly the person's or institution's name.
    #[error("the own name")]
    OwnName,
}

/// How hard a password is to guess, for the hint beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Refused.
    Weak,
    /// Accepted.
    Enough,
    /// Good.
    Good,
    /// Very good.
    VeryGood,
}

/// Checks a new password. `own` are names that it must not consist of: login name, display name, institution.
///
/// # Errors
/// The first [`Weakness`] that is found.
pub fn check(password: &str, own: &[&str]) -> Result<Strength, Weakness> {
    let count = password.chars().count();
    if count < PASSWORD_MIN {
        return Err(Weakness::TooShort(count));
    }
    if count > PASSWORD_MAX {
        return Err(Weakness::TooLong);
    }
    let lower = password.to_lowercase();
    if pattern::is_pattern(&lower) {
        return Err(Weakness::Pattern);
    }
    if mostly_names(&lower, own) {
        return Err(Weakness::OwnName);
    }
    let new = common::uncommon_characters(&lower);
    if new < 5 {
        return Err(Weakness::Common);
    }
    Ok(match (new, distinct(&lower)) {
        (16.., 9..) => Strength::VeryGood,
        (10.., 7..) => Strength::Good,
        _ => Strength::Enough,
    })
}

/// Turns digits and signs that stand for letters back into them: `p@ssw0rt` is `passwort`.
fn plain_letters(lower: &str) -> String {
    lower
        .chars()
        .map(|character| match character {
            '@' | '4' => 'a',
            '$' | '5' => 's',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' | '€' => 'e',
            '7' => 't',
            other => other,
        })
        .collect()
}

fn distinct(text: &str) -> usize {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    characters.len()
}

/// Whether fewer than five characters remain once the own names are taken out.
fn mostly_names(lower: &str, own: &[&str]) -> bool {
    let mut rest = lower.to_owned();
    let mut found = false;
    for name in own {
        for word in name.to_lowercase().split(|character: char| !character.is_alphanumeric()) {
            if word.chars().count() >= 3 && rest.contains(word) {
                rest = rest.replace(word, "");
                found = true;
            }
        }
    }
    found && rest.chars().count() < 5
}
