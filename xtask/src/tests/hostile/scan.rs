//! Where the hostile tests stand: the sources are searched for their names, so that a row names files and a test that
//! was left out of a run shows.

use super::rows::number;
use crate::failure::{Context, Done};
use crate::project;
use std::fs;
use std::path::Path;

/// A hostile test in the sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its file, from the root of the checkout, with `/`.
    pub file: String,
    /// Its name: of the function, or the title in Playwright.
    pub name: String,
}

impl Found {
    /// Whether it runs in a browser.
    pub fn in_browser(&self) -> bool {
        Path::new(&self.file).extension().is_some_and(|ending| ending == "ts")
    }
}

/// Where tests stand.
const FOLDERS: [&str; 10] =
    ["api", "app", "crypto", "end2end/tests", "fuzz", "proofs", "server", "site", "vault", "xtask"];

/// All hostile tests, by file and name.
pub fn all() -> Done<Vec<Found>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        look(&project::root().join(folder), folder, &mut found)?;
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn look(folder: &Path, name: &str, found: &mut Vec<Found>) -> Done {
    let entries = fs::read_dir(folder).context(format!("cannot look into {}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let file = format!("{name}/{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            look(&path, &file, found)?;
            continue;
        }
        let names: fn(&str) -> Vec<String> = match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") => functions,
            Some("ts") => titles,
            _ => continue,
        };
        let source = fs::read_to_string(&path).context(format!("cannot read {}", path.display()))?;
        found.extend(names(&source).into_iter().map(|name| Found { file: file.clone(), name }));
    }
    Ok(())
}

/// Names of functions, also of those that a macro makes from `name: …`.
fn functions(source: &str) -> Vec<String> {
    let name = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix("async ").unwrap_or(line);
        let text = line.strip_prefix("fn ").unwrap_or(line);
        let end = text.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'))?;
        let (name, rest) = text.split_at(end);
        let defined = if text.len() < line.len() { rest.starts_with('(') } else { rest.starts_with(": ") };
        (defined && number(name).is_some()).then(|| name.to_owned())
    };
    source.lines().filter_map(name).collect()
}

/// Titles of tests of Playwright.
fn titles(source: &str) -> Vec<String> {
    let quoted = |rest: &str| {
        let title = rest.split(['"', '\'', '`']).nth(1)?;
        number(title).is_some().then(|| title.to_owned())
    };
    source.split("test(").skip(1).filter_map(quoted).collect()
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn find_functions_whatever_makes_them() {
        let source = "fn mal_a01_one() {\n  async fn mal_a02_two() {\nreplays! {\n    mal_a03_three: \"x\",\n\
            let x = \"mal_a04_four\";\n mal_a05_five();\nfn normal() {}\n";
        assert_eq!(functions(source), ["mal_a01_one", "mal_a02_two", "mal_a03_three"]);
    }

    #[test]
    fn find_titles() {
        let source =
            "test(\"mal_a37 one byte\", async () => {});\ntest(\"other\", x);\n  test('mal_a32 canary', y);";
        assert_eq!(titles(source), ["mal_a37 one byte", "mal_a32 canary"]);
    }
}
