//! The program `wimes-server`.

use clap::Parser;
use server::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wimes-server: {error}");
            ExitCode::FAILURE
        }
    }
}
