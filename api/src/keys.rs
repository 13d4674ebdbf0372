//! The life of the organisation key: epochs, slots that are wrapped anew, bundles, recovery; and new keys of a case.
//!
//! A rotation has these steps, each of which can be repeated after a lost answer:
//!
//! 1. [`PostKeyEpoch`] with state *begun*: announces fingerprint and KEM key of the next epoch. The client then has the new
//!    key file saved and loaded back.
//! 2. [`PostKeyEpoch`] with state *active* and the previous key sealed under the new one. From here on the server takes
//!    new cases under the new epoch only.
//! 3. [`SlotPage`] and [`Rewrap`], until nothing is left. Old slots stay beside the new ones meanwhile.
//! 4. [`PostKeyEpoch`] with state *complete*: refused while slots are left; the superseded slots are deleted.

use crate::{
    bytes::{Bytes, Bytes32},
    cases::{CaseSlot, PartSlot},
    ids::{CaseId, PartId},
    statement::SignedStatement,
};
use serde::{Deserialize, Serialize};

/// The organisation key of an epoch, sealed under that of the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviousKey {
    /// Epoch e of the key that opens the envelope; inside is the key of e−1.
    pub epoch: u32,
    /// Envelope of kind previous organisation key.
    pub envelope: Bytes,
}

/// How the keys of an organisation hang together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyChain {
    /// All previous keys, ascending by epoch.
    pub previous: Vec<PreviousKey>,
    /// Number of case keys that are not wrapped under the epoch in force yet; only for administrators, else 0.
    pub waiting: u32,
}

/// A step in the life of an epoch. The statement must name the current head of the organisation log: of two
/// administrators at once one wins, the other gets a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostKeyEpoch {
    /// Statement with payload `KeyEpoch`.
    pub statement: SignedStatement,
    /// The key of the epoch before, sealed under this one; with state active, else absent.
    pub previous: Option<Bytes>,
    /// The signer's own bundle under the new epoch; with state active, else absent.
    pub bundle: Option<Bytes>,
}

/// A wrapped case key and the case that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldSlot {
    /// The case.
    pub case: CaseId,
    /// Its key.
    pub slot: CaseSlot,
}

/// Case keys that are not wrapped under the epoch in force yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotPage {
    /// Some of them, in the order of their cases: the newest slot of each key.
    pub slots: Vec<HeldSlot>,
    /// How many there are in all.
    pub remaining: u32,
}

/// Case keys wrapped under the epoch in force. What is there already is skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rewrap {
    /// The slots; at most [`crate::limits::BATCH_MAX`].
    pub slots: Vec<HeldSlot>,
}

/// Answer to [`Rewrap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RewrapReceipt {
    /// How many are left.
    pub remaining: u32,
}

/// The own bundle sealed under a newer organisation key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplaceBundle {
    /// SHA-256 of the bundle that it replaces; another one is a conflict.
    pub previous: Bytes32,
    /// The new bundle.
    pub bundle: Bytes,
}

/// Somebody becomes administrator by the root on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateRecovery {
    /// Statement with payload `Recovery`, signed by the root.
    pub statement: SignedStatement,
    /// Sealed bundle with the new keys.
    pub bundle: Bytes,
}

/// New key of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewPart {
    /// The part.
    pub part: PartId,
    /// Its new key under the case key.
    pub slot: PartSlot,
    /// Access statement of the new epoch; names the part's current head.
    pub access: SignedStatement,
}

/// A new case key and new epochs of parts, in one transaction. A part that moved on meanwhile is a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewCase {
    /// The new case key under the organisation key of the epoch in force.
    pub slot: CaseSlot,
    /// The parts.
    pub parts: Vec<RenewPart>,
}
