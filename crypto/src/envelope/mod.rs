//! Envelopes: everything that is sealed has the same layout and the same kind of context.
//!
//! ```text
//!  0   4  magic 57 4D 53 01
//!  4   1  suite 01
//!  5   1  kind
//!  6   2  schema of the plaintext, big-endian
//!  8  16  key id of the wrapping key
//! 24  24  salt │ 48 32 commitment │ 80 … chunks
//! ```
//! The functions take typed keys and typed contexts, so that nothing can be sealed under the wrong key or for the wrong
//! place. What does not open gives [`OpenError`], whatever the reason.

mod attachment;
mod context;
mod device;
mod keys;
mod record;

pub use attachment::{MAX_ATTACHMENT_ENVELOPE, open_attachment, seal_attachment};
pub use context::{
    AttachmentContext, BundleContext, CaseKeyContext, DeviceContext, OrganisationDataContext, PartKeyContext,
    PreviousKeyContext, RecordContext, RevisionContext,
};
pub use device::{
    open_device_account_keys, open_device_bundle_key, open_device_data, open_device_organisation_key,
    seal_device_account_keys, seal_device_bundle_key, seal_device_data, seal_device_organisation_key,
};
pub use keys::{
    open_bundle, open_enrolment_seed, seal_bundle, seal_enrolment_seed, unwrap_case_key, unwrap_part_key,
    unwrap_previous_organisation_key, wrap_case_key, wrap_part_key, wrap_previous_organisation_key,
};
pub use record::{
    MAX_DATA, MAX_RECORD_ENVELOPE, open_organisation_data, open_record, seal_organisation_data, seal_record,
};

use crate::{
    KeyId,
    error::{OpenError, SealError},
    suite01::SuiteKey,
};
use context::Fields;
use zeroize::Zeroizing;

const MAGIC: [u8; 4] = *b"WMS\x01";
const SUITE: u8 = 1;
/// Schema of plaintexts that are raw keys.
const SCHEMA_KEY: u16 = 1;

/// What an envelope holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A revision of a record, under a part key.
    Record = 1,
    /// A case key or a part key, under the organisation key or a case key.
    Slot = 2,
    /// The keys of an account, or its enrolment seed.
    Bundle = 3,
    /// A file.
    Attachment = 4,
    /// Data of the organisation itself, under the organisation key.
    OrganisationData = 5,
    /// What a device keeps for the next page load.
    DeviceCache = 6,
    /// An exported case.
    Export = 7,
    /// The previous organisation key, under the current one.
    PreviousOrganisationKey = 8,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            1 => Self::Record,
            2 => Self::Slot,
            3 => Self::Bundle,
            4 => Self::Attachment,
            5 => Self::OrganisationData,
            6 => Self::DeviceCache,
            7 => Self::Export,
            8 => Self::PreviousOrganisationKey,
            _ => return None,
        })
    }
}

/// The first 24 bytes of an envelope. They are clear, and part of the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What the envelope holds.
    pub kind: Kind,
    /// Version of the plaintext's layout, per kind.
    pub schema: u16,
    /// Key that it is sealed under; zeroes where that key has no id.
    pub key: KeyId,
}

impl Header {
    /// Length in bytes.
    pub const SIZE: usize = 24;

    /// Reads the header of an envelope, for example to find the key.
    ///
    /// # Errors
    /// [`OpenError`] unless magic, suite and kind are known. There is no parser for anything else.
    pub fn parse(envelope: &[u8]) -> Result<Self, OpenError> {
        let header: &[u8; Self::SIZE] = envelope.first_chunk().ok_or(OpenError)?;
        let [m0, m1, m2, m3, suite, kind, s0, s1, key @ ..] = *header;
        if [m0, m1, m2, m3] != MAGIC || suite != SUITE {
            return Err(OpenError);
        }
        let kind = Kind::from_byte(kind).ok_or(OpenError)?;
        Ok(Self { kind, schema: u16::from_be_bytes([s0, s1]), key: KeyId(key) })
    }

    /// The 24 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::SIZE] {
        let mut out = [0; Self::SIZE];
        out[..4].copy_from_slice(&MAGIC);
        out[4] = SUITE;
        out[5] = self.kind as u8;
        out[6..8].copy_from_slice(&self.schema.to_be_bytes());
        out[8..].copy_from_slice(&self.key.0);
        out
    }
}

/// Seals `plaintext` under `key` for exactly this header and these fields.
fn seal(
    key: &SuiteKey,
    header: &Header,
    fields: &Fields<'_>,
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut out = header.to_bytes().to_vec();
    key.seal_into(&fields.bytes(header), plaintext, &mut out)?;
    Ok(out)
}

/// Opens an envelope that must have exactly this header and these fields.
fn open(
    key: &SuiteKey,
    header: &Header,
    fields: &Fields<'_>,
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let found = Header::parse(envelope)?;
    let header = if mutated!("mutant-header-kind-ignored") { &found } else { header };
    if found != *header {
        return Err(OpenError);
    }
    key.open(&fields.bytes(header), envelope.get(Header::SIZE..).ok_or(OpenError)?)
}

/// Opens an envelope whose plaintext is exactly `N` bytes of key.
fn open_key<const N: usize>(
    key: &SuiteKey,
    header: &Header,
    fields: &Fields<'_>,
    envelope: &[u8],
) -> Result<Zeroizing<[u8; N]>, OpenError> {
    let plaintext = open(key, header, fields, envelope)?;
    plaintext.as_slice().try_into().map(Zeroizing::new).map_err(|_| OpenError)
}
