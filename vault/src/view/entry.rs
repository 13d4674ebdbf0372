//! Entries of cases.

use api::{
    facts::Facts,
    ids::{AccountId, CaseId, PartId, RecordId},
};
use std::{collections::BTreeMap, fmt};

/// A sealed text as it can be shown here.
#[derive(Clone, PartialEq, Eq)]
pub enum Text {
    /// Opened; empty when nothing was written.
    Open(String),
    /// Not readable here: show "verschlüsselt".
    Sealed,
}

impl Text {
    /// The opened text; none when it is sealed.
    #[must_use]
    pub fn as_open(&self) -> Option<&str> {
        match self {
            Self::Open(text) => Some(text),
            Self::Sealed => None,
        }
    }
}

/// Why texts are not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// No envelope for this reader (support, evaluation), or the key is not loaded.
    Sealed,
    /// The server keeps it back, although this reader has keys of the case.
    Withheld,
    /// There is an envelope, but it does not open or does not belong here: changed, exchanged or damaged.
    Damaged,
}

/// The sealed texts of an entry.
#[derive(Clone, PartialEq, Eq)]
pub enum Texts {
    /// Opened: texts by field key. Fields without text are absent.
    Open(BTreeMap<String, String>),
    /// Not readable here.
    Hidden(Hidden),
}

impl Texts {
    /// The text of a field.
    #[must_use]
    pub fn get(&self, key: &str) -> Text {
        match self {
            Self::Open(texts) => Text::Open(texts.get(key).cloned().unwrap_or_default()),
            Self::Hidden(_) => Text::Sealed,
        }
    }

    /// Whether the texts are open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// How far a revision was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Signed by a certified author, in its place of the log, following its predecessor.
    Verified,
    /// Not checked, because the organisation log is not at hand (support, evaluation).
    Unchecked,
    /// Signature, author or place does not fit: show it marked, never as if it counted.
    Failed,
}

/// A person by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRef {
    /// The account.
    pub account: AccountId,
    /// Display name; empty when unknown.
    pub name: String,
}

/// The latest revision of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The case.
    pub case: CaseId,
    /// The part.
    pub part: PartId,
    /// The entry.
    pub record: RecordId,
    /// Form code.
    pub form: String,
    /// Number of the latest revision; hand it back as [`WriteEntry::based_on`].
    pub revision: u32,
    /// Clear facts, from the signed bytes.
    pub facts: Facts,
    /// Sealed texts. Empty for withdrawn entries apart from `_reason`.
    pub texts: Texts,
    /// Who wrote this revision.
    pub author: PersonRef,
    /// Seconds since 1970, the server's clock (display only).
    pub at: i64,
    /// Who wrote the first revision.
    pub created_by: PersonRef,
    /// Seconds since 1970 of the first revision.
    pub created_at: i64,
    /// Whether the entry was withdrawn. The reason is the text `_reason`.
    pub withdrawn: bool,
    /// How far this revision was checked.
    pub verification: Verification,
}

/// One revision in an entry's history, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryVersion {
    /// Its number, from 1.
    pub revision: u32,
    /// Clear facts.
    pub facts: Facts,
    /// Sealed texts.
    pub texts: Texts,
    /// Who wrote it.
    pub author: PersonRef,
    /// Seconds since 1970, the server's clock (display only).
    pub at: i64,
    /// Whether it withdrew the entry.
    pub withdrawn: bool,
    /// How far it was checked.
    pub verification: Verification,
}

/// Facts and texts of an entry that is being written.
#[derive(Clone, Default, PartialEq)]
pub struct Draft {
    /// Clear facts by field key.
    pub facts: Facts,
    /// Texts by field key; empty ones may be left out.
    pub texts: BTreeMap<String, String>,
}

/// Writes an entry: new or changed. The whole content, not only what changed.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteEntry {
    /// The case; it must have been opened.
    pub case: CaseId,
    /// The entry: [`Entry::record`], or `Vault::make_record` once for a new one (keep it for retries, so that nothing is
    /// written twice).
    pub record: RecordId,
    /// Form code.
    pub form: String,
    /// [`Entry::revision`] that the person saw; 0 for a new entry.
    pub based_on: u32,
    /// Content.
    pub draft: Draft,
}

// Opened texts never show in debug output, so that no log or error message ever holds one.

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(text) => write!(f, "Open({} bytes)", text.len()),
            Self::Sealed => f.write_str("Sealed"),
        }
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(texts) => write!(f, "Open({} texts)", texts.len()),
            Self::Hidden(hidden) => write!(f, "Hidden({hidden:?})"),
        }
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} facts, {} texts)", self.facts.len(), self.texts.len())
    }
}
