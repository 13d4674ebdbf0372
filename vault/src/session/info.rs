//! What can be asked about the session without asking the server.

use crate::{
    CallError, Store, Transport, Vault,
    http::path,
    view::{KeyState, Protection, SessionInfo},
};
use api::{
    configuration::Configuration,
    ids::{CaseId, OrganisationId, RecordId},
    organisations::{ConfigurationView, OrganisationView},
    paths::v1,
};
use crypto::Fingerprint;
use std::rc::Rc;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Who is logged in, without asking the server. None when nobody is or the vault is locked.
    pub fn session(&self) -> Option<SessionInfo> {
        let state = self.state.borrow();
        if state.locked { None } else { state.info() }
    }

    /// Whether somebody is logged in and the vault is locked.
    pub fn is_locked(&self) -> bool {
        self.state.borrow().locked
    }

    /// Chooses the organisation in use. Remembered on this device.
    ///
    /// # Errors
    /// [`CallError::NotFound`] without a membership in it.
    pub async fn use_organisation(&self, organisation: OrganisationId) -> Result<SessionInfo, CallError> {
        let account = {
            let mut state = self.state.borrow_mut();
            state.membership(organisation)?;
            state.current = Some(organisation);
            state.session()?.account
        };
        let _kept = self
            .prefer(|preferences| {
                preferences.organisations.insert(account, organisation);
            })
            .await;
        self.info()
    }

    /// The real state of the five protections; none when nobody is logged in or the vault is locked.
    pub fn protection(&self) -> Option<Protection> {
        let state = self.state.borrow();
        state.session().ok()?;
        let current = state.current;
        let membership = current.and_then(|organisation| state.membership(organisation).ok());
        let log = current.and_then(|organisation| state.logs.get(&organisation));
        let keys = current.and_then(|organisation| state.keys.get(&organisation));
        let origin = self.transport.origin();
        Some(Protection {
            transport: origin.starts_with("https://"),
            origin,
            key: membership.map_or(KeyState::NotNeeded, |membership| state.key_state(membership)),
            key_fingerprint: keys.map(|keys| keys.key.fingerprint().to_string()),
            root_fingerprint: log.map(|log| Fingerprint::of_root(&log.root).to_string()),
            epoch: keys.map(|keys| keys.key.epoch()),
            own_fingerprint: keys.map(|keys| signing_fingerprint(&keys.account.signing.public())),
            log_entries: log.map(|log| log.head().n),
            cases_opened: state.cases.opened(),
        })
    }

    /// The tenant's configuration document; asked for once per session.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn configuration(&self) -> Result<Rc<Configuration>, CallError> {
        let known = self.state.borrow().configuration.clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let view: ConfigurationView = self.get(v1::CONFIGURATION.to_owned()).await?;
        let configuration = serde_json::from_value(view.document).map_err(|_| CallError::Protocol)?;
        let configuration = Rc::new(configuration);
        self.state.borrow_mut().configuration = Some(Rc::clone(&configuration));
        Ok(configuration)
    }

    /// Names of people, where no verified log names them. Asked for once per session; without them names are empty.
    pub(crate) async fn ask_names(&self, organisation: OrganisationId) {
        let known = {
            let state = self.state.borrow();
            state.named.contains(&organisation) || state.session().is_ok_and(|session| session.operator)
        };
        if known {
            return;
        }
        let path = path(v1::ORGANISATION, &[&organisation]);
        if let Ok(view) = self.get::<OrganisationView>(path).await {
            self.keep_names(&view);
        }
    }

    pub(crate) fn keep_names(&self, view: &OrganisationView) {
        let mut state = self.state.borrow_mut();
        // The page may have been locked while the server was asked.
        if state.session().is_err() {
            return;
        }
        state.named.insert(view.id);
        state.names.extend(view.people.iter().map(|person| (person.account, person.display_name.clone())));
    }

    /// Id for a new entry; keep it with the form, so that a repeated save writes nothing twice.
    ///
    /// # Errors
    /// [`CallError::Randomness`].
    pub fn make_record(&self) -> Result<RecordId, CallError> {
        self.make_id()
    }

    /// Id for a new case; keep it with the form.
    ///
    /// # Errors
    /// [`CallError::Randomness`].
    pub fn make_case(&self) -> Result<CaseId, CallError> {
        self.make_id()
    }
}

/// Fingerprint of an account's signing key, for people to compare.
pub(crate) fn signing_fingerprint(key: &crypto::VerifyingKey) -> String {
    Fingerprint::from_bytes(crypto::sha256(
        &[b"wimes/account/fingerprint/1".as_slice(), &key.to_bytes()].concat(),
    ))
    .to_string()
}
