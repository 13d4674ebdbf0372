#![doc = include_str!("../README.md")]

/// Whether the caller shall be weakened at this place by its own Cargo feature, for example
/// `mutated!("mutant-commitment-ignored")`: see [`mutant`].
#[cfg(feature = "mutant")]
#[macro_export]
macro_rules! mutated {
    ($feature:literal) => {
        cfg!(feature = $feature) && $crate::mutant::active($feature)
    };
}

/// Always false: only tests are built with features that weaken a client.
#[cfg(not(feature = "mutant"))]
#[macro_export]
macro_rules! mutated {
    ($feature:literal) => {
        false
    };
}

pub mod account;
pub mod attachment;
pub mod case;
pub mod device;
pub mod envelope;
mod error;
pub mod fingerprint;
pub mod hash;
pub mod hazmat;
pub mod invitation;
mod kdf;
pub mod kem;
pub mod key_file;
#[cfg(feature = "mutant")]
pub mod mutant;
pub mod organisation;
pub mod password;
mod random;
pub mod record;
mod secret;
pub mod sheet;
pub mod signing;
pub mod statement;
mod strict;
mod suite01;
mod text;
pub mod work;

pub use account::AccountKeys;
pub use attachment::{Attachment, AttachmentError};
pub use case::{CaseKey, CheckValue, PartKey};
pub use device::{DeviceKey, DeviceSecret, DeviceShare, SoftwareDevice};
pub use envelope::{
    AttachmentContext, BundleContext, CaseKeyContext, DeviceContext, Header, Kind, OrganisationDataContext,
    PartKeyContext, PreviousKeyContext, RecordContext, RevisionContext, open_attachment, open_bundle,
    open_device_account_keys, open_device_bundle_key, open_device_data, open_device_organisation_key,
    open_enrolment_seed, open_organisation_data, open_record, seal_attachment, seal_bundle,
    seal_device_account_keys, seal_device_bundle_key, seal_device_data, seal_device_organisation_key,
    seal_enrolment_seed, seal_organisation_data, seal_record, unwrap_case_key, unwrap_part_key,
    unwrap_previous_organisation_key, wrap_case_key, wrap_part_key, wrap_previous_organisation_key,
};
pub use error::{ImportError, OpenError, SealError, SignatureError};
pub use fingerprint::Fingerprint;
pub use hash::{Hash, Head, Heads, sha256};
pub use invitation::{InvitationSecret, InvitationSecretError, OneUseSeed};
pub use kem::{KemKeyPair, KemPublicKey};
pub use key_file::{KeyFile, KeyFileError, KeyFileExpectation, KeyFileMismatch};
pub use organisation::{JoinProof, OrganisationKey, OrganisationSecrets};
pub use password::{BundleKey, KdfError, KdfParams, PasswordDeviceKey, PasswordMaster, Salt};
pub use random::{RandomError, make_id};
pub use record::{RecordError, RecordText};
pub use sheet::{OrganisationSheet, RootSheet, SheetError};
pub use signing::{
    LoginKey, LoginPublicKey, OneUseKey, OneUsePublicKey, RootKey, RootPublicKey, Signature, SigningKey,
    VerifyingKey,
};

/// An identifier: the 16 bytes of a UUIDv4 that a client made.
pub type Id = [u8; 16];

/// Identifier of a wrapping key. Stands in the header of every envelope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct KeyId(pub Id);
