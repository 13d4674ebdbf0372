//! Node and the packages in `end2end/`: sass and wasm-opt for the bundle, Playwright for the browser tests.

use crate::failure::{Context, Done, Failure};
use crate::{process, project};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const OLDEST: u32 = 20;

/// The folder with `package.json`.
pub fn folder() -> PathBuf {
    project::root().join("end2end")
}

/// The folder of the programs from npm.
pub fn programs() -> PathBuf {
    folder().join("node_modules/.bin")
}

/// Installs exactly what the lock file names, unless it is there already.
pub fn ensure_packages() -> Done {
    check_node()?;
    let lock = folder().join("package-lock.json");
    let wanted = fs::read_to_string(&lock).context(format!("cannot read {}", lock.display()))?;
    let stamp = folder().join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("· npm ci in end2end/");
    process::run(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder()),
    )?;
    fs::write(&stamp, wanted).context(format!("cannot write {}", stamp.display()))
}

fn check_node() -> Done {
    let shown = process::output(Command::new("node").arg("--version")).map_err(|_| {
        Failure::new(format!("Node.js is missing; version {OLDEST} or newer is needed (https://nodejs.org)."))
    })?;
    match major(&shown) {
        Some(version) if version >= OLDEST => Ok(()),
        _ => Err(Failure::new(format!(
            "Node.js {} is too old; version {OLDEST} or newer is needed.",
            shown.trim()
        ))),
    }
}

fn major(shown: &str) -> Option<u32> {
    shown.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Writes a `.br` and a `.gz` beside every file of `folder` that gains from it, and returns the sum of the Brotli
/// sizes of the files that a first visit loads (wasm, script, style), in bytes. `quick` compresses less.
pub fn compress(folder: &Path, quick: bool) -> Done<u64> {
    let script = project::root().join("xtask/compress.mjs");
    let mut command = Command::new("node");
    command.arg(script).arg(folder).args(quick.then_some("--quick"));
    let printed = process::output(&mut command)?;
    printed.trim().parse().context("compress.mjs printed no number")
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn read_the_version_that_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
