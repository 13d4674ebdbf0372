//! Who did what when: append-only, hash-chained per tenant.

use crate::{
    bytes::Bytes32,
    chain::sha256,
    ids::{AccountId, OrganisationId, TenantId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[non_exhaustive]
        pub enum AuditAction {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
            /// An action that this release does not know yet.
            #[serde(other)]
            Unknown,
        }

        impl AuditAction {
            /// All actions, for tests that every one has words in every language.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The action of a text from the database.
            #[must_use]
            pub fn from_text(text: &str) -> Self {
                Self::ALL.iter().copied().find(|action| action.as_str() == text).unwrap_or(Self::Unknown)
            }

            /// The action as it stands on the wire and in the database.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Unknown => "unknown" }
            }
        }
    };
}

actions! {
    /// A tenant was created.
    TenantCreated = "tenant_created";
    /// An organisation was created.
    OrganisationCreated = "organisation_created";
    /// Name or key hint of an organisation was changed.
    OrganisationChanged = "organisation_changed";
    /// Root and organisation key were made.
    OrganisationReady = "organisation_ready";
    /// An org unit was added, changed or removed.
    UnitChanged = "unit_changed";
    /// Somebody was invited.
    Invited = "invited";
    /// An invitation was withdrawn.
    InvitationRevoked = "invitation_revoked";
    /// An invitation was used.
    InvitationUsed = "invitation_used";
    /// Somebody tried a used invitation again.
    InvitationReused = "invitation_reused";
    /// Somebody loaded the organisation key for the first time.
    Certified = "certified";
    /// A new organisation key was begun.
    KeyBegun = "key_begun";
    /// A new organisation key is in use.
    KeyRenewed = "key_renewed";
    /// All cases are under the new organisation key.
    KeyCompleted = "key_completed";
    /// Copies of the organisation key were opened to prove them.
    KeyChecked = "key_checked";
    /// The institute made an access without rights for an organisation that lost its administrators.
    EmergencyAccess = "emergency_access";
    /// Somebody became administrator by the sheet in the safe.
    AdministratorRecovered = "administrator_recovered";
    /// The root was replaced.
    RootReplaced = "root_replaced";
    /// A case got new keys.
    CaseKeysRenewed = "case_keys_renewed";
    /// Rights were changed.
    RightsChanged = "rights_changed";
    /// A person was blocked.
    Blocked = "blocked";
    /// Somebody logged in.
    LoggedIn = "logged_in";
    /// A login failed.
    LoginFailed = "login_failed";
    /// Somebody logged out.
    LoggedOut = "logged_out";
    /// A password was changed.
    PasswordChanged = "password_changed";
    /// A device was remembered or forgotten.
    DeviceChanged = "device_changed";
    /// A case was created.
    CaseCreated = "case_created";
    /// A case was opened.
    CaseOpened = "case_opened";
    /// A case was given to other people.
    CaseAssigned = "case_assigned";
    /// A case was closed or reopened.
    CaseStateChanged = "case_state_changed";
    /// An entry was withdrawn.
    EntryWithdrawn = "entry_withdrawn";
    /// The institute looked at the tenant's structure.
    InstituteLooked = "institute_looked";
    /// The institute looked at the tenant's cases.
    InstituteLookedAtCases = "institute_looked_at_cases";
    /// The institute looked at one case.
    InstituteLookedAtCase = "institute_looked_at_case";
}

/// An entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Number within the tenant, from 1.
    pub n: u64,
    /// Seconds since 1970.
    pub at: i64,
    /// Who; none where nobody was logged in.
    pub account: Option<AccountId>,
    /// Display name of who; `institute` is true for operators.
    pub who: Option<String>,
    /// Whether it was one of the institute's operators.
    pub institute: bool,
    /// Organisation, where it concerns one.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub action: AuditAction,
    /// Object that it concerns: account, unit, case, invitation.
    pub object: Option<Uuid>,
    /// Clear short name of the object: display name, unit name or case code.
    pub label: Option<String>,
    /// Chain hash.
    pub hash: Bytes32,
}

impl AuditEntry {
    /// The chain hash of this entry behind `previous` (zeroes before the first):
    /// `SHA-256("wimes/audit/1" ‖ tenant ‖ previous ‖ n ‖ at ‖ institute ‖ account ‖ who ‖ organisation ‖ action ‖ object
    /// ‖ label)`. Numbers are 8 bytes big-endian, `institute` is one byte, everything after it has its length before it
    /// (8 bytes big-endian); what is absent is a length of 2⁶⁴−1 alone. Does not look at [`hash`](Self::hash).
    #[must_use]
    pub fn chain_hash(&self, tenant: TenantId, previous: &Bytes32) -> Bytes32 {
        let mut message = b"wimes/audit/1".to_vec();
        message.extend_from_slice(tenant.as_bytes());
        message.extend_from_slice(&previous.0);
        message.extend_from_slice(&self.n.to_be_bytes());
        message.extend_from_slice(&self.at.to_be_bytes());
        message.push(u8::from(self.institute));
        let mut field = |bytes: Option<&[u8]>| {
            let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
            message.extend_from_slice(&length.to_be_bytes());
            message.extend_from_slice(bytes.unwrap_or_default());
        };
        field(self.account.as_ref().map(|id| id.as_bytes().as_slice()));
        field(self.who.as_deref().map(str::as_bytes));
        field(self.organisation.as_ref().map(|id| id.as_bytes().as_slice()));
        field(Some(self.action.as_str().as_bytes()));
        field(self.object.as_ref().map(|id| id.as_bytes().as_slice()));
        field(self.label.as_deref().map(str::as_bytes));
        sha256(&message)
    }
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// Entries.
    pub entries: Vec<AuditEntry>,
    /// Number to ask before for older ones; none at the beginning.
    pub before: Option<u64>,
}
