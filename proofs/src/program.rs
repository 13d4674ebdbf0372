//! Where the server's program is.

use crate::Trouble;
use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};

static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();

/// The program `wimes-server`: the one in `WIMES_SERVER`, or a fresh one, built once per test run.
///
/// # Errors
/// When it can't be built.
pub fn server() -> Result<PathBuf, Trouble> {
    let found = PROGRAM.get_or_init(|| match env::var_os("WIMES_SERVER") {
        Some(program) => Ok(PathBuf::from(program)),
        None => build().map_err(|error| error.to_string()),
    });
    found.clone().map_err(Trouble::Sentence)
}

fn build() -> Result<PathBuf, Trouble> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--package", "server", "--bin", "wimes-server", "--message-format=json"]);
    let output = build.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    // One message per line; only that of the program names an executable.
    text.split("\"executable\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(PathBuf::from)
        .last()
        .ok_or_else(|| Trouble::new("cannot build wimes-server"))
}
