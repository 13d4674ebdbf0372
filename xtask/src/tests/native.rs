//! Native tests. Everything is compiled in one call of cargo, so that features unify once, and the test programs
//! are then started here, each in the part that it belongs to.

use super::Part;
use super::outcomes::Outcomes;
use super::report::Counts;
use crate::cargo::{self, Built, Kind};
use crate::failure::{Done, Failure};
use crate::portal::Programs;
use crate::postgres::{Flush, Postgres};
use crate::{process, project};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is built once and used by several parts.
pub struct Workshop {
    built: OnceCell<Done<Vec<Built>>>,
    whole: bool,
    /// What became of the hostile tests.
    pub outcomes: Outcomes,
}

impl Workshop {
    /// For these parts. Nothing is built yet.
    pub fn new(parts: &[Part]) -> Self {
        let native = [Part::Native, Part::Sqlite, Part::Postgres, Part::Durability, Part::Hostile];
        let whole = parts.iter().any(|part| native.contains(part));
        Self { built: OnceCell::new(), whole, outcomes: Outcomes::default() }
    }

    fn built(&self) -> Done<&[Built]> {
        let built = self.built.get_or_init(|| {
            tools_first()?;
            cargo::build(&["--locked", "--bins", "--tests", "--examples"])
        });
        built.as_deref().map_err(Clone::clone)
    }

    /// The server and the demo, out of the great build where that is made anyway.
    pub fn programs(&self) -> Done<Programs> {
        if self.whole { Programs::among(self.built()?) } else { Programs::build() }
    }

    /// The server alone.
    pub fn server(&self) -> Done<PathBuf> {
        if self.whole {
            return cargo::find(self.built()?, "wimes-server").map(Path::to_path_buf);
        }
        println!("· building the server");
        cargo::find(&cargo::build(&["--locked", "-p", "server", "--bins"])?, "wimes-server")
            .map(Path::to_path_buf)
    }

    /// Everything but the suites that have a part of their own, and the documentation's examples.
    pub fn crates(&self, filter: &[String]) -> Done<Counts> {
        let mut counts = Counts::default();
        for program in self.built()?.iter().filter(|program| program.test && !has_own_part(program)) {
            counts += self.start(program, filter, &[])?;
        }
        let mut documentation = cargo::cargo();
        documentation.args(["test", "--locked", "--doc", "--quiet", "--no-fail-fast"]);
        if !filter.is_empty() {
            documentation.arg("--").args(filter);
        }
        counts += counted(&mut documentation, None)?;
        Ok(counts)
    }

    /// The server's suite on a database file for each test.
    pub fn suite_on_sqlite(&self, filter: &[String]) -> Done<Counts> {
        let filter = without(filter, "postgres::");
        self.of("server", &filter, &[("WIMES_TEST_DATABASE", "sqlite")])
    }

    /// The same suite on PostgreSQL, on a database for each test.
    pub fn suite_on_postgres(&self, filter: &[String]) -> Done<Counts> {
        self.built()?;
        let postgres = Postgres::start(Flush::Never)?;
        let filter = without(filter, "sqlite::");
        self.of(
            "server",
            &filter,
            &[("WIMES_TEST_DATABASE", "postgres"), ("WIMES_TEST_POSTGRES_URL", &postgres.url)],
        )
    }

    /// The proofs, on SQLite and on a PostgreSQL that really flushes.
    pub fn durability(&self, filter: &[String]) -> Done<Counts> {
        self.built()?;
        let mut counts = self.of("proofs", filter, &[("WIMES_TEST_DATABASE", "sqlite")])?;
        let postgres = Postgres::start(Flush::Always)?;
        // What a lying server can do does not depend on its database.
        let filter = [filter, &["--skip".to_owned(), "hostile::".to_owned()]].concat();
        counts += self.of(
            "proofs",
            &filter,
            &[("WIMES_TEST_DATABASE", "postgres"), ("WIMES_TEST_POSTGRES_URL", &postgres.url)],
        )?;
        Ok(counts)
    }

    /// The hostile tests of all crates, on SQLite where a server is needed.
    pub fn hostile(&self) -> Done<Counts> {
        let filter = ["mal_a".to_owned()];
        let mut counts = Counts::default();
        for program in self.built()?.iter().filter(|program| program.test) {
            counts += self.start(program, &filter, &[("WIMES_TEST_DATABASE", "sqlite")])?;
        }
        Ok(counts)
    }

    fn of(&self, krate: &str, filter: &[String], variables: &[(&str, &str)]) -> Done<Counts> {
        let mut counts = Counts::default();
        let mut found = false;
        for program in
            self.built()?.iter().filter(|program| has_own_part(program) && program.krate() == krate)
        {
            found = true;
            counts += self.start(program, filter, variables)?;
        }
        if found {
            Ok(counts)
        } else {
            Err(Failure::new(format!("The crate {krate} has no tests/it/main.rs.")))
        }
    }

    fn start(&self, program: &Built, filter: &[String], variables: &[(&str, &str)]) -> Done<Counts> {
        println!("\n· {} {}", program.krate(), program.name);
        let mut command = Command::new(&program.path);
        command.args(filter).current_dir(&program.folder).envs(variables.iter().copied());
        command.env("CARGO_MANIFEST_DIR", &program.folder);
        command.env("WIMES_SERVER", cargo::find(self.built()?, "wimes-server")?);
        // A snapshot that differs fails; nothing is written beside it.
        command.env("INSTA_UPDATE", "no").env("INSTA_WORKSPACE_ROOT", project::root());
        counted(&mut command, Some(&self.outcomes))
    }
}

/// The filter, and without the modules that only the other database can answer.
fn without(filter: &[String], modules: &str) -> Vec<String> {
    [filter, &["--skip".to_owned(), modules.to_owned()]].concat()
}

/// The server's suite and the proofs run on a database that their part provides.
fn has_own_part(program: &Built) -> bool {
    program.test && program.kind == Kind::Test && ["server", "proofs"].contains(&program.krate())
}

/// The tests of the server trace it, which needs strace on Linux.
fn tools_first() -> Done {
    if cfg!(target_os = "linux") && project::program("strace").is_none() {
        crate::system::install(
            &["strace"],
            "strace is missing, which the durability proof needs (Debian: `apt install strace`).",
        )?;
    }
    Ok(())
}

/// Runs a test program, shows what it prints and counts. One that ends badly without naming a failed test (it was
/// killed, it did not compile) counts as one failure.
pub fn counted(command: &mut Command, outcomes: Option<&Outcomes>) -> Done<Counts> {
    let mut counts = Counts::default();
    let well = process::lines(command, |line| {
        println!("{line}");
        if let Some(more) = Counts::read(line) {
            counts += more;
        }
        if let Some(outcomes) = outcomes {
            outcomes.read(line);
        }
    })?;
    if !well && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}
