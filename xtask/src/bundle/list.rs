//! `dist/build.json`: what the bundle consists of. The same file is shown in the application and compared by
//! `cargo xtask verify-deployment`.

use crate::digest;
use crate::failure::{Context, Done, Failure};
use crate::process;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The list's own name. It lists every file but itself and the compressed copies.
pub const NAME: &str = "build.json";

/// What a bundle consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Version of the portal.
    pub version: String,
    /// The commit that was checked out; none where the sources are no git checkout.
    pub commit: Option<String>,
    /// Whether what the bundle is made from had changes that were not committed.
    pub changed: bool,
    /// All files, ordered by path.
    pub files: Vec<File>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the bundle's folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// SHA-384 in the form of subresource integrity, as the page names it for scripts, styles and wasm.
    pub integrity: String,
}

impl List {
    /// Lists the bundle in `folder`, which was built from the checkout at `root`; `sources` are the paths below the
    /// root that the bundle is made from.
    pub fn of(folder: &Path, root: &Path, sources: &[&str]) -> Done<Self> {
        let mut files = Vec::new();
        for path in plain(folder)?.into_iter().filter(|path| path != NAME) {
            let bytes = read(&folder.join(&path))?;
            files.push(File::of(path, &bytes));
        }
        let (commit, changed) = commit(root, sources);
        Ok(Self { version: env!("CARGO_PKG_VERSION").to_owned(), commit, changed, files })
    }

    /// Writes the list into the bundle's folder, unless exactly this stands there already.
    pub fn write(&self, folder: &Path) -> Done {
        let path = folder.join(NAME);
        let text = self.to_json();
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        fs::write(&path, text).context(format!("cannot write {}", path.display()))
    }

    /// One number for everything: SHA-256 over the sorted lines `SHA-256, two spaces, path, line feed`, so what
    /// `sha256sum FILES | LC_ALL=C sort | sha256sum` prints.
    pub fn fingerprint(&self) -> String {
        let mut lines: Vec<String> =
            self.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
        lines.sort();
        digest::sha256_hex(lines.concat().as_bytes())
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        let file = |file: &File| json!({"path": file.path, "size": file.size, "sha256": file.sha256, "integrity": file.integrity});
        let value = json!({
            "version": self.version,
            "commit": self.commit,
            "changed": self.changed,
            "fingerprint": self.fingerprint(),
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }

    /// Reads a list that someone else has written; one whose fingerprint does not fit its lines is refused.
    pub fn from_json(text: &str) -> Done<Self> {
        let value: Value = serde_json::from_str(text).context("build.json is no JSON")?;
        let list = Self::read(&value).ok_or("build.json lacks what it should say")?;
        if value["fingerprint"] == list.fingerprint() {
            Ok(list)
        } else {
            Err("The fingerprint in build.json is not that of the files that it lists.".into())
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let file = |value: &Value| {
            Some(File {
                path: value["path"].as_str()?.to_owned(),
                size: value["size"].as_u64()?,
                sha256: value["sha256"].as_str()?.to_owned(),
                integrity: value["integrity"].as_str()?.to_owned(),
            })
        };
        Some(Self {
            version: value["version"].as_str()?.to_owned(),
            commit: value["commit"].as_str().map(str::to_owned),
            changed: value["changed"].as_bool()?,
            files: value["files"].as_array()?.iter().map(file).collect::<Option<_>>()?,
        })
    }
}

impl File {
    /// A file with this content.
    pub fn of(path: String, bytes: &[u8]) -> Self {
        Self {
            path,
            size: bytes.len() as u64,
            sha256: digest::sha256_hex(bytes),
            integrity: digest::integrity(bytes),
        }
    }
}

/// Paths of all files of a bundle but the compressed copies, with `/`, in order.
pub fn plain(folder: &Path) -> Done<Vec<String>> {
    Ok(below(folder)?.into_iter().filter(|path| !is_copy(path, folder)).collect())
}

fn below(folder: &Path) -> Done<Vec<String>> {
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Done {
    let entries = fs::read_dir(folder).context(format!("cannot look into {}", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| Failure::new(format!("{name:?} is no name for a file")))?;
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads a whole file.
pub fn read(path: &Path) -> Done<Vec<u8>> {
    fs::read(path).context(format!("cannot read {}", path.display()))
}

/// Whether a file is only the compressed copy of another.
fn is_copy(path: &str, folder: &Path) -> bool {
    let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
    plain.is_some_and(|plain| folder.join(plain).is_file())
}

/// The commit, and whether what counts differs from it. Nothing but these two goes into the list: no time, no name of
/// a machine or branch, so that two builds of one commit are alike.
fn commit(root: &Path, sources: &[&str]) -> (Option<String>, bool) {
    let git = |arguments: &[&str]| {
        process::output(Command::new("git").args(arguments).current_dir(root))
            .map(|text| text.trim().to_owned())
    };
    let Ok(commit) = git(&["rev-parse", "HEAD"]) else {
        return (None, false);
    };
    let status = git(&[&["status", "--porcelain", "--"], sources].concat());
    (Some(commit), !status.is_ok_and(|text| text.is_empty()))
}

#[cfg(test)]
mod should {
    use super::*;
    use crate::scratch::Scratch;

    fn folder() -> Scratch {
        let scratch = Scratch::make("list").unwrap();
        for (name, content) in
            [("b.txt", "b\n"), ("b.txt.br", "x"), ("a.js", "a\n"), ("c.gz", "own"), (NAME, "{}")]
        {
            fs::write(scratch.path().join(name), content).unwrap();
        }
        scratch
    }

    #[test]
    fn list_every_file_but_itself_and_compressed_copies() {
        let scratch = folder();
        let list = List::of(scratch.path(), scratch.path(), &[]).unwrap();
        let names: Vec<_> = list.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(names, ["a.js", "b.txt", "c.gz"]);
        assert_eq!((list.commit, list.changed), (None, false));
        // `printf 'a\n' | sha256sum` and `printf 'a\n' | openssl dgst -sha384 -binary | base64`.
        assert_eq!(list.files[0].sha256, "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7");
        assert_eq!(list.files[0].integrity, INTEGRITY_OF_A);
    }

    const INTEGRITY_OF_A: &str = "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU";

    #[test]
    fn sum_up_as_sha256sum_does() {
        let file = |path: &str, text: &str| File::of(path.to_owned(), text.as_bytes());
        let list = List {
            version: "1".to_owned(),
            commit: None,
            changed: false,
            files: vec![file("a.js", "a\n"), file("b.txt", "b\n")],
        };
        // `sha256sum a.js b.txt | LC_ALL=C sort | sha256sum` on two such files.
        assert_eq!(list.fingerprint(), "8db3ed8eacc661c5e921a1cb71610cea10644154ddcd3a7b02aae86c0d384160");
        assert_eq!(List::from_json(&list.to_json()).unwrap(), list);
    }

    #[test]
    fn refuse_a_list_that_contradicts_itself() {
        let scratch = folder();
        let text = List::of(scratch.path(), scratch.path(), &[]).unwrap().to_json();
        assert!(List::from_json(&text.replacen("87428fc5", "97428fc5", 1)).is_err());
        assert!(List::from_json("{}").is_err());
        assert!(List::from_json("<html>").is_err());
    }
}
