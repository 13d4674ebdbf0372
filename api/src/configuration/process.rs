//! Time points of ratings and steps of the process.

use super::{Configuration, Label, Language, known};
use crate::facts::{Fact, Facts};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// A time point at which the need is rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimePoint {
    /// Unique among the time points, without a dot. Where it repeats, facts say `code.number`.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// When the rating is due.
    pub due: Due,
}

/// When a rating is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Due {
    /// Once, so many days after the help began.
    AfterStart {
        /// Days from the first day of the help.
        days: u16,
    },
    /// Again and again.
    Repeated {
        /// Days from the first day of the help to the first one.
        first: u16,
        /// Days from one to the next.
        every: u16,
    },
    /// When the help ends.
    AtEnd,
}

/// A time point of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// What stands in the facts: `weeks8`, `progress.2`.
    pub code: String,
    /// The time point.
    pub time_point: &'a TimePoint,
    /// Its number from 1, where it repeats.
    pub number: Option<u16>,
    /// The day on which the rating is due.
    pub due: Date,
}

/// A step of the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// Unique among the steps.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// How one sees from clear facts that a case has come so far.
    pub reached: Reached,
}

/// How a step shows in the clear facts of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reached {
    /// As soon as the case exists.
    Created,
    /// As soon as the first day of the help has come.
    Begun,
    /// As soon as there is an entry with this code.
    Coded {
        /// Form of the entry.
        form: String,
        /// Its field.
        field: String,
        /// Code in the field.
        code: String,
    },
}

impl Occurrence<'_> {
    /// What it is called, with its number: "Verlauf 2".
    #[must_use]
    pub fn label(&self, language: Language) -> String {
        numbered(self.time_point.label.get(language), self.number)
    }
}

fn numbered(label: &str, number: Option<u16>) -> String {
    number.map_or_else(|| label.to_owned(), |number| format!("{label} {number}"))
}

impl Configuration {
    /// The time point of a code in facts, and its number where it repeats.
    #[must_use]
    pub fn time_point(&self, code: &str) -> Option<(&TimePoint, Option<u16>)> {
        let (base, number) = match code.split_once('.') {
            Some((base, number)) => (base, Some(number)),
            None => (code, None),
        };
        let time_point = self.time_points.iter().find(|time_point| time_point.code == base)?;
        match (time_point.due, number) {
            (Due::Repeated { .. }, Some(text)) => {
                let number: u16 = text.parse().ok().filter(|number| *number > 0)?;
                // Leading zeros and signs would give one occurrence two names.
                (number.to_string() == text).then_some((time_point, Some(number)))
            }
            (Due::AfterStart { .. } | Due::AtEnd, None) => Some((time_point, None)),
            _ => None,
        }
    }

    /// What a time point in facts is called, with its number; the code itself where it is unknown.
    #[must_use]
    pub fn time_point_label(&self, code: &str, language: Language) -> String {
        self.time_point(code).map_or_else(
            || code.to_owned(),
            |(time_point, number)| numbered(time_point.label.get(language), number),
        )
    }

    /// The ratings of a help that began on `start`, due up to and including `until`, in order of their days.
    /// With `ended`, repeated ones stop at that day and the closing ones are due on it.
    #[must_use]
    pub fn schedule(&self, start: Date, ended: Option<Date>, until: Date) -> Vec<Occurrence<'_>> {
        let last = ended.map_or(until, |ended| ended.min(until));
        let mut all = Vec::new();
        for time_point in &self.time_points {
            let once =
                |due: Date| Occurrence { code: time_point.code.clone(), time_point, number: None, due };
            match time_point.due {
                Due::AfterStart { days } => {
                    all.extend(later(start, days).filter(|due| *due <= last).map(once));
                }
                Due::AtEnd => all.extend(ended.filter(|due| *due <= until).map(once)),
                Due::Repeated { first, every } => {
                    let mut due = later(start, first);
                    for number in 1..=u16::MAX {
                        let Some(day) = due.filter(|day| *day <= last) else { break };
                        let code = format!("{}.{number}", time_point.code);
                        all.push(Occurrence { code, time_point, number: Some(number), due: day });
                        due = later(day, every.max(1));
                    }
                }
            }
        }
        all.sort_by_key(|occurrence| occurrence.due);
        all
    }

    /// The furthest step that a case has come to, from the clear facts of its current entries as pairs of form and
    /// facts. Withdrawn entries do not count.
    #[must_use]
    pub fn current_step<'a>(&self, entries: &[(&'a str, &'a Facts)], today: Date) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.is_reached(entries, today))
    }
}

impl Step {
    /// Whether the step shows in the clear facts of a case's current entries.
    #[must_use]
    pub fn is_reached(&self, entries: &[(&str, &Facts)], today: Date) -> bool {
        match &self.reached {
            Reached::Created => true,
            Reached::Begun => entries.iter().any(|(form, facts)| {
                let start = facts.code(known::START).and_then(super::parse_date);
                *form == known::HELP && !facts.is_withdrawn() && start.is_some_and(|start| start <= today)
            }),
            Reached::Coded { form, field, code } => entries.iter().any(|(own, facts)| {
                own == form && !facts.is_withdrawn() && facts.get(field).and_then(Fact::as_code) == Some(code)
            }),
        }
    }
}

fn later(day: Date, days: u16) -> Option<Date> {
    day.checked_add(Duration::days(i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn ratings_are_due_after_the_days_of_the_configuration() {
        let configuration = Configuration::builtin().unwrap();
        let due = configuration.schedule(date!(2026 - 01 - 01), None, date!(2026 - 12 - 31));
        let named: Vec<(&str, Date)> = due.iter().map(|one| (one.code.as_str(), one.due)).collect();
        // Counted by hand: 14, 56, 182 and 364 days after 1 January.
        assert_eq!(
            named,
            [
                ("start", date!(2026 - 01 - 15)),
                ("weeks8", date!(2026 - 02 - 26)),
                ("progress.1", date!(2026 - 07 - 02)),
                ("progress.2", date!(2026 - 12 - 31)),
            ]
        );
        assert_eq!(due[3].label(Language::De), "Verlauf 2");
    }

    #[test]
    fn a_help_that_ended_needs_its_closing_rating_and_no_further_progress() {
        let configuration = Configuration::builtin().unwrap();
        let ended = Some(date!(2026 - 03 - 01));
        let due = configuration.schedule(date!(2026 - 01 - 01), ended, date!(2026 - 12 - 31));
        let codes: Vec<&str> = due.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["start", "weeks8", "end"]);
    }

    #[test]
    fn repeated_time_points_have_one_name_each() {
        let configuration = Configuration::builtin().unwrap();
        assert_eq!(configuration.time_point("progress.2").unwrap().1, Some(2));
        for code in
            ["progress", "progress.0", "progress.02", "progress.+2", "progress.x", "start.1", "unknown"]
        {
            assert!(configuration.time_point(code).is_none(), "{code}");
        }
    }

    #[test]
    fn the_step_follows_from_clear_facts_and_withdrawn_entries_do_not_count() {
        let configuration = Configuration::builtin().unwrap();
        let today = date!(2026 - 11 - 23);
        let code =
            |entries: &[(&str, &Facts)]| configuration.current_step(entries, today).unwrap().code.clone();
        assert_eq!(code(&[]), "intake");
        let mut help = Facts::new();
        help.set("start", Fact::Code("2026-11-24".into())).unwrap();
        assert_eq!(code(&[("help", &help)]), "intake");
        help.set("start", Fact::Code("2026-11-23".into())).unwrap();
        assert_eq!(code(&[("help", &help)]), "admission");
        let mut closing = Facts::new();
        closing.set("state", Fact::Code("closed".into())).unwrap();
        assert_eq!(code(&[("help", &help), ("closing", &closing)]), "closing");
        closing.set("_withdrawn", Fact::Bool(true)).unwrap();
        assert_eq!(code(&[("help", &help), ("closing", &closing)]), "admission");
    }
}
