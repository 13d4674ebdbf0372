//! Cases: creating, listing, opening. Travel as CBOR, because they carry envelopes.

use crate::{
    bytes::{Bytes, Bytes32},
    chain::{Head, sha256},
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
    /// What opens the name; absent for those who see no texts, and where it was not asked for.
    pub name: Option<CaseName>,
    /// Whether this person sees texts, and so a name.
    #[serde(default)]
    pub readable: bool,
}

/// Cases of an organisation that this person may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseList {
    /// The cases, newest write first.
    pub cases: Vec<CaseListItem>,
    /// Where the next page begins; absent with the last one.
    #[serde(default)]
    pub next: Option<String>,
    /// What the list as a whole is like; in the first page of an answer to a question with `names=false`.
    #[serde(default)]
    pub state: Option<CaseListState>,
}

/// What a list as a whole is like, so that whoever comes back asks for nothing but the changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseListState {
    /// Goes into `since` the next time.
    pub cursor: i64,
    /// [`visible_hash`] of the cases that this person may see.
    pub visible: Bytes32,
    /// These cases, where that is not what the question said in `visible`: access was gained or lost.
    #[serde(default)]
    pub cases: Option<Vec<VisibleCase>>,
}

/// A case that somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisibleCase {
    /// Its id.
    pub case: CaseId,
    /// Whether with texts.
    pub readable: bool,
}

/// SHA-256 over `wimes/visible/1` and, in the order of their ids, the id of every case and one byte: 1 where this person
/// sees texts, else 0.
#[must_use]
pub fn visible_hash(mut cases: Vec<VisibleCase>) -> Bytes32 {
    cases.sort_unstable();
    cases.dedup();
    let mut bytes = b"wimes/visible/1".to_vec();
    for one in &cases {
        bytes.extend_from_slice(one.case.as_bytes());
        bytes.push(u8::from(one.readable));
    }
    sha256(&bytes)
}

/// Which part of the list is asked for, in the address. Without any of it: everything, with names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CaseListQuery {
    /// Only cases that were written since then: the cursor of an earlier list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// [`visible_hash`] of the cases that are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible: Option<Bytes32>,
    /// Whether with what opens the names; with them when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<bool>,
    /// At most so many cases, 1 to 2000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where the page begins: `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Only these cases: their ids of 16 bytes one after the other, at most [`CASES_AT_ONCE`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Bytes>,
}

impl CaseListQuery {
    /// The question as it stands in an address: empty, or with a question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        let parts = [
            self.since.map(|since| format!("since={since}")),
            self.visible.map(|visible| format!("visible={}", Bytes(visible.0.to_vec()).to_base64url())),
            self.names.map(|names| format!("names={names}")),
            self.limit.map(|limit| format!("limit={limit}")),
            // Digits, letters, full stops and hyphens.
            self.after.as_ref().map(|after| format!("after={after}")),
            self.only.as_ref().map(|only| format!("only={}", only.to_base64url())),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// Most ids in one [`CaseListQuery::only`]: the address stays below what proxies take.
pub const CASES_AT_ONCE: usize = 200;

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

/// Which cases to open at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CaseFilesQuery {
    /// Their ids of 16 bytes one after the other, at most [`FILES_AT_ONCE`].
    pub only: Bytes,
}

/// Several opened cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseFiles {
    /// The cases, in the order in which they were asked for.
    pub files: Vec<CaseFile>,
    /// Cases that do not exist for this person.
    pub hidden: Vec<CaseId>,
    /// Cases that did not fit into this answer any more: ask again.
    pub later: Vec<CaseId>,
}

/// Most ids in one [`CaseFilesQuery`].
pub const FILES_AT_ONCE: usize = 50;

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
