//! Opening a large case in the browser, beside bare WebCrypto.

use super::row;
use crate::bundle::{self, Flavour};
use crate::failure::{Context, Done, Failure};
use crate::portal::{Portal, Programs};
use crate::scratch::Scratch;
use crate::{browser, node, process, project};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Entries of the large case and bytes of text in each.
const ENTRIES: u32 = 500;
const BYTES: u32 = 2048;

/// Builds everything as people get it and measures.
pub fn measure() -> Done<Value> {
    node::ensure_packages()?;
    let chromium = browser::chromium()?;
    let dist = bundle::ensure(Flavour::Release)?.folder;
    let programs = Programs::build_release()?;
    let scratch = Scratch::make("bench")?;
    let template = scratch.path().join("demo");
    println!("· filling a portal, with one case of {ENTRIES} entries of {BYTES} bytes");
    let portal = Portal::start(&programs, &dist, &template, project::free_port()?)?;
    portal.fill(2)?;
    let large = large_case(&programs, &template)?;
    drop(portal);

    println!("· measuring in the browser");
    let output = scratch.path().join("open-case.json");
    let mut command = Command::new(node::programs().join("playwright"));
    command.args(["test", "--config", "playwright.bench.config.ts", "open-case"]).current_dir(node::folder());
    command.env("PORTAL_SERVER", &programs.server).env("PORTAL_DIST", &dist).env("PORTAL_DEMO", &template);
    command.env("BENCH_CASE", large).env("BENCH_OUTPUT", &output);
    if let Some(path) = chromium {
        command.env("PORTAL_CHROMIUM", path);
    }
    process::run(&mut command)?;
    let text = fs::read_to_string(&output).context("the measurement wrote no result")?;
    serde_json::from_str(&text).context("the result of the measurement is damaged")
}

fn large_case(programs: &Programs, data: &Path) -> Done<String> {
    let mut command = Command::new(&programs.demo);
    command.args(["large-case", "--entries", &ENTRIES.to_string(), "--bytes", &BYTES.to_string(), "--data"]);
    let printed = process::output(command.arg(data))?;
    let line = printed.lines().last().filter(|line| line.starts_with('{'));
    line.map(str::to_owned).ok_or_else(|| Failure::new("The demo printed no case."))
}

/// What was measured beside what is aimed at.
pub fn table(value: &Value) -> String {
    let number = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    let ms = |key: &str| format!("{:.1} ms", number(key));
    let aim = |key: &str, aim: f64| {
        let met = if number(key) <= aim { "met" } else { "missed" };
        format!("{:.2} (aim ≤ {aim:.2}: {met})", number(key))
    };
    [
        format!("\nOpening a case of {ENTRIES} entries of {BYTES} bytes with all checks, medians\n"),
        row("bare WebCrypto: decryptions and signatures", &ms("bare_ms"), ""),
        row("first visit, without waiting for the server", &ms("first_ms"), &aim("first_to_bare", 1.5)),
        row("second visit, without waiting for the server", &ms("second_ms"), &aim("second_to_first", 0.33)),
        row("waiting for the server, first visit", &ms("first_waiting_ms"), ""),
        row("waiting for the server, second visit", &ms("second_waiting_ms"), ""),
    ]
    .concat()
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn say_for_each_aim_whether_it_was_met() {
        let value = serde_json::json!({
            "bare_ms": 50.0, "first_ms": 60.0, "second_ms": 30.0, "first_waiting_ms": 9.0, "second_waiting_ms": 8.0,
            "first_to_bare": 1.2, "second_to_first": 0.5
        });
        let text = table(&value);
        assert!(text.contains("1.20 (aim ≤ 1.50: met)"), "{text}");
        assert!(text.contains("0.50 (aim ≤ 0.33: missed)"), "{text}");
    }
}
