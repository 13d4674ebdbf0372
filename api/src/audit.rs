//! Who did what when: append-only, hash-chained per tenant.

use crate::{
    bytes::Bytes32,
    ids::{AccountId, OrganisationId},
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

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// Entries.
    pub entries: Vec<AuditEntry>,
    /// Number to ask before for older ones; none at the beginning.
    pub before: Option<u64>,
}
