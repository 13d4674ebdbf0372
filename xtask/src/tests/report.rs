//! Counts of tests and the table at the end.

use crate::failure::Done;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// How many tests went how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
    /// Not run although they are there.
    pub skipped: u64,
}

impl Counts {
    /// One check that passed as a whole.
    pub fn check() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// Reads the line with which a Rust test program ends.
    pub fn read(line: &str) -> Option<Self> {
        let rest = line.split_once("test result:")?.1;
        let count = |word: &str| {
            let before = rest.split_once(word)?.0;
            before.rsplit(|sign: char| !sign.is_ascii_digit()).find(|text| !text.is_empty())?.parse().ok()
        };
        Some(Self { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" ignored")? })
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

struct Row {
    part: &'static str,
    counts: Counts,
    took: Duration,
}

/// What became of the parts.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Runs one part under its heading. A part that fails without a failed test counts as one failure.
    pub fn run(&mut self, part: &'static str, work: impl FnOnce() -> Done<Counts>) {
        println!("\n== {part}");
        let begin = Instant::now();
        let counts = work().unwrap_or_else(|failure| {
            println!("{failure}");
            Counts { failed: 1, ..Counts::default() }
        });
        self.rows.push(Row { part, counts, took: begin.elapsed() });
    }

    /// Whether anything failed.
    pub fn failed(&self) -> bool {
        self.total().failed > 0
    }

    /// Prints the table; its last line is the sum.
    pub fn print(&self) {
        println!("\n{:<14}{:>8}{:>8}{:>9}{:>9}", "part", "passed", "failed", "skipped", "seconds");
        for Row { part, counts, took } in &self.rows {
            let Counts { passed, failed, skipped } = counts;
            println!("{part:<14}{passed:>8}{failed:>8}{skipped:>9}{:>9}", took.as_secs());
        }
        let Counts { passed, failed, skipped } = self.total();
        let skipped = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
        println!("\n{passed} passed, {failed} failed{skipped}");
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for row in &self.rows {
            total += row.counts;
        }
        total
    }
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn read_the_last_line_of_a_test_program() {
        let line =
            "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 4 filtered out; finished in 0.01s";
        assert_eq!(Counts::read(line), Some(Counts { passed: 12, failed: 0, skipped: 3 }));
        let coloured = "test result: \u{1b}[31mFAILED\u{1b}[m. 1 passed; 20 failed; 0 ignored; 0 measured";
        assert_eq!(Counts::read(coloured), Some(Counts { passed: 1, failed: 20, skipped: 0 }));
        assert_eq!(Counts::read("test it::works ... ok"), None);
    }

    #[test]
    fn count_a_part_that_breaks_off_as_a_failure() {
        let mut report = Report::default();
        report.run("one", || Ok(Counts { passed: 3, failed: 0, skipped: 0 }));
        assert!(!report.failed());
        report.run("two", || Err("no compiler".into()));
        assert_eq!(report.total(), Counts { passed: 3, failed: 1, skipped: 0 });
        assert!(report.failed());
    }
}
