//! Ratings that develop sensibly: down where work is done, sometimes up at first, differently fast.

use super::{day, later, persona::Persona, profile::Profile};
use crate::{content::varied, dice::Dice, model::Entry};
use api::configuration::{Configuration, SCALE_MAX, SCALE_MIN, known};
use std::collections::BTreeSet;
use time::Date;

/// When a help began and ended, and how it went.
#[derive(Clone, Copy)]
pub(super) struct Span {
    /// First day.
    pub start: Date,
    /// Last day, when it is over.
    pub ended: Option<Date>,
    /// Whether it broke off.
    pub dropout: bool,
}

impl Span {
    /// The last day of which there is something to tell.
    pub fn last(self, today: Date) -> Date {
        self.ended.unwrap_or(today)
    }
}

struct Path {
    dimension: String,
    focus: bool,
    base: i64,
    /// Hundredths of a value by which the need falls until the end.
    fall: i64,
}

/// Rating sheets of a case in order of their days.
pub(super) fn sheets(
    configuration: &Configuration,
    dice: &mut Dice,
    profile: &Profile,
    persona: &Persona,
    span: Span,
    today: Date,
) -> Vec<Entry> {
    let paths = paths(configuration, dice, profile, span.dropout);
    let due = configuration.schedule(span.start, span.ended, today);
    let mut sheets = Vec::new();
    let mut said = BTreeSet::new();
    let last = due.len().saturating_sub(1);
    for (index, occurrence) in due.iter().enumerate() {
        // Some are late, and after a dropout the closing sheet is often missing.
        let missing = if span.dropout && occurrence.code == "end" { 50 } else { 15 };
        if index == last && index > 0 && dice.percent(missing) {
            continue;
        }
        let date = later(occurrence.due, dice.between(-4, 5)).min(span.last(today));
        let days = (date - span.start).whole_days();
        let worse_at_first = occurrence.code == "weeks8" && dice.percent(20);
        let values = sheet(dice, &paths, days, worse_at_first);
        let sheet = comments(dice, persona, profile, days, &mut said, values)
            .code(known::TIME_POINT, &occurrence.code)
            .code(known::DATE, day(date))
            .code(known::RATER_ROLE, "caseworker");
        let second = (occurrence.code == "start" && dice.percent(25)).then(|| second_view(dice, &sheet));
        sheets.push(sheet);
        sheets.extend(second);
    }
    sheets
}

fn paths(configuration: &Configuration, dice: &mut Dice, profile: &Profile, dropout: bool) -> Vec<Path> {
    let dimensions = &configuration.instrument.dimensions;
    // Percent of what the help could bring about: not everybody improves.
    let success = match dice.between(1, 100) {
        1..=14 => dice.between(-20, 20),
        15..=35 => dice.between(40, 80),
        _ => dice.between(80, 120),
    };
    dimensions
        .iter()
        .map(|dimension| {
            let focus = profile.theme.focus.contains(&dimension.code.as_str());
            let base = if focus { dice.between(5, 7) } else { dice.between(2, 4) };
            let fall = match (dropout, focus) {
                (true, _) => dice.between(-80, 120),
                (false, true) => dice.between(60, 400),
                (false, false) => dice.between(-40, 160),
            };
            Path { dimension: dimension.code.clone(), focus, base, fall: fall * success / 100 }
        })
        .collect()
}

/// Percent of the way after so many days: most of the change happens within a year and a half.
fn progress(days: i64) -> i64 {
    (days * 100 / 540).clamp(0, 100)
}

fn sheet(dice: &mut Dice, paths: &[Path], days: i64, worse_at_first: bool) -> Entry {
    let progress = progress(days);
    let mut entry = Entry::new(known::RATING);
    for path in paths {
        let noise = dice.between(-40, 40);
        let hundredths = path.base * 100 - path.fall * progress / 100 + if days > 30 { noise } else { 0 };
        let step = i64::from(worse_at_first && path.focus && dice.percent(50));
        let value = ((hundredths + 50).div_euclid(100) + step).clamp(SCALE_MIN, SCALE_MAX);
        let relevant = value >= 5 || (path.focus && value >= 4);
        entry = entry
            .int(&known::per_dimension(known::VALUE, &path.dimension), value)
            .flag(&known::per_dimension(known::RELEVANT, &path.dimension), relevant);
    }
    entry
}

/// Comments where there is something new to say.
fn comments(
    dice: &mut Dice,
    persona: &Persona,
    profile: &Profile,
    days: i64,
    said: &mut BTreeSet<&'static str>,
    mut entry: Entry,
) -> Entry {
    let phase = usize::from(progress(days) >= 35);
    for (dimension, words) in profile.theme.comments[phase] {
        let words = if dice.percent(45) { words } else { dice.pick(varied::comments(dimension, phase)) };
        if dice.percent(75) && said.insert(words) {
            entry = entry.text(&known::per_dimension(known::COMMENT, dimension), persona.tell(words));
        }
    }
    entry
}

/// The youth welfare office sees some things differently.
fn second_view(dice: &mut Dice, sheet: &Entry) -> Entry {
    let mut own = Entry::new(known::RATING);
    for (key, fact) in &sheet.facts {
        own = match fact.as_int() {
            Some(value) => own.int(key, (value + dice.between(-1, 1)).clamp(SCALE_MIN, SCALE_MAX)),
            None if key == known::RATER_ROLE => own.code(key, "youth_office"),
            None => {
                own.facts.push((key.clone(), fact.clone()));
                own
            }
        };
    }
    own
}
