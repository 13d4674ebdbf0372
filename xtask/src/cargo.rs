//! Calls of cargo, and what it says it has built.

use crate::failure::{Context, Done, Failure};
use crate::{process, project};
use serde_json::Value;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A call of the cargo that runs this task runner, in the root of the checkout.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project::root());
    // What `cargo run` tells the task runner about itself would otherwise be told to everything that it builds,
    // and build scripts that watch these variables would run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The name of the toolchain in use, for programs that are built outside the checkout.
pub fn toolchain() -> Done<String> {
    if let Ok(name) = env::var("RUSTUP_TOOLCHAIN") {
        return Ok(name);
    }
    let shown = process::output(
        Command::new("rustup").args(["show", "active-toolchain"]).current_dir(project::root()),
    )?;
    Ok(shown.split_whitespace().next().unwrap_or("stable").to_owned())
}

/// What a target is, in cargo's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A library, with its unit tests when built for testing.
    Lib,
    /// A program.
    Bin,
    /// An integration test.
    Test,
    /// An example.
    Example,
    /// Anything else, such as a build script.
    Other,
}

/// A program that cargo has built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The crate's folder, whose name is the crate's.
    pub folder: PathBuf,
    /// The target's name.
    pub name: String,
    /// The target's kind.
    pub kind: Kind,
    /// Whether it is a test program.
    pub test: bool,
    /// Where it lies.
    pub path: PathBuf,
}

impl Built {
    /// The crate's name.
    pub fn krate(&self) -> &str {
        self.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }
}

/// Builds with these arguments and returns every program that came of it.
pub fn build(arguments: &[&str]) -> Done<Vec<Built>> {
    let mut command = cargo();
    command.arg("build").args(arguments).arg("--message-format=json-render-diagnostics");
    let mut built = Vec::new();
    if process::lines(&mut command, |line| built.extend(read_message(line)))? {
        Ok(built)
    } else {
        Err(Failure::new(format!("cargo build {} failed", arguments.join(" "))))
    }
}

/// The program of this name among those built.
pub fn find<'a>(built: &'a [Built], name: &str) -> Done<&'a Path> {
    let found =
        built.iter().find(|program| program.kind == Kind::Bin && !program.test && program.name == name);
    found
        .map(|program| program.path.as_path())
        .ok_or_else(|| Failure::new(format!("cargo built no program {name}")))
}

/// Brings every dependency that the lock file names, so that later steps need no network.
pub fn fetch() -> Done {
    process::run(cargo().args(["fetch", "--locked", "--quiet"]))
}

/// The folder for build output.
pub fn target_folder() -> Done<PathBuf> {
    let text = process::output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo names no target folder".into())
}

fn read_message(line: &str) -> Option<Built> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let path = message["executable"].as_str()?;
    let kind = match message["target"]["kind"][0].as_str()? {
        "bin" => Kind::Bin,
        "test" => Kind::Test,
        "example" => Kind::Example,
        "lib" | "rlib" => Kind::Lib,
        _ => Kind::Other,
    };
    Some(Built {
        folder: Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf(),
        name: message["target"]["name"].as_str()?.to_owned(),
        kind,
        test: message["profile"]["test"].as_bool()?,
        path: PathBuf::from(path),
    })
}

#[cfg(test)]
mod should {
    use super::*;

    // As cargo prints it, shortened to what is read.
    const ARTIFACT: &str = r#"{"reason":"compiler-artifact","manifest_path":"/p/server/Cargo.toml",
        "target":{"kind":["test"],"name":"it"},"profile":{"test":true},"executable":"/t/debug/deps/it-1"}"#;

    #[test]
    fn read_what_cargo_says_of_a_program() {
        let built = read_message(ARTIFACT).unwrap();
        assert_eq!(
            (built.krate(), built.name.as_str(), built.kind, built.test),
            ("server", "it", Kind::Test, true)
        );
        assert_eq!(built.path, Path::new("/t/debug/deps/it-1"));
    }

    #[test]
    fn pass_over_messages_about_anything_else() {
        assert_eq!(read_message(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(read_message(&ARTIFACT.replace(r#""/t/debug/deps/it-1""#, "null")), None);
        assert_eq!(read_message("warning: not JSON"), None);
    }
}
