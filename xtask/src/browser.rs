//! The browser for tests: an installed one, Playwright's own download, the system's package, in this order.

use crate::failure::{Done, Failure};
use crate::{node, process, project, system};
use std::path::PathBuf;
use std::process::Command;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const OTHERWISE: &str = "No Chromium or Chrome was found and none could be fetched. Please install one \
    (Debian: `apt install chromium`, Fedora: `dnf install chromium`, macOS and Windows: Google Chrome) \
    or name one in PORTAL_CHROMIUM.";

/// Chromium for Playwright: the path of an installed one, or none where Playwright's own copy is to be used.
pub fn chromium() -> Done<Option<PathBuf>> {
    if let Some(named) = std::env::var_os("PORTAL_CHROMIUM").filter(|value| !value.is_empty()) {
        return Ok(Some(PathBuf::from(named)));
    }
    if let Some(found) = installed() {
        return Ok(Some(found));
    }
    println!("· no Chromium is installed; trying Playwright's own");
    let mut download = Command::new(node::programs().join("playwright"));
    download.args(["install", "chromium"]).current_dir(node::folder());
    download.env("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "15000");
    if process::output(&mut download).is_ok() {
        return Ok(None);
    }
    system::install(&["chromium"], OTHERWISE)?;
    installed().map(Some).ok_or_else(|| Failure::new(OTHERWISE))
}

fn installed() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| project::program(name));
    on_path.or_else(|| MAC.iter().map(PathBuf::from).find(|path| path.is_file()))
}

/// Firefox, the extended support release: what administrations install.
pub fn firefox() -> Done<PathBuf> {
    let otherwise = "Firefox ESR is missing, which the tests of other engines need. Please install it (Debian: \
        `apt install firefox-esr`) or name one in PORTAL_FIREFOX.";
    if let Some(named) = std::env::var_os("PORTAL_FIREFOX").filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let found = || project::program("firefox-esr").or_else(|| project::program("firefox"));
    if let Some(found) = found() {
        return Ok(found);
    }
    system::install(&["firefox-esr"], otherwise)?;
    found().ok_or_else(|| Failure::new(otherwise))
}

/// The driver that runs the wasm tests in headless Chromium.
pub fn chromedriver() -> Done<PathBuf> {
    let otherwise = "chromedriver is missing, which the wasm tests need. Please install it in the version of your \
        Chromium (Debian: `apt install chromium chromium-driver`, macOS: `brew install chromedriver`).";
    if let Some(found) = project::program("chromedriver") {
        return Ok(found);
    }
    system::install(&["chromium", "chromium-driver"], otherwise)?;
    project::program("chromedriver").ok_or_else(|| Failure::new(otherwise))
}
