//! `demo fill`: fills a running portal with invented cases.

use clap::{Parser, Subcommand};
use demo::fill::{FillError, InvitationSource, Settings, fill, large_case, many_cases, operator_invitation};
use std::{path::PathBuf, process::ExitCode};
use time::{Date, OffsetDateTime};

/// Fills a portal with invented, plausible content through the real interface.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fill an empty portal and write `demo.json` with logins and key files.
    Fill {
        /// Origin of the portal.
        #[arg(long, default_value = "http://localhost:8080")]
        url: String,
        /// Folder for `demo.json` and the key files.
        #[arg(long)]
        data: PathBuf,
        /// How many cases.
        #[arg(long, default_value_t = 60)]
        cases: usize,
        /// Invitation link of an operator, or `-` to read it from standard input. Without it the server's own
        /// program is asked.
        #[arg(long, value_name = "LINK")]
        operator_invitation: Option<String>,
        /// The server's program, to ask for an operator's invitation.
        #[arg(long, env = "WIMES_SERVER", value_name = "FILE")]
        server: Option<PathBuf>,
        /// The server's configuration file.
        #[arg(long, env = "WIMES_CONFIG", value_name = "FILE")]
        config: Option<PathBuf>,
        /// The day that the stories lead up to, `YYYY-MM-DD`; today when not said.
        #[arg(long, value_parser = day)]
        date: Option<Date>,
    },
    /// Write one large case into a portal that `fill` has filled, and print its id as JSON: for measurements.
    LargeCase {
        /// Folder with `demo.json`.
        #[arg(long)]
        data: PathBuf,
        /// How many entries in its course.
        #[arg(long, default_value_t = 500)]
        entries: usize,
        /// Bytes of text in each.
        #[arg(long, default_value_t = 2048)]
        bytes: usize,
    },
    /// Write many small cases into a portal that `fill` has filled, and print how many as JSON: for measurements.
    ManyCases {
        /// Folder with `demo.json`.
        #[arg(long)]
        data: PathBuf,
        /// How many cases.
        #[arg(long, default_value_t = 10_000)]
        cases: usize,
        /// The day that the stories lead up to, `YYYY-MM-DD`; today when not said.
        #[arg(long, value_parser = day)]
        date: Option<Date>,
    },
}

fn day(text: &str) -> Result<Date, &'static str> {
    api::configuration::parse_date(text).ok_or("not a day, expected YYYY-MM-DD")
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Fill { url, data, cases, operator_invitation, server, config, date } => {
            let today = date.unwrap_or_else(today);
            let settings = Settings { url, data, cases, today };
            source(operator_invitation.as_deref(), server, config)
                .and_then(|source| fill_all(&settings, &source))
        }
        Command::LargeCase { data, entries, bytes } => {
            alone(large_case(&data, entries, bytes)).and_then(print)
        }
        Command::ManyCases { data, cases, date } => {
            let say = |words: &str| eprintln!("· {words}");
            alone(many_cases(&data, cases, date.unwrap_or_else(today), say)).and_then(print)
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where the operator's invitation comes from.
fn source(
    link: Option<&str>,
    server: Option<PathBuf>,
    config: Option<PathBuf>,
) -> Result<InvitationSource, FillError> {
    match (link, server, config) {
        (Some("-"), ..) => Ok(InvitationSource::Stdin),
        (Some(link), ..) => Ok(InvitationSource::Link(link.to_owned())),
        (None, Some(server), Some(config)) => Ok(InvitationSource::Server(server, config)),
        (None, ..) => Err(FillError::Missing("--operator-invitation, or --server with --config,")),
    }
}

fn fill_all(settings: &Settings, source: &InvitationSource) -> Result<(), FillError> {
    let link = operator_invitation(source)?;
    alone(fill(settings, &link, |words| println!("· {words}")))
}

fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

fn print(made: impl serde::Serialize) -> Result<(), FillError> {
    let json = serde_json::to_string(&made)
        .map_err(|cause| FillError::Step { step: "print what was made", cause: Box::new(cause) })?;
    println!("{json}");
    Ok(())
}

/// Runs work on this thread: a vault belongs to one.
fn alone<T>(work: impl Future<Output = Result<T, FillError>>) -> Result<T, FillError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| FillError::Step { step: "start", cause: Box::new(cause) })?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, work)
}
