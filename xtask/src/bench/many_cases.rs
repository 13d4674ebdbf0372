//! Ten thousand cases in the browser: until all names can be searched, a typed letter, the longest time without an answer.

use super::row;
use crate::bundle::{self, Flavour};
use crate::failure::{Context, Done};
use crate::portal::{Portal, Programs};
use crate::scratch::Scratch;
use crate::{browser, node, process, project};
use serde_json::Value;
use std::fs;
use std::process::Command;

const CASES: u32 = 10_000;

/// Builds everything as people get it and measures.
pub fn measure() -> Done<Value> {
    node::ensure_packages()?;
    let chromium = browser::chromium()?;
    let dist = bundle::ensure(Flavour::Release)?.folder;
    let programs = Programs::build_release()?;
    let scratch = Scratch::make("bench")?;
    let template = scratch.path().join("demo");
    println!("· filling a portal with {CASES} cases");
    let portal = Portal::start(&programs, &dist, &template, project::free_port()?)?;
    portal.fill(2)?;
    let mut many = Command::new(&programs.demo);
    many.args(["many-cases", "--cases", &CASES.to_string(), "--data"]).arg(&template);
    process::run(&mut many)?;
    drop(portal);

    println!("· measuring in the browser");
    let output = scratch.path().join("many-cases.json");
    let mut command = Command::new(node::programs().join("playwright"));
    command
        .args(["test", "--config", "playwright.bench.config.ts", "many-cases"])
        .current_dir(node::folder());
    command.env("PORTAL_SERVER", &programs.server).env("PORTAL_DIST", &dist).env("PORTAL_DEMO", &template);
    command.env("BENCH_OUTPUT", &output);
    if let Some(path) = chromium {
        command.env("PORTAL_CHROMIUM", path);
    }
    process::run(&mut command)?;
    let text = fs::read_to_string(&output).context("the measurement wrote no result")?;
    serde_json::from_str(&text).context("the result of the measurement is damaged")
}

/// What was measured beside what is aimed at.
pub fn table(value: &Value) -> String {
    let number = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    let ms = |key: &str| format!("{:.1} ms", number(key));
    let below = |key: &str, aim: f64| {
        let met = if number(key) < aim { "met" } else { "missed" };
        format!("(aim < {aim:.0} ms: {met})")
    };
    let ratio = |key: &str, of: &str| format!("{:.2} of {of}", number(key));
    [
        format!("\n{CASES} cases in the browser, medians\n"),
        row("bare WebCrypto: 10,000 decryptions and signatures", &ms("bare_ms"), ""),
        row("first visit: all names searchable", &ms("first_ms"), &below("first_ms", 2000.0)),
        row("", "", &ratio("first_to_bare", "bare WebCrypto")),
        row("first visit: the list is there", &ms("first_list_ms"), ""),
        row("first visit: longest block", &ms("first_block_ms"), &below("first_block_ms", 50.0)),
        row("second visit: all names searchable", &ms("second_ms"), &below("second_ms", 1000.0)),
        row("", "", &ratio("second_to_first", "the first visit")),
        row("second visit: longest block", &ms("second_block_ms"), &below("second_block_ms", 50.0)),
        row("a typed letter", &ms("key_ms"), &below("key_ms", 16.0)),
        row("the slowest letter", &ms("key_worst_ms"), ""),
    ]
    .concat()
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn say_for_each_aim_whether_it_was_met() {
        let value = serde_json::json!({
            "bare_ms": 500.0, "first_ms": 1500.0, "first_list_ms": 400.0, "first_block_ms": 60.0, "second_ms": 700.0,
            "second_block_ms": 30.0, "key_ms": 5.0, "key_worst_ms": 12.0, "first_to_bare": 3.0, "second_to_first": 0.47
        });
        let text = table(&value);
        assert!(text.contains("(aim < 2000 ms: met)") && text.contains("(aim < 50 ms: missed)"), "{text}");
        assert!(text.contains("3.00 of bare WebCrypto"), "{text}");
    }
}
