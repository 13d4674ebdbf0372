//! The independent reader: a program in Python that opens the frozen vectors from the published format alone.

use super::report::Counts;
use crate::failure::{Context, Done, Failure};
use crate::{cargo, process, project, system};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What it needs, in exactly these versions; everything but the first is what the first needs.
const PACKAGES: [&str; 3] = ["cryptography==50.0.2", "cffi==2.1.1", "pycparser==3.12"];
const MISSING: &str = "Python 3.9 or newer with its module venv is missing, which the independent reader needs \
    (Debian: `apt install python3 python3-venv`, macOS: `brew install python`).";

/// Runs it; each line of its progress is a test.
pub fn run() -> Done<Counts> {
    let python = environment()?;
    let mut counts = Counts::default();
    let mut command = Command::new(python);
    command.arg(project::root().join("crypto/vectors/reader.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    let well = process::lines(&mut command, |line| {
        println!("{line}");
        if line.ends_with(": in order") {
            counts.passed += 1;
        }
    })?;
    if !well {
        counts.failed += 1;
    } else if counts.passed == 0 {
        return Err("The reader ended well without having checked anything.".into());
    }
    Ok(counts)
}

/// The Python of a virtual environment with the packages; made once.
fn environment() -> Done<PathBuf> {
    let folder = cargo::target_folder()?.join("reader-environment");
    let python = folder.join("bin/python");
    let stamp = folder.join("installed-packages");
    let wanted = PACKAGES.join("\n");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("· making a virtual environment with {}", PACKAGES[0]);
    if make(&folder).is_err() {
        system::install(&["python3", "python3-venv"], MISSING)?;
        make(&folder).map_err(|failure| Failure::new(format!("{failure}\n{MISSING}")))?;
    }
    let mut install = Command::new(&python);
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
    ]);
    process::run(install.args(PACKAGES))?;
    fs::write(&stamp, wanted).context(format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

fn make(folder: &Path) -> Done {
    process::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder)).map(|_| ())
}
