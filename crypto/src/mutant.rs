//! Weakened clients: each mutant leaves out one check, and the tests of the attacks that the check is for must fail.
//!
//! A mutant is a Cargo feature `mutant-NAME`. Where its check stands, [`mutated!`](crate::mutated) asks for it; without any
//! of the features that is the constant `false`, and this module does not exist. The environment variable `WIMES_MUTANT`
//! chooses among the compiled ones by their NAME, so that one build serves all of them: none is active when it is
//! `none`, all are when it is not set. There is no release and no WebAssembly with a mutant in it.

use std::sync::OnceLock;

#[cfg(any(target_arch = "wasm32", not(debug_assertions)))]
compile_error!("mutants are for native tests only: build without the features `mutants` and `mutant-…`");

/// Whether the mutant of this feature (`mutant-NAME`) is the one that `WIMES_MUTANT` names.
#[must_use]
pub fn active(feature: &str) -> bool {
    static CHOSEN: OnceLock<Option<String>> = OnceLock::new();
    match CHOSEN.get_or_init(|| std::env::var("WIMES_MUTANT").ok()) {
        Some(chosen) => feature.strip_prefix("mutant-") == Some(chosen),
        None => true,
    }
}
