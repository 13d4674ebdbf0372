//! Whether a configuration document fits together.

use super::{
    ClearKind, Configuration, Due, FieldKind, Form, Label, Per, Reached, SCALE_MAX, SCALE_MIN, SealedKind,
    known,
};
use crate::facts::is_code;
use std::{collections::BTreeSet, fmt};

/// A contradiction in a configuration document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, e.g. `forms.person.sex`.
    pub at: String,
    /// What.
    pub what: FaultKind,
}

/// What is wrong at a place of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// A code has letters that must not stand in clear facts, or starts with an underscore, or has a dot.
    #[error("is not a code")]
    NotACode,
    /// The same code twice.
    #[error("appears twice")]
    Twice,
    /// German or English words are missing.
    #[error("lacks German or English words")]
    NoWords,
    /// It names a list, part, group, form or field that does not exist.
    #[error("names something that does not exist")]
    Unknown,
    /// A list, form or instrument is empty.
    #[error("is empty")]
    Empty,
    /// Smallest value above the largest, or no days between repetitions.
    #[error("has an impossible range")]
    Range,
    /// The scale is not 1 to 7, or a dimension has not one sentence per value.
    #[error("does not have the values 1 to 7")]
    Scale,
    /// Versions count from 1.
    #[error("has no version")]
    Version,
    /// The portal itself needs this form or field in this kind.
    #[error("is needed by the portal itself")]
    Needed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.what)
    }
}

/// Collects faults, so that whoever edits a document sees all of them at once.
struct Faults(Vec<Fault>);

impl Faults {
    fn when(&mut self, wrong: bool, at: impl Into<String>, what: FaultKind) {
        if wrong {
            self.0.push(Fault { at: at.into(), what });
        }
    }

    fn label(&mut self, at: &str, label: &Label) {
        self.when(label.is_incomplete(), at, FaultKind::NoWords);
    }

    /// Codes of one list: well formed, unique, at least one.
    fn codes<'a>(&mut self, at: &str, codes: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            let place = format!("{at}.{code}");
            self.when(
                !is_code(code) || code.starts_with('_') || code.contains('.'),
                &place,
                FaultKind::NotACode,
            );
            self.when(!seen.insert(code), place, FaultKind::Twice);
        }
        self.when(seen.is_empty(), at, FaultKind::Empty);
    }
}

impl Configuration {
    /// Checks that the document fits together: codes, words in both languages, references, scale, and everything
    /// that the portal itself relies on.
    ///
    /// # Errors
    /// All [`Fault`]s.
    pub fn validate(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults(Vec::new());
        faults.when(self.version == 0, "version", FaultKind::Version);
        faults.label("title", &self.title);
        faults.codes("parts", self.parts.iter().map(|part| part.code.as_str()));
        for part in &self.parts {
            faults.label(&format!("parts.{}", part.code), &part.label);
        }
        self.validate_lists(&mut faults);
        faults.codes("forms", self.forms.iter().map(|form| form.code.as_str()));
        for form in &self.forms {
            self.validate_form(form, &mut faults);
        }
        self.validate_instrument(&mut faults);
        self.validate_process(&mut faults);
        self.validate_needs(&mut faults);
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }

    fn validate_lists(&self, faults: &mut Faults) {
        faults.codes("lists", self.lists.iter().map(|list| list.code.as_str()));
        for list in &self.lists {
            let at = format!("lists.{}", list.code);
            faults.label(&at, &list.label);
            faults.codes(&at, list.entries.iter().map(|entry| entry.code.as_str()));
            for entry in &list.entries {
                let at = format!("{at}.{}", entry.code);
                faults.label(&at, &entry.label);
                faults.when(entry.tags.iter().any(|tag| !is_code(tag)), at, FaultKind::NotACode);
            }
        }
    }

    fn validate_form(&self, form: &Form, faults: &mut Faults) {
        let at = format!("forms.{}", form.code);
        faults.when(form.version == 0, &at, FaultKind::Version);
        faults.label(&at, &form.title);
        faults.when(!self.parts.iter().any(|part| part.code == form.part), &at, FaultKind::Unknown);
        faults.codes(&at, form.fields.iter().map(|field| field.code.as_str()));
        for field in &form.fields {
            let at = format!("{at}.{}", field.code);
            faults.label(&at, &field.label);
            if let Some(hint) = &field.hint {
                faults.label(&at, hint);
            }
            let Some(kind) = field.clear() else { continue };
            let list_is_unknown = kind.list().is_some_and(|list| self.list(list).is_none());
            faults.when(list_is_unknown, &at, FaultKind::Unknown);
            match kind {
                ClearKind::Integer { min, max, unit } => {
                    faults.when(min > max, &at, FaultKind::Range);
                    if let Some(unit) = unit {
                        faults.label(&at, unit);
                    }
                }
                ClearKind::Codes { max, .. } => faults.when(*max == 0, at, FaultKind::Range),
                _ => {}
            }
        }
    }

    fn validate_instrument(&self, faults: &mut Faults) {
        let instrument = &self.instrument;
        let at = "instrument";
        faults.when(!is_code(&instrument.code), at, FaultKind::NotACode);
        faults.when(instrument.version == 0, at, FaultKind::Version);
        faults.label(at, &instrument.title);
        faults.label(at, &instrument.about);
        let values: Vec<i64> = instrument.scale.iter().map(|step| step.value).collect();
        faults.when(values != (SCALE_MIN..=SCALE_MAX).collect::<Vec<_>>(), at, FaultKind::Scale);
        for step in &instrument.scale {
            faults.label(&format!("{at}.scale.{}", step.value), &step.label);
        }
        faults.codes("instrument.groups", instrument.groups.iter().map(|group| group.code.as_str()));
        for group in &instrument.groups {
            faults.label(&format!("{at}.groups.{}", group.code), &group.label);
        }
        faults.codes(at, instrument.dimensions.iter().map(|dimension| dimension.code.as_str()));
        for dimension in &instrument.dimensions {
            let at = format!("{at}.{}", dimension.code);
            faults.label(&at, &dimension.label);
            faults.label(&at, &dimension.info);
            faults.when(dimension.anchors.len() != values.len(), &at, FaultKind::Scale);
            for anchor in &dimension.anchors {
                faults.label(&at, anchor);
            }
            faults.when(
                !instrument.groups.iter().any(|group| group.code == dimension.group),
                at,
                FaultKind::Unknown,
            );
        }
    }

    fn validate_process(&self, faults: &mut Faults) {
        faults.codes("time_points", self.time_points.iter().map(|time_point| time_point.code.as_str()));
        for time_point in &self.time_points {
            let at = format!("time_points.{}", time_point.code);
            faults.label(&at, &time_point.label);
            faults.when(matches!(time_point.due, Due::Repeated { every: 0, .. }), at, FaultKind::Range);
        }
        faults.codes("steps", self.steps.iter().map(|step| step.code.as_str()));
        for step in &self.steps {
            let at = format!("steps.{}", step.code);
            faults.label(&at, &step.label);
            if let Reached::Coded { form, field, code } = &step.reached {
                faults.when(!self.knows_code(form, field, code), at, FaultKind::Unknown);
            }
        }
    }

    /// Whether a clear field of a form can hold this code.
    fn knows_code(&self, form: &str, field: &str, code: &str) -> bool {
        let Some(form) = self.form(form) else { return false };
        match self.field(form, field).and_then(|resolved| resolved.field.clear()) {
            Some(ClearKind::Code { list }) => self.list(list).is_some_and(|list| list.entry(code).is_some()),
            Some(ClearKind::TimePoint) => self.time_point(code).is_some(),
            Some(ClearKind::Dimension) => self.dimension(code).is_some(),
            _ => false,
        }
    }

    fn validate_needs(&self, faults: &mut Faults) {
        use super::Cardinality::{Many, One};
        for (code, cardinality) in [
            (known::PERSON, One),
            (known::HELP, One),
            (known::CLOSING, One),
            (known::COURSE, Many),
            (known::RATING, Many),
            (known::GOAL, Many),
        ] {
            let fits = self.form(code).is_some_and(|form| form.cardinality == cardinality);
            faults.when(!fits, format!("forms.{code}"), FaultKind::Needed);
        }
        let mut need = |form: &str, field: &str, fits: &dyn Fn(&FieldKind, Option<Per>) -> bool| {
            let own = self.form(form).and_then(|form| form.fields.iter().find(|own| own.code == field));
            let ok = own.is_some_and(|own| fits(&own.kind, own.per));
            faults.when(!ok, format!("forms.{form}.{field}"), FaultKind::Needed);
        };
        for name in [known::GIVEN, known::FAMILY] {
            need(known::PERSON, name, &|kind, per| {
                matches!(kind, FieldKind::Sealed(SealedKind::Name | SealedKind::Text)) && per.is_none()
            });
        }
        for (form, field, wanted) in [
            (known::PERSON, known::BIRTH_MONTH, ClearKind::Month),
            (known::HELP, known::START, ClearKind::Date),
            (known::COURSE, known::DATE, ClearKind::Date),
            (known::RATING, known::DATE, ClearKind::Date),
            (known::RATING, known::TIME_POINT, ClearKind::TimePoint),
            (known::CLOSING, known::DATE, ClearKind::Date),
        ] {
            need(form, field, &|kind, per| *kind == FieldKind::Clear(wanted.clone()) && per.is_none());
        }
        for (field, wanted) in [(known::VALUE, ClearKind::Scale), (known::RELEVANT, ClearKind::Boolean)] {
            need(known::RATING, field, &|kind, per| {
                *kind == FieldKind::Clear(wanted.clone()) && per == Some(Per::Dimension)
            });
        }
        for (form, field) in [
            (known::PERSON, known::SEX),
            (known::HELP, known::HELP_TYPE),
            (known::RATING, known::RATER_ROLE),
            (known::COURSE, known::KIND),
            (known::GOAL, known::STATE),
        ] {
            need(form, field, &|kind, per| {
                matches!(kind, FieldKind::Clear(ClearKind::Code { .. })) && per.is_none()
            });
        }
        let closes = [known::OPEN, known::CLOSED]
            .into_iter()
            .all(|state| self.knows_code(known::CLOSING, known::STATE, state));
        faults.when(!closes, "forms.closing.state", FaultKind::Needed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(edit: impl FnOnce(&mut Configuration)) -> Vec<(String, FaultKind)> {
        let mut configuration = Configuration::builtin().unwrap();
        edit(&mut configuration);
        configuration.validate().unwrap_err().into_iter().map(|fault| (fault.at, fault.what)).collect()
    }

    #[test]
    fn a_form_needs_an_existing_part_and_existing_lists() {
        assert_eq!(
            faults(|c| c.forms[0].part = "attic".into()),
            [("forms.person".to_owned(), FaultKind::Unknown)]
        );
        let gone = faults(|c| c.lists.retain(|list| list.code != "sex"));
        assert_eq!(gone, [("forms.person.sex".to_owned(), FaultKind::Unknown)]);
    }

    #[test]
    fn both_languages_are_obligatory() {
        let missing = faults(|c| c.instrument.dimensions[0].anchors[3].en = " ".into());
        assert_eq!(missing, [("instrument.parenting".to_owned(), FaultKind::NoWords)]);
    }

    #[test]
    fn a_dimension_needs_a_sentence_for_every_value() {
        let missing = faults(|c| c.instrument.dimensions[2].anchors.truncate(6));
        assert_eq!(missing, [("instrument.stability".to_owned(), FaultKind::Scale)]);
    }

    #[test]
    fn names_cannot_be_made_clear_by_configuration() {
        let clear = faults(|c| c.forms[0].fields[0].kind = FieldKind::Clear(ClearKind::Date));
        assert_eq!(clear, [("forms.person.given".to_owned(), FaultKind::Needed)]);
    }

    #[test]
    fn codes_are_unique_and_leave_reserved_names_alone() {
        let twice = faults(|c| c.lists[0].entries[1].code = c.lists[0].entries[0].code.clone());
        assert_eq!(twice, [("lists.help_type.§19".to_owned(), FaultKind::Twice)]);
        let reserved = faults(|c| c.forms[1].fields[3].code = "_withdrawn".into());
        assert_eq!(reserved, [("forms.contact._withdrawn".to_owned(), FaultKind::NotACode)]);
        let spaced = faults(|c| c.steps[0].code = "first step".into());
        assert_eq!(spaced, [("steps.first step".to_owned(), FaultKind::NotACode)]);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let many = faults(|c| {
            c.version = 0;
            c.time_points[2].due = Due::Repeated { first: 1, every: 0 };
            c.steps[1].reached =
                Reached::Coded { form: "course".into(), field: "kind".into(), code: "x".into() };
        });
        let expected = [
            ("version".to_owned(), FaultKind::Version),
            ("time_points.progress".to_owned(), FaultKind::Range),
            ("steps.clarification".to_owned(), FaultKind::Unknown),
        ];
        assert_eq!(many, expected);
    }
}
