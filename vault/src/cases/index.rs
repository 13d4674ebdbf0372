//! Making texts searchable.

use super::file::OpenCase;
use crate::{
    CallError, CaseError, Store, Transport, Vault,
    http::path,
    view::{Found, IndexProgress, SearchHit},
};
use api::{
    Bytes,
    cases::{CaseFile, CaseFiles, FILES_AT_ONCE},
    ids::{CaseId, OrganisationId},
    paths::v1,
};
use std::collections::{BTreeMap, BTreeSet};

/// Cases after which texts are kept on the device.
const KEEP_AFTER: usize = 32;

/// Cases that have come together with one that was asked for.
#[derive(Default)]
struct Files {
    waiting: BTreeMap<CaseId, CaseFile>,
    hidden: BTreeSet<CaseId>,
}

/// Which cases are made searchable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Those that whoever is logged in works on.
    Own,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes texts searchable: takes over what lies on the device, then fetches and opens up to `limit` cases of the last
    /// list that are not indexed yet or were written since.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn index_cases(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<IndexProgress, CallError> {
        self.index(organisation, limit, Which::All).await
    }

    /// The same for nobody's cases but the own ones: opening a case stands in the audit, so that others are opened for the
    /// search only when somebody asks for it.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn index_own_cases(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<IndexProgress, CallError> {
        self.index(organisation, limit, Which::Own).await
    }

    /// Texts of how many cases are searchable.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn index_progress(&self, organisation: OrganisationId) -> Result<IndexProgress, CallError> {
        self.index(organisation, 0, Which::All).await
    }

    async fn index(
        &self,
        organisation: OrganisationId,
        limit: usize,
        which: Which,
    ) -> Result<IndexProgress, CallError> {
        self.state.borrow().session()?;
        while !self.load_texts(organisation).await {}
        let (readable, me) = {
            let state = self.state.borrow();
            let session = state.session()?;
            let keyed = state.keys.contains_key(&organisation);
            (if keyed { state.lists.readable(organisation) } else { Vec::new() }, session.account)
        };
        let wanted = |case: CaseId| {
            let state = self.state.borrow();
            let own = |summary: &api::cases::CaseSummary| {
                summary.responsible == me || summary.deputy == Some(me) || summary.team.contains(&me)
            };
            which == Which::All || state.lists.summary(organisation, case).is_some_and(own)
        };
        let mut progress = IndexProgress { done: 0, total: readable.len() };
        let mut missing = Vec::new();
        for (case, at) in readable {
            if self.state.borrow().index.has_texts(organisation, case, at) {
                progress.done += 1;
            } else if missing.len() < limit && wanted(case) {
                missing.push((case, at));
            }
        }
        let fetched = missing.len();
        let mut files = Files::default();
        for (number, (case, at)) in missing.iter().copied().enumerate() {
            let ahead = || missing[number..].iter().map(|(case, _)| *case);
            match self.next_file(organisation, case, ahead(), &mut files).await {
                Ok(open) => {
                    let mut state = self.state.borrow_mut();
                    state.session()?;
                    state.index.put_case(&open);
                    progress.done += 1;
                }
                // Given to somebody else meanwhile, or not what was asked for: nothing to search in.
                Err(CaseError::NotFound | CaseError::Mismatch) => {
                    self.state.borrow_mut().index.skip(organisation, case, at);
                    progress.done += 1;
                }
                Err(CaseError::Call(error)) => return Err(error),
            }
            self.note_texts(organisation, case);
        }
        if fetched > 0
            && (fetched < limit || progress.done == progress.total || progress.done % KEEP_AFTER < fetched)
        {
            // What was verified for the search is not verified again after a reload.
            self.save_memory(organisation).await;
            self.keep_index(organisation).await;
        }
        Ok(progress)
    }

    /// A case out of what has come already; otherwise it is asked for, together with those that follow.
    async fn next_file(
        &self,
        organisation: OrganisationId,
        case: CaseId,
        ahead: impl Iterator<Item = CaseId>,
        files: &mut Files,
    ) -> Result<OpenCase, CaseError> {
        if !files.waiting.contains_key(&case) && !files.hidden.contains(&case) {
            // A key of an earlier epoch that was withheld before may be there now.
            self.complete_chain(organisation).await?;
            *files = self.fetch_files(organisation, ahead.take(FILES_AT_ONCE)).await?;
        }
        match files.waiting.remove(&case) {
            Some(file) => self.open_fetched(organisation, case, file).await,
            None if files.hidden.contains(&case) => Err(CaseError::NotFound),
            // The server left it out. Alone it has to say what it is.
            None => self.fetch_case(organisation, case).await,
        }
    }

    async fn fetch_files(
        &self,
        organisation: OrganisationId,
        cases: impl Iterator<Item = CaseId>,
    ) -> Result<Files, CallError> {
        let asked: Vec<CaseId> = cases.collect();
        let ids = asked.iter().flat_map(|case| *case.as_bytes()).collect();
        let path = format!("{}?only={}", path(v1::CASE_FILES, &[&organisation]), Bytes(ids).to_base64url());
        let CaseFiles { files, hidden, .. } = self.get_cbor(path).await.map_err(CallError::from)?;
        // By what each says that it is; whether that is true comes out when it is opened.
        let waiting = files.into_iter().map(|file| (file.summary.id, file)).collect();
        Ok(Files { waiting, hidden: hidden.into_iter().collect() })
    }

    /// Searches short codes, names and the texts opened so far; tolerant of case, umlauts, accents and typing errors. All
    /// words must occur in the same case. Best first, at most `limit` hits.
    pub fn search(&self, organisation: OrganisationId, query: &str, limit: usize) -> Vec<SearchHit> {
        let state = self.state.borrow();
        if state.locked { Vec::new() } else { state.index.search(organisation, query, limit) }
    }

    /// The same, but only which cases: what every letter that is typed can afford.
    pub fn find(&self, organisation: OrganisationId, query: &str) -> Vec<Found> {
        let state = self.state.borrow();
        if state.locked { Vec::new() } else { state.index.find(organisation, query) }
    }

    /// Where the words of a query stand in a case.
    pub fn hits(&self, organisation: OrganisationId, case: CaseId, query: &str) -> Vec<SearchHit> {
        let state = self.state.borrow();
        if state.locked { Vec::new() } else { state.index.hits(organisation, case, query) }
    }
}
