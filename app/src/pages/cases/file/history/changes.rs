//! What changed from one version of an entry to the next, field by field.
use api::configuration::{FieldKind, Form, ResolvedField, SealedKind};
use vault::view::{EntryVersion, Text, Verification};

use super::compare::{Piece, compare};
use crate::{
    pages::cases::{area::Area, form::fact_words},
    platform,
};

/// What a version did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// The first one.
    Written,
    /// Changed what was there.
    Changed,
    /// Withdrew the entry.
    Withdrawn,
    /// Made a withdrawn entry valid again.
    Restored,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldChange {
    /// What it is called.
    pub(super) name: String,
    /// Both contents, compared.
    pub(super) pieces: Vec<Piece>,
}

/// What the version at `index` did, and the version that it has to be compared with: the last one before it that
/// counted. What nobody signed is no state that anybody could have changed.
pub(super) fn deed(versions: &[EntryVersion], index: usize) -> (Deed, Option<&EntryVersion>) {
    let before = versions.get(..index).unwrap_or_default();
    let counted = || before.iter().rev().filter(|version| version.verification != Verification::Failed);
    let content = counted().find(|version| !version.withdrawn);
    let deed = match (versions.get(index), counted().next()) {
        (Some(version), _) if version.withdrawn => Deed::Withdrawn,
        (_, None) => Deed::Written,
        (_, Some(last)) if last.withdrawn => Deed::Restored,
        (_, Some(_)) => Deed::Changed,
    };
    (deed, content)
}

/// The fields that differ, in the order of the form. Reactive in the language.
pub(super) fn changes(area: Area, form: &Form, old: &EntryVersion, new: &EntryVersion) -> Vec<FieldChange> {
    let configuration = area.configuration();
    configuration
        .fields(form)
        .into_iter()
        .filter_map(|field| {
            let pieces = field_change(area, &field, old, new)?;
            Some(FieldChange { name: field_name(area, &field), pieces })
        })
        .collect()
}

/// What a field is called; those that exist once per dimension with its name. Reactive in the language.
pub(super) fn field_name(area: Area, field: &ResolvedField<'_>) -> String {
    let label = area.label(&field.field.label);
    match field.dimension {
        Some(dimension) => format!("{}: {label}", area.label(&dimension.label)),
        None => label,
    }
}

fn field_change(
    area: Area,
    field: &ResolvedField<'_>,
    old: &EntryVersion,
    new: &EntryVersion,
) -> Option<Vec<Piece>> {
    match &field.field.kind {
        FieldKind::Clear(kind) => {
            let (before, after) = (old.facts.get(&field.key), new.facts.get(&field.key));
            if before == after {
                return None;
            }
            let words = |fact| fact_words(area, kind, fact).unwrap_or_default();
            Some(replaced(words(before), words(after)))
        }
        FieldKind::Sealed(kind) => {
            let (Text::Open(before), Text::Open(after)) =
                (old.texts.get(&field.key), new.texts.get(&field.key))
            else {
                return None;
            };
            if before == after {
                return None;
            }
            Some(match kind {
                SealedKind::Date => {
                    let day = |text: &str| {
                        if text.is_empty() {
                            String::new()
                        } else {
                            platform::format_date(area.language(), text)
                        }
                    };
                    replaced(day(&before), day(&after))
                }
                _ => compare(&before, &after),
            })
        }
    }
}

fn replaced(old: String, new: String) -> Vec<Piece> {
    let filled = |text: String, piece: fn(String) -> Piece| (!text.is_empty()).then(|| piece(text));
    [filled(old, Piece::Gone), filled(new, Piece::New)].into_iter().flatten().collect()
}
