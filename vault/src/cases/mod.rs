//! Cases: list, open, write.

use crate::{
    AssignError, CallError, CaseError, CreateCaseError, Store, Transport, Vault, WriteError,
    view::{
        Assign, AssignmentView, CaseRow, CaseView, CreatedCase, Draft, Entry, EntryVersion, IndexProgress,
        NameBatch, NewCase, SearchHit, WriteEntry,
    },
};
use api::ids::{CaseId, OrganisationId, RecordId};

impl<T: Transport, S: Store> Vault<T, S> {
    /// All cases that this person may see, newest write first. Names known already are filled in, others `Pending`.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn list_cases(&self, organisation: OrganisationId) -> Result<Vec<CaseRow>, CallError> {
        let _ = organisation;
        Err(CallError::Protocol)
    }

    /// Opens up to `limit` pending names of the last list. Call it until `remaining` is 0, giving the page a breath in
    /// between.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn open_names(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<NameBatch, CallError> {
        let _ = (organisation, limit);
        Err(CallError::Protocol)
    }

    /// Fetches, verifies and opens a case.
    ///
    /// # Errors
    /// [`CaseError`]. What does not verify or open is marked in the view and is no error.
    pub async fn open_case(&self, organisation: OrganisationId, case: CaseId) -> Result<CaseView, CaseError> {
        let _ = (organisation, case);
        Err(CaseError::NotFound)
    }

    /// All revisions of an entry of an opened case, oldest first.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn history(&self, case: CaseId, record: RecordId) -> Result<Vec<EntryVersion>, CaseError> {
        let _ = (case, record);
        Err(CaseError::NotFound)
    }

    /// Creates a case with its keys, access statements, assignment and first entries, all at once.
    ///
    /// # Errors
    /// [`CreateCaseError`].
    pub async fn create_case(&self, case: NewCase) -> Result<CreatedCase, CreateCaseError> {
        let _ = case;
        Err(CallError::Protocol.into())
    }

    /// Writes an entry: seals, signs, sends. Repeating it after a lost connection writes nothing twice.
    ///
    /// # Errors
    /// [`WriteError`]; `Conflict` carries the other version, opened.
    pub async fn write_entry(&self, write: WriteEntry) -> Result<Entry, WriteError> {
        let _ = write;
        Err(CallError::Protocol.into())
    }

    /// Withdraws a wrong entry. It stays in the history; `reason` is sealed.
    ///
    /// # Errors
    /// [`WriteError`].
    pub async fn withdraw_entry(
        &self,
        case: CaseId,
        record: RecordId,
        based_on: u32,
        reason: String,
    ) -> Result<Entry, WriteError> {
        let _ = (case, record, based_on, reason);
        Err(CallError::Protocol.into())
    }

    /// Closes a case. `draft` is the form `closing` without its `state`, which is added here.
    ///
    /// # Errors
    /// [`WriteError`].
    pub async fn close_case(&self, case: CaseId, draft: Draft) -> Result<Entry, WriteError> {
        let _ = (case, draft);
        Err(CallError::Protocol.into())
    }

    /// Reopens a case. The closing's texts and codes stay in its history. `date` is the day, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`WriteError`].
    pub async fn reopen_case(&self, case: CaseId, date: String) -> Result<Entry, WriteError> {
        let _ = (case, date);
        Err(CallError::Protocol.into())
    }

    /// Gives a case to other people by a signed statement.
    ///
    /// # Errors
    /// [`AssignError`].
    pub async fn assign_case(&self, assign: Assign) -> Result<AssignmentView, AssignError> {
        let _ = assign;
        Err(CaseError::NotFound.into())
    }

    /// Makes texts searchable: fetches and opens up to `limit` cases of the last list that are not indexed yet.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn index_cases(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<IndexProgress, CallError> {
        let _ = (organisation, limit);
        Err(CallError::Protocol)
    }

    /// Searches short codes, names and the texts opened so far; tolerant of case, umlauts and accents. All words must
    /// occur in the same case. Best first, at most `limit`.
    pub fn search(&self, organisation: OrganisationId, query: &str, limit: usize) -> Vec<SearchHit> {
        let _ = (organisation, query, limit);
        Vec::new()
    }
}

impl From<CaseError> for AssignError {
    fn from(error: CaseError) -> Self {
        Self::Case(error)
    }
}
