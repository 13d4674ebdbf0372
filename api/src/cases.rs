//! Cases: creating, listing, opening. Travel as CBOR, because they carry envelopes.

use crate::{
    bytes::{Bytes, Bytes32},
    chain::Head,
    ids::{AccountId, CaseId, KeyId, OrganisationId, PartId, UnitId},
    records::{LogEntry, Revision},
    statement::SignedStatement,
};
use serde::{Deserialize, Serialize};

/// State of a case, derived from its closing record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Running.
    Open,
    /// Closed.
    Closed,
}

/// A case key wrapped under the organisation key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseSlot {
    /// Organisation whose key wraps it.
    pub organisation: OrganisationId,
    /// Epoch of the organisation key.
    pub epoch: u32,
    /// Id of the case key.
    pub key: KeyId,
    /// Envelope of kind slot.
    pub slot: Bytes,
}

/// A part key wrapped under a case key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartSlot {
    /// Organisation whose case key wraps it.
    pub organisation: OrganisationId,
    /// Epoch of the part key.
    pub epoch: u32,
    /// Id of the part key.
    pub key: KeyId,
    /// Envelope of kind slot.
    pub slot: Bytes,
}

/// A part of a new case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatePart {
    /// Its id.
    pub id: PartId,
    /// Its kind in the configuration document.
    pub kind: String,
    /// Its key under the case key.
    pub slot: PartSlot,
    /// First access statement; entry 1 of the part's log.
    pub access: SignedStatement,
}

/// A new case, everything in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateCase {
    /// Its id.
    pub id: CaseId,
    /// Short code that everyone can name, e.g. `K7-2M`; unique in the tenant.
    pub code: String,
    /// Case key under the organisation key.
    pub slot: CaseSlot,
    /// All parts that the configuration names; the one of kind `core` first.
    pub parts: Vec<CreatePart>,
    /// Who works on it; entry 2 of the core part's log.
    pub assignment: SignedStatement,
    /// First records, appended in this order after the statements.
    pub records: Vec<Revision>,
}

/// What is clear about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseSummary {
    /// Its id.
    pub id: CaseId,
    /// Short code.
    pub code: String,
    /// Owner.
    pub organisation: OrganisationId,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Responsible person.
    pub responsible: AccountId,
    /// Stand-in.
    pub deputy: Option<AccountId>,
    /// Further members of the team.
    pub team: Vec<AccountId>,
    /// Version of the assignment.
    pub assignment_version: u32,
    /// State.
    pub state: CaseState,
    /// Code of the help type.
    pub help_type: Option<String>,
    /// First day of the help, `YYYY-MM-DD`.
    pub help_start: Option<String>,
    /// Last day of the help, `YYYY-MM-DD`.
    pub help_end: Option<String>,
    /// Next review of the help plan, `YYYY-MM-DD`.
    #[serde(default)]
    pub review: Option<String>,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Month of birth, `YYYY-MM`.
    pub birth_month: Option<String>,
    /// Ending code, when closed.
    pub ending: Option<String>,
    /// Codes of the time points that have a rating sheet, in order of their dates.
    pub rated: Vec<String>,
    /// Highest need of the first rating sheet, 1–7.
    pub need_first: Option<u8>,
    /// Highest need of the latest rating sheet, 1–7.
    pub need_latest: Option<u8>,
    /// Number of entries that are not withdrawn.
    pub entries: u32,
    /// Seconds since 1970 of its creation.
    pub created_at: i64,
    /// Seconds since 1970 of the last write.
    pub updated_at: i64,
}

/// What opens the name of a case in a list: both slots and the latest revision of its person record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseName {
    /// Case key that the part key is wrapped under, under the newest epoch of the organisation key.
    pub case_slot: CaseSlot,
    /// The same case key under the epoch before, while a rotation runs: for those who have not loaded the new key yet.
    #[serde(default)]
    pub older_slot: Option<CaseSlot>,
    /// Key of the core part.
    pub part_slot: PartSlot,
    /// The core part's access statements, so that the key can be checked.
    pub access: Vec<SignedStatement>,
    /// The person record.
    pub person: Revision,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseListItem {
    /// What is clear.
    pub summary: CaseSummary,
    /// What opens the name; absent for those who see no texts.
    pub name: Option<CaseName>,
}

/// All cases of an organisation that this person may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseList {
    /// The cases, newest write first.
    pub cases: Vec<CaseListItem>,
}

/// A part of an opened case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartFile {
    /// Its id.
    pub id: PartId,
    /// Its kind.
    pub kind: String,
    /// Its keys, for this organisation; empty for those who see no texts.
    pub slots: Vec<PartSlot>,
    /// Its log from the beginning (or after the asked number).
    pub entries: Vec<LogEntry>,
    /// Head of its log.
    pub head: Head,
}

/// An opened case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseFile {
    /// What is clear.
    pub summary: CaseSummary,
    /// Case keys, for this organisation; empty for those who see no texts.
    pub slots: Vec<CaseSlot>,
    /// Its parts.
    pub parts: Vec<PartFile>,
    /// Whether this person may write.
    pub writable: bool,
}

/// Head of a part's log in the answer to a new case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartHead {
    /// The part.
    pub part: PartId,
    /// Its head.
    pub head: Head,
}

/// Answer to a new case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseReceipt {
    /// Heads of all parts.
    pub heads: Vec<PartHead>,
    /// The server's clock, seconds since 1970.
    pub at: i64,
}

/// Answer to a revision that came too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stale {
    /// Hash of the revision that is current.
    pub current: Bytes32,
}
