//! The same tests of `crypto` and `vault` once more, compiled for the browser and run in one; and those of `app`,
//! which runs nowhere else.

use super::native::{Workshop, counted};
use super::report::Counts;
use crate::failure::Done;
use crate::{browser, cargo, tools};

/// Runs them in headless Chromium, through chromedriver.
pub fn run(workshop: &Workshop, filter: &[String]) -> Done<Counts> {
    tools::ensure_wasm_target()?;
    let runner = tools::WASM_BINDGEN.program()?;
    let driver = browser::chromedriver()?;
    let mut command = cargo::cargo();
    command.args(["test", "--locked", "-p", "crypto", "-p", "vault", "-p", "app", "--lib", "--tests"]);
    command.args(["--no-fail-fast", "--target", "wasm32-unknown-unknown"]);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner).env("CHROMEDRIVER", driver);
    // Without this the tests would run under Node, which is not what people use.
    command.env("WASM_BINDGEN_USE_BROWSER", "1").env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    if !filter.is_empty() {
        command.arg("--").args(filter);
    }
    counted(&mut command, Some(&workshop.outcomes))
}
