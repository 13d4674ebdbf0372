//! Tenants, organisations, people.

use super::{
    db::{Db, Invitation, Log, Membership, Org, Tenant},
    route::{Answer, json, no, nothing},
};
use api::{
    ProblemCode,
    bytes::Bytes32,
    configuration::Configuration,
    ids::{AccountId, InvitationId, OrganisationId, UnitId},
    institute::{CreateTenant, TenantView},
    invitations::{CreateInvitation, InvitationKind, InvitationState, InvitationView, UnsignedInvitation},
    organisations::{
        ConfigurationView, CreateCertificate, CreateGenesis, CreateOrganisation, Grant, HandoverCase,
        LogPage, MemberState, OrganisationState, OrganisationView, PersonView, PostStatement, Receipt, Role,
        Scope, UnitView, UpdateOrganisation,
    },
    statement::Payload,
};

const ADMINISTRATOR: Grant = Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None };

impl Db {
    pub fn configuration(&self) -> Answer {
        let document = serde_json::to_value(Configuration::builtin().unwrap()).unwrap();
        json(200, &ConfigurationView { version: 1, hash: Bytes32::ZERO, document })
    }

    pub fn invite_unsigned(
        &mut self,
        invitation: &UnsignedInvitation,
        kind: InvitationKind,
        org: Option<OrganisationId>,
    ) {
        let tenant = org.map(|org| self.organisations[&org].tenant);
        let entry = Invitation {
            kind,
            tenant,
            organisation: org,
            account: invitation.account,
            display_name: invitation.display_name.clone(),
            grants: org.map_or_else(Vec::new, |_| vec![ADMINISTRATOR]),
            rights_version: 1,
            one_use: invitation.one_use,
            expires_at: invitation.expires_at,
            state: InvitationState::Open,
            statement: None,
        };
        self.invitations.insert(invitation.id, entry);
    }

    pub fn list_tenants(&self) -> Answer {
        let view = |tenant: &Tenant| TenantView {
            id: tenant.id,
            slug: tenant.slug.clone(),
            name: tenant.name.clone(),
            organisations: 1,
            people: 0,
            open_cases: 0,
            cases: 0,
            ready: false,
            created_at: self.now,
        };
        json(200, &self.tenants.iter().map(view).collect::<Vec<_>>())
    }

    pub fn create_tenant(&mut self, create: CreateTenant, who: AccountId) -> Answer {
        if self.accounts[&who].tenant.is_some() {
            return no(ProblemCode::Forbidden);
        }
        if self.tenants.iter().any(|tenant| tenant.slug == create.slug) {
            return no(ProblemCode::SlugTaken);
        }
        self.tenants.push(Tenant { id: create.id, slug: create.slug, name: create.name });
        self.put_organisation(create.organisation, create.id, create.organisation_name);
        self.invite_unsigned(&create.invitation, InvitationKind::Setup, Some(create.organisation));
        nothing()
    }

    fn put_organisation(&mut self, id: OrganisationId, tenant: api::ids::TenantId, name: String) {
        let org = Org {
            tenant,
            name,
            state: OrganisationState::Created,
            key_hint: String::new(),
            units: Vec::new(),
            log: Log::new(*id.as_bytes()),
            root: Bytes32::ZERO,
            previous: std::collections::BTreeMap::new(),
        };
        self.organisations.insert(id, org);
    }

    pub fn create_organisation(&mut self, create: CreateOrganisation, who: AccountId) -> Answer {
        let Some(tenant) = self.accounts[&who].tenant else { return no(ProblemCode::Forbidden) };
        self.put_organisation(create.id, tenant, create.name);
        let member = Membership {
            grants: vec![ADMINISTRATOR],
            version: 1,
            state: MemberState::Joined,
            bundle: None,
            enrolment: None,
            invitation: None,
            display_name: self.accounts[&who].display_name.clone(),
        };
        self.memberships.insert((create.id, who), member);
        self.organisation(create.id, who)
    }

    pub fn organisation(&mut self, id: OrganisationId, who: AccountId) -> Answer {
        if !self.memberships.contains_key(&(id, who)) {
            return no(ProblemCode::NotFound);
        }
        let org = &self.organisations[&id];
        let people = self.memberships.iter().filter(|((org, _), _)| *org == id);
        let person = |((_, account), member): (&(OrganisationId, AccountId), &Membership)| PersonView {
            account: *account,
            login: self.accounts.get(account).map(|account| account.login.clone()),
            display_name: member.display_name.clone(),
            grants: member.grants.clone(),
            rights_version: member.version,
            state: member.state,
            last_login_at: None,
            responsible_for: 0,
        };
        let invitations =
            self.invitations.iter().filter(|(_, invitation)| invitation.organisation == Some(id));
        let view = OrganisationView {
            id,
            tenant: org.tenant,
            name: org.name.clone(),
            state: org.state,
            key_hint: org.key_hint.clone(),
            units: org.units.clone(),
            people: people.map(person).collect(),
            invitations: invitations.map(|(id, invitation)| view(*id, invitation)).collect(),
            head: org.log.head,
        };
        json(200, &view)
    }

    pub fn update_organisation(&mut self, id: OrganisationId, update: UpdateOrganisation) -> Answer {
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        if let Some(name) = update.name {
            org.name = name;
        }
        if let Some(hint) = update.key_hint {
            org.key_hint = hint;
        }
        nothing()
    }

    pub fn log(&mut self, id: OrganisationId, query: &str, who: AccountId) -> Answer {
        if !self.memberships.contains_key(&(id, who)) {
            return no(ProblemCode::NotFound);
        }
        let after: u64 = query.strip_prefix("after=").and_then(|n| n.parse().ok()).unwrap_or(0);
        let log = &self.organisations[&id].log;
        // Small pages, so that fetching several is the rule in tests.
        let entries = log.entries.iter().filter(|entry| entry.n > after).take(3).cloned().collect();
        json(200, &LogPage { entries, head: log.head })
    }

    pub fn genesis(&mut self, id: OrganisationId, create: CreateGenesis, who: AccountId) -> Answer {
        let now = self.now;
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        if org.state == OrganisationState::Ready {
            return no(ProblemCode::AlreadySetUp);
        }
        org.state = OrganisationState::Ready;
        org.root = super::keys::root_of(&create.statement);
        let head = org.log.append_statement(&create.statement, now);
        if let Some(member) = self.memberships.get_mut(&(id, who)) {
            member.state = MemberState::Certified;
            member.bundle = Some(create.bundle);
        }
        json(201, &Receipt { head, at: now })
    }

    pub fn certificate(&mut self, id: OrganisationId, create: CreateCertificate, who: AccountId) -> Answer {
        let now = self.now;
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        let Some(member) = self.memberships.get_mut(&(id, who)) else { return no(ProblemCode::NotFound) };
        let head = org.log.append_statement(&create.statement, now);
        member.state = MemberState::Certified;
        member.bundle = Some(create.bundle);
        member.enrolment = None;
        member.invitation = None;
        json(201, &Receipt { head, at: now })
    }

    pub fn put_unit(&mut self, id: OrganisationId, unit: UnitView) -> Answer {
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        org.units.retain(|other| other.id != unit.id);
        org.units.push(unit);
        nothing()
    }

    pub fn remove_unit(&mut self, id: OrganisationId, unit: UnitId) -> Answer {
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        if org.units.iter().any(|other| other.parent == Some(unit)) {
            return no(ProblemCode::UnitInUse);
        }
        org.units.retain(|other| other.id != unit);
        nothing()
    }

    pub fn invite(&mut self, id: OrganisationId, create: CreateInvitation) -> Answer {
        let Ok(statement) = create.statement.decode() else { return no(ProblemCode::BadStatement) };
        let Payload::Invitation(said) = statement.payload else { return no(ProblemCode::BadStatement) };
        let entry = Invitation {
            kind: InvitationKind::Member,
            tenant: Some(self.organisations[&id].tenant),
            organisation: Some(id),
            account: said.account,
            display_name: said.display_name,
            grants: said.grants,
            rights_version: said.rights_version,
            one_use: said.one_use,
            expires_at: said.expires_at,
            state: InvitationState::Open,
            statement: Some(create.statement),
        };
        let answer = view(said.id, &entry);
        self.invitations.insert(said.id, entry);
        json(201, &answer)
    }

    pub fn revoke(&mut self, id: InvitationId) -> Answer {
        if let Some(invitation) = self.invitations.get_mut(&id) {
            invitation.state = InvitationState::Revoked;
        }
        nothing()
    }

    pub fn person_statement(&mut self, id: OrganisationId, post: PostStatement) -> Answer {
        let Ok(statement) = post.statement.decode() else { return no(ProblemCode::BadStatement) };
        let administrators = self
            .memberships
            .iter()
            .filter(|((org, _), member)| {
                *org == id
                    && member.state == MemberState::Certified
                    && member.grants.iter().any(|grant| grant.role == Role::Administrator)
            })
            .map(|((_, account), _)| *account)
            .collect::<Vec<_>>();
        let (account, grants) = match &statement.payload {
            Payload::Rights(rights) => (rights.account, Some(rights.grants.clone())),
            Payload::Revocation(revocation) => (revocation.account, None),
            _ => return no(ProblemCode::BadStatement),
        };
        let stays = grants
            .as_ref()
            .is_some_and(|grants| grants.iter().any(|grant| grant.role == Role::Administrator));
        if administrators == [account] && !stays {
            return no(ProblemCode::LastAdministrator);
        }
        let now = self.now;
        let Some(org) = self.organisations.get_mut(&id) else { return no(ProblemCode::NotFound) };
        let head = org.log.append_statement(&post.statement, now);
        if let Some(member) = self.memberships.get_mut(&(id, account)) {
            member.version += 1;
            match grants {
                Some(grants) => member.grants = grants,
                None => {
                    member.state = MemberState::Blocked;
                    self.sessions.retain(|_, session| session.account != account);
                }
            }
        }
        json(200, &Receipt { head, at: now })
    }

    pub fn handover(&mut self, id: OrganisationId, account: AccountId) -> Answer {
        let cases = self
            .cases
            .values()
            .filter(|case| case.summary.organisation == id && case.summary.responsible == account);
        let handover = |case: &super::db::Case| HandoverCase {
            case: case.summary.id,
            part: case.parts[0].id,
            code: case.summary.code.clone(),
            unit: case.summary.unit,
            deputy: case.summary.deputy,
            team: case.summary.team.clone(),
            assignment_version: case.summary.assignment_version,
            head: case.parts[0].log.head,
        };
        json(200, &cases.map(handover).collect::<Vec<_>>())
    }
}

fn view(id: InvitationId, invitation: &Invitation) -> InvitationView {
    InvitationView {
        id,
        account: invitation.account,
        display_name: invitation.display_name.clone(),
        grants: invitation.grants.clone(),
        state: invitation.state,
        expires_at: invitation.expires_at,
    }
}
