//! `cargo xtask test`: every check and test, in parts that can also be run alone.

mod browsers;
mod hostile;
mod mutants;
mod native;
mod outcomes;
mod reader;
mod report;
mod static_checks;
mod wasm;

use crate::failure::{Done, Failure};
use crate::portal::Programs;
use crate::{bundle, signals};
use report::{Counts, Report};
use std::path::Path;

/// Options of `test`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What to run, in this order.
    pub parts: Vec<Part>,
    /// Words for the part's own test program.
    pub filter: Vec<String>,
}

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The formatter has nothing to change.
    Format,
    /// The linters have nothing to say.
    Lint,
    /// Licences, origins and doubles of the dependencies.
    Deny,
    /// Unit, integration and documentation tests of all crates.
    Native,
    /// The server's suite on embedded SQLite.
    Sqlite,
    /// The server's suite on PostgreSQL.
    Postgres,
    /// Acknowledged writes survive a killed server.
    Durability,
    /// The cryptography, the vault and the application in a browser.
    Wasm,
    /// The browser bundle and its size.
    Bundle,
    /// The browser bundle once more, from another checkout.
    Reproducible,
    /// People's ways through the portal in real browsers.
    Browser,
    /// The main way in other engines.
    Engines,
    /// The vectors, read by another program from the published format.
    Reader,
    /// Weakened clients are noticed.
    Mutants,
    /// The table of attacks.
    Hostile,
}

impl Part {
    /// All parts in the order in which they run: what fails cheaply comes first.
    pub const ALL: [Self; 15] = [
        Self::Format,
        Self::Deny,
        Self::Lint,
        Self::Reader,
        Self::Native,
        Self::Sqlite,
        Self::Postgres,
        Self::Durability,
        Self::Mutants,
        Self::Wasm,
        Self::Bundle,
        Self::Reproducible,
        Self::Browser,
        Self::Engines,
        // Last: in a whole run it only puts together what the other parts have found.
        Self::Hostile,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Deny => "deny",
            Self::Native => "native",
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Durability => "durability",
            Self::Wasm => "wasm",
            Self::Bundle => "bundle",
            Self::Reproducible => "reproducible",
            Self::Browser => "browser",
            Self::Engines => "engines",
            Self::Reader => "reader",
            Self::Mutants => "mutants",
            Self::Hostile => "hostile",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Format => "the formatter has nothing to change",
            Self::Lint => "clippy and the TypeScript compiler have nothing to say",
            Self::Deny => "licences, origins and doubles of the dependencies",
            Self::Native => "unit, integration and documentation tests of all crates",
            Self::Sqlite => "the server's suite on embedded SQLite",
            Self::Postgres => "the same suite on PostgreSQL (DATABASE_URL, or a cluster made for it)",
            Self::Durability => "proofs: acknowledged writes survive a killed server, on both databases",
            Self::Wasm => "crypto, vault and app in headless Chromium",
            Self::Bundle => "the browser bundle can be built and keeps its size budget",
            Self::Reproducible => "a second checkout gives the same bundle, byte for byte",
            Self::Browser => "Playwright: people's ways through the portal",
            Self::Engines => "the main way in Firefox ESR and WebKit",
            Self::Reader => "the frozen vectors, read by a program in Python from the published format",
            Self::Mutants => "clients that leave out a check are noticed by the tests of the attacks",
            Self::Hostile => "all tests of the attack list, and the table of its rows",
        }
    }
}

/// The text of `cargo xtask test --help`.
pub fn help() -> String {
    let mut text = "cargo xtask test [PART …] [-- WORDS FOR THE TEST PROGRAM]\n\nParts, all of them unless some are named:\n".to_owned();
    for part in Part::ALL {
        text.push_str(&format!("    {:<14}{}\n", part.name(), part.about()));
    }
    text
}

/// Makes pictures of all screens in `folder`.
pub fn screens(folder: &Path) -> Done {
    browsers::pictures(&Programs::build()?, folder)
}

/// Runs the parts, each whatever became of the one before, and fails when one failed.
pub fn run(options: &Options) -> Done {
    let workshop = native::Workshop::new(&options.parts);
    let mut report = Report::default();
    for part in &options.parts {
        report.run(part.name(), || run_part(*part, &workshop, options));
        if signals::stopping() {
            return Err("stopped".into());
        }
    }
    report.print();
    if report.failed() { Err(Failure::new("Not everything passed; see above.")) } else { Ok(()) }
}

fn run_part(part: Part, workshop: &native::Workshop, options: &Options) -> Done<Counts> {
    let filter = &options.filter;
    match part {
        Part::Format => static_checks::format(),
        Part::Lint => static_checks::lint(),
        Part::Deny => static_checks::deny(),
        Part::Native => workshop.crates(filter),
        Part::Sqlite => workshop.suite_on_sqlite(filter),
        Part::Postgres => workshop.suite_on_postgres(filter),
        Part::Durability => workshop.durability(filter),
        Part::Wasm => wasm::run(workshop, filter),
        Part::Bundle => bundle::check_budget().map(|()| Counts::check()),
        Part::Reproducible => bundle::reproducible::check().map(|()| Counts::check()),
        Part::Browser => browsers::run(workshop, filter),
        Part::Engines => browsers::engines(workshop, filter),
        Part::Reader => reader::run(),
        Part::Mutants => mutants::run(workshop),
        // The parts in which they stand have run: only the table is left.
        Part::Hostile
            if [Part::Native, Part::Durability, Part::Browser]
                .iter()
                .all(|part| options.parts.contains(part)) =>
        {
            hostile::table(&workshop.outcomes, true)
        }
        Part::Hostile => hostile::run(workshop),
    }
}
