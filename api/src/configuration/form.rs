//! Forms and their fields.

use super::{Dimension, Label};
use serde::{Deserialize, Serialize};

/// A kind of part that cases have. Who may read is decided per part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// Kind of the part, e.g. `core`.
    pub code: String,
    /// What it is called.
    pub label: Label,
}

/// A form: what an entry of a case is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Form {
    /// Unique among the forms.
    pub code: String,
    /// Counts up when fields change; from 1. Every revision names the version it was written with.
    pub version: u32,
    /// Kind of the part that its entries belong to.
    pub part: String,
    /// Whether a case has one or many.
    pub cardinality: Cardinality,
    /// What an entry is called.
    pub title: Label,
    /// Fields in the order of the page.
    pub fields: Vec<Field>,
}

/// How many entries of a form a case may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    /// At most one, changed by new revisions.
    One,
    /// Any number.
    Many,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// Unique in the form, without a dot.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// A sentence of help below the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Label>,
    /// Whether it must be filled in. The server checks clear fields, the browser sealed ones.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether the field exists several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Sealed or clear, and what may stand in it.
    pub kind: FieldKind,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What a field is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once for each dimension of the instrument; the key is `code.dimension`.
    Dimension,
}

/// Sealed or clear. Text has no clear variant on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Encrypted in the browser; the server never sees it.
    Sealed(SealedKind),
    /// Readable by the server, for evaluation. Never free text.
    Clear(ClearKind),
}

/// How a sealed text is typed and shown. All are text underneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SealedKind {
    /// One line.
    Text,
    /// A name of a person.
    Name,
    /// Several paragraphs.
    LongText,
    /// A full date that must not be clear, `2012-03-14`.
    Date,
    /// A telephone number.
    Phone,
    /// A mail address.
    Email,
    /// A postal address in several lines.
    Address,
}

/// What may stand in a clear field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClearKind {
    /// One code of a list.
    Code {
        /// Code of the list.
        list: String,
    },
    /// Several codes of a list, in the order of their weight.
    Codes {
        /// Code of the list.
        list: String,
        /// Most codes.
        max: u32,
    },
    /// A day, `2026-11-23`.
    Date,
    /// A month, `2012-03`.
    Month,
    /// A whole number.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
        /// Unit behind the number, e.g. minutes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Label>,
    },
    /// Yes or no.
    Boolean,
    /// Somebody of the staff.
    Account,
    /// A dimension of the instrument.
    Dimension,
    /// A time point of the configuration, with its number where it repeats: `progress.2`.
    TimePoint,
    /// A value of the instrument's scale.
    Scale,
}

/// A field as it stands in an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedField<'a> {
    /// The key in the facts or in the sealed texts.
    pub key: String,
    /// The field.
    pub field: &'a Field,
    /// The dimension, where the field exists once for each.
    pub dimension: Option<&'a Dimension>,
}

impl Field {
    /// Whether the field is sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        matches!(self.kind, FieldKind::Sealed(_))
    }

    /// The clear kind, if it is clear.
    #[must_use]
    pub fn clear(&self) -> Option<&ClearKind> {
        match &self.kind {
            FieldKind::Clear(kind) => Some(kind),
            FieldKind::Sealed(_) => None,
        }
    }
}

impl ClearKind {
    /// The code list, if it chooses from one.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::Code { list } | Self::Codes { list, .. } => Some(list),
            _ => None,
        }
    }
}
