//! Errors on the wire: `application/problem+json` (RFC 9457) with a stable code that the browser turns into words.

use crate::chain::Head;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// Stable code of a problem. The text for people is made by the browser, in German or English.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
            /// A code that this release does not know yet.
            #[serde(other)]
            Unknown,
        }

        impl ProblemCode {
            /// All codes, for tests that every one has words in every language.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it stands on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Unknown => "unknown" }
            }

            /// HTTP status that goes with the code.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }
        }
    };
}

codes! {
    /// The request is not what the contract says.
    BadRequest = "bad_request", 400;
    /// A clear value is not a code, or the facts do not fit the form.
    BadFacts = "bad_facts", 422;
    /// A statement or envelope is malformed or does not fit its place.
    BadStatement = "bad_statement", 422;
    /// A signature does not verify.
    BadSignature = "bad_signature", 422;
    /// Text, envelope or body beyond the limits.
    TooLarge = "too_large", 413;
    /// Nobody is logged in, or the session ended.
    SessionEnded = "session_ended", 401;
    /// Tenant, login name or password is wrong.
    LoginFailed = "login_failed", 401;
    /// The account is blocked.
    AccountBlocked = "account_blocked", 403;
    /// Not allowed for this person.
    Forbidden = "forbidden", 403;
    /// A write without the custom header or from a foreign origin.
    CrossSite = "cross_site", 403;
    /// There is no such thing, or it is not visible for this person.
    NotFound = "not_found", 404;
    /// Somebody saved in between; `head_revision` and `head` say what is current.
    Conflict = "conflict", 409;
    /// The login name is taken.
    LoginTaken = "login_taken", 409;
    /// The short code of a case is taken; make another.
    CaseCodeTaken = "case_code_taken", 409;
    /// The tenant's slug is taken or reserved.
    SlugTaken = "slug_taken", 409;
    /// There is already an entry of a form that exists once in a case.
    SingletonExists = "singleton_exists", 409;
    /// Id exists with other content.
    IdTaken = "id_taken", 409;
    /// Org unit still has cases, people or units below it.
    UnitInUse = "unit_in_use", 409;
    /// The last administrator can't be removed.
    LastAdministrator = "last_administrator", 409;
    /// The organisation has its key already.
    AlreadySetUp = "already_set_up", 409;
    /// The organisation has no key yet.
    NotSetUp = "not_set_up", 409;
    /// The organisation key was renewed meanwhile; load the new one.
    KeyOutdated = "key_outdated", 409;
    /// The case got new keys meanwhile; read it again.
    CaseKeyOutdated = "case_key_outdated", 409;
    /// Cases still wait for the new organisation key.
    KeyIncomplete = "key_incomplete", 409;
    /// The invitation is unknown or its secret is wrong.
    InvitationUnknown = "invitation_unknown", 404;
    /// The invitation has expired.
    InvitationExpired = "invitation_expired", 410;
    /// The invitation has been used.
    InvitationUsed = "invitation_used", 410;
    /// The invitation was withdrawn or replaced by a newer one.
    InvitationRevoked = "invitation_revoked", 410;
    /// The account is not certified or was revoked in this organisation.
    NotCertified = "not_certified", 403;
    /// Too many attempts; `retry_after` says when.
    TooManyAttempts = "too_many_attempts", 429;
    /// This client is too old.
    UpgradeRequired = "upgrade_required", 426;
    /// The case is closed; reopen it first.
    CaseClosed = "case_closed", 409;
    /// The server could not store it; nothing was saved.
    StorageFailed = "storage_failed", 503;
    /// Something unexpected on the server; nothing was saved.
    Internal = "internal", 500;
}

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank#` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English title for people who read logs; never holds content.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: ProblemCode,
    /// Current revision of the object, on a conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_revision: Option<u32>,
    /// Current head of the log, on a conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// Seconds to wait, on too many attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Id of the request, to be named to support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem with nothing but its code.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: format!("about:blank#{}", code.as_str()),
            title: code.as_str().replace('_', " "),
            status: code.status(),
            code,
            head_revision: None,
            head: None,
            retry_after: None,
            request_id: None,
        }
    }
}
