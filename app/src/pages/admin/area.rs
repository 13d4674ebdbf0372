//! What all sections of the administration share: the organisation, and doing things to it.
use std::future::Future;

use api::{
    ids::{OrganisationId, UnitId},
    organisations::{Grant, Role, Scope, UnitView},
};
use leptos::prelude::*;
use vault::{
    AdminError,
    view::{KeyOverview, OrganisationOverview},
};

use crate::{
    errors::{Words, notice_session_end},
    i18n::{Locale, td_string},
    load::Loader,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// The administration's context; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct AdminArea {
    /// The organisation in use.
    pub(crate) organisation: Loader<OrganisationOverview>,
    /// The state of its key, once it was verified.
    pub(crate) key: Loader<KeyOverview>,
    /// The vault.
    pub(crate) vault: VaultContext,
    /// The application's state.
    pub(crate) state: AppState,
}

impl AdminArea {
    /// Reads the organisation in use and provides it to all sections.
    pub(crate) fn provide() -> Self {
        let vault = VaultContext::expect();
        let state = AppState::expect();
        let organisation = Loader::new(move || {
            let id = state.organisation()?;
            let vault = vault.get();
            Some(async move { vault.organisation(id).await })
        });
        let area = Self { organisation, key: super::key::key_loader(), vault, state };
        provide_context(area);
        area
    }

    /// The context; every section is inside the page that provides it.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Id of the organisation in use. Not reactive.
    pub(crate) fn id(self) -> Option<OrganisationId> {
        untrack(|| self.state.organisation())
    }

    /// Does something that changes the organisation, shows what went wrong and reads the organisation anew.
    pub(crate) fn act<T: 'static>(
        self,
        busy: RwSignal<bool>,
        failure: RwSignal<Option<String>>,
        deed: impl Future<Output = Result<T, AdminError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        platform::spawn(async move {
            let outcome = deed.await;
            busy.try_set(false);
            match outcome {
                Ok(value) => {
                    done(value);
                    self.organisation.again();
                }
                Err(error) => {
                    if let AdminError::Call(call) = &error {
                        notice_session_end(self.state, call);
                    }
                    if error == AdminError::Conflict {
                        self.organisation.again();
                    }
                    failure.try_set(Some(error.words(self.state.language.get_untracked().locale())));
                }
            }
        });
    }
}

/// Name of a role.
pub(crate) fn role_name(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Administrator => td_string!(locale, common.role.administrator),
        Role::Manager => td_string!(locale, common.role.manager),
        Role::Caseworker => td_string!(locale, common.role.caseworker),
        Role::Evaluation => td_string!(locale, common.role.evaluation),
    }
}

/// Name of a scope.
pub(crate) fn scope_name(locale: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::Own => td_string!(locale, common.scope.own),
        Scope::Unit => td_string!(locale, common.scope.unit),
        Scope::Subtree => td_string!(locale, common.scope.subtree),
        Scope::Organisation => td_string!(locale, common.scope.organisation),
    }
}

/// Name of a unit; empty when unknown.
pub(crate) fn unit_name(units: &[UnitView], unit: Option<UnitId>) -> String {
    unit.and_then(|id| units.iter().find(|unit| unit.id == id))
        .map(|unit| unit.name.clone())
        .unwrap_or_default()
}

/// A right in words: "Leitung · Einheit und alles darunter · Ambulante Hilfen".
pub(crate) fn grant_words(locale: Locale, grant: &Grant, units: &[UnitView]) -> String {
    if grant.role == Role::Administrator {
        return role_name(locale, grant.role).to_owned();
    }
    let mut words = format!("{} · {}", role_name(locale, grant.role), scope_name(locale, grant.scope));
    let unit = unit_name(units, grant.unit);
    if !unit.is_empty() {
        words.push_str(" · ");
        words.push_str(&unit);
    }
    words
}

/// Units in the order of the tree with their depth.
pub(crate) fn tree(units: &[UnitView]) -> Vec<(usize, UnitView)> {
    fn below(units: &[UnitView], parent: Option<UnitId>, depth: usize, out: &mut Vec<(usize, UnitView)>) {
        let mut children: Vec<&UnitView> = units.iter().filter(|unit| unit.parent == parent).collect();
        children.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
        for unit in children {
            // A server that answered with a circle must not make the page hang.
            if out.iter().all(|(_, seen)| seen.id != unit.id) {
                out.push((depth, unit.clone()));
                below(units, Some(unit.id), depth + 1, out);
            }
        }
    }
    let mut out = Vec::new();
    below(units, None, 0, &mut out);
    out
}
