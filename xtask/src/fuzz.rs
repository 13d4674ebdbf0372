//! `cargo xtask fuzz`: long, coverage-guided runs of libFuzzer on the targets of the crate `fuzz`.
//!
//! The compiler in use suffices: LLVM's coverage counters can be asked for on stable, only the address sanitizer
//! cannot, and there is no unsafe code here that it could watch.

use crate::failure::{Context, Done, Failure};
use crate::{cargo, process, project, signals};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Options of `fuzz`.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Names of targets; all of them when empty.
    pub targets: Vec<String>,
    /// How long for each, in seconds.
    pub seconds: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { targets: Vec::new(), seconds: 60 }
    }
}

/// Coverage as libFuzzer reads it, and every check of a debug build at the speed of a release build.
const FLAGS: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions=on",
    "-Coverflow-checks=on",
    "-Ccodegen-units=1",
];

/// Longest input that is tried, in bytes: beyond two chunks of an envelope.
const LONGEST: u32 = 40_000;

/// Runs the targets one after another. What breaks one is printed and kept outside of the corpus.
pub fn run(options: &Options) -> Done {
    let known = known()?;
    if let Some(name) = options.targets.iter().find(|name| !known.contains(name)) {
        return Err(Failure::new(format!("There is no target “{name}”; there are {}.", known.join(", "))));
    }
    let program = build()?;
    let work = cargo::target_folder()?.join("fuzz");
    let mut broken = Vec::new();
    for name in if options.targets.is_empty() { &known } else { &options.targets } {
        println!("\n== {name}");
        let found = work.join("found").join(name);
        let crashes = work.join("crashes").join(name);
        project::make_folder(&found)?;
        project::make_folder(&crashes)?;
        let before = files(&crashes)?;
        let mut hunt = Command::new(&program);
        // New inputs go into the first folder; the corpus is only read.
        hunt.arg(&found).arg(corpus(name)).env("FUZZ_TARGET", name).current_dir(&work);
        hunt.arg(format!("-max_total_time={}", options.seconds)).arg(format!("-max_len={LONGEST}"));
        hunt.arg(format!("-artifact_prefix={}/", crashes.display()));
        hunt.args([
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-malloc_limit_mb=256",
            "-print_final_stats=1",
            "-verbosity=1",
        ]);
        let ended = process::run(&mut hunt);
        if signals::stopping() {
            return Err("stopped".into());
        }
        if ended.is_err() {
            let new = files(&crashes)?.into_iter().filter(|file| !before.contains(file));
            broken.extend(new.map(|file| format!("  {name}: {}", file.display())));
            if broken.is_empty() {
                broken.push(format!("  {name}: libFuzzer did not run to its end; see above"));
            }
        }
    }
    if broken.is_empty() {
        println!("\nNothing broke.");
        return Ok(());
    }
    Err(Failure::new(format!(
        "These inputs break their target:\n{}\nOnce it is mended, put them into fuzz/corpus/ under a name that says what was wrong.",
        broken.join("\n")
    )))
}

/// The targets are the folders of the corpus; a test of the crate `fuzz` compares these with its list.
fn known() -> Done<Vec<String>> {
    let folder = corpus("");
    let entries = fs::read_dir(&folder).context(format!("cannot look into {}", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

fn corpus(name: &str) -> PathBuf {
    project::root().join("fuzz/corpus").join(name)
}

fn build() -> Done<PathBuf> {
    if project::program("c++").or_else(|| project::program("clang++")).is_none() {
        return Err(Failure::new(
            "A C++ compiler is missing, which libFuzzer is built with (Debian: `apt install g++`, macOS: `xcode-select --install`).",
        ));
    }
    println!("· building the targets with coverage");
    let host = host()?;
    let mut command = cargo::cargo();
    // With a target named, the flags go to the portal's code only and not to build scripts.
    command.args([
        "build",
        "--locked",
        "--release",
        "--package",
        "fuzz",
        "--bin",
        "hunt",
        "--features",
        "libfuzzer",
    ]);
    command.args(["--target", &host]);
    let folder = cargo::target_folder()?.join("fuzz/build");
    command.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")).env("CARGO_TARGET_DIR", &folder);
    process::run(&mut command)?;
    Ok(folder.join(host).join("release/hunt"))
}

/// The kind of machine that this is, in the compiler's words.
fn host() -> Done<String> {
    let shown = process::output(Command::new("rustc").arg("-vV").current_dir(project::root()))?;
    let host = shown.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say what machine this is".into())
}

fn files(folder: &Path) -> Done<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).context(format!("cannot look into {}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}
