//! The mutants and what kills them.

/// A weakened client.
pub struct Mutant {
    /// Name of the feature without `mutant-`.
    pub name: &'static str,
    /// What it does not do.
    pub weakness: &'static str,
    /// Crate and a part of the names of tests, of which at least one must fail.
    killers: &'static [(&'static str, &'static str)],
}

impl Mutant {
    /// What must fail in a crate.
    pub fn killers_in(&self, krate: &str) -> impl Iterator<Item = &'static str> {
        self.killers.iter().filter(move |(owner, _)| *owner == krate).map(|(_, test)| *test)
    }
}

const fn mutant(
    name: &'static str,
    weakness: &'static str,
    killers: &'static [(&'static str, &'static str)],
) -> Mutant {
    Mutant { name, weakness, killers }
}

/// All mutants.
pub const MUTANTS: [Mutant; 27] = [
    mutant(
        "context-field-left-out",
        "the case is left out of every context",
        &[
            ("crypto", "envelopes::mal_a09"),
            ("crypto", "mal_a10"),
            ("crypto", "mal_a11"),
            ("crypto", "mal_a25"),
        ],
    ),
    mutant(
        "header-kind-ignored",
        "kind, schema and key id are not compared with what was asked for",
        &[("crypto", "mal_a11"), ("crypto", "mal_a18")],
    ),
    mutant(
        "commitment-ignored",
        "the commitment is not compared",
        &[("crypto", "mal_a07"), ("crypto", "mal_a19"), ("crypto", "mal_a31")],
    ),
    mutant(
        "chunk-number-left-out",
        "the number of a chunk is left out of its nonce",
        &[("crypto", "mal_a24")],
    ),
    mutant(
        "last-chunk-not-checked",
        "the last chunk need not be the short one",
        &[("crypto", "suite01::mal_a24")],
    ),
    mutant("padding-left-out", "texts are not padded", &[("crypto", "mal_a30")]),
    mutant(
        "check-value-not-compared",
        "a part key is not compared with its access statement",
        &[("crypto", "mal_a05"), ("vault", "mal_a05_a_slot_with_another_key")],
    ),
    mutant(
        "signature-not-verified",
        "signatures are not verified",
        &[("crypto", "mal_a28"), ("vault", "mal_a04_rights_without")],
    ),
    mutant("namespace-left-out", "the namespace is left out of what is signed", &[("crypto", "mal_a28")]),
    mutant("key-import-unchecked", "public keys are not checked", &[("crypto", "mal_a27")]),
    mutant("kdf-floor-removed", "Argon2id has no lower bound", &[("crypto", "mal_a17")]),
    mutant("password-labels-merged", "login and decryption use the same secret", &[("crypto", "mal_a21")]),
    mutant(
        "random-failure-ignored",
        "failing randomness does not stop anything",
        &[("crypto", "mal_a26_a_failing_generator")],
    ),
    mutant(
        "head-not-compared",
        "heads that others have signed are not compared with the log",
        &[("vault", "mal_a16_a_signed_head_of_another_history"), ("vault", "mal_a16_entries_left_out")],
    ),
    mutant(
        "signer-rights-ignored",
        "whoever signs need not have the right to",
        &[("vault", "mal_a04_rights_without"), ("vault", "mal_a06_an_epoch")],
    ),
    mutant(
        "old-epoch-accepted",
        "a revision may be under an epoch that is over",
        &[("vault", "mal_a11_a_revision_under_an_old_epoch")],
    ),
    mutant(
        "previous-hash-ignored",
        "what follows need not name what it follows",
        &[
            ("vault", "mal_a16_a_revision_that_does_not_follow"),
            ("vault", "mal_a16_access_that_does_not_follow"),
        ],
    ),
    mutant(
        "memory-not-compared",
        "what this device has seen before is not compared",
        &[("proofs", "mal_a12_an_older_revision"), ("vault", "mal_a12_an_older_state_of_a_case")],
    ),
    mutant(
        "root-not-compared",
        "the root need not be the one that was known",
        &[
            ("proofs", "mal_a08_the_genesis_of_another_root"),
            ("proofs", "mal_a39_a_key_file_that_was_replaced"),
        ],
    ),
    mutant(
        "unsigned-summary-shown",
        "the server's columns are shown where signed facts are there",
        &[("proofs", "mal_a22_every_edited_column_of_a_case")],
    ),
    mutant(
        "min-seal-ignored",
        "keys that somebody may know who left still seal",
        &[("vault", "mal_a35_nothing_is_sealed_under_a_key")],
    ),
    mutant(
        "readers-ignored",
        "readers and writers of a part may change as one likes",
        &[
            ("vault", "mal_a05_a_part_that_names_other_readers"),
            ("vault", "mal_a05_a_reader_or_writer_is_not_removed"),
        ],
    ),
    mutant(
        "fingerprint-not-compared",
        "the key in a file need not be the organisation's",
        &[("vault", "mal_a39_a_key_file_replaced")],
    ),
    mutant(
        "outdated-key-file-accepted",
        "a key file of an epoch that is over still loads",
        &[("vault", "mal_a35_the_old_key_file")],
    ),
    mutant(
        "checkpoint-not-compared",
        "the checkpoint in the key file is not compared with the log",
        &[("vault", "mal_a13_a_new_device_notices_by_the_checkpoint")],
    ),
    mutant(
        "withheld-memory-ignored",
        "a key that is withheld counts as if nothing had been remembered",
        &[("vault", "mal_a13_a_withheld_key"), ("vault", "mal_a13_a_device_that_worked_with_the_new_key")],
    ),
    mutant(
        "presumption-believed",
        "what was opened while its signatures were still being verified is shown whatever came out",
        &[("vault", "mal_a23_an_injected_revision_does_not_take")],
    ),
];

#[cfg(test)]
mod should {
    use super::*;
    use crate::project;
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn name_every_feature_of_crypto_and_vault_and_what_kills_it() {
        let mut features = BTreeSet::new();
        for krate in ["crypto", "vault"] {
            let manifest = fs::read_to_string(project::root().join(krate).join("Cargo.toml")).unwrap();
            features.extend(
                manifest
                    .lines()
                    .filter_map(|line| line.strip_prefix("mutant-")?.split(" = ").next().map(str::to_owned)),
            );
        }
        assert!(features.len() >= 12);
        assert_eq!(MUTANTS.iter().map(|mutant| mutant.name.to_owned()).collect::<BTreeSet<_>>(), features);
        assert!(MUTANTS.iter().all(|mutant| !mutant.killers.is_empty()));
    }
}
