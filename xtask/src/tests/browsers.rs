//! Playwright on the real server, the bundle as people get it, and a filled demo.

use super::native::Workshop;
use super::outcomes::Outcomes;
use super::report::Counts;
use crate::bundle::{self, Flavour};
use crate::failure::{Context, Done};
use crate::portal::{Portal, Programs};
use crate::scratch::Scratch;
use crate::{browser, node, process, project};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// How many cases the demo of the browser tests has: enough for lists, filters and two organisations.
const CASES: u32 = 12;

/// The main tests, in Chromium.
pub fn run(workshop: &Workshop, filter: &[String]) -> Done<Counts> {
    let mut command = Command::new(node::programs().join("playwright"));
    command.arg("test").args(filter);
    if let Some(path) = browser::chromium()? {
        command.env("PORTAL_CHROMIUM", path);
    }
    play(command, &workshop.programs()?, Some(&workshop.outcomes))
}

/// The main way in other engines than Chromium's: one story each.
pub fn engines(workshop: &Workshop, filter: &[String]) -> Done<Counts> {
    let mut command = Command::new(node::programs().join("playwright"));
    command.args(["test", "--config", "playwright.engines.config.ts"]).args(filter);
    command.env("PORTAL_FIREFOX", browser::firefox()?);
    let webkit = browser::webkit()?;
    command.env("PORTAL_WEBKIT", webkit.browser).env("PORTAL_WEBKIT_DRIVER", webkit.driver);
    command.env("PORTAL_XVFB", webkit.display);
    play(command, &workshop.programs()?, None)
}

/// Pictures of all screens in `folder`, desktop and phone, light and dark.
pub fn pictures(programs: &Programs, folder: &Path) -> Done {
    project::make_folder(folder)?;
    let mut command = Command::new(node::programs().join("playwright"));
    // The specs that look at every screen save what they see.
    command.args(["test", "screens-", "setup", "key-life", "rotation", "list", "drafts"]);
    command.env("PORTAL_PICTURES", folder);
    if let Some(path) = browser::chromium()? {
        command.env("PORTAL_CHROMIUM", path);
    }
    let counts = play(command, programs, None)?;
    let made = fs::read_dir(folder).context(format!("cannot read {}", folder.display()))?.count();
    println!("{made} pictures in {}", folder.display());
    if counts.failed > 0 { Err("Some screens could not be shown; see above.".into()) } else { Ok(()) }
}

/// Fills a portal once; every worker of Playwright then starts its own server on a copy of it.
fn play(mut command: Command, programs: &Programs, outcomes: Option<&Outcomes>) -> Done<Counts> {
    node::ensure_packages()?;
    let dist = bundle::ensure(Flavour::Release)?.folder;
    let scratch = Scratch::make("browser")?;
    let template = scratch.path().join("demo");
    println!("· filling a portal with {CASES} invented cases");
    let portal = Portal::start(programs, &dist, &template, project::free_port()?)?;
    portal.fill(CASES)?;
    drop(portal);

    let outcome = scratch.path().join("outcome.json");
    command.current_dir(node::folder());
    command.env("PORTAL_SERVER", &programs.server).env("PORTAL_DIST", &dist).env("PORTAL_DEMO", &template);
    command.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &outcome);
    let ended = process::run(&mut command);
    let text = fs::read_to_string(&outcome).context("Playwright wrote no result")?;
    let outcome: Value = serde_json::from_str(&text).context("Playwright's result is damaged")?;
    let mut counts = count(&outcome["stats"]);
    if let Some(outcomes) = outcomes {
        note(&outcome, outcomes);
    }
    if ended.is_err() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// Hands on what became of each test, by its title.
fn note(suite: &Value, outcomes: &Outcomes) {
    for inner in suite["suites"].as_array().into_iter().flatten() {
        note(inner, outcomes);
    }
    for spec in suite["specs"].as_array().into_iter().flatten() {
        let flaky = spec["tests"].as_array().into_iter().flatten().any(|test| test["status"] == "flaky");
        let skipped = spec["tests"].as_array().into_iter().flatten().all(|test| test["status"] == "skipped");
        if let (Some(title), false) = (spec["title"].as_str(), skipped) {
            outcomes.note(title, spec["ok"] == true && !flaky);
        }
    }
}

/// A test that only passes when it is tried again has failed.
fn count(stats: &Value) -> Counts {
    let number = |name: &str| stats[name].as_u64().unwrap_or(0);
    Counts {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky"),
        skipped: number("skipped"),
    }
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn count_a_test_that_passed_only_on_retry_as_failed() {
        let stats = serde_json::json!({ "expected": 5, "unexpected": 1, "flaky": 2, "skipped": 3 });
        assert_eq!(count(&stats), Counts { passed: 5, failed: 3, skipped: 3 });
    }

    // As Playwright writes it, shortened to what is read.
    #[test]
    fn hand_on_what_became_of_each_test() {
        let spec = |title: &str, ok: bool, status: &str| serde_json::json!({ "title": title, "ok": ok, "tests": [{ "status": status }] });
        let inner = serde_json::json!({ "specs": [spec("a", true, "expected"), spec("b", false, "unexpected"), spec("c", true, "flaky"), spec("d", true, "skipped")] });
        let outcomes = Outcomes::default();
        note(&serde_json::json!({ "suites": [{ "specs": [], "suites": [inner] }] }), &outcomes);
        assert_eq!(
            ["a", "b", "c", "d"].map(|title| outcomes.of(title)),
            [Some(true), Some(false), Some(false), None]
        );
    }
}
