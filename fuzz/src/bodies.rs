//! Bodies of requests and answers, read exactly as server and vault read them. JSON has no canonical form, and neither
//! has the CBOR of bodies: what decodes must be the same value when it is encoded and decoded again.

use serde::{Serialize, de::DeserializeOwned};

/// Reads one type in both directions.
fn json_as<T: Serialize + DeserializeOwned + PartialEq>(bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<T>(bytes) else { return false };
    let again = serde_json::to_vec(&value).ok().and_then(|text| serde_json::from_slice::<T>(&text).ok());
    assert!(
        again.is_some_and(|again| again == value),
        "{} does not read as it was",
        std::any::type_name::<T>()
    );
    true
}

fn cbor_as<T: Serialize + DeserializeOwned + PartialEq>(bytes: &[u8]) -> bool {
    let Some(value) = read_cbor::<T>(bytes) else { return false };
    let again = minicbor_serde::to_vec(&value).ok().and_then(|bytes| read_cbor::<T>(&bytes));
    assert!(
        again.is_some_and(|again| again == value),
        "{} does not read as it was",
        std::any::type_name::<T>()
    );
    true
}

fn read_cbor<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut deserializer = minicbor_serde::Deserializer::new(bytes);
    let value = T::deserialize(&mut deserializer).ok()?;
    (deserializer.decoder().position() == bytes.len()).then_some(value)
}

macro_rules! bodies {
    ($(#[$about:meta])* $list:ident, $run:ident, $as:ident: $($module:ident::$type:ident),* $(,)?) => {
        $(#[$about])*
        pub const $list: &[&str] = &[$(stringify!($type)),*];

        pub(crate) fn $run(bytes: &[u8]) -> bool {
            // Every type is tried, not only up to the first that fits.
            [$($as::<api::$module::$type>(bytes)),*].contains(&true)
        }
    };
}

bodies! {
    /// Names of the types that travel as JSON.
    JSON_BODIES, json, json_as:
    auth::LoginStart, auth::LoginChallenge, auth::LoginFinish, auth::PasswordChange, auth::SessionView, auth::DeviceShare,
    audit::AuditPage,
    institute::CreateTenant, institute::RenewSetup, institute::TenantView, institute::TenantStructure,
    institute::TenantCases,
    invitations::CreateInvitation, invitations::UnsignedInvitation, invitations::InvitationView,
    invitations::InvitationLook, invitations::InvitationOffer, invitations::AcceptInvitation,
    keys::PostKeyEpoch, keys::ReplaceBundle, keys::CreateRecovery,
    organisations::CreateOrganisation, organisations::UpdateOrganisation, organisations::UnitView,
    organisations::OrganisationView, organisations::CreateGenesis, organisations::CreateCertificate,
    organisations::PostStatement, organisations::LogPage, organisations::HandoverCase, organisations::Receipt,
    configuration::Configuration,
    presence::WritingHere, presence::PresenceView,
    problem::Problem,
}

bodies! {
    /// Names of the types that travel as CBOR.
    CBOR_BODIES, cbor, cbor_as:
    cases::CreateCase, cases::CaseFile, cases::CaseList, cases::CaseFiles, cases::CaseReceipt, cases::Stale,
    keys::KeyChain, keys::PostKeyEpoch, keys::SlotPage, keys::Rewrap, keys::RewrapReceipt, keys::RenewCase,
    organisations::PostStatement, organisations::Receipt,
    records::Revision, records::LogEntry,
}
