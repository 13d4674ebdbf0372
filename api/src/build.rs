//! `build.json`: what the browser bundle consists of. The build writes it, the server hands it out, the application shows
//! and compares it.

use crate::chain::sha256;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Where the list is.
pub const PATH: &str = "/build.json";

/// What a bundle consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Version of the portal.
    pub version: String,
    /// Commit of the sources; none where they were no git checkout.
    pub commit: Option<String>,
    /// Whether the sources had changes that were not committed.
    pub changed: bool,
    /// [`Build::computed_fingerprint`] as the build wrote it down.
    pub fingerprint: String,
    /// Every file but the list itself and compressed copies.
    pub files: Vec<BuildFile>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildFile {
    /// Path below the root of the portal, without the leading `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// SHA-384 as in an `integrity` attribute.
    pub integrity: String,
}

/// A file that a page has loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Address on the portal, with the leading `/`.
    pub path: String,
    /// Digest that the browser has compared, as in an `integrity` attribute; empty when it compared none.
    pub integrity: String,
}

impl Build {
    /// SHA-256 over the sorted lines `SHA-256, two spaces, path, line feed`, 64 hexadecimal digits: what
    /// `sha256sum FILES | LC_ALL=C sort | sha256sum` prints.
    #[must_use]
    pub fn computed_fingerprint(&self) -> String {
        let mut lines: Vec<String> =
            self.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
        lines.sort();
        let mut hex = String::with_capacity(64);
        for byte in sha256(lines.concat().as_bytes()).0 {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// The files among those loaded that are not exactly as listed here; all of them when the list contradicts itself.
    #[must_use]
    pub fn differing<'a>(&self, loaded: &'a [Loaded]) -> Vec<&'a str> {
        let consistent = self.computed_fingerprint() == self.fingerprint;
        let as_listed = |file: &Loaded| {
            self.files.iter().any(|known| {
                file.path.strip_prefix('/') == Some(&known.path) && file.integrity == known.integrity
            })
        };
        loaded.iter().filter(|file| !(consistent && as_listed(file))).map(|file| file.path.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digests by `sha256sum` and `openssl dgst -sha384` on two files of one letter and a line feed.
    fn build() -> Build {
        let file = |path: &str, sha256: &str, integrity: &str| BuildFile {
            path: path.to_owned(),
            size: 2,
            sha256: sha256.to_owned(),
            integrity: integrity.to_owned(),
        };
        Build {
            version: "1".to_owned(),
            commit: None,
            changed: false,
            fingerprint: "8db3ed8eacc661c5e921a1cb71610cea10644154ddcd3a7b02aae86c0d384160".to_owned(),
            files: vec![
                file(
                    "a.js",
                    "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7",
                    "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU",
                ),
                file(
                    "b.txt",
                    "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f",
                    "sha384-E6YPHhunvaN64fV5fWsQI5/7zwGwOhkxml9JNlkT74jTmbtJ7i5wKjJ2Y5dBsUQl",
                ),
            ],
        }
    }

    fn loaded(path: &str, integrity: &str) -> Loaded {
        Loaded { path: path.to_owned(), integrity: integrity.to_owned() }
    }

    #[test]
    fn the_fingerprint_is_what_sha256sum_says() {
        assert_eq!(build().computed_fingerprint(), build().fingerprint);
    }

    #[test]
    fn mal_a37_loaded_files_that_are_not_as_listed_are_named() {
        let (build, good) = (
            build(),
            loaded("/a.js", "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU"),
        );
        assert!(build.differing(std::slice::from_ref(&good)).is_empty());
        let others = [
            good,
            loaded("/b.txt", "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU"),
            loaded("/c.js", "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU"),
            loaded("/b.txt", ""),
            loaded("a.js", "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU"),
        ];
        assert_eq!(build.differing(&others), ["/b.txt", "/c.js", "/b.txt", "a.js"]);
    }

    #[test]
    fn mal_a37_a_list_whose_fingerprint_is_another_covers_nothing() {
        let mut build = build();
        build.files.pop();
        let good =
            [loaded("/a.js", "sha384-knsvA5XkzjJvSrdZx1ql/DmffWwwN7LetAlSecp87TynD2jzV0FIaA/FLWwVvIkU")];
        assert_eq!(build.differing(&good), ["/a.js"]);
    }
}
