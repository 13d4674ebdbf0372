//! Administration.

use super::SecretText;
use api::{
    ids::{AccountId, InvitationId, OrganisationId},
    invitations::InvitationView,
    organisations::{Grant, HandoverCase, OrganisationState, PersonView, Role, UnitView},
};

/// Whether what the server says of a person stands in the verified organisation log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonTrust {
    /// Keys and rights stand in the log.
    Verified,
    /// Not certified yet, so that there is nothing in the log.
    NotCertified,
    /// The log was not checked, because no key is loaded here.
    Unchecked,
    /// The server's rights or state differ from the log: never a reader or writer, say so.
    Differs,
}

/// A person of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What the server says.
    pub person: PersonView,
    /// What the log says about it.
    pub trust: PersonTrust,
    /// Fingerprint of the person's signing key, from the verified log.
    pub fingerprint: Option<String>,
}

/// What the verified log says about the organisation key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// Epoch.
    pub epoch: u32,
    /// Fingerprint of the key.
    pub fingerprint: String,
    /// Fingerprint of the root.
    pub root_fingerprint: String,
    /// Seconds since 1970 of its making, by the maker's clock.
    pub made_at: i64,
}

/// An organisation as its members see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationOverview {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// State.
    pub state: OrganisationState,
    /// Where the key file lies.
    pub key_hint: String,
    /// Org chart, parents before children.
    pub units: Vec<UnitView>,
    /// People.
    pub people: Vec<Person>,
    /// Invitations; only for administrators.
    pub invitations: Vec<InvitationView>,
    /// The organisation key, once the log was verified.
    pub key: Option<KeyFacts>,
}

impl OrganisationOverview {
    /// How many administrators have loaded the key and are not blocked; below two, urge to name another.
    #[must_use]
    pub fn administrators(&self) -> usize {
        self.people
            .iter()
            .filter(|person| {
                person.person.state == api::organisations::MemberState::Certified
                    && person.person.grants.iter().any(|grant| grant.role == Role::Administrator)
            })
            .count()
    }

    /// A person by account.
    #[must_use]
    pub fn person(&self, account: AccountId) -> Option<&Person> {
        self.people.iter().find(|person| person.person.account == account)
    }
}

/// Somebody is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Name of the person (clear).
    pub display_name: String,
    /// Rights, at least one.
    pub grants: Vec<Grant>,
    /// Days until it expires.
    pub valid_days: u16,
}

/// An invitation to hand over: as link, QR or printed letter. The secret in it is shown once and kept nowhere.
#[derive(Debug, Clone)]
pub struct InvitationLetter {
    /// The invitation.
    pub invitation: InvitationId,
    /// Account that it makes or renews.
    pub account: AccountId,
    /// Name of the person.
    pub display_name: String,
    /// Link with the secret in the fragment; also the text of the QR code.
    pub link: SecretText,
    /// Address without the secret, for the printed letter.
    pub address: String,
    /// Typeable groups with check characters.
    pub groups: Vec<SecretText>,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// Cases that must be handed over, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The cases, as `handover_cases` or `block` gave them.
    pub cases: Vec<HandoverCase>,
    /// Who takes them over.
    pub to: AccountId,
}
