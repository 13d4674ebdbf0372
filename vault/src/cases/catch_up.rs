//! A new case whose first try arrived without anybody here knowing: what was typed since is brought into it.

use crate::{
    AssignError, CallError, CaseError, CreateCaseError, Store, Transport, Vault, WriteError,
    view::{
        Assign, AssignmentView, CaseView, CreatedCase, Draft, Entry, NewCase, PersonRef, Texts, WriteEntry,
    },
};
use api::ids::AccountId;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes the stored case what `wanted` says. Only what differs is written, so that it can be repeated.
    ///
    /// # Errors
    /// [`CreateCaseError::GoneOn`] when somebody else has changed it since.
    pub(super) async fn catch_up(&self, wanted: &NewCase) -> Result<CreatedCase, CreateCaseError> {
        let stored = self.open_case(wanted.organisation, wanted.id).await?;
        for (form, draft) in &wanted.entries {
            let entry = stored.single(form).ok_or(CallError::Protocol)?;
            if !says(entry, draft) {
                let (record, based_on) = (entry.record, entry.revision);
                let (form, draft) = (form.clone(), draft.clone());
                self.write_entry(WriteEntry { case: wanted.id, record, form, based_on, draft }).await?;
            }
        }
        // Last, because whoever gives a case away may not write in it any more.
        if !gives(&stored.assignment, wanted) {
            self.assign_case(Assign {
                case: wanted.id,
                based_on: stored.assignment.version,
                unit: wanted.unit,
                responsible: wanted.responsible,
                deputy: wanted.deputy,
                team: wanted.team.clone(),
            })
            .await?;
        }
        let CaseView { summary, .. } = stored;
        Ok(CreatedCase { case: wanted.id, code: summary.code })
    }

    /// The stored case, where it says just what `wanted` says. Writes nothing.
    ///
    /// # Errors
    /// [`CreateCaseError::GoneOn`] when it says anything else.
    pub(super) async fn made_already(&self, wanted: &NewCase) -> Result<CreatedCase, CreateCaseError> {
        let stored = self.open_case(wanted.organisation, wanted.id).await?;
        let same =
            |(form, draft): &(String, Draft)| stored.single(form).is_some_and(|entry| says(entry, draft));
        if wanted.entries.iter().all(same) && gives(&stored.assignment, wanted) {
            let CaseView { summary, .. } = stored;
            return Ok(CreatedCase { case: wanted.id, code: summary.code });
        }
        Err(CreateCaseError::GoneOn)
    }
}

fn says(entry: &Entry, draft: &Draft) -> bool {
    let Texts::Open(stored) = &entry.texts else { return false };
    entry.facts == draft.facts && stored.iter().eq(draft.texts.iter().filter(|(_, text)| !text.is_empty()))
}

fn gives(stored: &AssignmentView, wanted: &NewCase) -> bool {
    let account = |person: &PersonRef| person.account;
    let team: Vec<AccountId> = stored.team.iter().map(account).collect();
    stored.unit == wanted.unit
        && account(&stored.responsible) == wanted.responsible
        && stored.deputy.as_ref().map(account) == wanted.deputy
        && team == wanted.team
}

impl From<CaseError> for CreateCaseError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Call(call) => Self::Call(call),
            CaseError::NotFound | CaseError::Mismatch => Self::Call(CallError::Protocol),
        }
    }
}

impl From<WriteError> for CreateCaseError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::KeyMissing => Self::KeyMissing,
            WriteError::KeyOutdated => Self::KeyOutdated,
            WriteError::Check(check) => Self::Facts(check),
            WriteError::TextTooLong { field } => Self::TextTooLong { field },
            WriteError::Case(case) => case.into(),
            WriteError::Call(call) => Self::Call(call),
            WriteError::Conflict(_)
            | WriteError::SingletonExists(_)
            | WriteError::CaseClosed
            | WriteError::Unreadable
            | WriteError::Facts(_)
            | WriteError::TooLarge => Self::GoneOn,
        }
    }
}

impl From<AssignError> for CreateCaseError {
    fn from(error: AssignError) -> Self {
        match error {
            AssignError::KeyMissing => Self::KeyMissing,
            AssignError::Case(case) => case.into(),
            AssignError::Call(call) => Self::Call(call),
            AssignError::Conflict(_) | AssignError::Person => Self::GoneOn,
        }
    }
}
