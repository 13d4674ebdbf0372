#![doc = include_str!("../README.md")]

mod bench;
mod browser;
mod bundle;
mod cargo;
mod cli;
mod demo;
mod deployment;
mod digest;
mod failure;
mod fuzz;
mod node;
mod portal;
mod postgres;
mod process;
mod project;
mod scratch;
mod signals;
mod system;
mod tests;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(failure) = signals::listen() {
        eprintln!("{failure}");
        return ExitCode::FAILURE;
    }
    let done = match cli::read(std::env::args().skip(1)) {
        Ok(cli::Task::Help(text)) => {
            print!("{text}");
            Ok(())
        }
        Ok(cli::Task::Run(options)) => demo::run(&options),
        Ok(cli::Task::Test(options)) => tests::run(&options),
        Ok(cli::Task::Screens(folder)) => tests::screens(&folder),
        Ok(cli::Task::Bench(parts)) => bench::run(&parts),
        Ok(cli::Task::Fuzz(options)) => fuzz::run(&options),
        Ok(cli::Task::VerifyDeployment(options)) => deployment::verify(&options),
        Ok(cli::Task::Build(options)) => bundle::build(options.flavour).map(|_| ()),
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // The conventional status of a program that was stopped by Ctrl-C.
        Err(_) if signals::stopping() => ExitCode::from(130),
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}
