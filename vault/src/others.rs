//! What others do in the same cases: who is writing right now, and what was written since one last looked. Both are
//! pointers that nobody signed; names come from the verified members, contents from the opened case.

use crate::{
    CallError, Method, Store, Transport, Vault,
    http::{Failure, path},
};
use api::{
    ids::{CaseId, OrganisationId, RecordId},
    news::News,
    paths::v1,
    presence::{PresenceView, Writing, WritingHere},
};

impl<T: Transport, S: Store> Vault<T, S> {
    /// Says that this person has a form open: of an entry, or of a new one. Holds for
    /// [`api::presence::PRESENCE_SECONDS`]. Tells who else has one of the same case.
    ///
    /// # Errors
    /// [`CallError`]; nothing depends on it.
    pub async fn say_writing(
        &self,
        case: CaseId,
        record: Option<RecordId>,
    ) -> Result<Vec<Writing>, CallError> {
        let view: Result<PresenceView, Failure> =
            self.post(path(v1::PRESENCE, &[&case]), &WritingHere { record }).await;
        Ok(view?.writing)
    }

    /// Says that the form is closed.
    ///
    /// # Errors
    /// [`CallError`]; it is forgotten by itself then.
    pub async fn say_gone(&self, case: CaseId, record: Option<RecordId>) -> Result<(), CallError> {
        let mut address = path(v1::PRESENCE, &[&case]);
        if let Some(record) = record {
            address.push_str(&format!("?record={record}"));
        }
        Ok(self.call(Method::Delete, address).await?)
    }

    /// What others have written since then in the cases that this person may open; `since` is [`News::at`] of an earlier
    /// answer.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn news(&self, organisation: OrganisationId, since: i64) -> Result<News, CallError> {
        Ok(self.get(format!("{}?since={since}", path(v1::NEWS, &[&organisation]))).await?)
    }
}
