//! Code lists.

use super::Label;
use serde::{Deserialize, Serialize};

/// Tags of codes that evaluations know.
pub mod tags {
    /// A kind of ending that counts as a dropout.
    pub const DROPOUT: &str = "dropout";
    /// A kind of ending that counts neither as planned nor as a dropout.
    pub const NEUTRAL: &str = "neutral";
}

/// A list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeList {
    /// Unique among the lists.
    pub code: String,
    /// What the list is called.
    pub label: Label,
    /// The codes in the order in which they are offered.
    pub entries: Vec<CodeEntry>,
}

/// A code and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeEntry {
    /// Stored in facts; unique in its list.
    pub code: String,
    /// Shown to people.
    pub label: Label,
    /// What the code counts as in evaluations (see [`tags`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl CodeList {
    /// The entry of a code.
    #[must_use]
    pub fn entry(&self, code: &str) -> Option<&CodeEntry> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

impl CodeEntry {
    /// Whether the code counts as this in evaluations.
    #[must_use]
    pub fn is(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }
}
