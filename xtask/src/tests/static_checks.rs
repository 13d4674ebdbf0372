//! What can be said without running anything.

use super::report::Counts;
use crate::failure::{Done, Failure};
use crate::{cargo, node, process, tools};
use std::process::Command;

/// `cargo fmt --check` on every crate.
pub fn format() -> Done<Counts> {
    tools::ensure_components()?;
    process::run(cargo::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Counts::check())
}

/// Clippy on the native crates, then on the browser's, then TypeScript. Never in one call: the features of the
/// two worlds would unify.
pub fn lint() -> Done<Counts> {
    tools::ensure_components()?;
    tools::ensure_wasm_target()?;
    let clippy = |arguments: &[&str]| {
        let mut command = cargo::cargo();
        command.args(["clippy", "--locked", "--quiet", "--all-targets"]).args(arguments);
        process::run(command.args(["--", "-D", "warnings"]))
    };
    clippy(&[])?;
    clippy(&[
        "-p",
        "app",
        "-p",
        "frontend",
        "-p",
        "vault",
        "-p",
        "crypto",
        "--target",
        "wasm32-unknown-unknown",
    ])?;
    node::ensure_packages()?;
    process::run(Command::new(node::programs().join("tsc")).arg("--noEmit").current_dir(node::folder()))?;
    Ok(Counts { passed: 3, ..Counts::default() })
}

/// Licences, origins and doubles. The list of known weaknesses lives on the network and changes by the day: it is
/// asked apart from the tests (see README).
pub fn deny() -> Done<Counts> {
    let mut command = Command::new(tools::CARGO_DENY.program()?);
    cargo::fetch()?;
    command.current_dir(crate::project::root()).args(["--offline", "check", "bans", "licenses", "sources"]);
    process::run(&mut command)?;
    bundle_stays_light()?;
    Ok(Counts { passed: 2, ..Counts::default() })
}

/// Crates that must not get into the browser bundle: the browser has a calendar and number formats of its own.
const TOO_HEAVY: [&str; 4] = ["chrono", "icu_calendar", "icu_datetime", "icu_decimal"];

fn bundle_stays_light() -> Done {
    let mut tree = cargo::cargo();
    tree.args(["tree", "--locked", "--offline", "-p", "frontend", "--target", "wasm32-unknown-unknown"]);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{lib}"]);
    let listed = process::output(&mut tree)?;
    match TOO_HEAVY.iter().find(|krate| listed.lines().any(|line| line.trim() == **krate)) {
        Some(krate) => Err(Failure::new(format!(
            "{krate} is in the browser bundle; `cargo tree -p frontend -i {krate}` says why."
        ))),
        None => Ok(()),
    }
}
