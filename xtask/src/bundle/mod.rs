//! The browser bundle: trunk builds it into `dist/`, then everything in it is compressed once and listed with its
//! digests in `build.json`.

pub mod list;
pub mod reproducible;

use crate::failure::{Context, Done, Failure};
use crate::{cargo, digest, node, process, project, tools};
use list::List;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What the bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Small and fast, as people get it.
    Release,
    /// Built quickly, large, with names in its traces.
    Dev,
}

/// What a first visit may load at most: wasm, script and style as Brotli, in bytes.
///
/// Raised from 1.6 MB when drafts, history, the local index and the search that forgives errors came. It is loaded once and
/// then kept by the service worker. The first screen alone would need far less: the wasm is one file, and most of it are
/// views of the pages behind the login.
pub const BUDGET: u64 = 2_000_000;

/// A finished bundle.
pub struct Bundle {
    /// `dist/`.
    pub folder: PathBuf,
    /// What a first visit loads (wasm, script, style as Brotli), in bytes; none when nothing had to be built.
    pub size: Option<u64>,
}

/// What the bundle is made from, relative to the root.
const SOURCES: [&str; 12] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "api",
    "app",
    "crypto",
    "frontend",
    "rust-toolchain.toml",
    "site",
    "style",
    "vault",
];

/// The crates of this project that are compiled into the bundle.
const CRATES: [&str; 6] = ["api", "app", "crypto", "frontend", "site", "vault"];

/// Builds the bundle, unless it is newer than everything that it is made from.
pub fn ensure(flavour: Flavour) -> Done<Bundle> {
    let folder = project::root().join("dist");
    let stamp = stamp(flavour)?;
    let built = fs::metadata(&stamp).and_then(|meta| meta.modified()).ok();
    let changed = SOURCES.iter().filter_map(|path| project::newest(&project::root().join(path))).max();
    match (built, changed) {
        (Some(built), Some(changed)) if built >= changed && folder.join("index.html").is_file() => {
            println!("· the browser bundle is up to date");
            // The commit may be another by now although nothing of the bundle has changed.
            List::of(&folder, &project::root(), &SOURCES)?.write(&folder)?;
            Ok(Bundle { folder, size: None })
        }
        _ => build(flavour),
    }
}

/// Builds the bundle into `dist/`.
pub fn build(flavour: Flavour) -> Done<Bundle> {
    let begin = SystemTime::now();
    println!("· building the browser bundle");
    // From here on dist/ is neither the one nor the other until this has ended well.
    for flavour in [Flavour::Release, Flavour::Dev] {
        let _ = fs::remove_file(stamp(flavour)?);
    }
    let root = project::root();
    let folder = build_in(&root, flavour)?;
    let size = node::compress(&folder, flavour == Flavour::Dev)?;
    println!("· a first visit loads {} kB (wasm, script, style as Brotli)", size.div_ceil(1000));
    let stamp = stamp(flavour)?;
    let file = File::create(&stamp).context(format!("cannot write {}", stamp.display()))?;
    // The moment before the build, so that what was changed during it counts as newer.
    file.set_modified(begin).context(format!("cannot date {}", stamp.display()))?;
    Ok(Bundle { folder, size: Some(size) })
}

/// Builds the bundle of the checkout at `root` into that checkout's `dist/`, without compressed copies, and returns that
/// folder. The tools and the folder for build output are this checkout's.
fn build_in(root: &Path, flavour: Flavour) -> Done<PathBuf> {
    tools::ensure_wasm_target()?;
    node::ensure_packages()?;
    let path = project::path_with(&[tools::WASM_BINDGEN.ensure()?, node::programs()])?;
    let mut trunk = Command::new(tools::TRUNK.program()?);
    // Trunk itself stays offline; what cargo needs is brought first.
    cargo::fetch()?;
    trunk.arg("build").current_dir(root).env("PATH", path).env_remove("NO_COLOR");
    trunk.env("CARGO_TARGET_DIR", cargo::target_folder()?);
    if flavour == Flavour::Release {
        trunk.args(["--release", "--cargo-profile", "wasm-release"]);
        trunk.env("CARGO_ENCODED_RUSTFLAGS", release_flags()?);
    }
    process::run(&mut trunk)?;
    let folder = root.join("dist");
    let list = List::of(&folder, root, &SOURCES)?;
    list.write(&folder)?;
    println!("· fingerprint of the bundle: {}", digest::in_groups(&list.fingerprint()));
    Ok(folder)
}

/// Builds the bundle anew where needed and fails when it has grown beyond the budget.
pub fn check_budget() -> Done {
    match build(Flavour::Release)?.size {
        Some(size) if size > BUDGET => Err(Failure::new(format!(
            "A first visit loads {size} bytes; the budget is {BUDGET}. Find out what has grown, or raise it on purpose."
        ))),
        _ => Ok(()),
    }
}

fn stamp(flavour: Flavour) -> Done<PathBuf> {
    let name = match flavour {
        Flavour::Release => "portal-bundle-release",
        Flavour::Dev => "portal-bundle-dev",
    };
    let folder = cargo::target_folder()?;
    project::make_folder(&folder)?;
    Ok(folder.join(name))
}

/// The flags of `.cargo/config.toml` (which these replace) and neutral names for this machine's folders: they would
/// otherwise stand in the messages of the wasm, tell whose machine it was, and make two builds differ. Of several that
/// fit, the compiler takes the last.
fn release_flags() -> Done<String> {
    let mut flags = vec!["--cfg".to_owned(), "getrandom_backend=\"wasm_js\"".to_owned()];
    let mut rename = |from: &Path, to: &str| {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    };
    let home = env::home_dir();
    if let Some(home) = &home {
        rename(home, "home");
    }
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".cargo")));
    if let Some(cargo_home) = cargo_home {
        rename(&cargo_home, "cargo");
        // One folder for each place that crates come from, named after it: a mirror would show.
        for registry in folders(&cargo_home.join("registry/src")) {
            rename(&registry, "registry");
        }
    }
    rename(&project::root(), "portal");
    rename(&cargo::target_folder()?, "target");
    // Named in every build, so that both builds of the test have the same flags and share the crates of the registry.
    rename(&reproducible::second_checkout()?, "portal");
    Ok(flags.join("\u{1f}"))
}

/// The folders in a folder, in order; none when it is not there.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}
