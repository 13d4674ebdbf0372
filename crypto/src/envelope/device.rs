//! What a device keeps for the next page load.

use super::{
    DeviceContext, Header, Kind, SCHEMA_KEY,
    context::Content,
    open, open_key,
    record::{SCHEMA_DATA, pad, unpad},
    seal,
};
use crate::{AccountKeys, BundleKey, DeviceKey, KeyId, OpenError, OrganisationKey, SealError};
use zeroize::Zeroizing;

const fn header(schema: u16) -> Header {
    // A device key is derived anew each time and has no id.
    Header { kind: Kind::DeviceCache, schema, key: KeyId([0; 16]) }
}

/// Keeps the organisation key.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_device_organisation_key(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    key: &OrganisationKey,
) -> Result<Vec<u8>, SealError> {
    let fields = context.fields(Some(key.epoch()), Content::OrganisationKey);
    seal(device.suite(), &header(SCHEMA_KEY), &fields, key.expose())
}

/// Opens the organisation key of an epoch that the device kept.
///
/// # Errors
/// [`OpenError`].
pub fn open_device_organisation_key(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    epoch: u32,
    envelope: &[u8],
) -> Result<OrganisationKey, OpenError> {
    let fields = context.fields(Some(epoch), Content::OrganisationKey);
    let bytes = open_key(device.suite(), &header(SCHEMA_KEY), &fields, envelope)?;
    Ok(OrganisationKey::from_secret(epoch, &bytes))
}

/// Keeps the keys of the account.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_device_account_keys(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    keys: &AccountKeys,
) -> Result<Vec<u8>, SealError> {
    let fields = context.fields(None, Content::AccountKeys);
    seal(device.suite(), &header(SCHEMA_KEY), &fields, keys.to_secret().as_slice())
}

/// Opens the keys of the account that the device kept.
///
/// # Errors
/// [`OpenError`].
pub fn open_device_account_keys(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    envelope: &[u8],
) -> Result<AccountKeys, OpenError> {
    let fields = context.fields(None, Content::AccountKeys);
    let bytes = open_key(device.suite(), &header(SCHEMA_KEY), &fields, envelope)?;
    Ok(AccountKeys::from_secret(&bytes))
}

/// Keeps the bundle key, for the time between login and the first loading of the organisation key.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_device_bundle_key(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    key: &BundleKey,
) -> Result<Vec<u8>, SealError> {
    let fields = context.fields(None, Content::BundleKey);
    seal(device.suite(), &header(SCHEMA_KEY), &fields, key.expose())
}

/// Opens the bundle key that the device kept.
///
/// # Errors
/// [`OpenError`].
pub fn open_device_bundle_key(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    envelope: &[u8],
) -> Result<BundleKey, OpenError> {
    let fields = context.fields(None, Content::BundleKey);
    let bytes = open_key(device.suite(), &header(SCHEMA_KEY), &fields, envelope)?;
    Ok(BundleKey::from_secret(&bytes))
}

/// Keeps any data, for example drafts and the heads that this device has seen, padded.
///
/// # Errors
/// [`SealError::TooLarge`] beyond [`MAX_DATA`](super::MAX_DATA), [`SealError::Random`].
pub fn seal_device_data(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    data: &[u8],
) -> Result<Vec<u8>, SealError> {
    seal(device.suite(), &header(SCHEMA_DATA), &context.fields(None, Content::Data), &pad(data)?)
}

/// Opens data that the device kept.
///
/// # Errors
/// [`OpenError`].
pub fn open_device_data(
    device: &DeviceKey,
    context: &DeviceContext<'_>,
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    unpad(&open(device.suite(), &header(SCHEMA_DATA), &context.fields(None, Content::Data), envelope)?)
}
