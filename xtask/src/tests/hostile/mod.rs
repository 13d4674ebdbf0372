//! The table of attacks: which tests stand for each, and what became of them.

mod rows;
mod scan;

use super::browsers;
use super::native::Workshop;
use super::outcomes::Outcomes;
use super::report::Counts;
use crate::failure::Done;
use crate::{browser, node};
use rows::{ROWS, Row};
use scan::Found;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    /// Its tests come with the cooperation of organisations.
    Later,
}

/// Runs all hostile tests, then prints the table.
pub fn run(workshop: &Workshop) -> Done<Counts> {
    workshop.hostile()?;
    let ready = node::ensure_packages().and_then(|()| browser::chromium());
    let browsers = ready.is_ok();
    match ready {
        Ok(_) => {
            browsers::run(workshop, &["--grep".to_owned(), "mal_a".to_owned()])?;
        }
        Err(failure) => println!("\n· the tests in the browser are left out: {failure}"),
    }
    table(&workshop.outcomes, browsers)
}

/// Prints the table from what is known, with or without the tests in the browser; counts its rows.
pub fn table(outcomes: &Outcomes, browsers: bool) -> Done<Counts> {
    let found = scan::all()?;
    let mut counts = Counts::default();
    println!();
    for row in &ROWS {
        let tests: Vec<&Found> =
            found.iter().filter(|test| row.has(&test.name) && (browsers || !test.in_browser())).collect();
        let verdict = judge(row, &tests, outcomes);
        let word = match verdict {
            Verdict::Passed => "pass",
            Verdict::Failed => "FAIL",
            Verdict::Later => "kommt mit der Zusammenarbeit",
        };
        println!("{:<8} {word:<5} {} → {}", row.name(), row.attack, row.promise);
        for test in &tests {
            let mark = match outcomes.of(&test.name) {
                Some(true) => "ok",
                Some(false) => "FAILED",
                None => "did not run",
            };
            println!("               {}  {}  {mark}", test.file, test.name);
        }
        match verdict {
            Verdict::Passed => counts.passed += 1,
            Verdict::Failed => counts.failed += 1,
            Verdict::Later => {}
        }
    }
    Ok(counts)
}

/// A row passes when it has tests and each of them ran and passed.
fn judge(row: &Row, tests: &[&Found], outcomes: &Outcomes) -> Verdict {
    if tests.is_empty() {
        return if row.later { Verdict::Later } else { Verdict::Failed };
    }
    if tests.iter().all(|test| outcomes.of(&test.name) == Some(true)) {
        Verdict::Passed
    } else {
        Verdict::Failed
    }
}

#[cfg(test)]
mod should {
    use super::*;
    use crate::project;
    use std::fs;

    fn test(name: &str) -> Found {
        Found { file: "x.rs".to_owned(), name: name.to_owned() }
    }

    #[test]
    fn pass_a_row_only_when_all_of_its_tests_ran_and_passed() {
        let outcomes = Outcomes::default();
        outcomes.note("mal_a04_good", true);
        outcomes.note("mal_a04_bad", false);
        let row = ROWS.iter().find(|row| row.numbers.0 == 4).unwrap();
        let (good, bad, missing) = (test("mal_a04_good"), test("mal_a04_bad"), test("mal_a04_missing"));
        assert_eq!(judge(row, &[&good], &outcomes), Verdict::Passed);
        assert_eq!(judge(row, &[&good, &bad], &outcomes), Verdict::Failed);
        assert_eq!(judge(row, &[&good, &missing], &outcomes), Verdict::Failed);
        assert_eq!(judge(row, &[], &outcomes), Verdict::Failed);
        assert_eq!(judge(&ROWS[0], &[], &outcomes), Verdict::Later);
    }

    #[test]
    fn give_every_name_to_one_test_only() {
        let mut names: Vec<_> = scan::all().unwrap().into_iter().map(|found| found.name).collect();
        names.sort();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
        assert!(twice.is_empty(), "two tests have one name, so that one could hide the other: {twice:?}");
    }

    /// The table in the documentation, from the sources.
    fn documented() -> String {
        let found = scan::all().unwrap();
        let mut text = "| row | attack | what must come of it | tests |\n|---|---|---|---|\n".to_owned();
        for row in &ROWS {
            let mut tests: Vec<String> = Vec::new();
            for test in found.iter().filter(|test| row.has(&test.name)) {
                let file = format!("[`{0}`](../{0})", test.file);
                if !tests.contains(&file) {
                    tests.push(file);
                }
                tests.push(format!("`{}`", test.name));
            }
            if tests.is_empty() {
                let none = if row.later { "comes with the cooperation of organisations" } else { "**none**" };
                tests.push(none.to_owned());
            }
            text.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                row.name(),
                row.attack,
                row.promise,
                tests.join("<br>")
            ));
        }
        text
    }

    #[test]
    fn stand_in_the_threat_model_as_it_is() {
        let path = project::root().join("docs/THREAT-MODEL.md");
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- attacks -->\n").unwrap();
        let (table, after) = rest.split_once("<!-- /attacks -->").unwrap();
        if std::env::var_os("WIMES_WRITE_DOCS").is_some() {
            let text = format!("{before}<!-- attacks -->\n{}<!-- /attacks -->{after}", documented());
            fs::write(&path, text).unwrap();
        } else {
            assert!(
                table == documented(),
                "the table of attacks in docs/THREAT-MODEL.md is not that of the tests; \
                 write it anew with `WIMES_WRITE_DOCS=1 cargo test -p xtask threat_model`"
            );
        }
    }
}
