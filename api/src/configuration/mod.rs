//! The configuration document of a tenant: forms, code lists, instrument, time points and steps of the process.
//!
//! Pages render this document; no form is written in code. A field is either sealed or clear, and the clear kinds
//! are codes, dates, numbers and the like: there is no variant for clear free text, so no configuration can
//! switch the sealing of a text off.
//!
//! ```
//! use api::configuration::{Configuration, Language};
//! let configuration = Configuration::builtin()?;
//! let rating = configuration.form("rating").ok_or("no form for ratings")?;
//! assert_eq!(rating.title.get(Language::De), "Bewertung");
//! // One field per dimension of the instrument:
//! assert!(configuration.fields(rating).iter().any(|field| field.key == "v.stability"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod date;
mod form;
mod instrument;
pub mod known;
mod label;
mod list;
mod process;
mod validate;

pub use check::CheckError;
pub use date::{parse_date, parse_month};
pub use form::{Cardinality, ClearKind, Field, FieldKind, Form, Part, Per, ResolvedField, SealedKind};
pub use instrument::{Dimension, DimensionGroup, Instrument, SCALE_MAX, SCALE_MIN, ScaleValue};
pub use label::{Label, Language};
pub use list::{CodeEntry, CodeList, tags};
pub use process::{Due, Occurrence, Reached, Step, TimePoint};
pub use validate::{Fault, FaultKind};

use serde::{Deserialize, Serialize};

/// The document that is shipped with the portal.
pub const BUILTIN_JSON: &str = include_str!("../../configuration/default.json");

/// A tenant's configuration document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Configuration {
    /// Counts up with every change; from 1.
    pub version: u32,
    /// What the document is called.
    pub title: Label,
    /// Kinds of parts that a new case gets. Each part has keys of its own.
    pub parts: Vec<Part>,
    /// Forms of entries.
    pub forms: Vec<Form>,
    /// Lists of codes that clear fields choose from.
    pub lists: Vec<CodeList>,
    /// What ratings rate.
    pub instrument: Instrument,
    /// When ratings are due, in order.
    pub time_points: Vec<TimePoint>,
    /// Steps of the process, in order.
    pub steps: Vec<Step>,
}

/// Why a document cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It is not the JSON of a configuration document.
    #[error("not a configuration document: {0}")]
    Json(#[from] serde_json::Error),
    /// It has keys that mean nothing, for example a misspelt one.
    #[error("the configuration document has unknown or superfluous keys")]
    UnknownKeys,
    /// It contradicts itself. All faults, not only the first.
    #[error("the configuration document has {} faults, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Faulty(Vec<Fault>),
}

impl Configuration {
    /// The document that is shipped with the portal.
    ///
    /// # Errors
    /// [`ConfigurationError`]; the shipped document passes, as a test shows.
    pub fn builtin() -> Result<Self, ConfigurationError> {
        Self::from_json(BUILTIN_JSON)
    }

    /// Reads a document strictly: unknown keys and contradictions are errors. Clients read with serde alone
    /// instead, so that a newer server may add keys.
    ///
    /// # Errors
    /// [`ConfigurationError`].
    pub fn from_json(text: &str) -> Result<Self, ConfigurationError> {
        let written: serde_json::Value = serde_json::from_str(text)?;
        let configuration: Self = serde_json::from_str(text)?;
        if serde_json::to_value(&configuration)? != written {
            return Err(ConfigurationError::UnknownKeys);
        }
        configuration.validate().map_err(ConfigurationError::Faulty)?;
        Ok(configuration)
    }

    /// The form of a code.
    #[must_use]
    pub fn form(&self, code: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.code == code)
    }

    /// The forms of a kind of part.
    pub fn forms_of_part(&self, part: &str) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| form.part == part)
    }

    /// The code list of a code.
    #[must_use]
    pub fn list(&self, code: &str) -> Option<&CodeList> {
        self.lists.iter().find(|list| list.code == code)
    }

    /// What a code of a list is called, or the code itself where the list does not know it (any more).
    #[must_use]
    pub fn word<'a>(&'a self, list: &str, code: &'a str, language: Language) -> &'a str {
        self.list(list).and_then(|list| list.entry(code)).map_or(code, |entry| entry.label.get(language))
    }

    /// The dimension of a code.
    #[must_use]
    pub fn dimension(&self, code: &str) -> Option<&Dimension> {
        self.instrument.dimensions.iter().find(|dimension| dimension.code == code)
    }

    /// The fields of a form in order, those that exist once per dimension multiplied. They stand together by
    /// dimension: value, relevance and comment of the first dimension, then those of the second.
    #[must_use]
    pub fn fields<'a>(&'a self, form: &'a Form) -> Vec<ResolvedField<'a>> {
        let single = form.fields.iter().filter(|field| field.per.is_none()).map(|field| ResolvedField {
            key: field.code.clone(),
            field,
            dimension: None,
        });
        let repeated = self.instrument.dimensions.iter().flat_map(|dimension| {
            form.fields.iter().filter(|field| field.per == Some(Per::Dimension)).map(move |field| {
                ResolvedField {
                    key: known::per_dimension(&field.code, &dimension.code),
                    field,
                    dimension: Some(dimension),
                }
            })
        });
        single.chain(repeated).collect()
    }

    /// The field that a key of facts or of the sealed texts belongs to.
    #[must_use]
    pub fn field<'a>(&'a self, form: &'a Form, key: &str) -> Option<ResolvedField<'a>> {
        let (code, dimension) = match key.split_once('.') {
            Some((code, dimension)) => (code, Some(self.dimension(dimension)?)),
            None => (key, None),
        };
        let field = form
            .fields
            .iter()
            .find(|field| field.code == code && field.per.is_some() == dimension.is_some())?;
        Some(ResolvedField { key: key.to_owned(), field, dimension })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_is_valid() {
        let configuration = Configuration::builtin().unwrap();
        assert_eq!(configuration.instrument.dimensions.len(), 9);
        assert_eq!(configuration.forms.len(), 7);
    }

    #[test]
    fn a_misspelt_key_is_an_error_and_not_ignored() {
        let text = BUILTIN_JSON.replacen("\"required\": true", "\"requird\": true", 1);
        assert!(matches!(Configuration::from_json(&text), Err(ConfigurationError::UnknownKeys)));
    }

    #[test]
    fn there_is_no_clear_free_text_and_no_configuration_can_ask_for_it() {
        for kind in
            [r#"{"clear":{"type":"text"}}"#, r#"{"clear":"long_text"}"#, r#"{"clear":{"type":"name"}}"#]
        {
            assert!(serde_json::from_str::<FieldKind>(kind).is_err(), "{kind}");
        }
        assert!(serde_json::from_str::<FieldKind>(r#"{"sealed":"long_text"}"#).is_ok());
    }

    #[test]
    fn names_addresses_and_texts_of_the_shipped_forms_are_sealed() {
        let configuration = Configuration::builtin().unwrap();
        for (form, keys) in [
            (
                "person",
                &["given", "family", "birth_date", "address", "phone", "mail", "file_number", "nationality"]
                    [..],
            ),
            ("contact", &["name", "phone", "mail", "address", "note"]),
            ("help", &["description"]),
            ("course", &["title", "text"]),
            ("rating", &["comment.stability"]),
            ("goal", &["wording", "next_step"]),
            ("closing", &["report"]),
        ] {
            let form = configuration.form(form).unwrap();
            for key in keys {
                let field = configuration.field(form, key).unwrap();
                assert!(matches!(field.field.kind, FieldKind::Sealed(_)), "{key}");
            }
        }
    }

    #[test]
    fn fields_of_a_rating_stand_together_by_dimension() {
        let configuration = Configuration::builtin().unwrap();
        let form = configuration.form("rating").unwrap();
        let keys: Vec<String> = configuration.fields(form).into_iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), 3 + 9 * 3);
        assert_eq!(keys[3..7], ["v.parenting", "r.parenting", "comment.parenting", "v.relationships"]);
        assert!(configuration.field(form, "v").is_none());
        assert!(configuration.field(form, "v.unknown").is_none());
        assert!(configuration.field(form, "date.stability").is_none());
    }

    #[test]
    fn every_anchor_sentence_is_a_sentence_of_its_own() {
        let configuration = Configuration::builtin().unwrap();
        for language in [Language::De, Language::En] {
            let mut seen = std::collections::BTreeSet::new();
            for dimension in &configuration.instrument.dimensions {
                for anchor in &dimension.anchors {
                    assert!(anchor.get(language).ends_with('.'), "{}", anchor.get(language));
                    assert!(seen.insert(anchor.get(language)), "{}", anchor.get(language));
                }
            }
            assert_eq!(seen.len(), 63);
        }
    }
}
