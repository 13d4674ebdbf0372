//! Two builds from two checkouts must be the same, byte for byte: only then can anyone build the bundle and compare
//! it with what a server delivers.

use super::{CRATES, Flavour, build_in, ensure, list};
use crate::failure::{Context, Done, Failure};
use crate::{cargo, process, project};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the second checkout is made: another name and another length than anybody's first.
pub fn second_checkout() -> Done<PathBuf> {
    Ok(cargo::target_folder()?.join("reproducible/a-second-checkout-of-the-same-sources"))
}

/// Builds the release bundle of this checkout, unless it is up to date, and that of a second one, and compares all
/// files, `build.json` included. Compressed copies are left out: they are made from these bytes alone.
///
/// Both builds share one folder for build output, so that the crates of the registry, whose sources lie in the same
/// place for both, are compiled once. The project's own crates are compiled anew for the second: what cargo holds of
/// them is deleted before, and again afterwards, so that no later build takes the second's for the first's.
pub fn check() -> Done {
    let first = ensure(Flavour::Release)?.folder;
    let root = second_checkout()?;
    copy_sources(&root)?;
    forget_own_crates()?;
    println!("· building the browser bundle of the second checkout");
    let second = build_in(&root, Flavour::Release);
    forget_own_crates()?;
    let differing = compare(&first, &second?)?;
    if !differing.is_empty() {
        return Err(Failure::new(format!(
            "Two builds of the same sources differ:\n{}\nThe second is in {}.",
            differing.join("\n"),
            root.join("dist").display()
        )));
    }
    println!("· both builds are the same in every byte");
    fs::remove_dir_all(&root).context(format!("cannot remove {}", root.display()))
}

/// A fresh clone of the last commit. When there are changes that are not committed, they are copied over it.
fn copy_sources(to: &Path) -> Done {
    if to.exists() {
        fs::remove_dir_all(to).context(format!("cannot remove {}", to.display()))?;
    }
    if let Some(parent) = to.parent() {
        project::make_folder(parent)?;
    }
    let from = project::root();
    process::run(Command::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(&from).arg(to))?;
    let git = |arguments: &[&str]| process::output(Command::new("git").args(arguments).current_dir(&from));
    if git(&["status", "--porcelain"])?.trim().is_empty() {
        return Ok(());
    }
    println!("· there are changes that are not committed; they are copied as well");
    let listed = git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let (source, target) = (from.join(path), to.join(path));
        if !source.is_file() {
            let _ = fs::remove_file(&target);
            continue;
        }
        if let Some(folder) = target.parent() {
            project::make_folder(folder)?;
        }
        fs::copy(&source, &target).context(format!("cannot copy {path}"))?;
    }
    Ok(())
}

fn forget_own_crates() -> Done {
    let mut clean = cargo::cargo();
    clean.args(["clean", "--quiet", "--offline", "--profile", "wasm-release"]);
    clean.args(["--target", "wasm32-unknown-unknown"]);
    for krate in CRATES {
        clean.args(["-p", krate]);
    }
    process::run(&mut clean)
}

/// What differs between two folders, a line for each file.
fn compare(first: &Path, second: &Path) -> Done<Vec<String>> {
    let (left, right) = (list::plain(first)?, list::plain(second)?);
    let mut differing = Vec::new();
    for path in &left {
        if !right.contains(path) {
            differing.push(format!("  {path} is in the first build only"));
            continue;
        }
        let (a, b) = (list::read(&first.join(path))?, list::read(&second.join(path))?);
        if a != b {
            let place = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or_else(|| a.len().min(b.len()));
            differing.push(format!(
                "  {path}: {} and {} bytes, the first difference at {place}",
                a.len(),
                b.len()
            ));
        }
    }
    let only = right.iter().filter(|path| !left.contains(path));
    differing.extend(only.map(|path| format!("  {path} is in the second build only")));
    Ok(differing)
}

#[cfg(test)]
mod should {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn name_every_file_that_differs() {
        let (a, b) = (Scratch::make("one").unwrap(), Scratch::make("two").unwrap());
        for (name, left, right) in [
            ("same", Some("x"), Some("x")),
            ("other", Some("abc"), Some("abd")),
            ("l", Some(""), None),
            ("r", None, Some("")),
        ] {
            for (folder, content) in [(&a, left), (&b, right)] {
                if let Some(content) = content {
                    fs::write(folder.path().join(name), content).unwrap();
                }
            }
        }
        assert_eq!(
            compare(a.path(), b.path()).unwrap(),
            [
                "  l is in the first build only",
                "  other: 3 and 3 bytes, the first difference at 2",
                "  r is in the second build only",
            ]
        );
    }
}
