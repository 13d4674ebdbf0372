//! Making texts searchable.

use crate::{
    CallError, CaseError, Store, Transport, Vault,
    view::{IndexProgress, SearchHit},
};
use api::ids::OrganisationId;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes texts searchable: fetches and opens up to `limit` cases of the last list that are not indexed yet.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn index_cases(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<IndexProgress, CallError> {
        let readable = {
            let state = self.state.borrow();
            state.session()?;
            if state.keys.contains_key(&organisation) {
                state.lists.readable(organisation)
            } else {
                Vec::new()
            }
        };
        let mut progress = IndexProgress { done: 0, total: readable.len() };
        let mut fetched = 0;
        for case in readable {
            if self.state.borrow().index.has_texts(organisation, case) {
                progress.done += 1;
                continue;
            }
            if fetched == limit {
                continue;
            }
            fetched += 1;
            match self.fetch_case(organisation, case).await {
                Ok(open) => {
                    let mut state = self.state.borrow_mut();
                    state.session()?;
                    state.index.put_case(&open);
                    progress.done += 1;
                }
                // Given to somebody else meanwhile, or not what was asked for: nothing to search in.
                Err(CaseError::NotFound | CaseError::Mismatch) => {
                    self.state.borrow_mut().index.skip(organisation, case);
                    progress.done += 1;
                }
                Err(CaseError::Call(error)) => return Err(error),
            }
        }
        if fetched > 0 {
            // What was verified for the search is not verified again after a reload.
            self.save_memory(organisation).await;
        }
        Ok(progress)
    }

    /// Searches short codes, names and the texts opened so far; tolerant of case, umlauts and accents. All words must
    /// occur in the same case. Best first, at most `limit`.
    pub fn search(&self, organisation: OrganisationId, query: &str, limit: usize) -> Vec<SearchHit> {
        let state = self.state.borrow();
        if state.locked { Vec::new() } else { state.index.search(organisation, query, limit) }
    }
}
