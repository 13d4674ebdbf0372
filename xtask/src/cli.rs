//! Reads the command line. Every word is checked; what is not known is an error that names what is.

use crate::bundle::Flavour;
use crate::failure::{Done, Failure};
use crate::tests::{self, Part};
use crate::{bench, demo, deployment, fuzz, project};
use std::path::PathBuf;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Print a text.
    Help(String),
    /// Serve the demo.
    Run(demo::Options),
    /// Check and test.
    Test(tests::Options),
    /// Build the browser bundle.
    Build(BuildOptions),
    /// Compare what a server delivers with the bundle of these sources.
    VerifyDeployment(deployment::Options),
    /// Hunt for bad input.
    Fuzz(fuzz::Options),
    /// Make pictures of all screens in this folder.
    Screens(PathBuf),
    /// Measure.
    Bench(Vec<bench::Part>),
}

/// Options of `build`.
#[derive(Debug, PartialEq, Eq)]
pub struct BuildOptions {
    /// For people or for the next try.
    pub flavour: Flavour,
}

const HELP: &str = "\
The task runner of the portal.

cargo xtask run     builds everything and serves a portal full of invented cases on this machine
    --fresh         begin anew: takes the old demo away first
    --cases N       how many cases to make (60)
    --port P        the port on localhost (8080)
    --data FOLDER   where database, key files and logins lie (data/demo)
cargo xtask test    all checks and tests, or only the parts named; `cargo xtask test --help` lists them
cargo xtask build   the browser bundle in dist/
    --dev           quickly and large, for trying things out
cargo xtask verify-deployment URL
                    does the portal at URL deliver exactly the bundle of these sources?
    --bundle FOLDER compare with this finished bundle instead of building one
cargo xtask fuzz [TARGET …]
                    hunts with libFuzzer for input that a parser does not survive
    --seconds N     how long for each target (60)
cargo xtask screens FOLDER
                    makes pictures of all screens, desktop and phone, light and dark
cargo xtask bench [PART …]
                    measures in a browser and against a real server, as ratios within the run; the parts are
                    open-case, many-cases, writes, reads, memory and bundle
";

/// Reads the words after `cargo xtask`.
pub fn read(words: impl Iterator<Item = String>) -> Done<Task> {
    let mut words = words.peekable();
    match words.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Task::Help(HELP.to_owned())),
        Some("run") => read_run(words),
        Some("test") => read_test(words),
        Some("build") => read_build(words),
        Some("verify-deployment") => read_verify(words),
        Some("fuzz") => read_fuzz(words),
        Some("screens") => read_screens(words),
        Some("bench") => read_bench(words),
        Some(other) => Err(Failure::new(format!("There is no task “{other}”.\n\n{HELP}"))),
    }
}

fn read_run(mut words: impl Iterator<Item = String>) -> Done<Task> {
    let mut options = demo::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--fresh" => options.fresh = true,
            "--cases" => options.cases = number(&word, words.next(), 1..=100_000)?,
            "--port" => options.port = number(&word, words.next(), 1..=65_535)?,
            "--data" => options.data = Some(PathBuf::from(value(&word, words.next())?)),
            "--help" | "-h" => return Ok(Task::Help(HELP.to_owned())),
            other => return Err(unknown("run", other)),
        }
    }
    Ok(Task::Run(options))
}

fn read_test(mut words: impl Iterator<Item = String>) -> Done<Task> {
    let mut options = tests::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Task::Help(tests::help())),
            "--" => {
                options.filter = words.collect();
                break;
            }
            name => match Part::ALL.into_iter().find(|part| part.name() == name) {
                Some(part) => options.parts.push(part),
                None => return Err(unknown("test", name)),
            },
        }
    }
    if options.parts.is_empty() {
        options.parts = Part::ALL.to_vec();
    }
    if !options.filter.is_empty() && options.parts.len() != 1 {
        return Err("Words after -- choose among the tests of one part; name that part.".into());
    }
    Ok(Task::Test(options))
}

fn read_build(words: impl Iterator<Item = String>) -> Done<Task> {
    let mut flavour = Flavour::Release;
    for word in words {
        match word.as_str() {
            "--dev" => flavour = Flavour::Dev,
            "--help" | "-h" => return Ok(Task::Help(HELP.to_owned())),
            other => return Err(unknown("build", other)),
        }
    }
    Ok(Task::Build(BuildOptions { flavour }))
}

fn read_screens(mut words: impl Iterator<Item = String>) -> Done<Task> {
    match (words.next().as_deref(), words.next()) {
        (Some("--help" | "-h"), _) => Ok(Task::Help(HELP.to_owned())),
        (Some(folder), None) if !folder.starts_with('-') => {
            // Playwright runs in a folder of its own.
            let folder = std::path::absolute(folder).map_err(|error| Failure::new(error.to_string()))?;
            if folder.starts_with(project::root()) {
                return Err("The pictures belong outside the repository; name another folder.".into());
            }
            Ok(Task::Screens(folder))
        }
        (None, _) => Err("Where to? `cargo xtask screens FOLDER`".into()),
        (Some(_), Some(other)) => Err(unknown("screens", &other)),
        (Some(other), None) => Err(unknown("screens", other)),
    }
}

fn read_bench(words: impl Iterator<Item = String>) -> Done<Task> {
    let mut parts = Vec::new();
    for word in words {
        match bench::Part::ALL.into_iter().find(|part| part.name() == word) {
            Some(part) => parts.push(part),
            None if ["--help", "-h"].contains(&word.as_str()) => return Ok(Task::Help(HELP.to_owned())),
            None => return Err(unknown("bench", &word)),
        }
    }
    if parts.is_empty() {
        parts = bench::Part::ALL.to_vec();
    }
    Ok(Task::Bench(parts))
}

fn read_verify(mut words: impl Iterator<Item = String>) -> Done<Task> {
    let (mut url, mut bundle) = (None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--bundle" => bundle = Some(PathBuf::from(value(&word, words.next())?)),
            "--help" | "-h" => return Ok(Task::Help(HELP.to_owned())),
            address if url.is_none() && !address.starts_with('-') => url = Some(word),
            other => return Err(unknown("verify-deployment", other)),
        }
    }
    let url = url.ok_or("Which portal? `cargo xtask verify-deployment https://portal.example.org`")?;
    Ok(Task::VerifyDeployment(deployment::Options { url, bundle }))
}

fn read_fuzz(mut words: impl Iterator<Item = String>) -> Done<Task> {
    let mut options = fuzz::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => options.seconds = number(&word, words.next(), 1..=1_000_000)?,
            "--help" | "-h" => return Ok(Task::Help(HELP.to_owned())),
            name if !name.starts_with('-') => options.targets.push(word),
            other => return Err(unknown("fuzz", other)),
        }
    }
    Ok(Task::Fuzz(options))
}

fn unknown(task: &str, word: &str) -> Failure {
    Failure::new(format!(
        "`cargo xtask {task}` does not know “{word}”; `cargo xtask {task} --help` says what it knows."
    ))
}

fn value(option: &str, word: Option<String>) -> Done<String> {
    word.ok_or_else(|| Failure::new(format!("{option} needs a value")))
}

fn number<N>(option: &str, word: Option<String>, range: std::ops::RangeInclusive<u32>) -> Done<N>
where
    N: TryFrom<u32>,
{
    let word = value(option, word)?;
    let wrong = || {
        Failure::new(format!(
            "{option} needs a number from {} to {}, not “{word}”",
            range.start(),
            range.end()
        ))
    };
    let number: u32 = word.parse().map_err(|_| wrong())?;
    if !range.contains(&number) {
        return Err(wrong());
    }
    N::try_from(number).map_err(|_| wrong())
}

#[cfg(test)]
mod should {
    use super::*;

    fn words(text: &str) -> Done<Task> {
        read(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn run_with_defaults_and_with_every_option() {
        assert_eq!(words("run").unwrap(), Task::Run(demo::Options::default()));
        let all = demo::Options { fresh: true, cases: 7, port: 81, data: Some(PathBuf::from("x")) };
        assert_eq!(words("run --fresh --cases 7 --port 81 --data x").unwrap(), Task::Run(all));
    }

    #[test]
    fn refuse_numbers_out_of_range_and_unknown_words() {
        for text in ["run --port 0", "run --port 65536", "run --cases", "run --cases x", "run --what", "tset"]
        {
            assert!(words(text).is_err(), "{text}");
        }
    }

    #[test]
    fn test_every_part_unless_parts_are_named() {
        let Task::Test(all) = words("test").unwrap() else { panic!() };
        assert_eq!(all.parts, Part::ALL);
        let Task::Test(two) = words("test sqlite postgres").unwrap() else { panic!() };
        assert_eq!(two.parts, [Part::Sqlite, Part::Postgres]);
    }

    #[test]
    fn verify_one_portal() {
        let options = |bundle: Option<&str>| {
            Task::VerifyDeployment(deployment::Options {
                url: "https://x".to_owned(),
                bundle: bundle.map(PathBuf::from),
            })
        };
        assert_eq!(words("verify-deployment https://x").unwrap(), options(None));
        assert_eq!(words("verify-deployment --bundle dist https://x").unwrap(), options(Some("dist")));
        for text in
            ["verify-deployment", "verify-deployment https://x https://y", "verify-deployment --x https://y"]
        {
            assert!(words(text).is_err(), "{text}");
        }
    }

    #[test]
    fn fuzz_all_targets_or_those_named() {
        let options = |targets: &[&str], seconds| {
            Task::Fuzz(fuzz::Options { targets: targets.iter().map(ToString::to_string).collect(), seconds })
        };
        assert_eq!(words("fuzz").unwrap(), options(&[], 60));
        assert_eq!(words("fuzz facts groups --seconds 5").unwrap(), options(&["facts", "groups"], 5));
        assert!(words("fuzz --seconds 0").is_err());
        assert!(words("fuzz --what").is_err());
    }

    #[test]
    fn put_pictures_outside_the_repository_only() {
        let outside = std::env::temp_dir().join("pictures");
        assert_eq!(words(&format!("screens {}", outside.display())).unwrap(), Task::Screens(outside));
        let inside = project::root().join("pictures");
        for text in ["screens", "screens --what", "screens a b", &format!("screens {}", inside.display())] {
            assert!(words(text).is_err(), "{text}");
        }
    }

    #[test]
    fn measure_everything_or_the_parts_named() {
        assert_eq!(words("bench").unwrap(), Task::Bench(bench::Part::ALL.to_vec()));
        assert_eq!(words("bench writes").unwrap(), Task::Bench(vec![bench::Part::Writes]));
        assert!(words("bench everything").is_err());
    }

    #[test]
    fn hand_a_filter_to_exactly_one_part() {
        let Task::Test(one) = words("test browser -- --grep story").unwrap() else { panic!() };
        assert_eq!(one.filter, ["--grep", "story"]);
        assert!(words("test -- story").is_err());
    }
}
