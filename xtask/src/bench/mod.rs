//! `cargo xtask bench`: measurements beside something that stands still, as ratios within one run. Each subject is a part
//! that can be run alone.

mod download;
mod many_cases;
mod open_case;
mod server;

use crate::failure::{Context, Done};
use crate::project;
use serde_json::{Map, Value};
use std::fs;

/// A subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Opening a large case in the browser.
    OpenCase,
    /// Ten thousand cases in the browser.
    ManyCases,
    /// Durable writes per second.
    Writes,
    /// Reading many envelopes.
    Reads,
    /// Memory of the server.
    Memory,
    /// Size of the bundle.
    Bundle,
}

impl Part {
    /// All, in the order in which they run.
    pub const ALL: [Self; 6] =
        [Self::OpenCase, Self::ManyCases, Self::Writes, Self::Reads, Self::Memory, Self::Bundle];

    /// What it is called on the command line and in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenCase => "open-case",
            Self::ManyCases => "many-cases",
            Self::Writes => "writes",
            Self::Reads => "reads",
            Self::Memory => "memory",
            Self::Bundle => "bundle",
        }
    }
}

/// Measures these parts, prints a table of each, and writes the same as JSON.
pub fn run(parts: &[Part]) -> Done {
    let asked = |part: Part| parts.contains(&part);
    let mut results = Map::new();
    if asked(Part::OpenCase) {
        let value = open_case::measure()?;
        print!("{}", open_case::table(&value));
        results.insert(Part::OpenCase.name().to_owned(), value);
    }
    if asked(Part::ManyCases) {
        let value = many_cases::measure()?;
        print!("{}", many_cases::table(&value));
        results.insert(Part::ManyCases.name().to_owned(), value);
    }
    let of_server: Vec<Part> =
        [Part::Writes, Part::Reads, Part::Memory].into_iter().filter(|part| asked(*part)).collect();
    if !of_server.is_empty() {
        let value = server::measure(&of_server)?;
        print!("{}", server::table(&value));
        results.insert("server".to_owned(), value);
    }
    if asked(Part::Bundle) {
        let value = download::measure()?;
        print!("{}", download::table(&value));
        results.insert(Part::Bundle.name().to_owned(), value);
    }
    let output = project::root().join("target/bench.json");
    project::make_folder(output.parent().unwrap_or(&output))?;
    let text = Value::Object(results).to_string();
    fs::write(&output, text).context(format!("cannot write {}", output.display()))?;
    println!("\nThe same as JSON: {}", output.display());
    Ok(())
}

/// A line of a table: what, how much, and how that compares.
fn row(what: &str, much: &str, ratio: &str) -> String {
    format!("{what:<50}{much:>12}   {ratio}\n")
}

/// A ratio beside the aim that it should reach.
fn at_least(ratio: f64, aim: f64) -> String {
    format!("{ratio:.2} (aim ≥ {aim:.2}: {})", if ratio >= aim { "met" } else { "missed" })
}
