//! Entries of case files: revisions in the logs of parts.

use crate::{
    bytes::{Bytes, Bytes32},
    chain::Heads,
    ids::{AccountId, CaseId, PartId, RecordId},
    statement::SignedStatement,
};
use serde::{Deserialize, Serialize};

/// One revision of a record, as it is written and stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision {
    /// The case.
    pub case: CaseId,
    /// The part.
    pub part: PartId,
    /// The record.
    pub record: RecordId,
    /// Form code in the configuration document.
    pub form: String,
    /// Version of the configuration document that the form was taken from.
    pub form_version: u32,
    /// Number of the revision, from 1, consecutive.
    pub revision: u32,
    /// Epoch of the part key that sealed it.
    pub epoch: u32,
    /// [`crate::chain::revision_hash`] of the previous revision; zeroes for the first.
    pub previous: Bytes32,
    /// Canonical facts.
    pub facts: Bytes,
    /// The sealed texts; absent for readers who see no texts (support, evaluation).
    pub envelope: Option<Bytes>,
    /// SHA-256 of the envelope, so that the log can be followed without it.
    pub envelope_hash: Bytes32,
    /// The author.
    pub author: AccountId,
    /// Hash of the author's certificate.
    pub certificate: Bytes32,
    /// Heads of both logs that the author last verified.
    pub heads: Heads,
    /// Ed25519 signature of the author.
    pub signature: Bytes,
}

/// Content of a log entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "wire type, short-lived; nearly all entries are revisions")]
pub enum LogContent {
    /// A statement.
    Statement(SignedStatement),
    /// A revision of a record.
    Revision(Revision),
}

/// An entry of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// Its number, from 1.
    pub n: u64,
    /// Head hash after it.
    pub hash: Bytes32,
    /// Object id that the chain commits to.
    pub object: Bytes,
    /// Revision that the chain commits to; 0 for statements.
    pub revision: u32,
    /// The server's clock, seconds since 1970 (display only).
    pub at: i64,
    /// What it says.
    pub content: LogContent,
}
