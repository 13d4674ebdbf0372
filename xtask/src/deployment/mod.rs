//! `cargo xtask verify-deployment URL`: does a server deliver exactly the bundle that these sources give?

mod compare;
mod fetch;
mod headers;
mod pages;

use crate::bundle::{self, Flavour, list::List};
use crate::digest;
use crate::failure::{Done, Failure};
use crate::project;
use compare::Comparison;
use fetch::Server;
use std::path::PathBuf;

/// Options of `verify-deployment`.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Where the portal is: `https://portal.example.org`.
    pub url: String,
    /// A finished bundle to compare with, instead of one that is built here.
    pub bundle: Option<PathBuf>,
}

/// Builds the bundle unless it is up to date, compares, prints what differs and fails when anything does.
pub fn verify(options: &Options) -> Done {
    let server = Server::new(&options.url)?;
    let (folder, local) = match &options.bundle {
        Some(folder) => (folder.clone(), List::from_json(&read_list(folder)?)?),
        None => {
            let folder = bundle::ensure(Flavour::Release)?.folder;
            let list = List::from_json(&read_list(&folder)?)?;
            (folder, list)
        }
    };
    println!("· comparing {} with {}", server.origin(), folder.display());
    if local.changed {
        println!(
            "  Note: the sources here have changes that are not committed, and the bundle is made from them."
        );
    }
    let comparison = Comparison::of(&server, &folder, &local);
    for note in &comparison.notes {
        println!("  Note: {note}");
    }
    if comparison.differences.is_empty() {
        println!(
            "{} delivers exactly this bundle: {} files, version {}, fingerprint\n  {}",
            server.origin(),
            local.files.len(),
            local.version,
            digest::in_groups(&local.fingerprint())
        );
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} does not deliver what these sources give:\n{}",
        server.origin(),
        comparison.lines().iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
    )))
}

fn read_list(folder: &std::path::Path) -> Done<String> {
    let bytes = bundle::list::read(&folder.join(bundle::list::NAME))?;
    String::from_utf8(bytes).map_err(|_| Failure::new("The local build.json is no text."))
}

/// The root of this checkout, for the lists that are read from its sources.
fn source(path: &str) -> Done<String> {
    let bytes = bundle::list::read(&project::root().join(path))?;
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{path} is no text")))
}

#[cfg(test)]
mod tests;
