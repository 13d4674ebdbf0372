//! Cases.

use super::{Draft, Entry, PersonRef};
use api::{
    cases::CaseSummary,
    ids::{AccountId, CaseId, OrganisationId, RecordId, UnitId},
};
use std::fmt;

/// Name of a case in a list.
#[derive(Clone, PartialEq, Eq)]
pub enum CaseName {
    /// Not opened yet; `open_names` does it by batches.
    Pending,
    /// Opened.
    Open {
        /// Given name.
        given: String,
        /// Family name.
        family: String,
    },
    /// Not readable here: show the short code and "verschlüsselt".
    Sealed,
    /// There is a name, but it does not open or does not belong here.
    Damaged,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// What is clear: the server's columns, unverified. Once the name is open, sex and month of birth are the signed ones.
    pub summary: CaseSummary,
    /// Whether the server's sex or month of birth was another one than the signed one.
    pub differs: bool,
    /// Name of the responsible person; empty when unknown.
    pub responsible_name: String,
    /// Name.
    pub name: CaseName,
}

/// Names that were opened by one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameBatch {
    /// Case and name.
    pub names: Vec<(CaseId, CaseName)>,
    /// What is signed beside the names, for those that are open.
    pub signed: Vec<SignedPerson>,
    /// How many are still pending.
    pub remaining: usize,
}

/// Clear facts of a person as they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPerson {
    /// The case.
    pub case: CaseId,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Month of birth, `YYYY-MM`.
    pub birth_month: Option<String>,
    /// Whether the server's columns said something else.
    pub differs: bool,
}

/// Who works on a case, from the signed statement where it was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentView {
    /// Version, from 1.
    pub version: u32,
    /// Org unit; none = the organisation itself.
    pub unit: Option<UnitId>,
    /// Responsible person.
    pub responsible: PersonRef,
    /// Stand-in.
    pub deputy: Option<PersonRef>,
    /// Further members of the team.
    pub team: Vec<PersonRef>,
}

/// Something about an opened case that must be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseWarning {
    /// The log of a part does not fit: entries left out, reordered or exchanged, or an older state than this device has
    /// seen.
    LogBroken {
        /// Kind of the part.
        part: String,
    },
    /// Some entries did not verify; they are marked.
    Unverified {
        /// How many.
        entries: usize,
    },
    /// Some entries did not open although the key is loaded.
    Damaged {
        /// How many.
        entries: usize,
    },
    /// The server keeps texts or keys of some entries back from a reader who has keys of the case.
    Withheld {
        /// How many.
        entries: usize,
    },
    /// A part that belongs to every case, or that this device has seen in this one, is not there.
    PartMissing {
        /// Kind of the part.
        part: String,
    },
    /// Somebody has signed something later than what the server shows, or another story: it leaves something out.
    Ahead {
        /// Kind of the part.
        part: String,
    },
    /// What the server says about the case is not what follows from the signed entries. The view shows the signed values.
    Summary {
        /// What differed.
        fields: Vec<SummaryField>,
    },
}

/// A clear value about a case that follows from signed entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SummaryField {
    /// Open or closed.
    State,
    /// Type of the help.
    HelpType,
    /// First day of the help.
    HelpStart,
    /// Last day of the help.
    HelpEnd,
    /// Next review of the help plan.
    Review,
    /// Sex.
    Sex,
    /// Month of birth.
    BirthMonth,
    /// How the help ended.
    Ending,
    /// Time points with a rating sheet.
    Rated,
    /// Highest need of the first rating sheet.
    NeedFirst,
    /// Highest need of the latest rating sheet.
    NeedLatest,
    /// Number of entries.
    Entries,
    /// Version of the assignment; also where no assignment is signed at all.
    Assignment,
    /// Org unit.
    Unit,
    /// Responsible person.
    Responsible,
    /// Stand-in.
    Deputy,
    /// Further members of the team.
    Team,
}

/// An opened case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// What is clear: the signed values where this person can verify, apart from the short code and the times of creation
    /// and last write, which are the server's.
    pub summary: CaseSummary,
    /// Name.
    pub name: CaseName,
    /// Who works on it.
    pub assignment: AssignmentView,
    /// Whether this person may write here: rights, loaded key and an open log.
    pub writable: bool,
    /// Whether texts are readable here.
    pub readable: bool,
    /// Whether the case is closed.
    pub closed: bool,
    /// Latest revision of every entry of every form, withdrawn ones included, by the order of their first revision.
    pub entries: Vec<Entry>,
    /// Entries of which nothing verified: nobody with the right to write here has signed them. For a marked place beside
    /// the history, never as content.
    pub unverified: Vec<Entry>,
    /// What must be seen.
    pub warnings: Vec<CaseWarning>,
}

impl CaseView {
    /// Entries of a form that are not withdrawn.
    pub fn of_form<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.form == form && !entry.withdrawn)
    }

    /// The entry of a form that exists once in a case.
    #[must_use]
    pub fn single(&self, form: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.form == form)
    }

    /// An entry by id.
    #[must_use]
    pub fn entry(&self, record: RecordId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.record == record)
    }
}

/// A new case.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// `Vault::make_case` once per form; keep it for retries, so that no case is made twice.
    pub id: CaseId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Org unit; none = the organisation itself.
    pub unit: Option<UnitId>,
    /// Responsible person.
    pub responsible: AccountId,
    /// Stand-in.
    pub deputy: Option<AccountId>,
    /// Further members of the team.
    pub team: Vec<AccountId>,
    /// First entries as form code and content: person and help, contacts as many as there are.
    pub entries: Vec<(String, Draft)>,
}

/// A case was created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedCase {
    /// The case.
    pub case: CaseId,
    /// Its short code.
    pub code: String,
}

/// Gives a case to other people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    /// The case; it must have been opened.
    pub case: CaseId,
    /// [`AssignmentView::version`] that the person saw.
    pub based_on: u32,
    /// Org unit.
    pub unit: Option<UnitId>,
    /// Responsible person.
    pub responsible: AccountId,
    /// Stand-in.
    pub deputy: Option<AccountId>,
    /// Further members of the team.
    pub team: Vec<AccountId>,
}

/// A hit of the search.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The case.
    pub case: CaseId,
    /// The entry; none for a hit in name or short code.
    pub record: Option<RecordId>,
    /// Form code of the entry.
    pub form: Option<String>,
    /// Field key.
    pub field: Option<String>,
    /// Text around the hit.
    pub excerpt: String,
    /// Where the hit stands in `excerpt`, as a range of bytes.
    pub hit: (usize, usize),
}

/// A case that a search has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The case.
    pub case: CaseId,
    /// The smaller, the better.
    pub rank: u8,
    /// Whether it was found by what stands in its texts.
    pub in_text: bool,
}

/// How far texts are searchable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndexProgress {
    /// Cases whose texts are searchable.
    pub done: usize,
    /// Cases that may be opened.
    pub total: usize,
}

// Names and excerpts never show in debug output, so that no log or error message ever holds one.

impl fmt::Debug for CaseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "Pending",
            Self::Open { .. } => "Open",
            Self::Sealed => "Sealed",
            Self::Damaged => "Damaged",
        })
    }
}

impl fmt::Debug for SearchHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchHit")
            .field("case", &self.case)
            .field("record", &self.record)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}
