//! The browser for tests: an installed one, Playwright's own download, the system's package, in this order.

use crate::failure::{Done, Failure};
use crate::{node, process, project, system};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const LIBRARIES: [&str; 4] = ["/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local/lib"];
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

/// What runs WebKit without a screen.
pub struct WebKit {
    /// The small browser that comes with WebKitGTK.
    pub browser: PathBuf,
    /// What steers it.
    pub driver: PathBuf,
    /// The display on which its window stands.
    pub display: PathBuf,
}

/// WebKit as the system packages it; Playwright's own copy has to be downloaded.
pub fn webkit() -> Done<WebKit> {
    let otherwise = "WebKitGTK (MiniBrowser and WebKitWebDriver) or Xvfb is missing, which the tests of other engines need. \
        Please install them (Debian: `apt install webkit2gtk-driver xvfb`); PORTAL_WEBKIT names a MiniBrowser that lies \
        elsewhere. They exist for Linux only: on other systems run the other parts.";
    if let Some(found) = found_webkit() {
        return Ok(found);
    }
    system::install(&["webkit2gtk-driver", "xvfb"], otherwise)?;
    found_webkit().ok_or_else(|| Failure::new(otherwise))
}

fn found_webkit() -> Option<WebKit> {
    let named = std::env::var_os("PORTAL_WEBKIT").filter(|value| !value.is_empty()).map(PathBuf::from);
    Some(WebKit {
        browser: named.or_else(|| mini_browser(LIBRARIES.iter().map(Path::new)))?,
        driver: project::program("WebKitWebDriver")?,
        display: project::program("Xvfb")?,
    })
}

/// WebKitGTK keeps its browser beside its library, in a folder that is named by architecture and version.
fn mini_browser<'a>(mut libraries: impl Iterator<Item = &'a Path>) -> Option<PathBuf> {
    let children = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    libraries.find_map(|library| {
        let near = children(library);
        let deeper = near.iter().filter(|path| path.is_dir()).flat_map(|path| children(path));
        let all: Vec<PathBuf> = near.iter().cloned().chain(deeper).collect();
        let of_webkit = |path: &&PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit2gtk-"))
        };
        // The newest version last.
        all.iter().filter(of_webkit).map(|path| path.join("MiniBrowser")).rfind(|path| path.is_file())
    })
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

#[cfg(test)]
mod should {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn find_the_browser_of_webkit_by_architecture_and_version() {
        let scratch = Scratch::make("libraries").unwrap();
        let empty = scratch.path().join("empty");
        let full = scratch.path().join("full");
        let place = full.join("any-architecture/webkit2gtk-4.1");
        fs::create_dir_all(&empty).unwrap();
        fs::create_dir_all(full.join("any-architecture/webkit2gtk-4.0")).unwrap();
        fs::create_dir_all(&place).unwrap();
        assert_eq!(mini_browser([empty.as_path(), full.as_path()].into_iter()), None);
        fs::write(place.join("MiniBrowser"), "").unwrap();
        assert_eq!(
            mini_browser([empty.as_path(), full.as_path()].into_iter()),
            Some(place.join("MiniBrowser"))
        );
    }
}
