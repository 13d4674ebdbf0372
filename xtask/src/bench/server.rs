//! The server on SQLite and on PostgreSQL, beside the same database without it. The program `measure` of the proofs does
//! the work; here it is started and its numbers are put into words.

use super::{Part, at_least, row};
use crate::cargo;
use crate::failure::{Context, Done, Failure};
use crate::postgres::{Flush, Postgres};
use crate::process;
use serde_json::{Value, json};
use std::process::Command;

/// How many times the single-row commits of one connection 64 connections should reach on SQLite.
const AIM_SQLITE: f64 = 3.0;
/// Which share of PostgreSQL's own single-row commits over 64 connections 64 connections should reach.
const AIM_POSTGRES: f64 = 0.5;

/// Builds everything optimised and measures these parts on both databases.
pub fn measure(parts: &[Part]) -> Done<Value> {
    println!("· building the server and its load, optimised");
    let built = cargo::build(&["--locked", "--release", "-p", "server", "-p", "proofs", "--bins"])?;
    println!("· measuring the server on SQLite");
    let on = |database: &str, url: &str| {
        let mut command = Command::new(cargo::find(&built, "measure")?);
        command.args(parts.iter().map(|part| part.name()));
        command.env("WIMES_SERVER", cargo::find(&built, "wimes-server")?);
        command.env("WIMES_TEST_DATABASE", database).env("WIMES_TEST_POSTGRES_URL", url);
        let printed = process::output(&mut command)?;
        let line = printed.lines().last().ok_or_else(|| Failure::new("nothing was measured"))?;
        serde_json::from_str::<Value>(line).context("the result of the measurement is damaged")
    };
    let sqlite = on("sqlite", "")?;
    println!("· measuring the server on PostgreSQL");
    let postgres = Postgres::start(Flush::Always)?;
    Ok(json!({ "sqlite": sqlite, "postgres": on("postgres", &postgres.url)? }))
}

/// What was measured beside what is aimed at.
pub fn table(value: &Value) -> String {
    [("sqlite", "SQLite"), ("postgres", "PostgreSQL")]
        .map(|(key, name)| writes(name, &value[key]) + &reads(name, &value[key]) + &memory(name, &value[key]))
        .concat()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn writes(name: &str, value: &Value) -> String {
    let Some(steps) = value["writes"].as_array() else { return String::new() };
    let mut text = format!("\nDurable writes on {name}: entries saved, per second\n");
    for step in steps {
        let connections = number(&step["connections"]);
        let people = format!(
            "{connections} at once: half within {:.1} ms, 99 of 100 within {:.1} ms",
            number(&step["p50_ms"]),
            number(&step["p99_ms"])
        );
        let most = connections >= 64.0;
        let to_bare = number(&step["to_bare"]);
        let ratio =
            if most && name == "SQLite" { at_least(to_bare, AIM_SQLITE) } else { format!("{to_bare:.2}") };
        text += &row(&people, &format!("{:.0}", number(&step["per_second"])), "");
        let bare = format!("{:.0}", number(&step["bare_per_second"]));
        text += &row("  single rows of one connection beside it", &bare, &ratio);
        if let Some(alike) = step["alike_per_second"].as_f64() {
            let ratio = number(&step["to_alike"]);
            let ratio = if most { at_least(ratio, AIM_POSTGRES) } else { format!("{ratio:.2}") };
            text += &row("  single rows of as many connections", &format!("{alike:.0}"), &ratio);
        }
    }
    text
}

fn reads(name: &str, value: &Value) -> String {
    let reads = &value["reads"];
    if reads.is_null() {
        return String::new();
    }
    let ms = |key: &str| format!("{:.0} ms", number(&reads[key]));
    let times = |key: &str| format!("{:.1} times the scan", number(&reads[key]));
    [
        format!("\nReading {} envelopes from {name}\n", number(&reads["envelopes"])),
        row("the database's own scan", &ms("scan_ms"), ""),
        row("whole cases through the interface, many at once", &ms("many_ms"), &times("many_to_scan")),
        row("whole cases through the interface, one by one", &ms("single_ms"), &times("single_to_scan")),
    ]
    .concat()
}

fn memory(name: &str, value: &Value) -> String {
    let memory = &value["memory"];
    if memory.is_null() {
        return String::new();
    }
    let (rest, load) = (number(&memory["at_rest_mib"]), number(&memory["after_load_mib"]));
    [
        format!("\nMemory of the server on {name}\n"),
        row("at rest", &format!("{rest:.0} MiB"), ""),
        row("after the load", &format!("{load:.0} MiB"), &format!("{:.2} times at rest", load / rest)),
    ]
    .concat()
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn say_for_each_database_whether_its_own_aim_was_met() {
        let step = json!({ "connections": 64, "per_second": 2000.0, "p50_ms": 20.0, "p99_ms": 40.0,
            "bare_per_second": 800.0, "to_bare": 2.5 });
        let mut alike = step.clone();
        alike["alike_per_second"] = json!(3000.0);
        alike["to_alike"] = json!(0.67);
        let value = json!({ "sqlite": { "writes": [step] }, "postgres": { "writes": [alike],
            "memory": { "at_rest_mib": 20.0, "after_load_mib": 50.0 } } });
        let text = table(&value);
        assert!(text.contains("2.50 (aim ≥ 3.00: missed)"), "{text}");
        assert!(text.contains("0.67 (aim ≥ 0.50: met)"), "{text}");
        assert!(text.contains("2.50 times at rest"), "{text}");
        assert!(!text.contains("Reading"), "{text}");
    }
}
