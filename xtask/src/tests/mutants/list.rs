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
pub const MUTANTS: [Mutant; 1] =
    [mutant("context-field-left-out", "the case is left out of the context", &[("crypto", "mal_a09")])];

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
