//! Somebody's device: a vault in a page, what lies between it and the server, and what it keeps.

use super::{Hostile, PASSWORD, TENANT};
use crate::{Http, Trouble};
use api::{
    auth::SessionView,
    cases::CaseFile,
    ids::{CaseId, OrganisationId},
    organisations::LogPage,
    paths::v1,
};
use std::rc::Rc;
use vault::{
    InvitationCode, MemoryStore, Method, Request, Response, Store, StoreError, SystemClock, Transport, Vault,
    view::{Accept, Login, SessionInfo},
};

/// A device's storage that survives a reload.
#[derive(Clone, Default)]
pub struct Disk(pub Rc<MemoryStore>);

impl Store for Disk {
    async fn put(&self, name: &str, blob: Vec<u8>) -> Result<(), StoreError> {
        self.0.put(name, blob).await
    }
    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(name).await
    }
    async fn delete(&self, name: &str) -> Result<(), StoreError> {
        self.0.delete(name).await
    }
    async fn names(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.0.names(prefix).await
    }
    async fn delete_all(&self) -> Result<(), StoreError> {
        self.0.delete_all().await
    }
    async fn device_mac(&self, label: &[u8]) -> Result<[u8; 32], StoreError> {
        self.0.device_mac(label).await
    }
}

/// Somebody's device.
pub struct Device {
    /// The vault in the page.
    pub vault: Vault<Hostile, Disk>,
    /// What lies between it and the server.
    pub wire: Hostile,
    /// What it keeps.
    pub disk: Disk,
    /// Login name of its owner.
    pub login: String,
}

impl Device {
    /// A new device.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn fresh(origin: &str, login: &str) -> Result<Self, Trouble> {
        Ok(Self::on(Hostile::new(Http::new(origin)?), Disk::default(), login))
    }

    /// A device with a connection and a storage that are there already.
    #[must_use]
    pub fn on(wire: Hostile, disk: Disk, login: &str) -> Self {
        let vault = Vault::new(wire.clone(), disk.clone(), SystemClock);
        Self { vault, wire, disk, login: login.to_owned() }
    }

    /// The same device after a page load: storage and cookie stay, memory is gone.
    #[must_use]
    pub fn reload(&self) -> Self {
        Self::on(self.wire.clone(), self.disk.clone(), &self.login)
    }

    /// Accepts an invitation.
    ///
    /// # Errors
    /// When it is not accepted.
    pub async fn accept(&self, link: &str, password: &str) -> Result<SessionInfo, Trouble> {
        let code: InvitationCode = link.parse().map_err(|error| Trouble::vault("reading the link", error))?;
        let accept = Accept {
            code,
            login: self.login.clone(),
            display_name: self.login.clone(),
            password: password.into(),
        };
        let session = self.vault.accept_invitation(accept).await;
        session.map_err(|error| Trouble::vault("accepting the invitation", error))
    }

    /// Logs in.
    ///
    /// # Errors
    /// When that fails.
    pub async fn log_in(&self) -> Result<SessionInfo, Trouble> {
        let login = Login { tenant: TENANT.to_owned(), login: self.login.clone(), password: PASSWORD.into() };
        self.vault.login(login).await.map_err(|error| Trouble::vault("logging in", error))
    }

    /// What the server really says, asked beside the vault, with this device's session.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn ask(&self, path: String) -> Result<Response, Trouble> {
        let request = Request { method: Method::Get, path, content_type: None, body: Vec::new() };
        let answer = self.wire.http().send(request).await;
        answer.map_err(|error| Trouble::vault("asking the server", error))
    }

    /// The case file as the server really has it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn case_file(&self, organisation: OrganisationId, case: CaseId) -> Result<CaseFile, Trouble> {
        let path = v1::CASE.replace("{case}", &case.to_string());
        let answer = self.ask(format!("{path}?organisation={organisation}")).await?;
        minicbor_serde::from_slice(&answer.body).map_err(|error| Trouble::new(error.to_string()))
    }

    /// The organisation log as the server really has it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn log(&self, organisation: OrganisationId) -> Result<LogPage, Trouble> {
        let path = v1::ORGANISATION_LOG.replace("{organisation}", &organisation.to_string());
        let answer = self.ask(format!("{path}?after=0")).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Trouble::new(error.to_string()))
    }

    /// The session as the server really has it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn session(&self) -> Result<SessionView, Trouble> {
        let answer = self.ask(v1::SESSION.to_owned()).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Trouble::new(error.to_string()))
    }
}
