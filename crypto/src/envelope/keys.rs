//! Wrapped keys: slots, bundles, the previous organisation key.

use super::{
    BundleContext, CaseKeyContext, Header, Kind, PartKeyContext, PreviousKeyContext, SCHEMA_KEY,
    context::Content, open_key, seal,
};
use crate::{
    AccountKeys, BundleKey, CaseKey, CheckValue, KeyId, OneUseSeed, OpenError, OrganisationKey,
    OrganisationSecrets, PartKey, SealError, kdf, suite01::SuiteKey,
};

/// Key id in the header where the wrapping key comes from a password and has none.
const NO_ID: KeyId = KeyId([0; 16]);

fn header(kind: Kind, key: KeyId) -> Header {
    Header { kind, schema: SCHEMA_KEY, key }
}

/// Wraps a case key under the organisation key.
///
/// # Errors
/// [`SealError::Random`].
pub fn wrap_case_key(
    organisation: &OrganisationSecrets,
    context: &CaseKeyContext<'_>,
    key: &CaseKey,
) -> Result<Vec<u8>, SealError> {
    // The id in the context is the key's own, so that no other can be put there.
    let context = CaseKeyContext { key: key.id(), ..*context };
    let header = header(Kind::Slot, organisation.id());
    seal(organisation.wrap(), &header, &context.fields(organisation.epoch()), key.expose())
}

/// Unwraps a case key.
///
/// # Errors
/// [`OpenError`].
pub fn unwrap_case_key(
    organisation: &OrganisationSecrets,
    context: &CaseKeyContext<'_>,
    envelope: &[u8],
) -> Result<CaseKey, OpenError> {
    let header = header(Kind::Slot, organisation.id());
    let bytes = open_key(organisation.wrap(), &header, &context.fields(organisation.epoch()), envelope)?;
    Ok(CaseKey::from_secret(context.key, &bytes))
}

/// Wraps a part key under a case key.
///
/// # Errors
/// [`SealError::Random`].
pub fn wrap_part_key(
    case: &CaseKey,
    context: &PartKeyContext<'_>,
    key: &PartKey,
) -> Result<Vec<u8>, SealError> {
    let context = PartKeyContext { key: key.id(), ..*context };
    seal(case.suite(), &header(Kind::Slot, case.id()), &context.fields(), key.expose())
}

/// Unwraps a part key and compares it with the check value of the verified access statement.
///
/// # Errors
/// [`OpenError`], also when the check value differs.
pub fn unwrap_part_key(
    case: &CaseKey,
    context: &PartKeyContext<'_>,
    check: &CheckValue,
    envelope: &[u8],
) -> Result<PartKey, OpenError> {
    let bytes = open_key(case.suite(), &header(Kind::Slot, case.id()), &context.fields(), envelope)?;
    let key = PartKey::from_secret(context.key, &bytes);
    if key.check() == *check || mutated!("mutant-check-value-not-compared") {
        Ok(key)
    } else {
        Err(OpenError)
    }
}

/// Wraps the organisation key of the previous epoch under the current one.
///
/// # Errors
/// [`SealError::Random`].
pub fn wrap_previous_organisation_key(
    organisation: &OrganisationSecrets,
    context: &PreviousKeyContext<'_>,
    previous: &OrganisationKey,
) -> Result<Vec<u8>, SealError> {
    let context = PreviousKeyContext { key: previous.id(), ..*context };
    let header = header(Kind::PreviousOrganisationKey, organisation.id());
    seal(organisation.wrap(), &header, &context.fields(organisation.epoch()), previous.expose())
}

/// Unwraps the organisation key of the epoch before that of `organisation`.
///
/// # Errors
/// [`OpenError`], also when the key does not have the id of the context.
pub fn unwrap_previous_organisation_key(
    organisation: &OrganisationSecrets,
    context: &PreviousKeyContext<'_>,
    envelope: &[u8],
) -> Result<OrganisationKey, OpenError> {
    let header = header(Kind::PreviousOrganisationKey, organisation.id());
    let bytes = open_key(organisation.wrap(), &header, &context.fields(organisation.epoch()), envelope)?;
    let epoch = organisation.epoch().checked_sub(1).ok_or(OpenError)?;
    let key = OrganisationKey::from_secret(epoch, &bytes);
    if key.id() == context.key { Ok(key) } else { Err(OpenError) }
}

/// The key of a bundle needs both the organisation key and the password.
fn bundle_suite(organisation: &OrganisationSecrets, password: &BundleKey) -> SuiteKey {
    SuiteKey::new(&kdf::derive(&[organisation.site().expose(), password.expose()], &[b"wimes/bundle/1"]))
}

/// Seals the keys of an account under organisation key and password.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_bundle(
    organisation: &OrganisationSecrets,
    password: &BundleKey,
    context: &BundleContext<'_>,
    keys: &AccountKeys,
) -> Result<Vec<u8>, SealError> {
    let header = header(Kind::Bundle, organisation.id());
    let fields = context.fields(Some(organisation.epoch()), Content::AccountKeys);
    seal(&bundle_suite(organisation, password), &header, &fields, keys.to_secret().as_slice())
}

/// Opens the bundle of an account.
///
/// # Errors
/// [`OpenError`].
pub fn open_bundle(
    organisation: &OrganisationSecrets,
    password: &BundleKey,
    context: &BundleContext<'_>,
    envelope: &[u8],
) -> Result<AccountKeys, OpenError> {
    let header = header(Kind::Bundle, organisation.id());
    let fields = context.fields(Some(organisation.epoch()), Content::AccountKeys);
    let bytes = open_key(&bundle_suite(organisation, password), &header, &fields, envelope)?;
    Ok(AccountKeys::from_secret(&bytes))
}

/// Seals the one-use seed of an invitation under the password, until the organisation key is loaded for the first time.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_enrolment_seed(
    password: &BundleKey,
    context: &BundleContext<'_>,
    seed: &OneUseSeed,
) -> Result<Vec<u8>, SealError> {
    let fields = context.fields(None, Content::EnrolmentSeed);
    seal(&enrolment_suite(password), &header(Kind::Bundle, NO_ID), &fields, seed.expose())
}

/// Opens the one-use seed of an account that was not certified yet.
///
/// # Errors
/// [`OpenError`].
pub fn open_enrolment_seed(
    password: &BundleKey,
    context: &BundleContext<'_>,
    envelope: &[u8],
) -> Result<OneUseSeed, OpenError> {
    let fields = context.fields(None, Content::EnrolmentSeed);
    let bytes = open_key(&enrolment_suite(password), &header(Kind::Bundle, NO_ID), &fields, envelope)?;
    Ok(OneUseSeed::from_secret(&bytes))
}

fn enrolment_suite(password: &BundleKey) -> SuiteKey {
    SuiteKey::new(&kdf::derive(&[password.expose()], &[b"wimes/enrolment/1"]))
}
