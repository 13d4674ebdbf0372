//! `demo fill`: fills a running portal with invented cases.

use clap::{Parser, Subcommand};
use demo::fill::{FillError, InvitationSource, Settings, fill, operator_invitation};
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
}

fn day(text: &str) -> Result<Date, &'static str> {
    api::configuration::parse_date(text).ok_or("not a day, expected YYYY-MM-DD")
}

fn main() -> ExitCode {
    let Command::Fill { url, data, cases, operator_invitation, server, config, date } = Cli::parse().command;
    let source = match (operator_invitation.as_deref(), server, config) {
        (Some("-"), ..) => InvitationSource::Stdin,
        (Some(link), ..) => InvitationSource::Link(link.to_owned()),
        (None, Some(server), Some(config)) => InvitationSource::Server(server, config),
        (None, ..) => {
            eprintln!("demo: name --operator-invitation, or --server and --config to have one made");
            return ExitCode::FAILURE;
        }
    };
    let today = date.unwrap_or_else(|| OffsetDateTime::now_utc().date());
    let settings = Settings { url, data, cases, today };
    match run(&settings, &source) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: &Settings, source: &InvitationSource) -> Result<(), FillError> {
    let link = operator_invitation(source)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| FillError::Step { step: "start", cause: Box::new(cause) })?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, fill(settings, &link, |words| println!("· {words}")))
}
