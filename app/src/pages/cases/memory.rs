//! What outlives a change of page: how the list of cases is searched and sorted, in memory only, and what was typed but
//! not saved, sealed.
use api::ids::{AccountId, CaseId};
use leptos::prelude::*;

use super::{drafts::Drafts, form::Presence, list::ListQuery, looked::Looked};
use crate::{
    state::{AppState, SessionState},
    vault_context::VaultContext,
};

/// The memory; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// How the list of cases is searched, filtered and sorted.
    pub(crate) query: ListQuery,
    /// What was typed and not saved.
    pub(crate) drafts: Drafts,
    /// Open forms, as far as others are told of them.
    pub(crate) presences: StoredValue<Vec<Presence>>,
    /// What was looked at on this device, and what is new since.
    pub(crate) looked: Looked,
    new_case: StoredValue<Option<CaseId>>,
}

impl Memory {
    /// Provides an empty memory as context and watches over it: another person finds nothing in it.
    pub(crate) fn provide(state: AppState) -> Self {
        let memory = Self {
            query: ListQuery::new(),
            drafts: Drafts::new(state, VaultContext::expect()),
            presences: StoredValue::new(Vec::new()),
            looked: Looked::new(),
            new_case: StoredValue::new(None),
        };
        Effect::new(move |last: Option<Option<AccountId>>| {
            let who = state.session.with(|session| match session {
                SessionState::Open(session) | SessionState::Locked(session) => Some(session.account),
                SessionState::Unknown | SessionState::Nobody => None,
            });
            if last.is_some_and(|last| last.is_some() && last != who) {
                memory.wipe();
            }
            if state.session.with(|session| matches!(session, SessionState::Locked(_))) {
                // Whoever searched has typed names.
                memory.query.reset();
            }
            who
        });
        provide_context(memory);
        memory
    }

    fn wipe(self) {
        self.query.reset();
        self.drafts.forget();
        self.looked.forget();
        self.new_case.set_value(None);
    }

    /// The id of the case that is being made: the same until it is made or discarded, as a save without an answer may
    /// have made it already. `begun` is the one of a draft, `make` gives a fresh one.
    pub(crate) fn new_case<E>(
        self,
        begun: Option<CaseId>,
        make: impl FnOnce() -> Result<CaseId, E>,
    ) -> Result<CaseId, E> {
        if let Some(id) = begun.or_else(|| self.new_case.get_value()) {
            self.new_case.set_value(Some(id));
            return Ok(id);
        }
        let id = make()?;
        self.new_case.set_value(Some(id));
        Ok(id)
    }

    /// The case was made, or is not to be made any more.
    pub(crate) fn forget_new_case(self) {
        self.new_case.set_value(None);
    }
}
