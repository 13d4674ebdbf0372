//! Records and data of the organisation.

use super::{Header, Kind, OrganisationDataContext, RecordContext, open, seal};
use crate::{
    OpenError, OrganisationSecrets, PartKey, SealError,
    record::{self, RecordError, RecordText},
};
use zeroize::Zeroizing;

/// Longest envelope of a record that is opened, in bytes.
pub const MAX_RECORD_ENVELOPE: usize = record::MAX_CBOR + 512 * 1024;
/// Longest data of the organisation or of a device, in bytes.
pub const MAX_DATA: usize = 64 * 1024 * 1024;

/// Schema of data whose layout is the caller's.
pub(super) const SCHEMA_DATA: u16 = 1;

/// Seals the texts of a revision under the part key.
///
/// # Errors
/// [`SealError::TooLarge`] when the texts are longer than [`record::MAX_CBOR`], [`SealError::Random`].
pub fn seal_record(
    key: &PartKey,
    context: &RecordContext<'_>,
    text: &RecordText,
) -> Result<Vec<u8>, SealError> {
    let header = Header { kind: Kind::Record, schema: record::SCHEMA, key: key.id() };
    let plaintext = record::encode(text).map_err(|RecordError::TooLarge| SealError::TooLarge)?;
    seal(key.suite(), &header, &context.fields(), &plaintext)
}

/// Opens the texts of a revision.
///
/// # Errors
/// [`OpenError`].
pub fn open_record(
    key: &PartKey,
    context: &RecordContext<'_>,
    envelope: &[u8],
) -> Result<RecordText, OpenError> {
    if envelope.len() > MAX_RECORD_ENVELOPE {
        return Err(OpenError);
    }
    let header = Header { kind: Kind::Record, schema: record::SCHEMA, key: key.id() };
    record::decode(&open(key.suite(), &header, &context.fields(), envelope)?)
}

/// Seals data of the organisation itself under the organisation key, padded.
///
/// # Errors
/// [`SealError::TooLarge`] beyond [`MAX_DATA`], [`SealError::Random`].
pub fn seal_organisation_data(
    organisation: &OrganisationSecrets,
    context: &OrganisationDataContext<'_>,
    data: &[u8],
) -> Result<Vec<u8>, SealError> {
    let plaintext = pad(data)?;
    seal(organisation.wrap(), &data_header(organisation), &context.fields(organisation.epoch()), &plaintext)
}

/// Opens data of the organisation itself.
///
/// # Errors
/// [`OpenError`].
pub fn open_organisation_data(
    organisation: &OrganisationSecrets,
    context: &OrganisationDataContext<'_>,
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let fields = context.fields(organisation.epoch());
    unpad(&open(organisation.wrap(), &data_header(organisation), &fields, envelope)?)
}

fn data_header(organisation: &OrganisationSecrets) -> Header {
    Header { kind: Kind::OrganisationData, schema: SCHEMA_DATA, key: organisation.id() }
}

pub(super) fn pad(data: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    if data.len() > MAX_DATA {
        return Err(SealError::TooLarge);
    }
    Ok(record::pad(data))
}

pub(super) fn unpad(plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    record::unpad(plaintext).map(|data| Zeroizing::new(data.to_vec())).ok_or(OpenError)
}
