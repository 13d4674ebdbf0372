//! People who use a portal: the operator, an administrator and a caseworker of one organisation.

use crate::{Http, Portal, Trouble};
use api::{
    Bytes,
    ids::OrganisationId,
    organisations::{Grant, Role, Scope},
};
use vault::{
    InvitationCode, MemoryStore, SystemClock, Vault,
    view::{Accept, KeyOrigin, Login, NewInvitation, NewTenant, SecretText, SessionInfo},
};

const PASSWORD: &str = "sieben-Birnen-im-Korb";
const TENANT: &str = "nachweis";

/// Somebody with a device.
pub struct Person {
    /// The device's vault.
    pub vault: Vault<Http, MemoryStore>,
    /// The device's connection, with the same session.
    pub http: Http,
    /// Who this is.
    pub session: SessionInfo,
}

impl Person {
    async fn accept(portal: &Portal, link: &str, login: &str) -> Result<Self, Trouble> {
        let http = Http::new(&portal.origin)?;
        let vault = Vault::new(http.clone(), MemoryStore::default(), SystemClock);
        let code: InvitationCode = link.parse().map_err(|error| Trouble::vault("reading the link", error))?;
        let accept = Accept {
            code,
            login: login.to_owned(),
            display_name: login.to_owned(),
            password: PASSWORD.into(),
        };
        let session = vault.accept_invitation(accept).await;
        let session = session.map_err(|error| Trouble::vault("accepting the invitation", error))?;
        Ok(Self { vault, http, session })
    }
}

/// An operator, and an organisation with its key.
pub struct Team {
    /// Of the institute.
    pub operator: Person,
    /// Holds the organisation key.
    pub administrator: Person,
    /// Works on cases, with the key loaded.
    pub caseworker: Person,
    /// The organisation.
    pub organisation: OrganisationId,
    key_file: SecretText,
    origin: String,
}

impl Team {
    /// Everything from the operator's invitation to a caseworker who can write.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn make(portal: &Portal) -> Result<Self, Trouble> {
        let operator = Person::accept(portal, &portal.invite_operator()?, "betrieb").await?;
        let tenant = NewTenant {
            slug: TENANT.to_owned(),
            name: "Träger Nachweis".to_owned(),
            organisation_name: "Haus am Weg".to_owned(),
            administrator_name: "Verwaltung".to_owned(),
        };
        let setup = operator.vault.create_tenant(tenant).await;
        let setup = setup.map_err(|error| Trouble::vault("creating the tenant", error))?;
        let organisation = setup.organisation;

        let administrator = Person::accept(portal, setup.letter.link.as_str(), "verwaltung").await?;
        let draft = administrator.vault.begin_setup(organisation).await;
        let key_file = draft.map_err(|error| Trouble::vault("beginning the set-up", error))?.key_file_text;
        let confirmed = administrator.vault.confirm_setup(organisation, key_file.clone(), None).await;
        confirmed.map_err(|error| Trouble::vault("confirming the set-up", error))?;

        let invitation = NewInvitation {
            organisation,
            display_name: "Fachkraft".to_owned(),
            grants: vec![Grant { role: Role::Caseworker, scope: Scope::Organisation, unit: None }],
            valid_days: 7,
        };
        let letter = administrator.vault.invite(invitation).await;
        let letter = letter.map_err(|error| Trouble::vault("inviting", error))?;
        let caseworker = Person::accept(portal, letter.link.as_str(), "fachkraft").await?;
        let mut team = Self {
            operator,
            administrator,
            caseworker,
            organisation,
            key_file,
            origin: portal.origin.clone(),
        };
        team.load_key(&team.caseworker).await?;
        team.caseworker.session = team.caseworker.vault.refresh_session().await?;
        Ok(team)
    }

    /// Secrets that no server may ever learn: the password and the organisation key.
    ///
    /// # Errors
    /// When the key file has no key.
    pub fn secrets(&self) -> Result<Vec<Vec<u8>>, Trouble> {
        let key = self.key_file.as_str().lines().find_map(|line| line.strip_prefix("key: "));
        let key = key.map(|key| key.replace(' ', "")).and_then(|key| Bytes::from_base64url(&key).ok());
        let key = key.ok_or_else(|| Trouble::new("the key file has no line with the key"))?;
        Ok(vec![PASSWORD.as_bytes().to_vec(), key.0])
    }

    /// The caseworker on another device: knows nothing, logs in and loads the key.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn caseworker_elsewhere(&self) -> Result<Person, Trouble> {
        let http = Http::new(&self.origin)?;
        let vault = Vault::new(http.clone(), MemoryStore::default(), SystemClock);
        let login =
            Login { tenant: TENANT.to_owned(), login: "fachkraft".to_owned(), password: PASSWORD.into() };
        let session = vault.login(login).await.map_err(|error| Trouble::vault("logging in", error))?;
        let person = Person { vault, http, session };
        self.load_key(&person).await?;
        Ok(person)
    }

    async fn load_key(&self, person: &Person) -> Result<(), Trouble> {
        let origin = KeyOrigin::File(self.key_file.clone());
        let loaded = person.vault.load_key(self.organisation, origin, false, None).await;
        loaded.map(drop).map_err(|error| Trouble::vault("loading the key", error))
    }
}
