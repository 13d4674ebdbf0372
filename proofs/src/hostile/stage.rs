//! A portal with people in it, each behind a layer that may lie to them.

use super::{CaseKeys, Device, KnownKeys};
use crate::{Kind, Portal, Trouble, draft};
use api::{
    ids::{CaseId, OrganisationId, RecordId, TenantId},
    organisations::{Grant, Role, Scope},
};
use std::cell::RefCell;
use vault::view::{
    Assign, CaseView, KeyOrigin, NewCase, NewInvitation, NewTenant, RotationReason, SecretText, SetupDraft,
    WriteEntry,
};

/// Stands in every sealed text of these tests.
pub const CANARY: &str = "Kanarienvögel 7f3a-9c";
/// Everybody's password.
pub const PASSWORD: &str = "sieben-Birnen-im-Korb";
/// Slug of the tenant.
pub const TENANT: &str = "buehne";

/// An organisation and its key.
#[derive(Debug, Clone)]
pub struct Place {
    /// Tenant.
    pub tenant: TenantId,
    /// Organisation.
    pub organisation: OrganisationId,
    /// What was saved and printed at the set-up.
    pub made: SetupDraft,
}

impl Place {
    /// The key file.
    #[must_use]
    pub fn key_file(&self) -> SecretText {
        self.made.key_file_text.clone()
    }
}

/// A portal with an operator, an administrator and two caseworkers of one organisation: one of them is lied to, the other
/// is not, and tells afterwards what is really there.
pub struct Stage {
    /// The portal.
    pub portal: Portal,
    /// Of the institute.
    pub operator: Device,
    /// Administrator.
    pub admin: Device,
    /// Who is lied to.
    pub berta: Device,
    /// Who looks from another place, to whom nobody lies.
    pub witness: Device,
    /// The organisation.
    pub place: Place,
    /// The organisation's id.
    pub organisation: OrganisationId,
    /// The key file in use.
    file: RefCell<SecretText>,
}

fn caseworker() -> Grant {
    Grant { role: Role::Caseworker, scope: Scope::Organisation, unit: None }
}

impl Stage {
    /// Builds it on the database of the environment (`WIMES_TEST_DATABASE`).
    ///
    /// # Errors
    /// When a step fails.
    pub async fn build() -> Result<Self, Trouble> {
        Self::build_on(Kind::of_environment()?).await
    }

    /// Builds it on a database.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn build_on(kind: Kind) -> Result<Self, Trouble> {
        let portal = Portal::start_on(kind).await?;
        let operator = Device::fresh(&portal.origin, "betrieb")?;
        operator.accept(&portal.invite_operator()?, PASSWORD).await?;
        let (admin, place) = tenant(&portal, &operator, TENANT, "anna").await?;
        let organisation = place.organisation;
        let berta = colleague(&portal, &admin, &place, "berta", vec![caseworker()]).await?;
        let witness = colleague(&portal, &admin, &place, "zeuge", vec![caseworker()]).await?;
        let file = RefCell::new(place.key_file());
        Ok(Self { portal, operator, admin, berta, witness, place, organisation, file })
    }

    /// A further tenant with its administrator, who also works on cases there.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn other_tenant(&self, slug: &str) -> Result<(Device, Place), Trouble> {
        let (admin, place) = tenant(&self.portal, &self.operator, slug, "fremd").await?;
        let worker = colleague(&self.portal, &admin, &place, "dora", vec![caseworker()]).await?;
        Ok((worker, place))
    }

    /// A further organisation of the same tenant, with a caseworker.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn other_organisation(&self) -> Result<(Device, Place), Trouble> {
        let organisation = self.admin.vault.create_organisation("Haus am See".to_owned()).await;
        let organisation = organisation.map_err(|error| Trouble::vault("a second organisation", error))?;
        let made = set_up(&self.admin, organisation).await?;
        let place = Place { tenant: self.place.tenant, organisation, made };
        let worker = colleague(&self.portal, &self.admin, &place, "emil", vec![caseworker()]).await?;
        Ok((worker, place))
    }

    /// Somebody else of the organisation, with the key loaded where the rights need it.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn colleague(&self, login: &str, grants: Vec<Grant>) -> Result<Device, Trouble> {
        let made = SetupDraft { key_file_text: self.key_file(), ..self.place.made.clone() };
        let place = Place { made, ..self.place.clone() };
        colleague(&self.portal, &self.admin, &place, login, grants).await
    }

    /// A further caseworker.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn caseworker(&self, login: &str) -> Result<Device, Trouble> {
        self.colleague(login, vec![caseworker()]).await
    }

    /// The invitation link of somebody who has not come yet.
    ///
    /// # Errors
    /// When that fails.
    pub async fn invite(&self, name: &str) -> Result<SecretText, Trouble> {
        let letter = self.admin.vault.invite(invitation(self.organisation, name, vec![caseworker()])).await;
        Ok(letter.map_err(|error| Trouble::vault("inviting", error))?.link)
    }

    /// The person of a device on another one, which knows nothing: logged in, the key loaded.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn elsewhere(&self, device: &Device) -> Result<Device, Trouble> {
        let fresh = Device::fresh(&self.portal.origin, &device.login)?;
        fresh.log_in().await?;
        self.load_key(&fresh).await?;
        Ok(fresh)
    }

    /// The key file in use; after a renewal another one than that of the set-up.
    #[must_use]
    pub fn key_file(&self) -> SecretText {
        self.file.borrow().clone()
    }

    /// Loads the key file in use.
    ///
    /// # Errors
    /// When that fails.
    pub async fn load_key(&self, device: &Device) -> Result<(), Trouble> {
        load_key(device, self.organisation, self.key_file()).await
    }

    /// The administrator renews the organisation key until nothing is left to be wrapped anew; the witness loads the new
    /// file.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn rotate(&self, reason: RotationReason) -> Result<SecretText, Trouble> {
        let vault = &self.admin.vault;
        let draft = vault.begin_rotation(self.organisation, reason).await;
        let file = draft.map_err(|error| Trouble::vault("beginning a renewal", error))?.key_file_text;
        let confirmed = vault.confirm_rotation(self.organisation, file.clone(), None).await;
        confirmed.map_err(|error| Trouble::vault("confirming a renewal", error))?;
        loop {
            let progress = vault.rewrap(self.organisation, 50).await;
            let progress = progress.map_err(|error| Trouble::vault("wrapping anew", error))?;
            if progress.complete {
                break;
            }
            if !progress.damaged.is_empty() {
                return Err(Trouble::new("a case key does not open"));
            }
        }
        *self.file.borrow_mut() = file.clone();
        self.load_key(&self.witness).await?;
        Ok(file)
    }

    /// A case of somebody, with person and help; every text holds the canary.
    ///
    /// # Errors
    /// When it is not created.
    pub async fn case(&self, device: &Device, family: &str) -> Result<CaseId, Trouble> {
        case_of(device, self.organisation, family).await
    }

    /// A case with a stand-in, a team and a unit.
    ///
    /// # Errors
    /// When it is not created.
    pub async fn team_case(&self, device: &Device, family: &str) -> Result<CaseId, Trouble> {
        let case = self.case(device, family).await?;
        let name = format!("Gruppe {family}");
        let unit = self.admin.vault.add_unit(self.organisation, None, name, 1).await;
        let unit = unit.map_err(|error| Trouble::vault("adding a unit", error))?;
        let (berta, witness) = (device.session().await?.account, self.witness.session().await?.account);
        let assign = Assign {
            case,
            based_on: 1,
            unit: Some(unit),
            responsible: berta,
            deputy: Some(witness),
            team: vec![witness, berta],
        };
        let assigned = device.vault.assign_case(assign).await;
        assigned.map_err(|error| Trouble::vault("assigning", error))?;
        self.open(device, case).await?;
        Ok(case)
    }

    /// A new entry of a form, with the canary in every text.
    ///
    /// # Errors
    /// When it is not written.
    pub async fn entry(
        &self,
        device: &Device,
        case: CaseId,
        form: &str,
        text: &str,
    ) -> Result<RecordId, Trouble> {
        let record = device.vault.make_record()?;
        self.change(device, case, form, (record, 0), text).await?;
        Ok(record)
    }

    /// A further revision of an entry.
    ///
    /// # Errors
    /// When it is not written.
    pub async fn change(
        &self,
        device: &Device,
        case: CaseId,
        form: &str,
        (record, based_on): (RecordId, u32),
        text: &str,
    ) -> Result<(), Trouble> {
        let configuration = device.vault.configuration().await?;
        let draft = draft(&configuration, form, |key| format!("{CANARY} {text} {key}"))?;
        let write = WriteEntry { case, record, form: form.to_owned(), based_on, draft };
        device.vault.write_entry(write).await.map_err(|error| Trouble::vault("writing", error))?;
        Ok(())
    }

    /// Opens a case.
    ///
    /// # Errors
    /// When it is not opened.
    pub async fn open(&self, device: &Device, case: CaseId) -> Result<CaseView, Trouble> {
        let view = device.vault.open_case(self.organisation, case).await;
        view.map_err(|error| Trouble::vault("opening the case", error))
    }

    /// What password and key file open for somebody.
    ///
    /// # Errors
    /// When they don't.
    pub async fn keys(&self, device: &Device) -> Result<KnownKeys, Trouble> {
        let session = device.session().await?;
        KnownKeys::open(&session, self.organisation, self.key_file().as_str(), PASSWORD)
    }

    /// The keys of a case, as the witness could open them.
    ///
    /// # Errors
    /// When they can't.
    pub async fn case_keys(&self, case: CaseId, keys: &KnownKeys) -> Result<CaseKeys, Trouble> {
        let file = self.witness.case_file(self.organisation, case).await?;
        CaseKeys::open(self.place.tenant, &keys.organisation, &file)
    }
}

/// A case in some organisation.
///
/// # Errors
/// When it is not created.
pub async fn case_of(device: &Device, organisation: OrganisationId, family: &str) -> Result<CaseId, Trouble> {
    let configuration = device.vault.configuration().await?;
    let text = |key: &str| format!("{CANARY} {family} {key}");
    let mut entries = Vec::new();
    for form in ["person", "help"] {
        entries.push((form.to_owned(), draft(&configuration, form, text)?));
    }
    let session = device.vault.refresh_session().await?;
    let new = NewCase {
        id: device.vault.make_case()?,
        organisation,
        unit: None,
        responsible: session.account,
        deputy: None,
        team: Vec::new(),
        entries,
    };
    let created = device.vault.create_case(new).await;
    let case = created.map_err(|error| Trouble::vault("creating the case", error))?.case;
    let opened = device.vault.open_case(organisation, case).await;
    opened.map_err(|error| Trouble::vault("opening the new case", error))?;
    Ok(case)
}

fn invitation(organisation: OrganisationId, name: &str, grants: Vec<Grant>) -> NewInvitation {
    NewInvitation { organisation, display_name: name.to_owned(), grants, valid_days: 7 }
}

async fn tenant(
    portal: &Portal,
    operator: &Device,
    slug: &str,
    login: &str,
) -> Result<(Device, Place), Trouble> {
    let new = NewTenant {
        slug: slug.to_owned(),
        name: format!("Träger {slug}"),
        organisation_name: "Haus am Weg".to_owned(),
        administrator_name: login.to_owned(),
    };
    let setup = operator.vault.create_tenant(new).await;
    let setup = setup.map_err(|error| Trouble::vault("creating the tenant", error))?;
    let admin = Device::fresh(&portal.origin, login)?;
    admin.accept(setup.letter.link.as_str(), PASSWORD).await?;
    let made = set_up(&admin, setup.organisation).await?;
    Ok((admin, Place { tenant: setup.tenant, organisation: setup.organisation, made }))
}

async fn set_up(admin: &Device, organisation: OrganisationId) -> Result<SetupDraft, Trouble> {
    let draft = admin.vault.begin_setup(organisation).await;
    let draft = draft.map_err(|error| Trouble::vault("beginning the set-up", error))?;
    let done = admin.vault.confirm_setup(organisation, draft.key_file_text.clone(), None).await;
    done.map_err(|error| Trouble::vault("confirming the set-up", error))?;
    Ok(draft)
}

async fn colleague(
    portal: &Portal,
    admin: &Device,
    place: &Place,
    login: &str,
    grants: Vec<Grant>,
) -> Result<Device, Trouble> {
    let needs_key = api::organisations::needs_key(&grants);
    let letter = admin.vault.invite(invitation(place.organisation, login, grants)).await;
    let letter = letter.map_err(|error| Trouble::vault("inviting", error))?;
    let device = Device::fresh(&portal.origin, login)?;
    device.accept(letter.link.as_str(), PASSWORD).await?;
    if needs_key {
        load_key(&device, place.organisation, place.key_file()).await?;
    }
    Ok(device)
}

async fn load_key(device: &Device, organisation: OrganisationId, file: SecretText) -> Result<(), Trouble> {
    let loaded = device.vault.load_key(organisation, KeyOrigin::File(file), false, None).await;
    loaded.map(drop).map_err(|error| Trouble::vault("loading the key", error))
}
