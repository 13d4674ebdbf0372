//! Withdrawing entries, closing and reopening cases: all of them are revisions.

use crate::{
    CaseError, Store, Transport, Vault, WriteError,
    view::{Draft, Entry, Texts, WriteEntry},
};
use api::{
    configuration::known,
    facts::{Fact, WITHDRAWN},
    ids::{CaseId, RecordId},
};
use std::collections::BTreeMap;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Withdraws a wrong entry. Its content stays, marked as withdrawn, so that everybody sees what is meant; `reason`
    /// is sealed.
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
        self.require_open(case).await?;
        let Entry { form, mut facts, texts, .. } = self.show_entry(case, record)?;
        facts.set(WITHDRAWN, Fact::Bool(true))?;
        let mut texts = match texts {
            Texts::Open(texts) => texts,
            Texts::Hidden(_) => BTreeMap::new(),
        };
        texts.insert(known::REASON.to_owned(), reason);
        self.write_entry(WriteEntry { case, record, form, based_on, draft: Draft { facts, texts } }).await
    }

    /// Closes a case. `draft` is the form `closing` without its `state`, which is added here.
    ///
    /// # Errors
    /// [`WriteError`].
    pub async fn close_case(&self, case: CaseId, draft: Draft) -> Result<Entry, WriteError> {
        self.write_closing(case, draft, known::CLOSED).await
    }

    /// Reopens a case. The closing's texts and codes stay in its history. `date` is the day, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`WriteError`].
    pub async fn reopen_case(&self, case: CaseId, date: String) -> Result<Entry, WriteError> {
        let mut draft = Draft::default();
        draft.facts.set(known::DATE, Fact::Code(date))?;
        self.write_closing(case, draft, known::OPEN).await
    }

    async fn write_closing(&self, case: CaseId, mut draft: Draft, state: &str) -> Result<Entry, WriteError> {
        self.require_open(case).await?;
        draft.facts.set(known::STATE, Fact::Code(state.to_owned()))?;
        let known = {
            let vault = self.state.borrow();
            let open = vault.cases.open.get(&case).ok_or(CaseError::NotFound)?;
            open.single(known::CLOSING)
                .and_then(|(part, record)| part.latest(record).map(|latest| (record, latest.revision)))
        };
        let (record, based_on) = match known {
            Some(known) => known,
            None => (self.closing_record(case)?, 0),
        };
        let form = known::CLOSING.to_owned();
        self.write_entry(WriteEntry { case, record, form, based_on, draft }).await
    }

    /// Id of the first closing: the one of an unanswered try, so that a repetition writes nothing twice.
    fn closing_record(&self, case: CaseId) -> Result<RecordId, WriteError> {
        let tried = self
            .state
            .borrow()
            .cases
            .pending
            .values()
            .map(|pending| &pending.revision)
            .find(|revision| revision.case == case && revision.form == known::CLOSING)
            .map(|revision| revision.record);
        match tried {
            Some(record) => Ok(record),
            None => Ok(self.make_record()?),
        }
    }
}
