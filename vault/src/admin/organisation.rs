//! Organisations and their org chart.

use super::{HINT_MAX, admin_name};
use crate::{
    AdminError, CallError, Method, Store, Transport, Vault,
    http::path,
    log::{Member, OrganisationLog},
    session::signing_fingerprint,
    view::{KeyFacts, OrganisationOverview, Person, PersonTrust},
};
use api::{
    audit::AuditPage,
    ids::{AccountId, OrganisationId, UnitId},
    organisations::{
        CreateOrganisation, MemberState, OrganisationView, PersonView, UnitView, UpdateOrganisation,
    },
    paths::v1,
};
use crypto::Fingerprint;

impl<T: Transport, S: Store> Vault<T, S> {
    /// An organisation with its org chart, people and (for administrators) invitations, compared with its log.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn organisation(
        &self,
        organisation: OrganisationId,
    ) -> Result<OrganisationOverview, CallError> {
        let view: OrganisationView = self.get(path(v1::ORGANISATION, &[&organisation])).await?;
        if view.id != organisation {
            return Err(CallError::Protocol);
        }
        let keyed = self.state.borrow().keys.contains_key(&organisation);
        let log = if keyed { Some(self.refresh_log(organisation).await?) } else { None };
        self.state.borrow().session()?;
        self.keep_names(&view);
        let left_out = log.as_deref().map_or_else(Vec::new, |log| left_out(&view.people, log));
        let people = view.people.into_iter().map(|person| person_with_trust(person, log.as_deref()));
        let people = people.chain(left_out).collect();
        let key = log.as_deref().and_then(|log| {
            let epoch = log.epoch()?;
            Some(KeyFacts {
                epoch: epoch.epoch,
                fingerprint: Fingerprint::from_bytes(epoch.fingerprint.0).to_string(),
                root_fingerprint: Fingerprint::of_root(&log.root).to_string(),
                made_at: log.made_at,
            })
        });
        Ok(OrganisationOverview {
            id: view.id,
            name: view.name,
            state: view.state,
            key_hint: view.key_hint,
            units: view.units,
            people,
            invitations: view.invitations,
            key,
        })
    }

    /// Adds a further organisation to the tenant; this person becomes its first administrator and makes its key next.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn create_organisation(&self, name: String) -> Result<OrganisationId, AdminError> {
        let id = self.make_id()?;
        let body = CreateOrganisation { id, name: admin_name(&name)? };
        self.tell(Method::Post, v1::ORGANISATIONS.to_owned(), &body).await?;
        self.refresh_session().await?;
        Ok(id)
    }

    /// Renames an organisation.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn rename_organisation(
        &self,
        organisation: OrganisationId,
        name: String,
    ) -> Result<(), AdminError> {
        let change = UpdateOrganisation { name: Some(admin_name(&name)?), key_hint: None };
        self.update_organisation(organisation, change).await
    }

    /// Says where the key file lies, in plain words (clear). May be empty, at most 480 letters.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_key_hint(&self, organisation: OrganisationId, hint: String) -> Result<(), AdminError> {
        let hint = hint.trim().to_owned();
        if hint.chars().count() > HINT_MAX || hint.chars().any(|c| c.is_control() && c != '\n') {
            return Err(AdminError::Name);
        }
        self.update_organisation(organisation, UpdateOrganisation { name: None, key_hint: Some(hint) }).await
    }

    async fn update_organisation(
        &self,
        organisation: OrganisationId,
        change: UpdateOrganisation,
    ) -> Result<(), AdminError> {
        self.tell(Method::Patch, path(v1::ORGANISATION, &[&organisation]), &change).await?;
        self.refresh_session().await?;
        Ok(())
    }

    /// Adds an org unit below another one or directly below the organisation.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn add_unit(
        &self,
        organisation: OrganisationId,
        parent: Option<UnitId>,
        name: String,
        position: u32,
    ) -> Result<UnitId, AdminError> {
        let id = self.make_id()?;
        let unit = UnitView { id, parent, name: admin_name(&name)?, position };
        self.tell(Method::Post, path(v1::UNITS, &[&organisation]), &unit).await?;
        Ok(id)
    }

    /// Renames or moves an org unit.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn change_unit(&self, organisation: OrganisationId, unit: UnitView) -> Result<(), AdminError> {
        let unit = UnitView { name: admin_name(&unit.name)?, ..unit };
        Ok(self.tell(Method::Put, path(v1::UNIT, &[&organisation, &unit.id]), &unit).await?)
    }

    /// Removes an empty org unit.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn remove_unit(&self, organisation: OrganisationId, unit: UnitId) -> Result<(), AdminError> {
        Ok(self.call(Method::Delete, path(v1::UNIT, &[&organisation, &unit])).await?)
    }

    /// A page of the tenant's audit, newest first; `before` from the last page for older ones.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn audit(&self, before: Option<u64>) -> Result<AuditPage, CallError> {
        let path = before.map_or_else(|| v1::AUDIT.to_owned(), |n| format!("{}?before={n}", v1::AUDIT));
        Ok(self.get(path).await?)
    }
}

fn person_with_trust(person: PersonView, log: Option<&OrganisationLog>) -> Person {
    let Some(log) = log else { return Person { person, trust: PersonTrust::Unchecked, fingerprint: None } };
    let fingerprint = log
        .current_certificate(person.account)
        .map(|(_, certificate)| signing_fingerprint(&certificate.signing));
    let trust = trust(&person, log.member(person.account));
    Person { person, trust, fingerprint }
}

/// Members whom the log certifies and the server does not show: nobody would think of blocking them.
fn left_out(shown: &[PersonView], log: &OrganisationLog) -> Vec<Person> {
    let hidden = log.members().filter(|(account, member)| {
        member.certificate.is_some() && !shown.iter().any(|person| person.account == *account)
    });
    let person = |(account, member): (AccountId, &Member)| {
        let person = PersonView {
            account,
            login: None,
            display_name: member.display_name.clone(),
            grants: member.grants().to_vec(),
            rights_version: member.version(),
            state: if member.is_blocked() { MemberState::Blocked } else { MemberState::Certified },
            last_login_at: None,
            responsible_for: 0,
        };
        Person { trust: PersonTrust::Differs, ..person_with_trust(person, Some(log)) }
    };
    hidden.map(person).collect()
}

/// What the server says of a person against what the log says.
fn trust(person: &PersonView, member: Option<&Member>) -> PersonTrust {
    let certified = member.is_some_and(|member| member.certificate.is_some());
    let blocked = member.is_some_and(Member::is_blocked);
    let same = match person.state {
        MemberState::Invited | MemberState::Joined if blocked => false,
        MemberState::Invited | MemberState::Joined => return PersonTrust::NotCertified,
        MemberState::Blocked => blocked,
        MemberState::Certified => certified && !blocked,
    };
    let mut said = person.grants.clone();
    let mut signed = member.map_or_else(Vec::new, |member| member.grants().to_vec());
    said.sort_unstable();
    signed.sort_unstable();
    if same && said == signed { PersonTrust::Verified } else { PersonTrust::Differs }
}
