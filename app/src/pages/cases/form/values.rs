//! What stands in the fields of a form, as text: the meeting point of clear facts, sealed texts and input elements.
use std::collections::BTreeMap;

use api::{
    configuration::{
        ClearKind, Configuration, FieldKind, Form, ResolvedField, known, parse_date, parse_month,
    },
    facts::{Fact, Facts, is_code},
    limits::TEXT_FIELD_MAX,
};
use uuid::Uuid;

/// Between the codes of a field that takes several. No code can contain it.
const SEPARATOR: char = '\n';
/// A ticked box.
pub(crate) const YES: &str = "yes";

/// The content of a form by key of the field. Empty fields are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Values(BTreeMap<String, String>);

/// What is wrong with the content of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    /// Must be filled in.
    Missing,
    /// Not a day of the calendar.
    NotADay,
    /// Not a month of the calendar.
    NotAMonth,
    /// Not a whole number.
    NotANumber,
    /// Outside of what the form allows.
    OutOfRange {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// More codes than the form allows.
    TooMany {
        /// Most codes.
        max: u32,
    },
    /// Longer than one field can be, in bytes of UTF-8.
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The list does not know this code (any more).
    Unknown,
}

/// What is stored of a form: clear facts and sealed texts by field.
pub(crate) type Contents = (Facts, BTreeMap<String, String>);

impl Values {
    /// The content of a field; empty when nothing stands there.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Puts something into a field, or empties it.
    pub(crate) fn set(&mut self, key: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key.to_owned(), text);
        }
    }

    /// All keys that hold something.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The codes of a field that takes several, in order.
    pub(crate) fn codes(text: &str) -> Vec<String> {
        text.split(SEPARATOR).filter(|code| !code.is_empty()).map(ToOwned::to_owned).collect()
    }

    /// Several codes as the content of one field.
    pub(crate) fn join(codes: &[String]) -> String {
        codes.join(&SEPARATOR.to_string())
    }

    /// The content of a stored entry. Texts that could not be opened are simply absent.
    pub(crate) fn of(facts: &Facts, texts: Option<&BTreeMap<String, String>>) -> Self {
        let mut values = Self::default();
        for (key, fact) in facts.iter().filter(|(key, _)| !key.starts_with('_')) {
            values.set(key, fact_text(fact));
        }
        for (key, text) in texts.into_iter().flatten().filter(|(key, _)| !key.starts_with('_')) {
            values.set(key, text.clone());
        }
        values
    }

    /// The clear facts and the sealed texts to be stored.
    ///
    /// # Errors
    /// Every field that is wrong, with what is wrong about it.
    pub(crate) fn split(
        &self,
        configuration: &Configuration,
        form: &Form,
    ) -> Result<Contents, Vec<(String, Complaint)>> {
        let mut facts = Facts::new();
        let mut texts = BTreeMap::new();
        let mut complaints = Vec::new();
        for field in configuration.fields(form) {
            let text = self.get(&field.key);
            match read_field(configuration, &field, text) {
                Ok(Some(Content::Clear(fact))) => {
                    if facts.set(&field.key, fact).is_err() {
                        complaints.push((field.key, Complaint::Unknown));
                    }
                }
                Ok(Some(Content::Sealed(text))) => {
                    texts.insert(field.key, text);
                }
                Ok(None) => {}
                Err(complaint) => complaints.push((field.key, complaint)),
            }
        }
        let total: usize = texts.values().map(String::len).sum();
        if complaints.is_empty() && total > TEXT_FIELD_MAX {
            // Each text is short enough, all together are not: the longest one is where to cut.
            if let Some((key, _)) = texts.iter().max_by_key(|(_, text)| text.len()) {
                complaints.push((key.clone(), Complaint::TooLong { bytes: total }));
            }
        }
        if complaints.is_empty() { Ok((facts, texts)) } else { Err(complaints) }
    }

    /// What can be read of it: everything that fits the form, whether it could be stored or not.
    pub(crate) fn readable(&self, configuration: &Configuration, form: &Form) -> Contents {
        let (mut facts, mut texts) = (Facts::new(), BTreeMap::new());
        for field in configuration.fields(form) {
            match read_field(configuration, &field, self.get(&field.key)) {
                Ok(Some(Content::Clear(fact))) => {
                    // Without a place in the facts it stands nowhere else either.
                    let _set = facts.set(&field.key, fact);
                }
                Ok(Some(Content::Sealed(text))) => {
                    texts.insert(field.key, text);
                }
                Ok(None) => {}
                Err(_) if field.field.is_sealed() => {
                    texts.insert(field.key.clone(), self.get(&field.key).to_owned());
                }
                Err(_) => {}
            }
        }
        (facts, texts)
    }

    /// Takes the month of birth from the sealed date of birth, so that nobody types it twice.
    pub(crate) fn derive_birth_month(&mut self, form: &Form) {
        if form.code == known::PERSON
            && let Some(month) =
                self.get(known::BIRTH_DATE).get(..7).filter(|month| parse_month(month).is_some())
        {
            let month = month.to_owned();
            self.set(known::BIRTH_MONTH, month);
        }
    }
}

enum Content {
    Clear(Fact),
    Sealed(String),
}

fn fact_text(fact: &Fact) -> String {
    match fact {
        Fact::Int(value) => value.to_string(),
        Fact::Bool(true) => YES.to_owned(),
        Fact::Bool(false) => String::new(),
        Fact::Code(code) => code.clone(),
        Fact::Codes(codes) => Values::join(codes),
        Fact::Id(id) => id.to_string(),
    }
}

/// What is wrong with the length of a sealed text, if anything.
pub(crate) fn length_complaint(text: &str) -> Option<Complaint> {
    (text.len() > TEXT_FIELD_MAX).then_some(Complaint::TooLong { bytes: text.len() })
}

fn read_field(
    configuration: &Configuration,
    field: &ResolvedField<'_>,
    text: &str,
) -> Result<Option<Content>, Complaint> {
    if text.trim().is_empty() {
        return if field.field.required { Err(Complaint::Missing) } else { Ok(None) };
    }
    match &field.field.kind {
        FieldKind::Sealed(_) => match length_complaint(text) {
            Some(complaint) => Err(complaint),
            None => Ok(Some(Content::Sealed(text.to_owned()))),
        },
        FieldKind::Clear(kind) => {
            read_clear(configuration, kind, text.trim()).map(|fact| Some(Content::Clear(fact)))
        }
    }
}

pub(super) fn read_clear(
    configuration: &Configuration,
    kind: &ClearKind,
    text: &str,
) -> Result<Fact, Complaint> {
    let known = |fits: bool| {
        if fits && is_code(text) { Ok(Fact::Code(text.to_owned())) } else { Err(Complaint::Unknown) }
    };
    let in_list =
        |list: &str, code: &str| configuration.list(list).is_some_and(|list| list.entry(code).is_some());
    let number = |min: i64, max: i64| {
        let value: i64 = text.parse().map_err(|_| Complaint::NotANumber)?;
        if (min..=max).contains(&value) {
            Ok(Fact::Int(value))
        } else {
            Err(Complaint::OutOfRange { min, max })
        }
    };
    match kind {
        ClearKind::Code { list } => known(in_list(list, text)),
        ClearKind::Codes { list, max } => {
            let codes = Values::codes(text);
            if codes.len() > usize::try_from(*max).unwrap_or(usize::MAX) {
                return Err(Complaint::TooMany { max: *max });
            }
            if codes.iter().all(|code| in_list(list, code)) {
                Ok(Fact::Codes(codes))
            } else {
                Err(Complaint::Unknown)
            }
        }
        ClearKind::Date => parse_date(text).map(|_| Fact::Code(text.to_owned())).ok_or(Complaint::NotADay),
        ClearKind::Month => {
            parse_month(text).map(|_| Fact::Code(text.to_owned())).ok_or(Complaint::NotAMonth)
        }
        ClearKind::Integer { min, max, .. } => number(*min, *max),
        ClearKind::Boolean => Ok(Fact::Bool(text == YES)),
        ClearKind::Account => text.parse::<Uuid>().map(Fact::Id).map_err(|_| Complaint::Unknown),
        ClearKind::Dimension => known(configuration.dimension(text).is_some()),
        ClearKind::TimePoint => known(configuration.time_point(text).is_some()),
        ClearKind::Scale => number(api::configuration::SCALE_MIN, api::configuration::SCALE_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn help() -> (Configuration, Values) {
        let mut values = Values::default();
        values.set("help_type", "§34");
        values.set("start", "2026-11-23");
        (Configuration::builtin().unwrap(), values)
    }

    #[test]
    fn clear_fields_become_facts_and_texts_stay_apart() {
        let (configuration, mut values) = help();
        values.set("hours", "12");
        values.set("reasons", Values::join(&["neglect".to_owned(), "school".to_owned()]));
        values.set("court_decision", YES);
        values.set("description", "Auftrag");
        let (facts, texts) = values.split(&configuration, configuration.form("help").unwrap()).unwrap();
        assert_eq!(facts.code("help_type"), Some("§34"));
        assert_eq!(facts.int("hours"), Some(12));
        assert!(facts.flag("court_decision"));
        assert_eq!(texts.get("description").map(String::as_str), Some("Auftrag"));
        assert_eq!(Values::of(&facts, Some(&texts)), values);
    }

    #[test]
    fn all_wrong_fields_are_told_at_once() {
        let (configuration, mut values) = help();
        values.set("start", "");
        values.set("end", "2026-02-30");
        values.set("hours", "200");
        let wrong = values.split(&configuration, configuration.form("help").unwrap()).unwrap_err();
        assert_eq!(
            wrong,
            [
                ("start".to_owned(), Complaint::Missing),
                ("end".to_owned(), Complaint::NotADay),
                ("hours".to_owned(), Complaint::OutOfRange { min: 0, max: 168 }),
            ]
        );
    }

    #[test]
    fn five_megabytes_of_text_are_refused_and_kept() {
        let (configuration, mut values) = help();
        values.set("description", "x".repeat(5_000_000));
        let wrong = values.split(&configuration, configuration.form("help").unwrap()).unwrap_err();
        assert_eq!(wrong, [("description".to_owned(), Complaint::TooLong { bytes: 5_000_000 })]);
        assert_eq!(values.get("description").len(), 5_000_000);
    }

    #[test]
    fn the_month_of_birth_follows_from_the_date_of_birth() {
        let configuration = Configuration::builtin().unwrap();
        let mut values = Values::default();
        values.set("birth_date", "2012-03-14");
        values.derive_birth_month(configuration.form("person").unwrap());
        assert_eq!(values.get("birth_month"), "2012-03");
    }
}
