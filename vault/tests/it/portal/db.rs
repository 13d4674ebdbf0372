//! What the portal stores.

use api::{
    auth::{Kdf, LoginChallenge, OwnMembership, SessionView},
    bytes::{Bytes, Bytes32},
    cases::{CaseSlot, CaseSummary, PartSlot},
    chain::{Entry, Head, next_head},
    ids::{AccountId, CaseId, ChallengeId, DeviceId, InvitationId, OrganisationId, PartId, TenantId},
    invitations::{InvitationKind, InvitationState},
    keys::HeldSlot,
    organisations::{Grant, MemberState, OrganisationState, UnitView},
    records::{LogContent, LogEntry},
    statement::SignedStatement,
};
use std::collections::BTreeMap;

pub struct Tenant {
    pub id: TenantId,
    pub slug: String,
    pub name: String,
}

pub struct Account {
    pub tenant: Option<TenantId>,
    pub login: String,
    pub display_name: String,
    pub salt: Bytes32,
    pub kdf: Kdf,
    pub login_key: Bytes32,
    /// The organisation that made the account.
    pub home: Option<OrganisationId>,
}

pub struct Membership {
    pub grants: Vec<Grant>,
    pub version: u32,
    pub state: MemberState,
    pub bundle: Option<Bytes>,
    pub enrolment: Option<Bytes>,
    pub invitation: Option<SignedStatement>,
    pub display_name: String,
}

pub struct Org {
    pub tenant: TenantId,
    pub name: String,
    pub state: OrganisationState,
    pub key_hint: String,
    pub units: Vec<UnitView>,
    pub log: Log,
    /// The root in force.
    pub root: Bytes32,
    /// The key of epoch e−1 under that of e, by e.
    pub previous: BTreeMap<u32, Bytes>,
}

#[derive(Clone)]
pub struct Log {
    pub id: [u8; 16],
    pub entries: Vec<LogEntry>,
    pub head: Head,
}

impl Log {
    pub fn new(id: [u8; 16]) -> Self {
        Self { id, entries: Vec::new(), head: Head::EMPTY }
    }

    pub fn append(
        &mut self,
        object: [u8; 16],
        revision: u32,
        hash: Bytes32,
        content: LogContent,
        at: i64,
    ) -> Head {
        self.head = next_head(&self.id, &self.head, &Entry { object, revision, hash });
        self.entries.push(LogEntry {
            n: self.head.n,
            hash: self.head.hash,
            object: Bytes(object.to_vec()),
            revision,
            at,
            content,
        });
        self.head
    }

    pub fn append_statement(&mut self, statement: &SignedStatement, at: i64) -> Head {
        let object = statement.decode().unwrap().object();
        self.append(object, 0, statement.hash(), LogContent::Statement(statement.clone()), at)
    }
}

pub struct Invitation {
    pub kind: InvitationKind,
    pub tenant: Option<TenantId>,
    pub organisation: Option<OrganisationId>,
    pub account: AccountId,
    pub display_name: String,
    pub grants: Vec<Grant>,
    pub rights_version: u32,
    pub one_use: Bytes32,
    pub expires_at: i64,
    pub state: InvitationState,
    pub statement: Option<SignedStatement>,
}

pub struct Session {
    pub account: AccountId,
    pub share: Option<Bytes32>,
}

pub struct Part {
    pub id: PartId,
    pub kind: String,
    /// Ascending by epoch.
    pub slots: Vec<PartSlot>,
    pub log: Log,
}

impl Part {
    /// Epoch of the key that is sealed under now.
    pub fn epoch(&self) -> u32 {
        self.slots.last().map_or(0, |slot| slot.epoch)
    }
}

pub struct Case {
    pub summary: CaseSummary,
    /// Of all keys and epochs.
    pub slots: Vec<CaseSlot>,
    pub parts: Vec<Part>,
}

#[derive(Default)]
pub struct Db {
    pub now: i64,
    pub counter: u64,
    pub tenants: Vec<Tenant>,
    pub accounts: BTreeMap<AccountId, Account>,
    pub organisations: BTreeMap<OrganisationId, Org>,
    pub memberships: BTreeMap<(OrganisationId, AccountId), Membership>,
    pub invitations: BTreeMap<InvitationId, Invitation>,
    pub sessions: BTreeMap<u64, Session>,
    pub devices: BTreeMap<(AccountId, DeviceId), Bytes32>,
    pub challenges: BTreeMap<ChallengeId, (String, String, LoginChallenge)>,
    pub cases: BTreeMap<CaseId, Case>,
    /// What an honest server has deleted; a hostile one has it still.
    pub deleted: Vec<HeldSlot>,
    /// Short codes that are refused as taken, until the list is empty.
    pub refuse_codes: u32,
}

impl Db {
    pub fn tenant(&self, id: TenantId) -> &Tenant {
        self.tenants.iter().find(|tenant| tenant.id == id).unwrap()
    }

    pub fn session_view(&self, account: AccountId) -> SessionView {
        let own = &self.accounts[&account];
        let memberships = self.memberships.iter().filter(|((_, who), _)| *who == account);
        SessionView {
            account,
            login: own.login.clone(),
            display_name: own.display_name.clone(),
            tenant: own.tenant,
            tenant_slug: own.tenant.map_or("institut".to_owned(), |id| self.tenant(id).slug.clone()),
            tenant_name: own.tenant.map_or("Institut".to_owned(), |id| self.tenant(id).name.clone()),
            operator: own.tenant.is_none(),
            memberships: memberships
                .map(|((organisation, _), member)| {
                    let org = &self.organisations[organisation];
                    OwnMembership {
                        organisation: *organisation,
                        organisation_name: org.name.clone(),
                        organisation_state: org.state,
                        key_hint: org.key_hint.clone(),
                        grants: member.grants.clone(),
                        state: member.state,
                        bundle: member.bundle.clone(),
                        enrolment: member.enrolment.clone(),
                        invitation: member.invitation.clone(),
                    }
                })
                .collect(),
            salt: own.salt,
            kdf: own.kdf,
            idle_expires_at: self.now + 3600,
            expires_at: self.now + 36_000,
        }
    }
}
