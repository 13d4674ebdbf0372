//! Rust programs and toolchain parts that the tasks need: present, or installed here.

use crate::cargo;
use crate::failure::{Done, Failure};
use crate::{process, project};
use std::path::PathBuf;
use std::process::Command;

/// A program from crates.io in exactly one version.
pub struct Tool {
    krate: &'static str,
    version: &'static str,
    /// The program that shows that the installation is complete.
    program: &'static str,
    arguments: &'static [&'static str],
}

/// Builds the browser bundle.
pub const TRUNK: Tool =
    Tool { krate: "trunk", version: "0.21.14", program: "trunk", arguments: &["--locked"] };

/// Must match the library exactly. Installed without the lock in its package, which names crates newer than
/// those published with it.
pub const WASM_BINDGEN: Tool = Tool {
    krate: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen-test-runner",
    arguments: &[],
};

/// Checks licences, origins and doubles of the dependencies. Without its default features it needs no C library.
pub const CARGO_DENY: Tool = Tool {
    krate: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    arguments: &["--locked", "--no-default-features"],
};

impl Tool {
    fn folder(&self) -> Done<PathBuf> {
        Ok(project::cache()?.join("tools").join(format!("{}-{}", self.krate, self.version)))
    }

    /// The folder of its programs; installs it first when it is not there.
    pub fn ensure(&self) -> Done<PathBuf> {
        let folder = self.folder()?;
        let programs = folder.join("bin");
        if programs.join(self.program).is_file() {
            return Ok(programs);
        }
        println!("· installing {} {} (once, a few minutes)", self.krate, self.version);
        project::make_folder(&folder)?;
        if project::program("cargo-binstall").is_some() {
            let mut prebuilt = cargo::cargo();
            prebuilt.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]);
            prebuilt.arg(&folder).arg(format!("{}@{}", self.krate, self.version));
            if process::run(&mut prebuilt).is_ok() && programs.join(self.program).is_file() {
                return Ok(programs);
            }
        }
        let mut install = cargo::cargo();
        install.args(["install", self.krate, "--version", &format!("={}", self.version), "--root"]);
        install.arg(&folder).args(self.arguments);
        // A program that runs a few seconds at a time is not worth the minutes of a full optimisation.
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        install.env("CARGO_PROFILE_RELEASE_LTO", "off");
        install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        // Neither the flags nor the target folder of this project are meant for it.
        install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS").current_dir(&folder);
        install.env("RUSTUP_TOOLCHAIN", cargo::toolchain()?);
        process::run(&mut install)?;
        Ok(programs)
    }

    /// The path of the program that the tool is named for.
    pub fn program(&self) -> Done<PathBuf> {
        Ok(self.ensure()?.join(self.program))
    }
}

/// The standard library for the browser.
pub fn ensure_wasm_target() -> Done {
    let sysroot =
        process::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(project::root()))?;
    let library = PathBuf::from(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown");
    if library.is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", "wasm32-unknown-unknown"])
}

/// The formatter and the linter.
pub fn ensure_components() -> Done {
    for component in ["rustfmt", "clippy"] {
        let program = if component == "rustfmt" { "fmt" } else { component };
        if !process::works(cargo::cargo().args([program, "--version"])) {
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(arguments: &[&str]) -> Done {
    if project::program("rustup").is_none() {
        return Err(Failure::new(format!(
            "rustup is missing (https://rustup.rs). With another kind of Rust installation, do what `rustup {}` would do.",
            arguments.join(" ")
        )));
    }
    println!("· rustup {}", arguments.join(" "));
    process::run(Command::new("rustup").args(arguments).current_dir(project::root()))
}
