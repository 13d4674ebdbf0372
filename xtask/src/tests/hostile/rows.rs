//! The attacks that every client must survive. A test belongs to a row by its name: `mal_a07_…` to the row of 7.

/// A row of the table.
pub struct Row {
    /// Its first and last number.
    pub numbers: (u8, u8),
    /// What the server or whoever else does.
    pub attack: &'static str,
    /// What must come of it.
    pub promise: &'static str,
    /// The cooperation of organisations does not exist yet, and with it nothing to attack.
    pub later: bool,
}

impl Row {
    /// `A07`, or `A09–A11`.
    pub fn name(&self) -> String {
        match self.numbers {
            (first, last) if first == last => format!("A{first:02}"),
            (first, last) => format!("A{first:02}–A{last:02}"),
        }
    }

    /// Whether a test of this name is one of the row's.
    pub fn has(&self, test: &str) -> bool {
        number(test).is_some_and(|number| (self.numbers.0..=self.numbers.1).contains(&number))
    }
}

/// The number in the name of a hostile test.
pub fn number(test: &str) -> Option<u8> {
    let rest = test.strip_prefix("mal_a")?;
    let (digits, rest) = rest.split_at_checked(2)?;
    if rest.starts_with(['_', ' ']) { digits.parse().ok() } else { None }
}

const fn row(first: u8, last: u8, attack: &'static str, promise: &'static str) -> Row {
    Row { numbers: (first, last), attack, promise, later: false }
}

const fn later(number: u8, attack: &'static str, promise: &'static str) -> Row {
    Row { numbers: (number, number), attack, promise, later: true }
}

/// All rows.
pub const ROWS: [Row; 37] = [
    later(1, "partner key replaced in the directory", "sharing stops before anything is sealed"),
    later(2, "verified partner suddenly has a new root", "hard stop, no “continue anyway”"),
    later(3, "first contact with swapped keys", "the words on both screens differ"),
    row(4, 4, "a member, unit or partner appears without a statement", "never a reader or writer"),
    row(5, 5, "key slots added or exchanged", "readers of a part = access statement, check value compared"),
    row(
        6,
        6,
        "the server asks for escrow, auto-accept or rotation",
        "no path seals an organisation's keys without a local act",
    ),
    row(7, 7, "any bit of any wrapped key flipped", "always the same error"),
    row(8, 8, "public half of a stored key pair edited", "public keys are recomputed from seeds"),
    row(
        9,
        11,
        "envelopes swapped between records, forms, kinds, parts, cases, organisations, tenants, epochs",
        "generated cross-product, all rejected",
    ),
    row(12, 12, "older revision of a record served", "detected on the same device"),
    row(13, 13, "whole account rolled back", "same device: memory; new device: checkpoint in the key file"),
    row(14, 14, "transfer, grant or invitation replayed, expired", "rejected, idempotent"),
    later(15, "different histories for two organisations", "fork seen at the next exchange of heads"),
    row(
        16,
        16,
        "entries reordered or left out, records or cases omitted",
        "log chain and named heads do not fit",
    ),
    row(17, 17, "KDF weakened or inflated", "refused by compiled bounds"),
    row(18, 18, "old suite or unknown kind", "refused, no fallback parser exists"),
    row(19, 19, "ciphertext made for two keys", "commitment: opens under at most one"),
    row(20, 20, "operator guesses passwords on the full database", "a hit opens no data key"),
    row(
        21,
        21,
        "login secret used for decryption or the reverse",
        "independent outputs; database and login transcript open nothing",
    ),
    row(22, 22, "clear columns edited that the interface trusts", "the signed bytes are shown, or a warning"),
    row(23, 23, "records or attachments injected", "no authorised author, not shown as content"),
    row(
        24,
        25,
        "chunks reordered, cut, doubled; attachment exchanged for another",
        "rejected at every boundary",
    ),
    row(26, 26, "salt reuse", "a million seals all different; failing randomness stops, never zeroes"),
    row(27, 27, "degenerate or malformed public keys", "refused on import"),
    row(28, 28, "signature reused in another role", "every pair of namespaces fails"),
    later(29, "transfer reused in another direction", "every pair of directions fails"),
    row(30, 31, "error, timing, length oracle", "one error; bounded set of sizes"),
    row(
        32,
        33,
        "secrets in URLs, logs, referrer, other requests, browser storage",
        "canary strings typed into every field never leave the browser",
    ),
    row(34, 34, "forced reset", "only an empty access"),
    row(35, 35, "removed member with old key file and all slots", "nothing new readable"),
    row(36, 36, "two administrators rotating at once", "one wins, the other re-evaluates"),
    row(37, 37, "one byte of the bundle changed", "SRI and the published fingerprint notice"),
    row(38, 38, "key file alone, database alone, key file of another organisation", "open nothing"),
    row(39, 39, "key file replaced in the intranet", "root or fingerprint mismatch, never silently adopted"),
    row(40, 40, "server answers with ids of its own", "ids come from the client and are in the context"),
    row(
        41,
        41,
        "random bytes, gigantic lengths",
        "bounded memory, typed error, the rest still opens (fuzzed)",
    ),
    row(
        42,
        42,
        "keys after lock or logout",
        "nothing unwrapped left in storage; memory zeroised where the language allows",
    ),
];

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn count_from_one_to_forty_two_without_a_gap() {
        let mut next = 1;
        for row in &ROWS {
            assert_eq!(row.numbers.0, next);
            assert!(row.numbers.0 <= row.numbers.1);
            next = row.numbers.1 + 1;
        }
        assert_eq!(next, 43);
    }

    #[test]
    fn take_a_test_by_the_number_in_its_name() {
        assert_eq!(number("mal_a07_one_bit"), Some(7));
        assert_eq!(number("mal_a37 one byte of the style"), Some(37));
        for other in ["mal_a7_x", "mal_a071_x", "normal_a07_x", "mal_axx_x", "mal_a07"] {
            assert_eq!(number(other), None, "{other}");
        }
        assert!(
            ROWS.iter().any(|row| row.name() == "A09–A11" && row.has("mal_a10_x") && !row.has("mal_a12_x"))
        );
    }
}
