//! Making, printing and loading organisation keys.

use super::{PersonRef, SecretText};
use api::ids::{CaseId, OrganisationId};

/// A set-up that was begun: save the file, print the sheet, load the file back.
#[derive(Debug, Clone)]
pub struct SetupDraft {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Name that the root signs as that of the first administrator, with the right to administer and no other: show it.
    pub administrator_name: String,
    /// Name for the key file.
    pub key_file_name: String,
    /// Text of the key file. Offer it as a download; never send or keep it.
    pub key_file_text: SecretText,
    /// The sheet for the safe.
    pub sheet: KeySheet,
}

/// The sheet for the safe: print it and forget it.
#[derive(Debug, Clone)]
pub struct KeySheet {
    /// Name of the organisation.
    pub organisation_name: String,
    /// Epoch of the key.
    pub epoch: u32,
    /// The organisation key.
    pub key: Sheet,
    /// The root seed; exists nowhere else after the set-up.
    pub root: Sheet,
    /// Fingerprint of the organisation key, for comparing.
    pub key_fingerprint: String,
    /// Fingerprint of the root, for comparing.
    pub root_fingerprint: String,
}

/// A key on paper.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Text of the QR code.
    pub qr: SecretText,
    /// Typeable groups with check characters, in order.
    pub groups: Vec<SecretText>,
}

/// What to load a key from.
#[derive(Debug, Clone)]
pub enum KeyOrigin {
    /// Text of a key file, from picking or dropping a file.
    File(SecretText),
    /// Typed groups of the sheet, or the text of its QR code.
    Groups(SecretText),
}

/// Text of a key file as it lies there, in any encoding that editors save.
#[must_use]
pub fn key_file_text(file: &[u8]) -> SecretText {
    crypto::key_file::decode_text(file).as_str().to_owned().into()
}

/// A key was loaded and fits the verified organisation log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedKey {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Epoch of the key.
    pub epoch: u32,
    /// Fingerprint of the key.
    pub fingerprint: String,
    /// Whether this was the first loading: signing keys and certificate were made.
    pub first: bool,
    /// Whether this device remembers it. False although asked for, when the device offers no storage.
    pub remembered: bool,
}

/// Why the organisation key is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationReason {
    /// From time to time, without a reason.
    Routine,
    /// Somebody left who had loaded the key.
    SomebodyLeft,
    /// A copy of the key was lost, or somebody saw it who should not have.
    CopyLost,
}

impl RotationReason {
    /// Whether nothing may be sealed any more under keys that the old organisation key opens.
    #[must_use]
    pub fn retires_old_keys(self) -> bool {
        self != Self::Routine
    }
}

/// What the verified organisation log says about the life of the key, and what waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOverview {
    /// Epoch in force.
    pub epoch: u32,
    /// Fingerprint of its key.
    pub fingerprint: String,
    /// Seconds since 1970 at which it began, by the clock of whoever began it.
    pub since: i64,
    /// Whether the keys of earlier epochs are retired: the first write in a case makes new keys for it.
    pub min_seal: bool,
    /// Whether the renewal is finished: all case keys are wrapped under the epoch in force.
    pub complete: bool,
    /// Number of case keys that still have to be wrapped anew, by what the server says; 0 when complete.
    pub waiting: u32,
    /// A renewal that was begun and not ended.
    pub pending: Option<PendingRotation>,
    /// Seconds since 1970 at which both copies of the key were last opened, in this epoch.
    pub last_check: Option<i64>,
    /// Whether both copies should be opened again: for [`CHECK_EVERY_DAYS`] days nobody did, counted from the last
    /// check or the beginning of the epoch.
    pub check_due: bool,
    /// Who had loaded the key and was blocked since the epoch in force began: a reason to renew it.
    pub left: Vec<PersonRef>,
    /// Fingerprint of the organisation's root in force.
    pub root_fingerprint: String,
}

/// Days after which somebody should prove again that both copies of the key open.
pub const CHECK_EVERY_DAYS: i64 = 365;

/// A renewal that was begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRotation {
    /// The epoch that comes.
    pub epoch: u32,
    /// Fingerprint of its key.
    pub fingerprint: String,
    /// Who began it.
    pub by: PersonRef,
    /// Seconds since 1970, by that person's clock.
    pub at: i64,
    /// Whether this page holds the new key. Otherwise whoever has the saved file goes on with it, or it is begun anew.
    pub own: bool,
}

/// A renewal that was begun: save the file, print the sheet, load the file back.
#[derive(Debug, Clone)]
pub struct RotationDraft {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The epoch that comes.
    pub epoch: u32,
    /// Name for the key file; names the epoch, so that it does not replace the old one by mistake.
    pub key_file_name: String,
    /// Text of the key file. Offer it as a download; never send or keep it.
    pub key_file_text: SecretText,
    /// The new sheet of the organisation key. The root's sheet stays valid.
    pub sheet: KeyCopySheet,
}

/// The organisation key on paper, without the root.
#[derive(Debug, Clone)]
pub struct KeyCopySheet {
    /// Name of the organisation.
    pub organisation_name: String,
    /// Epoch of the key.
    pub epoch: u32,
    /// The organisation key.
    pub key: Sheet,
    /// Fingerprint of the organisation key, for comparing.
    pub key_fingerprint: String,
    /// Fingerprint of the root, for comparing.
    pub root_fingerprint: String,
}

/// Further copies of the organisation key that is loaded: for a file or sheet that was lost but not seen by others.
#[derive(Debug, Clone)]
pub struct KeyCopy {
    /// Name for the key file.
    pub key_file_name: String,
    /// Text of the key file. Offer it as a download; never send or keep it.
    pub key_file_text: SecretText,
    /// Sheet of the organisation key.
    pub sheet: KeyCopySheet,
}

/// How far the case keys are wrapped under the new organisation key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RewrapProgress {
    /// Case keys that were wrapped anew since the page was loaded.
    pub done: u32,
    /// Case keys that still have to be looked at. At 0 there is nothing more to do.
    pub remaining: u32,
    /// Case keys that do not open. They are left alone; the renewal can't be completed while they are there, and
    /// everything else works all the same.
    pub damaged: Vec<DamagedSlot>,
    /// Whether the epoch is complete.
    pub complete: bool,
}

/// A case whose key does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedSlot {
    /// The case.
    pub case: CaseId,
    /// Its short code, where this person may see it.
    pub code: Option<String>,
}

/// Which copies of the key were opened in this session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CopyCheck {
    /// The key file.
    pub file: bool,
    /// The sheet.
    pub sheet: bool,
    /// Whether both were opened and that stands in the organisation log now.
    pub recorded: bool,
}

/// A new root: print its sheet, and type it back.
#[derive(Debug, Clone)]
pub struct RootDraft {
    /// Name of the organisation.
    pub organisation_name: String,
    /// The new root's sheet; exists nowhere else.
    pub root: Sheet,
    /// Fingerprint of the new root, for comparing.
    pub root_fingerprint: String,
    /// Fingerprint of the root that it follows.
    pub previous_fingerprint: String,
}
