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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_needs_twelve_characters_however_many_bytes_they_have() {
        assert_eq!(check("ÄÖÜäöüßéèàx", &[]), Err(Weakness::TooShort(11)));
        assert!(check("ÄÖÜäöüßéèàxk", &[]).is_ok());
    }

    #[test]
    fn a_password_of_more_than_256_characters_is_refused_and_not_cut() {
        let words = "Lampe-Fluss-Kiesel-Wolke-";
        assert_eq!(check(&words.repeat(11), &[]), Err(Weakness::TooLong));
    }

    #[test]
    fn common_passwords_with_digits_and_signs_are_refused() {
        for password in [
            "password1234",
            "Passwort2024!",
            "P@ssw0rt12345",
            "Willkommen123",
            "Sommer2025!!!",
            "iloveyou1234",
            "administrator",
            "Jugendamt2026",
            "geheimgeheim1",
            "hallohallo123",
            "letmein123456",
        ] {
            let refused = check(password, &[]);
            assert!(matches!(refused, Err(Weakness::Common | Weakness::Pattern)), "{password}: {refused:?}");
        }
    }

    #[test]
    fn repetitions_and_keyboard_rows_are_refused() {
        for password in [
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123456789012",
            "qwertzuiopü+",
            "qwertyuiop123",
            "1q2w3e4r5t6z",
            "987654321098",
        ] {
            assert_eq!(check(password, &[]), Err(Weakness::Pattern), "{password}");
        }
    }

    #[test]
    fn the_own_name_with_a_number_is_refused() {
        let own = ["j.oezdemir", "Jale Özdemir", "haus-sonnenberg"];
        assert_eq!(check("JaleÖzdemir99", &own), Err(Weakness::OwnName));
        assert_eq!(check("Sonnenberg26", &own), Err(Weakness::OwnName));
    }

    #[test]
    fn several_unrelated_words_are_very_good() {
        assert_eq!(check("Kiesel Lampe Zug Abend", &[]), Ok(Strength::VeryGood));
        assert!(check("vK8#rmTq2z!Wd", &[]).is_ok());
    }
}
