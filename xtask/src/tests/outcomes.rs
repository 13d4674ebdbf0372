//! What became of single tests, read from what the test programs print.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Names of hostile tests, without their modules, and whether they passed wherever they ran.
#[derive(Debug, Default)]
pub struct Outcomes(RefCell<BTreeMap<String, bool>>);

impl Outcomes {
    /// Notes a test. One that runs several times has passed when it passed each time.
    pub fn note(&self, name: &str, passed: bool) {
        let mut all = self.0.borrow_mut();
        let before = all.get(name).copied().unwrap_or(true);
        all.insert(name.to_owned(), before && passed);
    }

    /// Reads a line of a Rust test program.
    pub fn read(&self, line: &str) {
        if let Some((path, passed)) = read(line) {
            self.note(path.rsplit("::").next().unwrap_or(path), passed);
        }
    }

    /// Whether a test passed; none when it did not run.
    pub fn of(&self, name: &str) -> Option<bool> {
        self.0.borrow().get(name).copied()
    }
}

/// The path of a test and whether it passed, from `test PATH ... ok`.
pub fn read(line: &str) -> Option<(&str, bool)> {
    let (path, outcome) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    let path = path.split(" - ").next()?.trim();
    match outcome.split_whitespace().next()? {
        "ok" => Some((path, true)),
        "FAILED" => Some((path, false)),
        _ => None,
    }
}

#[cfg(test)]
mod should {
    use super::*;

    #[test]
    fn read_what_a_test_program_prints() {
        assert_eq!(read("test a::mal_a01_b ... ok"), Some(("a::mal_a01_b", true)));
        assert_eq!(read("test a::b - should panic ... FAILED"), Some(("a::b", false)));
        assert_eq!(read("test a::b ... ignored"), None);
        assert_eq!(read("test result: ok. 1 passed"), None);
    }

    #[test]
    fn hold_a_test_for_failed_that_failed_once() {
        let outcomes = Outcomes::default();
        for line in
            ["test x::one ... ok", "test y::two ... ok", "test y::two ... FAILED", "test y::two ... ok"]
        {
            outcomes.read(line);
        }
        assert_eq!(
            (outcomes.of("one"), outcomes.of("two"), outcomes.of("three")),
            (Some(true), Some(false), None)
        );
    }
}
