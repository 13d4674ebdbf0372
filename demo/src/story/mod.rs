//! Invented cases: who they are about, what happened, how it went.

mod course;
mod goals;
mod hero;
mod persona;
mod plan;
mod profile;
mod ratings;

use crate::{dice::Dice, model::Case};
use api::configuration::{Configuration, known};
use std::collections::BTreeSet;
use time::Date;

/// The seed of the demo: another one tells other stories.
pub const SEED: u64 = 0x57_494d_4553;

/// Invented cases. The first is always Mara Lindqvist; the nth one is the same however many there are.
#[must_use]
pub fn cases(configuration: &Configuration, seed: u64, today: Date, count: usize) -> Vec<Case> {
    let mut names = BTreeSet::from([(hero::GIVEN.to_owned(), hero::FAMILY.to_owned())]);
    let mut cases = Vec::with_capacity(count);
    for n in 0..count {
        if n == 0 {
            cases.push(hero::case(today));
            continue;
        }
        let mut dice = Dice::of(seed, n as u64);
        let profile = profile::Profile::of(&mut dice);
        let mut persona = persona::Persona::invent(&mut dice, &profile, today);
        // A few more throws where a name is taken already; in a large demo two people may share a name, as in life.
        for _ in 0..20 {
            if names.insert((persona.given.clone(), persona.family.clone())) {
                break;
            }
            persona.rename(&mut dice);
        }
        cases.push(plan::case(configuration, &mut dice, &profile, &persona, today));
    }
    cases
}

/// A day as it stands in facts.
pub(crate) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// A month as it stands in facts.
pub(crate) fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), u8::from(date.month()))
}

/// A day some days later, or the same one where the calendar ends.
pub(crate) fn later(date: Date, days: i64) -> Date {
    date.checked_add(time::Duration::days(days)).unwrap_or(date)
}

/// The day of an entry, for sorting.
pub(crate) fn entry_day(entry: &crate::model::Entry) -> String {
    entry.fact(known::DATE).and_then(|fact| fact.as_code()).unwrap_or_default().to_owned()
}
