//! Whether clear facts fit their form. The server asks before it stores, the browser before it seals.

use super::{ClearKind, Configuration, FieldKind, Form, SCALE_MAX, SCALE_MIN, parse_date, parse_month};
use crate::facts::{Fact, Facts, WITHDRAWN};

/// Why facts do not fit their form. Field names are codes of the form or of the facts, never texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// No form has this code.
    #[error("unknown form")]
    UnknownForm,
    /// The form has another version now.
    #[error("the form has version {current}")]
    FormVersion {
        /// The version to write with.
        current: u32,
    },
    /// The form has no such field.
    #[error("unknown field {field}")]
    UnknownField {
        /// Key of the fact.
        field: String,
    },
    /// The field is sealed and must not stand in clear facts.
    #[error("field {field} is sealed")]
    Sealed {
        /// Key of the fact.
        field: String,
    },
    /// The field holds something of another kind.
    #[error("field {field} has the wrong type")]
    WrongType {
        /// Key of the fact.
        field: String,
    },
    /// The code list, the instrument or the time points do not know this code.
    #[error("field {field} has an unknown code")]
    UnknownCode {
        /// Key of the fact.
        field: String,
    },
    /// The same code twice, or too many of them.
    #[error("field {field} takes at most {max} different codes")]
    TooMany {
        /// Key of the fact.
        field: String,
        /// Most codes.
        max: u32,
    },
    /// Not a day or month of the calendar.
    #[error("field {field} is not a date")]
    NotADate {
        /// Key of the fact.
        field: String,
    },
    /// The number is too small or too large.
    #[error("field {field} must be between {min} and {max}")]
    OutOfRange {
        /// Key of the fact.
        field: String,
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// A clear field that must be filled in is missing.
    #[error("field {field} is missing")]
    Missing {
        /// Key of the fact.
        field: String,
    },
}

impl Configuration {
    /// Checks the clear facts of a revision against its form and returns the form.
    ///
    /// A revision that withdraws an entry may leave out what is otherwise obligatory.
    ///
    /// # Errors
    /// [`CheckError`], the first one found.
    pub fn check(&self, form: &str, version: u32, facts: &Facts) -> Result<&Form, CheckError> {
        let form = self.form(form).ok_or(CheckError::UnknownForm)?;
        if form.version != version {
            return Err(CheckError::FormVersion { current: form.version });
        }
        for (key, fact) in facts.iter() {
            if key == WITHDRAWN {
                fact.as_bool().ok_or_else(|| CheckError::WrongType { field: key.to_owned() })?;
            } else {
                self.check_fact(form, key, fact)?;
            }
        }
        if !facts.is_withdrawn() {
            let missing = self.fields(form).into_iter().find(|resolved| {
                resolved.field.required && !resolved.field.is_sealed() && facts.get(&resolved.key).is_none()
            });
            if let Some(missing) = missing {
                return Err(CheckError::Missing { field: missing.key });
            }
        }
        Ok(form)
    }

    fn check_fact(&self, form: &Form, key: &str, fact: &Fact) -> Result<(), CheckError> {
        let field = || key.to_owned();
        let resolved = self.field(form, key).ok_or_else(|| CheckError::UnknownField { field: field() })?;
        let kind = match &resolved.field.kind {
            FieldKind::Clear(kind) => kind,
            FieldKind::Sealed(_) => return Err(CheckError::Sealed { field: field() }),
        };
        let ok = |fits: bool, error: CheckError| if fits { Ok(()) } else { Err(error) };
        let known = |fits: bool| ok(fits, CheckError::UnknownCode { field: field() });
        let within = |value: i64, min: i64, max: i64| {
            ok((min..=max).contains(&value), CheckError::OutOfRange { field: field(), min, max })
        };
        let in_list = |list: &str, code: &str| self.list(list).is_some_and(|list| list.entry(code).is_some());
        match (kind, fact) {
            (ClearKind::Code { list }, Fact::Code(code)) => known(in_list(list, code)),
            (ClearKind::Codes { list, max }, Fact::Codes(codes)) => {
                let distinct: std::collections::BTreeSet<&String> = codes.iter().collect();
                let few = distinct.len() == codes.len() && codes.len() <= *max as usize;
                ok(few, CheckError::TooMany { field: field(), max: *max })?;
                known(codes.iter().all(|code| in_list(list, code)))
            }
            (ClearKind::Date, Fact::Code(text)) => {
                ok(parse_date(text).is_some(), CheckError::NotADate { field: field() })
            }
            (ClearKind::Month, Fact::Code(text)) => {
                ok(parse_month(text).is_some(), CheckError::NotADate { field: field() })
            }
            (ClearKind::Integer { min, max, .. }, Fact::Int(value)) => within(*value, *min, *max),
            (ClearKind::Scale, Fact::Int(value)) => within(*value, SCALE_MIN, SCALE_MAX),
            (ClearKind::Boolean, Fact::Bool(_)) | (ClearKind::Account, Fact::Id(_)) => Ok(()),
            (ClearKind::Dimension, Fact::Code(code)) => known(self.dimension(code).is_some()),
            (ClearKind::TimePoint, Fact::Code(code)) => known(self.time_point(code).is_some()),
            _ => Err(CheckError::WrongType { field: field() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, Fact)]) -> Facts {
        let mut facts = Facts::new();
        for (key, fact) in pairs {
            facts.set(key, fact.clone()).unwrap();
        }
        facts
    }

    fn code(text: &str) -> Fact {
        Fact::Code(text.to_owned())
    }

    fn rating(extra: &[(&str, Fact)]) -> Facts {
        let mut all = facts(&[
            ("time_point", code("progress.1")),
            ("date", code("2026-11-23")),
            ("rater_role", code("caseworker")),
        ]);
        for (key, fact) in extra {
            all.set(key, fact.clone()).unwrap();
        }
        all
    }

    fn check(form: &str, facts: &Facts) -> Result<(), CheckError> {
        Configuration::builtin().unwrap().check(form, 1, facts).map(|_| ())
    }

    #[test]
    fn a_rating_of_the_shipped_instrument_fits() {
        let sheet = rating(&[("v.stability", Fact::Int(5)), ("r.stability", Fact::Bool(true))]);
        assert_eq!(check("rating", &sheet), Ok(()));
    }

    #[test]
    fn values_beyond_the_scale_are_refused() {
        for value in [0, 8, -1, i64::MAX] {
            let error = CheckError::OutOfRange { field: "v.stability".into(), min: 1, max: 7 };
            assert_eq!(check("rating", &rating(&[("v.stability", Fact::Int(value))])), Err(error));
        }
    }

    #[test]
    fn sealed_fields_never_stand_in_clear_even_as_a_code() {
        let person = facts(&[("family", code("Lindqvist"))]);
        assert_eq!(check("person", &person), Err(CheckError::Sealed { field: "family".into() }));
        let comment = rating(&[("comment.stability", code("x"))]);
        assert_eq!(check("rating", &comment), Err(CheckError::Sealed { field: "comment.stability".into() }));
    }

    #[test]
    fn unknown_fields_codes_and_types_are_refused() {
        let unknown = |field: &str| Err(CheckError::UnknownField { field: field.into() });
        assert_eq!(check("person", &facts(&[("nickname", code("x"))])), unknown("nickname"));
        assert_eq!(check("person", &facts(&[("_note", code("x"))])), unknown("_note"));
        assert_eq!(check("rating", &rating(&[("v.luck", Fact::Int(1))])), unknown("v.luck"));
        let sex = |fact| check("person", &facts(&[("sex", fact)]));
        assert_eq!(sex(code("Lindqvist")), Err(CheckError::UnknownCode { field: "sex".into() }));
        assert_eq!(sex(Fact::Int(1)), Err(CheckError::WrongType { field: "sex".into() }));
        let month = check("person", &facts(&[("birth_month", code("2012-03-14"))]));
        assert_eq!(month, Err(CheckError::NotADate { field: "birth_month".into() }));
    }

    #[test]
    fn obligatory_clear_fields_are_asked_for_unless_the_entry_is_withdrawn() {
        assert_eq!(check("course", &Facts::new()), Err(CheckError::Missing { field: "date".into() }));
        assert_eq!(check("course", &facts(&[(WITHDRAWN, Fact::Bool(true))])), Ok(()));
        let wrong = check("course", &facts(&[(WITHDRAWN, Fact::Int(1))]));
        assert_eq!(wrong, Err(CheckError::WrongType { field: WITHDRAWN.into() }));
    }

    #[test]
    fn several_codes_are_distinct_and_few() {
        let help = |codes: &[&str]| {
            let codes = codes.iter().map(|&code| code.to_owned()).collect();
            let all =
                [("help_type", code("§34")), ("start", code("2026-01-07")), ("reasons", Fact::Codes(codes))];
            check("help", &facts(&all))
        };
        let too_many = Err(CheckError::TooMany { field: "reasons".into(), max: 3 });
        assert_eq!(help(&["neglect", "school"]), Ok(()));
        assert_eq!(help(&["school", "school"]), too_many);
        assert_eq!(help(&["neglect", "school", "behaviour", "emotional"]), too_many);
        assert_eq!(help(&["weather"]), Err(CheckError::UnknownCode { field: "reasons".into() }));
    }

    #[test]
    fn forms_are_written_in_their_current_version() {
        let configuration = Configuration::builtin().unwrap();
        assert_eq!(configuration.check("poem", 1, &Facts::new()).unwrap_err(), CheckError::UnknownForm);
        let old = configuration.check("person", 2, &Facts::new()).unwrap_err();
        assert_eq!(old, CheckError::FormVersion { current: 1 });
    }
}
