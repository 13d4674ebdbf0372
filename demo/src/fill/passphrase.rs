//! Passwords that people can type.

use uuid::Uuid;

/// 64 words that nobody mistypes: each is worth six bits.
const WORDS: [&str; 64] = [
    "acker", "adler", "ahorn", "anker", "apfel", "bagger", "birne", "blume", "bogen", "boot", "brot", "dach",
    "dorf", "eimer", "ente", "esel", "fabel", "feder", "fels", "fisch", "garten", "gras", "hafen", "hase",
    "honig", "hut", "igel", "insel", "kamin", "kanne", "karte", "kiesel", "lampe", "laub", "linde", "mantel",
    "meer", "mond", "moos", "nebel", "nest", "nuss", "ofen", "onkel", "pinsel", "quelle", "rabe", "regal",
    "ring", "rose", "sand", "segel", "sofa", "stern", "tal", "tanne", "tasse", "ufer", "vogel", "wald",
    "wiese", "wolke", "zaun", "zimt",
];

/// Seven words at random: 42 bits, enough for invented files, and slow to guess through Argon2id.
pub(super) fn passphrase() -> String {
    // Only bytes of which every bit is random: version and variant stand further behind.
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let random = first.as_bytes()[..4].iter().chain(&second.as_bytes()[..3]);
    let words: Vec<&str> = random.map(|byte| WORDS[usize::from(byte % 64)]).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passphrases_differ_and_are_long_enough() {
        let (first, second) = (passphrase(), passphrase());
        assert_ne!(first, second);
        assert!(first.chars().count() >= api::limits::PASSWORD_MIN, "{first}");
        assert_eq!(first.split('-').count(), 7);
    }

    #[test]
    fn every_word_stands_once() {
        let distinct: std::collections::BTreeSet<&str> = WORDS.into_iter().collect();
        assert_eq!(distinct.len(), 64);
    }
}
