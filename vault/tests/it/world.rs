//! A portal with people in it.

use crate::{
    portal::{Device, ORIGIN, Portal},
    support::{course, help, person},
};
use api::{
    bytes::Bytes32,
    configuration::known,
    ids::{CaseId, OrganisationId},
    invitations::{InvitationKind, UnsignedInvitation},
    organisations::{Grant, Role, Scope},
};
use crypto::{InvitationSecret, OneUseSeed, make_id};
use std::{cell::Cell, rc::Rc};
use vault::{
    KeyError, MemoryStore, SignatureJob, Store, StoreError, Vault,
    view::{
        Accept, Entry, KeyOrigin, KeyState, LoadedKey, Login, NewCase, NewInvitation, NewTenant,
        RewrapProgress, RotationReason, SecretText, SessionInfo, SetupDraft, WriteEntry,
    },
};

pub const PASSWORD: &str = "Sieben Birnen im Korb";
pub const TENANT: &str = "demo";

/// A store that survives a reload.
#[derive(Clone, Default)]
pub struct Disk(pub Rc<MemoryStore>, Rc<Cell<usize>>);

impl Disk {
    pub fn new(store: MemoryStore) -> Self {
        Self(Rc::new(store), Rc::default())
    }

    /// How many signatures the device was asked to verify since the last call.
    pub fn verified(&self) -> usize {
        self.1.take()
    }
}

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
    async fn verify(&self, jobs: &[SignatureJob]) -> Vec<bool> {
        self.1.set(self.1.get() + jobs.len());
        self.0.verify(jobs).await
    }
}

pub type TestVault = Vault<Device, Disk>;

/// Somebody with a device.
pub struct Person {
    pub vault: TestVault,
    pub device: Device,
    pub disk: Disk,
    pub session: SessionInfo,
}

/// A vault on a new device.
pub fn fresh(portal: &Portal) -> (TestVault, Device, Disk) {
    let (device, disk) = (portal.device(), Disk::default());
    (on(portal, &device, &disk), device, disk)
}

/// A vault on a known device.
pub fn on(portal: &Portal, device: &Device, disk: &Disk) -> TestVault {
    let clock = portal.clone();
    Vault::new(device.clone(), disk.clone(), move || clock.now())
}

impl Person {
    /// Accepts an invitation on a new device.
    pub async fn accept(portal: &Portal, link: &str, login: &str, name: &str) -> Self {
        let (vault, device, disk) = fresh(portal);
        let accept = Accept {
            code: link.parse().unwrap(),
            login: login.to_owned(),
            display_name: name.to_owned(),
            password: PASSWORD.into(),
        };
        let session = vault.accept_invitation(accept).await.unwrap();
        Self { vault, device, disk, session }
    }

    /// The page is loaded anew.
    pub fn reload(&mut self, portal: &Portal) {
        self.device = self.device.reload();
        self.vault = on(portal, &self.device, &self.disk);
    }

    /// What a request of this person sent so far.
    pub fn sent(&self) -> Vec<(String, Vec<u8>)> {
        self.device.weather.sent.borrow().clone()
    }
}

pub fn login(name: &str) -> Login {
    Login { tenant: TENANT.to_owned(), login: name.to_owned(), password: PASSWORD.into() }
}

pub const CASEWORKER: Grant = Grant { role: Role::Caseworker, scope: Scope::Organisation, unit: None };
pub const EVALUATION: Grant = Grant { role: Role::Evaluation, scope: Scope::Organisation, unit: None };
pub const ADMINISTRATOR: Grant = Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None };

/// A portal with an operator.
pub async fn portal() -> (Portal, Person) {
    let portal = Portal::default();
    portal.0.borrow_mut().now = 1_795_000_000;
    let secret = InvitationSecret { id: make_id().unwrap(), seed: OneUseSeed::make().unwrap() };
    let invitation = UnsignedInvitation {
        id: api::ids::InvitationId::from_bytes(secret.id),
        account: api::ids::AccountId::from_bytes(make_id().unwrap()),
        display_name: "Betrieb".to_owned(),
        one_use: Bytes32(secret.seed.key().public().to_bytes()),
        expires_at: portal.now() + 1000,
    };
    portal.0.borrow_mut().invite_unsigned(&invitation, InvitationKind::Operator, None);
    let link = format!("{ORIGIN}/einladung#{}", *secret.to_fragment());
    let operator = Person::accept(&portal, &link, "betrieb", "Betrieb").await;
    (portal, operator)
}

/// A portal with an operator, an administrator and an organisation with its key.
pub struct World {
    pub portal: Portal,
    pub operator: Person,
    pub admin: Person,
    pub organisation: OrganisationId,
    pub draft: SetupDraft,
}

impl World {
    pub async fn make() -> Self {
        let (portal, operator) = portal().await;
        let tenant = NewTenant {
            slug: TENANT.to_owned(),
            name: "Träger Demo".to_owned(),
            organisation_name: "Haus am Weg".to_owned(),
            administrator_name: "Anna Admin".to_owned(),
        };
        let setup = operator.vault.create_tenant(tenant).await.unwrap();
        let admin = Person::accept(&portal, setup.letter.link.as_str(), "anna", "Anna Admin").await;
        let draft = admin.vault.begin_setup(setup.organisation).await.unwrap();
        let loaded = admin.vault.confirm_setup(setup.organisation, draft.key_file_text.clone(), None).await;
        assert!(loaded.unwrap().first);
        Self { portal, operator, admin, organisation: setup.organisation, draft }
    }

    pub fn key_file(&self) -> SecretText {
        self.draft.key_file_text.clone()
    }

    /// Somebody invited with one right, with a personal access and without the key.
    pub async fn invited(&self, login: &str, name: &str, grant: Grant) -> Person {
        let invitation = NewInvitation {
            organisation: self.organisation,
            display_name: name.to_owned(),
            grants: vec![grant],
            valid_days: 7,
        };
        let letter = self.admin.vault.invite(invitation).await.unwrap();
        Person::accept(&self.portal, letter.link.as_str(), login, name).await
    }

    /// Somebody with a loaded key.
    pub async fn colleague(&self, login: &str, name: &str) -> Person {
        let person = self.invited(login, name, CASEWORKER).await;
        self.load(&person, false).await;
        person
    }

    pub async fn load(&self, person: &Person, remember: bool) {
        let origin = KeyOrigin::File(self.key_file());
        let loaded = person.vault.load_key(self.organisation, origin, remember, None).await.unwrap();
        assert_eq!(loaded.remembered, remember);
    }

    /// Renews the organisation key up to the new key being in force. Returns the new key file.
    pub async fn renew(&self, who: &Person, reason: RotationReason) -> SecretText {
        let draft = who.vault.begin_rotation(self.organisation, reason).await.unwrap();
        let file = draft.key_file_text.clone();
        who.vault.confirm_rotation(self.organisation, file.clone(), None).await.unwrap();
        file
    }

    /// Wraps all case keys anew, and completes the epoch.
    pub async fn rewrap(&self, who: &Person) -> RewrapProgress {
        loop {
            let progress = who.vault.rewrap(self.organisation, 2).await.unwrap();
            if progress.remaining == 0 {
                return progress;
            }
        }
    }

    /// Another administrator with a loaded key.
    pub async fn second_admin(&self) -> Person {
        let person = self.invited("zoe", "Zoe Zweite", ADMINISTRATOR).await;
        self.load(&person, false).await;
        person
    }

    /// Somebody comes back: a new device, logged in, without the key.
    pub async fn elsewhere(&self, name: &str) -> Person {
        let (vault, device, disk) = fresh(&self.portal);
        let session = vault.login(login(name)).await.unwrap();
        Person { vault, device, disk, session }
    }

    /// A case of somebody.
    pub async fn case(&self, who: &Person, given: &str, family: &str) -> CaseId {
        let id = who.vault.make_case().unwrap();
        let case = NewCase {
            id,
            organisation: self.organisation,
            unit: None,
            responsible: who.session.account,
            deputy: None,
            team: Vec::new(),
            entries: vec![person(given, family), help("Erster Auftrag der Familie")],
        };
        assert_eq!(who.vault.create_case(case).await.unwrap().case, id);
        id
    }
    /// Somebody writes an entry into a case.
    pub async fn write(&self, who: &Person, case: CaseId, text: &str) -> Entry {
        who.vault.open_case(self.organisation, case).await.unwrap();
        let write = WriteEntry {
            case,
            record: who.vault.make_record().unwrap(),
            form: known::COURSE.to_owned(),
            based_on: 0,
            draft: course(text),
        };
        who.vault.write_entry(write).await.unwrap()
    }

    /// Loads a key file.
    pub async fn load_file(&self, who: &Person, file: &SecretText) -> Result<LoadedKey, KeyError> {
        let origin = KeyOrigin::File(file.clone());
        who.vault.load_key(self.organisation, origin, false, None).await
    }

    /// How far the key is in somebody's session.
    pub fn key_state(&self, who: &Person) -> KeyState {
        let session = who.vault.session().unwrap();
        session.memberships.iter().find(|own| own.organisation == self.organisation).unwrap().key
    }
}
