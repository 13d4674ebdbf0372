//! Making, printing and loading organisation keys.

use super::SecretText;
use api::ids::OrganisationId;

/// A set-up that was begun: save the file, print the sheet, load the file back.
#[derive(Debug, Clone)]
pub struct SetupDraft {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
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
