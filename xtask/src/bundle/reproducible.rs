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
    copy_sources(&project::root(), &root)?;
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

/// A fresh clone of the last commit. When there are changes that are not committed, they are made there, too.
fn copy_sources(from: &Path, to: &Path) -> Done {
    if to.exists() {
        fs::remove_dir_all(to).context(format!("cannot remove {}", to.display()))?;
    }
    if let Some(parent) = to.parent() {
        project::make_folder(parent)?;
    }
    process::run(Command::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(from).arg(to))?;
    if git(from, &["status", "--porcelain"])?.trim().is_empty() {
        return Ok(());
    }
    println!("· there are changes that are not committed; they are copied as well");
    let listed = git(from, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    let wanted: Vec<&str> = listed.split('\0').filter(|path| from.join(path).is_file()).collect();
    for path in git(to, &["ls-files", "-z"])?.split('\0').filter(|path| !path.is_empty()) {
        if !wanted.contains(&path) {
            fs::remove_file(to.join(path)).context(format!("cannot remove {path}"))?;
        }
    }
    for path in wanted {
        let target = to.join(path);
        if let Some(folder) = target.parent() {
            project::make_folder(folder)?;
        }
        fs::copy(from.join(path), &target).context(format!("cannot copy {path}"))?;
    }
    Ok(())
}

fn git(folder: &Path, arguments: &[&str]) -> Done<String> {
    process::output(Command::new("git").args(arguments).current_dir(folder))
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
    fn copy_a_checkout_with_its_changes() {
        let scratch = Scratch::make("sources").unwrap();
        let (from, to) = (scratch.path().join("from"), scratch.path().join("below/to"));
        fs::create_dir(&from).unwrap();
        let write = |name: &str, text: &str| fs::write(from.join(name), text).unwrap();
        git(&from, &["init", "--quiet"]).unwrap();
        for (name, text) in
            [(".gitignore", "ignored\n"), ("same", "1"), ("changed", "1"), ("moved", "1"), ("gone", "1")]
        {
            write(name, text);
        }
        git(&from, &["add", "."]).unwrap();
        let person = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        git(&from, &[&person[..], &["commit", "--quiet", "--message", "x"]].concat()).unwrap();
        copy_sources(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("changed")).unwrap(), "1");

        write("changed", "2");
        write("new", "2");
        write("ignored", "2");
        git(&from, &["mv", "moved", "elsewhere"]).unwrap();
        fs::remove_file(from.join("gone")).unwrap();
        copy_sources(&from, &to).unwrap();
        let mut names: Vec<_> = fs::read_dir(&to)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, [".git", ".gitignore", "changed", "elsewhere", "new", "same"]);
        assert_eq!(fs::read_to_string(to.join("changed")).unwrap(), "2");
        // The state that build.json names is the same in both.
        let state = |folder: &Path| git(folder, &["rev-parse", "HEAD"]).unwrap();
        assert_eq!(state(&from), state(&to));
    }

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
