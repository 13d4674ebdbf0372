//! `cargo xtask run`: a portal full of invented cases on this machine.

use crate::bundle::{self, Flavour};
use crate::failure::{Context, Done, Failure};
use crate::portal::{self, Portal, Programs};
use crate::{project, signals};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Options of `run`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Take the old demo away first.
    pub fresh: bool,
    /// How many cases to make.
    pub cases: u32,
    /// The port on localhost.
    pub port: u16,
    /// Where everything lies; `data/demo` when not said.
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { fresh: false, cases: 60, port: 8080, data: None }
    }
}

/// Lies in every folder that this task has made, from its first moment on; `demo.json` only once it is filled.
const MARKER: &str = ".wimes-demo";

/// What a folder is, before anything is written to it.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Demo,
    UnfinishedDemo,
    SomethingElse,
}

/// Builds everything, serves it, and stays until Ctrl-C.
pub fn run(options: &Options) -> Done {
    let folder = options.data.clone().unwrap_or_else(|| project::root().join("data/demo"));
    let found = look(&folder)?;
    refuse_foreign(&found, &folder)?;
    let dist = bundle::ensure(Flavour::Release)?.folder;
    let programs = Programs::build()?;
    if options.fresh || found == Found::UnfinishedDemo {
        empty(&folder)?;
    }
    project::make_folder(&folder)?;
    let marker = folder.join(MARKER);
    fs::write(&marker, "Made by `cargo xtask run`, which may delete this folder with --fresh.\n")
        .context(format!("cannot write {}", marker.display()))?;

    let mut portal = Portal::start(&programs, &dist, &folder, options.port)?;
    if portal.is_filled() {
        println!(
            "· keeping the demo in {} with the cases that it has; --fresh begins anew, with --cases N as many as wanted",
            folder.display()
        );
    } else {
        println!("· filling the portal with {} invented cases", options.cases);
        portal.fill(options.cases)?;
    }
    welcome(&portal, &folder)?;
    let end = portal.wait();
    if signals::stopping() {
        println!("The portal has stopped. Its data stays in {}.", folder.display());
        return Ok(());
    }
    end
}

fn look(folder: &Path) -> Done<Found> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error).context(format!("cannot look into {}", folder.display())),
    };
    Ok(if entries.next().is_none() {
        Found::Nothing
    } else if portal::logins_file(folder).is_file() {
        Found::Demo
    } else if folder.join(MARKER).is_file() {
        Found::UnfinishedDemo
    } else {
        Found::SomethingElse
    })
}

fn refuse_foreign(found: &Found, folder: &Path) -> Done {
    if *found != Found::SomethingElse {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} holds something that is not a demo (no demo.json in it), so nothing in it is touched. \
         Choose another folder with --data, or empty this one yourself.",
        folder.display()
    )))
}

fn empty(folder: &Path) -> Done {
    if folder.exists() {
        println!("· taking the old demo away");
        fs::remove_dir_all(folder).context(format!("cannot empty {}", folder.display()))?;
    }
    Ok(())
}

fn welcome(portal: &Portal, folder: &Path) -> Done {
    let demo = portal.logins()?;
    println!("\nThe portal is running: {}\n", portal.url);
    for login in demo["logins"].as_array().into_iter().flatten() {
        print_login(login, folder);
    }
    println!("\nAll of this is also in {}. Stop with Ctrl-C.", portal::logins_file(folder).display());
    Ok(())
}

fn print_login(login: &Value, folder: &Path) {
    let text = |key: &str| login[key].as_str().unwrap_or("–");
    println!(
        "  {}\n    organisation {}   login {}   password {}",
        [text("name"), text("role")].join(", "),
        text("tenant"),
        text("login"),
        text("password")
    );
    if let Some(file) = login["key_file"].as_str() {
        println!("    key file {}", folder.join(file).display());
    }
}

#[cfg(test)]
mod should {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn tell_a_demo_from_anything_else() {
        let scratch = Scratch::make("look").unwrap();
        let folder = scratch.path();
        assert_eq!(look(&folder.join("missing")).unwrap(), Found::Nothing);
        assert_eq!(look(folder).unwrap(), Found::Nothing);
        fs::write(folder.join("letter.txt"), "mine").unwrap();
        assert_eq!(look(folder).unwrap(), Found::SomethingElse);
        assert!(refuse_foreign(&look(folder).unwrap(), folder).is_err());
        fs::write(folder.join(MARKER), "").unwrap();
        assert_eq!(look(folder).unwrap(), Found::UnfinishedDemo);
        fs::write(portal::logins_file(folder), "{}").unwrap();
        assert_eq!(look(folder).unwrap(), Found::Demo);
        assert!(refuse_foreign(&look(folder).unwrap(), folder).is_ok());
    }

    #[test]
    fn leave_a_foreign_folder_as_it_is_even_when_asked_to_begin_anew() {
        let scratch = Scratch::make("foreign").unwrap();
        let letter = scratch.path().join("letter.txt");
        fs::write(&letter, "mine").unwrap();
        let options = Options { fresh: true, data: Some(scratch.path().to_path_buf()), ..Options::default() };
        assert!(run(&options).is_err());
        assert_eq!(fs::read_to_string(&letter).unwrap(), "mine");
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1);
    }
}
