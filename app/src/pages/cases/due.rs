//! What is due in a case: ratings by the instrument's time points, and the review of the plan.
use api::{
    cases::{CaseState, CaseSummary},
    configuration::{Configuration, Due as Schedule, Language, Occurrence, parse_date},
};
use time::{Date, Duration};

/// How far ahead the list of cases looks for the next date, in days: a little more than one repetition.
const HORIZON_DAYS: i64 = 200;

/// Something that waits to be done in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// The day.
    pub(crate) day: Date,
    /// What.
    pub(crate) what: DueWhat,
}

/// What waits to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DueWhat {
    /// A rating sheet.
    Rating {
        /// Code of the time point as it stands in the facts.
        code: String,
    },
    /// Review of the help plan.
    Review,
    /// The help was to end, and the case is still running.
    End,
}

impl Due {
    /// Days from `today`; negative when the day has passed.
    pub(crate) fn days(&self, today: Date) -> i64 {
        (self.day - today).whole_days()
    }

    /// The time point's name, for ratings.
    pub(crate) fn rating_label(&self, configuration: &Configuration, language: Language) -> Option<String> {
        match &self.what {
            DueWhat::Rating { code } => Some(configuration.time_point_label(code, language)),
            DueWhat::Review | DueWhat::End => None,
        }
    }
}

/// Everything that is due in a case up to `horizon`, earliest first. Of several missed ratings only the latest counts:
/// the past cannot be rated any more. The first rating is the exception as long as nothing was rated at all, because
/// without it no effect can be shown.
pub(crate) fn due(
    configuration: &Configuration,
    summary: &CaseSummary,
    review: Option<Date>,
    today: Date,
    horizon: Date,
) -> Vec<Due> {
    let Some(start) = summary.help_start.as_deref().and_then(parse_date) else { return Vec::new() };
    let end = summary.help_end.as_deref().and_then(parse_date);
    let open = summary.state == CaseState::Open;
    let mut all = configuration.schedule(start, if open { None } else { end }, horizon);
    if open && let Some(end) = end {
        let closing = configuration.schedule(start, Some(end), horizon);
        all.extend(closing.into_iter().filter(|one| matches!(one.time_point.due, Schedule::AtEnd)));
        all.sort_by_key(|one| one.due);
    }
    let mut found: Vec<Due> = open_ratings(&all, &summary.rated, today)
        .into_iter()
        .map(|one| Due { day: one.due, what: DueWhat::Rating { code: one.code.clone() } })
        .collect();
    if open {
        found.extend(review.filter(|day| *day <= horizon).map(|day| Due { day, what: DueWhat::Review }));
        found.extend(end.filter(|day| *day < today).map(|day| Due { day, what: DueWhat::End }));
    }
    found.sort_by_key(|one| one.day);
    found
}

/// What comes next in a case, within the next months.
pub(crate) fn next_due(
    configuration: &Configuration,
    summary: &CaseSummary,
    review: Option<Date>,
    today: Date,
) -> Option<Due> {
    let horizon = today.checked_add(Duration::days(HORIZON_DAYS)).unwrap_or(today);
    due(configuration, summary, review, today, horizon).into_iter().next()
}

fn open_ratings<'a, 'b>(all: &'b [Occurrence<'a>], rated: &[String], today: Date) -> Vec<&'b Occurrence<'a>> {
    let last_rated = all.iter().rposition(|one| rated.contains(&one.code));
    let rest = &all[last_rated.map_or(0, |index| index + 1)..];
    let missed = rest.iter().take_while(|one| one.due < today).count();
    let keep_from = missed.saturating_sub(1);
    let first = rest.first().filter(|_| rated.is_empty() && keep_from > 0);
    first.into_iter().chain(rest[keep_from..].iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::ids::{AccountId, CaseId, OrganisationId};
    use time::macros::date;
    use uuid::Uuid;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn summary(start: &str, rated: &[&str]) -> CaseSummary {
        CaseSummary {
            id: CaseId(Uuid::nil()),
            code: "K7-2M".into(),
            organisation: OrganisationId(Uuid::nil()),
            unit: None,
            responsible: AccountId(Uuid::nil()),
            deputy: None,
            team: Vec::new(),
            assignment_version: 1,
            state: CaseState::Open,
            help_type: None,
            help_start: Some(start.into()),
            help_end: None,
            sex: None,
            birth_month: None,
            ending: None,
            review: None,
            rated: rated.iter().map(|&code| code.to_owned()).collect(),
            need_first: None,
            need_latest: None,
            entries: 0,
            created_at: 0,
            updated_at: 0,
        }
    }

    fn codes(found: &[Due]) -> Vec<String> {
        found
            .iter()
            .map(|one| match &one.what {
                DueWhat::Rating { code } => code.clone(),
                DueWhat::Review => "review".to_owned(),
                DueWhat::End => "end-of-help".to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_rated_time_point_is_not_due_again() {
        let configuration = Configuration::builtin().unwrap();
        let case = summary("2026-10-01", &["start"]);
        let next = next_due(&configuration, &case, None, date!(2026 - 11 - 23)).unwrap();
        // 56 days after 1 October, counted by hand.
        assert_eq!(next, Due { day: date!(2026 - 11 - 26), what: DueWhat::Rating { code: "weeks8".into() } });
    }

    #[test]
    fn of_several_missed_ratings_only_the_latest_waits() {
        let configuration = Configuration::builtin().unwrap();
        let case = summary("2025-01-01", &["start"]);
        let today = date!(2026 - 11 - 23);
        let found = due(&configuration, &case, None, today, today);
        assert_eq!(codes(&found), ["progress.3"]);
    }

    #[test]
    fn without_any_rating_the_first_one_still_waits() {
        let configuration = Configuration::builtin().unwrap();
        let case = summary("2026-01-01", &[]);
        let today = date!(2026 - 11 - 23);
        assert_eq!(codes(&due(&configuration, &case, None, today, today)), ["start", "progress.1"]);
    }

    #[test]
    fn the_review_and_an_end_that_has_passed_are_due_too() {
        let configuration = Configuration::builtin().unwrap();
        let mut case = summary("2026-11-20", &[]);
        case.help_end = Some("2026-11-22".into());
        let today = date!(2026 - 11 - 23);
        let found = due(&configuration, &case, Some(date!(2026 - 11 - 24)), today, date!(2026 - 12 - 01));
        assert_eq!(codes(&found), ["end", "end-of-help", "review"]);
    }
}
