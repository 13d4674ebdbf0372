//! The one place that says which clear fact becomes which column of a case. The server derives its columns with it, and
//! clients compare what the server shows of a case with what follows from the signed facts.
//!
//! | column | from |
//! |---|---|
//! | `sex`, `birth_month` | `person` |
//! | `help_type`, `help_start`, `review` | `help` |
//! | `help_end` | `closing.date` while the case is closed, otherwise `help.end` |
//! | `state`, `ending` | `closing.state`, `closing.kind` while it is closed |
//! | `rated`, `need_first`, `need_latest` | all `rating` sheets by their `date` |
//! | `entries` | all records that are not withdrawn |
//!
//! Only current revisions count, and none that is withdrawn.

use crate::{
    cases::CaseState,
    configuration::known,
    facts::{Fact, Facts},
};

/// A current record: code of its form and its clear facts.
pub type Current = (String, Facts);

/// What follows from the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Open or closed.
    pub state: CaseState,
    /// Code of the help type.
    pub help_type: Option<String>,
    /// First day of the help, `YYYY-MM-DD`.
    pub help_start: Option<String>,
    /// Last day of the help, `YYYY-MM-DD`.
    pub help_end: Option<String>,
    /// Next review of the help plan, `YYYY-MM-DD`.
    pub review: Option<String>,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Month of birth, `YYYY-MM`.
    pub birth_month: Option<String>,
    /// Code of the ending, while closed.
    pub ending: Option<String>,
    /// Codes of the time points that have a rating sheet, in the order of their dates.
    pub rated: Vec<String>,
    /// Highest need of the first rating sheet, 1–7.
    pub need_first: Option<i64>,
    /// Highest need of the latest rating sheet, 1–7.
    pub need_latest: Option<i64>,
}

/// A rated dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// Code of the dimension.
    pub dimension: String,
    /// The rating, 1–7.
    pub value: Option<i64>,
    /// Whether the dimension matters in this case.
    pub relevant: Option<bool>,
}

/// Computes the columns of a case from its current records, in the order of their log.
pub fn columns(records: &[Current]) -> Columns {
    let standing = || records.iter().filter(|(_, facts)| !facts.is_withdrawn());
    let form = |code: &'static str| standing().find(|(form, _)| form == code).map(|(_, facts)| facts);
    let code = |form_code: &'static str, field: &str| {
        form(form_code).and_then(|facts| facts.code(field)).map(str::to_owned)
    };
    let closed = code(known::CLOSING, known::STATE).as_deref() == Some(known::CLOSED);
    let mut sheets: Vec<&Facts> =
        standing().filter(|(form, _)| form == known::RATING).map(|(_, facts)| facts).collect();
    sheets.sort_by_key(|facts| facts.code(known::DATE).unwrap_or_default().to_owned());
    let mut points = Vec::new();
    for point in sheets.iter().filter_map(|facts| facts.code(known::TIME_POINT)) {
        if !points.iter().any(|known| known == point) {
            points.push(point.to_owned());
        }
    }
    let need = |facts: &&Facts| rated(facts).iter().filter_map(|rated| rated.value).max();
    Columns {
        state: if closed { CaseState::Closed } else { CaseState::Open },
        help_type: code(known::HELP, known::HELP_TYPE),
        help_start: code(known::HELP, known::START),
        help_end: if closed { code(known::CLOSING, known::DATE) } else { code(known::HELP, known::END) },
        review: code(known::HELP, known::REVIEW),
        sex: code(known::PERSON, known::SEX),
        birth_month: code(known::PERSON, known::BIRTH_MONTH),
        ending: if closed { code(known::CLOSING, known::KIND) } else { None },
        rated: points,
        need_first: sheets.first().and_then(need),
        need_latest: sheets.last().and_then(need),
    }
}

/// The dimensions of a rating sheet that say something.
pub fn rated(facts: &Facts) -> Vec<Rated> {
    let mut out: Vec<Rated> = Vec::new();
    for (key, fact) in facts.iter() {
        let Some((field, dimension)) = key.split_once('.') else { continue };
        let index = match out.iter().position(|rated| rated.dimension == dimension) {
            Some(index) => index,
            None => {
                out.push(Rated { dimension: dimension.to_owned(), value: None, relevant: None });
                out.len() - 1
            }
        };
        match field {
            known::VALUE => out[index].value = fact.as_int(),
            known::RELEVANT => out[index].relevant = fact.as_bool(),
            _ => {}
        }
    }
    out
}

/// Whether a closing record closes.
pub fn closes(facts: &Facts) -> bool {
    !facts.is_withdrawn() && facts.get(known::STATE).and_then(Fact::as_code) == Some(known::CLOSED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::WITHDRAWN;

    fn record(form: &str, pairs: &[(&str, Fact)]) -> Current {
        let mut facts = Facts::new();
        for (key, fact) in pairs {
            facts.set(key, fact.clone()).unwrap();
        }
        (form.to_owned(), facts)
    }

    fn code(text: &str) -> Fact {
        Fact::Code(text.to_owned())
    }

    fn sheet(date: &str, point: &str, values: &[(&str, i64)]) -> Current {
        let mut record = record("rating", &[("date", code(date)), ("time_point", code(point))]);
        for (dimension, value) in values {
            record.1.set(&format!("v.{dimension}"), Fact::Int(*value)).unwrap();
        }
        record
    }

    #[test]
    fn needs_follow_the_dates_of_the_sheets_and_not_the_order_of_writing() {
        let columns = columns(&[
            sheet("2026-05-01", "weeks8", &[("stability", 3), ("school", 2)]),
            sheet("2026-03-01", "start", &[("stability", 6), ("school", 7)]),
            sheet("2026-05-02", "weeks8", &[("stability", 4)]),
        ]);
        assert_eq!(columns.rated, ["start", "weeks8"]);
        assert_eq!((columns.need_first, columns.need_latest), (Some(7), Some(4)));
    }

    #[test]
    fn a_closed_case_ends_on_the_day_of_its_closing_and_an_open_one_when_planned() {
        let help = record("help", &[("help_type", code("§34")), ("end", code("2027-01-31"))]);
        let closing = |state: &str| {
            let date = ("date", code("2026-11-20"));
            record("closing", &[("state", code(state)), date, ("kind", code("planned"))])
        };
        let closed = columns(&[help.clone(), closing("closed")]);
        assert_eq!((closed.state, closed.ending.as_deref()), (CaseState::Closed, Some("planned")));
        assert_eq!(closed.help_end.as_deref(), Some("2026-11-20"));
        let reopened = columns(&[help, closing("open")]);
        assert_eq!((reopened.state, reopened.ending), (CaseState::Open, None));
        assert_eq!(reopened.help_end.as_deref(), Some("2027-01-31"));
    }

    #[test]
    fn withdrawn_entries_leave_no_trace_in_the_columns() {
        let mut person = record("person", &[("sex", code("f"))]);
        assert_eq!(columns(std::slice::from_ref(&person)).sex.as_deref(), Some("f"));
        person.1.set(WITHDRAWN, Fact::Bool(true)).unwrap();
        assert_eq!(columns(&[person]).sex, None);
    }
}
