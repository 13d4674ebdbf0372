//! Weakened clients: each leaves out one check of `crypto` or `vault`, and the hostile tests that stand for this check
//! must notice.

mod list;

use super::native::Workshop;
use super::outcomes;
use super::report::Counts;
use crate::cargo::{self, Built};
use crate::failure::{Done, Failure};
use crate::process;
use list::{MUTANTS, Mutant};
use std::path::Path;
use std::process::Command;

/// The features that compile all mutants.
const FEATURES: &str = "crypto/mutants,vault/mutants";

/// Builds the test programs once with all mutants and runs, for each of them, the tests that must fail.
pub fn run(workshop: &Workshop) -> Done<Counts> {
    // First without the features: the server must know nothing of them.
    let server = workshop.server()?;
    println!("· building the test programs with all mutants");
    let built = cargo::build(&[
        "--locked",
        "--tests",
        "-p",
        "crypto",
        "-p",
        "vault",
        "-p",
        "proofs",
        "--features",
        FEATURES,
    ])?;
    let mut counts = Counts::default();
    let healthy = unharmed(&built, &server)?;
    println!("· none: {} tests pass", healthy.passed);
    counts.failed += healthy.failed;
    for mutant in &MUTANTS {
        let survivors = survivors(mutant, &built, &server)?;
        if survivors.is_empty() {
            println!("· {}: dead", mutant.name);
            counts.passed += 1;
        } else {
            println!(
                "· {}: ALIVE, nothing fails in {} although {}",
                mutant.name,
                survivors.join(", "),
                mutant.weakness
            );
            counts.failed += 1;
        }
    }
    Ok(counts)
}

/// All tests that kill some mutant pass when none is active.
fn unharmed(built: &[Built], server: &Path) -> Done<Counts> {
    let mut counts = Counts::default();
    for krate in ["crypto", "vault", "proofs"] {
        let mut tests: Vec<&str> = MUTANTS.iter().flat_map(|mutant| mutant.killers_in(krate)).collect();
        tests.sort_unstable();
        tests.dedup();
        for (name, passed) in start(built, krate, &tests, "none", server)? {
            if passed {
                counts.passed += 1;
            } else {
                println!("{krate} {name} fails although no mutant is active");
                counts.failed += 1;
            }
        }
    }
    if counts.passed == 0 { Err(Failure::new("No test ran.")) } else { Ok(counts) }
}

/// The entries of a mutant's list in which no test fails with it.
fn survivors(mutant: &Mutant, built: &[Built], server: &Path) -> Done<Vec<String>> {
    let mut survivors = Vec::new();
    for krate in ["crypto", "vault", "proofs"] {
        let tests: Vec<&str> = mutant.killers_in(krate).collect();
        let outcomes = start(built, krate, &tests, mutant.name, server)?;
        let alive = tests
            .into_iter()
            .filter(|test| !outcomes.iter().any(|(name, passed)| name.contains(test) && !passed));
        survivors.extend(alive.map(|test| format!("{krate} {test}")));
    }
    Ok(survivors)
}

/// Runs the tests of a crate whose names contain one of these, with this mutant.
fn start(
    built: &[Built],
    krate: &str,
    tests: &[&str],
    mutant: &str,
    server: &Path,
) -> Done<Vec<(String, bool)>> {
    let mut found = Vec::new();
    if tests.is_empty() {
        return Ok(found);
    }
    for program in built.iter().filter(|program| program.test && program.krate() == krate) {
        let mut command = Command::new(&program.path);
        command.args(tests).current_dir(&program.folder);
        command.env("CARGO_MANIFEST_DIR", &program.folder).env("WIMES_SERVER", server);
        command.env("WIMES_TEST_DATABASE", "sqlite").env("WIMES_MUTANT", mutant).env("RUST_BACKTRACE", "0");
        process::lines(&mut command, |line| {
            if let Some((name, passed)) = outcomes::read(line) {
                found.push((name.to_owned(), passed));
            }
        })?;
    }
    Ok(found)
}
