//! What outlives a change of page, in memory only: how the list of cases is searched and sorted, and what was typed
//! but not saved. Wiped as soon as nobody is logged in.
use std::collections::HashMap;

use api::ids::{AccountId, CaseId, RecordId};
use leptos::prelude::*;

use super::{form::Values, list::ListQuery};
use crate::state::{AppState, SessionState};

/// What is being written: a new case, or an entry of a case (a new one has no record yet).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DraftKey {
    /// The case; none for a new case.
    pub(crate) case: Option<CaseId>,
    /// Form code.
    pub(crate) form: String,
    /// The entry; none for a new one.
    pub(crate) record: Option<RecordId>,
}

/// The memory; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// How the list of cases is searched, filtered and sorted.
    pub(crate) query: ListQuery,
    drafts: StoredValue<HashMap<DraftKey, Values>>,
}

impl Memory {
    /// Provides an empty memory as context and watches over it: another person finds nothing in it.
    pub(crate) fn provide(state: AppState) -> Self {
        let memory = Self { query: ListQuery::new(), drafts: StoredValue::new(HashMap::new()) };
        Effect::new(move |last: Option<Option<AccountId>>| {
            let who = state.session.with(|session| match session {
                SessionState::Open(session) | SessionState::Locked(session) => Some(session.account),
                SessionState::Unknown | SessionState::Nobody => None,
            });
            if last.is_some_and(|last| last.is_some() && last != who) {
                memory.wipe();
            }
            who
        });
        provide_context(memory);
        memory
    }

    fn wipe(self) {
        self.query.reset();
        self.drafts.update_value(HashMap::clear);
    }

    /// Keeps what was typed, or forgets it once it is saved.
    pub(crate) fn keep(self, key: &DraftKey, values: Option<Values>) {
        self.drafts.update_value(|drafts| match values {
            Some(values) => {
                drafts.insert(key.clone(), values);
            }
            None => {
                drafts.remove(key);
            }
        });
    }

    /// What was typed before, if it was not saved.
    pub(crate) fn kept(self, key: &DraftKey) -> Option<Values> {
        self.drafts.with_value(|drafts| drafts.get(key).cloned())
    }
}
