//! Entries that fit any form of the configuration document.

use crate::Trouble;
use api::{
    configuration::{ClearKind, Configuration, FieldKind, Form, ResolvedField, SCALE_MAX},
    facts::{Fact, Facts},
};
use std::collections::BTreeMap;
use vault::view::Draft;

/// Keys of the sealed fields of a form.
#[must_use]
pub fn sealed_keys(configuration: &Configuration, form: &Form) -> Vec<String> {
    let fields = configuration.fields(form).into_iter();
    fields.filter(|field| field.field.is_sealed()).map(|field| field.key).collect()
}

/// An entry with every field of the form filled in; `text` says what stands in a sealed field.
///
/// # Errors
/// When the form does not exist or the document names a list without codes.
pub fn draft(
    configuration: &Configuration,
    form: &str,
    text: impl Fn(&str) -> String,
) -> Result<Draft, Trouble> {
    let form = configuration.form(form).ok_or_else(|| Trouble::new(format!("there is no form {form}")))?;
    let mut facts = Facts::new();
    let mut texts = BTreeMap::new();
    for field in configuration.fields(form) {
        match &field.field.kind {
            FieldKind::Sealed(_) => {
                texts.insert(field.key.clone(), text(&field.key));
            }
            FieldKind::Clear(kind) => {
                if let Some(fact) = fact(configuration, &field, kind)? {
                    facts.set(&field.key, fact).map_err(|error| Trouble::new(error.to_string()))?;
                }
            }
        }
    }
    Ok(Draft { facts, texts })
}

/// A value that fits; none for people, who are not part of the document.
fn fact(
    configuration: &Configuration,
    field: &ResolvedField<'_>,
    kind: &ClearKind,
) -> Result<Option<Fact>, Trouble> {
    let first = |list: &str| {
        let entry = configuration.list(list).and_then(|list| list.entries.first());
        let missing = || Trouble::new(format!("the list {list} of {} has no codes", field.key));
        entry.map(|entry| entry.code.clone()).ok_or_else(missing)
    };
    let missing = || Trouble::new(format!("nothing fits {}", field.key));
    Ok(Some(match kind {
        ClearKind::Code { list } => Fact::Code(first(list)?),
        ClearKind::Codes { list, .. } => Fact::Codes(vec![first(list)?]),
        ClearKind::Date => Fact::Code("2026-11-23".to_owned()),
        ClearKind::Month => Fact::Code("2012-03".to_owned()),
        ClearKind::Integer { max, .. } => Fact::Int(*max),
        ClearKind::Boolean => Fact::Bool(true),
        ClearKind::Account => return Ok(None),
        ClearKind::Dimension => {
            Fact::Code(configuration.instrument.dimensions.first().ok_or_else(missing)?.code.clone())
        }
        ClearKind::TimePoint => {
            Fact::Code(configuration.time_points.first().ok_or_else(missing)?.code.clone())
        }
        ClearKind::Scale => Fact::Int(SCALE_MAX),
    }))
}
