//! What outlives a change of page, in memory only: how the list of cases is searched and sorted, and what was typed
//! but not saved. Drafts are sealed as they are typed, so that a locked portal holds nothing readable and they are there
//! again when the key is. Everything is wiped as soon as nobody is logged in.
use std::collections::HashMap;

use api::ids::{AccountId, CaseId, OrganisationId, RecordId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{form::Values, list::ListQuery};
use crate::{
    state::{AppState, SessionState},
    vault_context::VaultContext,
};

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

/// What was typed and not saved, with what it belongs on top of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What stood in the fields.
    pub(crate) values: Values,
    /// What was stored when the writing began. Whoever goes on writing later must still notice what others saved
    /// since then.
    pub(crate) base: Values,
    /// Entry and revision that the writing is based on; 0 for a new one. A save without an answer may have stored it, so
    /// that the next one must name the same entry. None for a new case.
    pub(crate) target: Option<(RecordId, u32)>,
}

/// The memory; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// How the list of cases is searched, filtered and sorted.
    pub(crate) query: ListQuery,
    state: AppState,
    vault: VaultContext,
    /// Sealed. The same person may work in several organisations.
    drafts: StoredValue<HashMap<(OrganisationId, DraftKey), Vec<u8>>>,
    new_case: StoredValue<Option<CaseId>>,
}

impl Memory {
    /// Provides an empty memory as context and watches over it: another person finds nothing in it.
    pub(crate) fn provide(state: AppState) -> Self {
        let memory = Self {
            query: ListQuery::new(),
            state,
            vault: VaultContext::expect(),
            drafts: StoredValue::new(HashMap::new()),
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
        self.drafts.update_value(HashMap::clear);
        self.new_case.set_value(None);
    }

    /// The id of the case that is being made: the same until it is made or discarded, as a save without an answer may
    /// have made it already. `make` gives a fresh one.
    pub(crate) fn new_case<E>(self, make: impl FnOnce() -> Result<CaseId, E>) -> Result<CaseId, E> {
        if let Some(id) = self.new_case.get_value() {
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

    /// Keeps what was typed, or forgets it once it is saved.
    pub(crate) fn keep(self, key: &DraftKey, kept: Option<Kept>) {
        let Some(organisation) = untrack(|| self.state.organisation()) else { return };
        let place = (organisation, key.clone());
        let Some(kept) = kept else {
            self.drafts.update_value(|drafts| {
                drafts.remove(&place);
            });
            return;
        };
        let sealed = serde_json::to_string(&kept)
            .ok()
            .and_then(|text| self.vault.get().seal_draft(organisation, &text.into()));
        if let Some(sealed) = sealed {
            self.drafts.update_value(|drafts| {
                drafts.insert(place, sealed);
            });
        }
    }

    /// What was typed before, if it was not saved.
    pub(crate) fn kept(self, key: &DraftKey) -> Option<Kept> {
        let organisation = untrack(|| self.state.organisation())?;
        let sealed = self.drafts.with_value(|drafts| drafts.get(&(organisation, key.clone())).cloned())?;
        let text = self.vault.get().open_draft(organisation, &sealed)?;
        serde_json::from_str(text.as_str()).ok()
    }
}
