//! What `demo.json` says about people; see `Notes`.

use super::{At, FillError, http::Http};
use api::ids::{AccountId, OrganisationId};
use serde::Deserialize;
use std::{fs, path::Path};
use vault::{
    MemoryStore, Vault,
    view::{KeyOrigin, Login, SecretText, key_file_text},
};

#[derive(Deserialize)]
pub(super) struct Known {
    pub base_url: String,
    pub logins: Vec<KnownLogin>,
}

#[derive(Deserialize)]
pub(super) struct KnownLogin {
    pub role: String,
    pub tenant: String,
    pub login: String,
    password: String,
    #[serde(default)]
    pub organisation: Option<String>,
    #[serde(default)]
    pub key_file: Option<String>,
}

impl Known {
    /// Reads `demo.json`.
    pub fn read(data: &Path) -> Result<Self, FillError> {
        let text = fs::read_to_string(data.join("demo.json")).at("read demo.json")?;
        serde_json::from_str(&text).at("read demo.json")
    }
}

impl KnownLogin {
    /// Logs in and loads the key of the current organisation.
    pub async fn enter(
        &self,
        data: &Path,
        vault: &Vault<Http, MemoryStore>,
    ) -> Result<(OrganisationId, AccountId), FillError> {
        let access = Login {
            tenant: self.tenant.clone(),
            login: self.login.clone(),
            password: SecretText::from(self.password.as_str()),
        };
        let session = vault.login(access).await.at("log in")?;
        let organisation = session.current.ok_or(FillError::Missing("an organisation"))?;
        let file = data.join(self.key_file.as_deref().unwrap_or_default());
        let key = key_file_text(&fs::read(file).at("read the key file")?);
        vault
            .load_key(organisation, KeyOrigin::File(key), false, None)
            .await
            .at("load the organisation key")?;
        Ok((organisation, session.account))
    }
}
