//! Who is writing in a case right now: no content, only person and place. Nobody signs it; it is a courtesy, and nothing may
//! depend on it.

use crate::ids::{AccountId, RecordId};
use serde::{Deserialize, Serialize};

/// How long somebody counts as writing after the last word of it, in seconds.
pub const PRESENCE_SECONDS: i64 = 45;
/// How often a client that writes says so, in seconds: one lost request makes nobody vanish.
pub const PRESENCE_BEAT_SECONDS: u64 = 20;

/// Where somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct WritingHere {
    /// The entry; none for a new one.
    #[serde(default)]
    pub record: Option<RecordId>,
}

/// Somebody else who writes in the same case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Writing {
    /// Who.
    pub account: AccountId,
    /// The entry; none for a new one.
    pub record: Option<RecordId>,
}

/// Everybody else who writes in the same case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresenceView {
    /// By account and entry.
    pub writing: Vec<Writing>,
}
