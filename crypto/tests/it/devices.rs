//! What a device keeps for the next page load.

use crate::fixture::*;
use crypto::{
    AccountKeys, BundleKey, DeviceContext, DeviceKey, DeviceSecret, DeviceShare, PasswordMaster,
    SoftwareDevice, hazmat::RawKey, open_device_account_keys, open_device_bundle_key, open_device_data,
    open_device_organisation_key, seal_device_account_keys, seal_device_bundle_key, seal_device_data,
    seal_device_organisation_key,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn context() -> DeviceContext<'static> {
    DeviceContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        account: &ACCOUNT,
        device: &DEVICE,
        object: &OBJECT,
    }
}

fn key() -> DeviceKey {
    DeviceKey::derive_session(&DeviceSecret::new(&[1; 32]), &DeviceShare::new(&[2; 32]))
}

#[test]
fn everything_kept_opens_again_and_only_as_what_it_is() {
    let c = context();
    let account = AccountKeys::make().unwrap();
    let sealed = [
        seal_device_organisation_key(&key(), &c, &organisation_key(3)).unwrap(),
        seal_device_account_keys(&key(), &c, &account).unwrap(),
        seal_device_bundle_key(&key(), &c, &BundleKey::from_raw(&[5; 32])).unwrap(),
        seal_device_data(&key(), &c, &[7; 32]).unwrap(),
    ];
    let opens = |envelope: &[u8]| {
        [
            open_device_organisation_key(&key(), &c, 3, envelope).is_ok(),
            open_device_account_keys(&key(), &c, envelope).is_ok(),
            open_device_bundle_key(&key(), &c, envelope).is_ok(),
            open_device_data(&key(), &c, envelope).is_ok(),
        ]
    };
    for (at, envelope) in sealed.iter().enumerate() {
        let mut expected = [false; 4];
        expected[at] = true;
        assert_eq!(opens(envelope), expected);
    }
    let organisation = open_device_organisation_key(&key(), &c, 3, &sealed[0]).unwrap();
    assert_eq!(organisation.fingerprint(), organisation_key(3).fingerprint());
    assert!(open_device_organisation_key(&key(), &c, 4, &sealed[0]).is_err());
    let keys = open_device_account_keys(&key(), &c, &sealed[1]).unwrap();
    assert_eq!(keys.signing.public(), account.signing.public());
    assert_eq!(**open_device_data(&key(), &c, &sealed[3]).unwrap(), [7; 32]);
}

#[test]
fn every_field_of_the_context_counts() {
    let c = context();
    let envelope = seal_device_data(&key(), &c, b"draft").unwrap();
    for changed in [
        DeviceContext { tenant: &OTHER, ..c },
        DeviceContext { organisation: &OTHER, ..c },
        DeviceContext { account: &OTHER, ..c },
        DeviceContext { device: &OTHER, ..c },
        DeviceContext { object: &OTHER, ..c },
    ] {
        assert!(open_device_data(&key(), &changed, &envelope).is_err());
    }
}

/// Device, share and (where remembered) password are all needed.
#[test]
fn a_device_key_needs_all_its_parts() {
    let (device, share) = (DeviceSecret::new(&[1; 32]), DeviceShare::new(&[2; 32]));
    let (other_device, other_share) = (DeviceSecret::new(&[9; 32]), DeviceShare::make().unwrap());
    let password = PasswordMaster::from_raw(&[3; 32]).device();
    let other_password = PasswordMaster::from_raw(&[4; 32]).device();
    let keys = [
        DeviceKey::derive_session(&device, &share),
        DeviceKey::derive_session(&other_device, &share),
        DeviceKey::derive_session(&device, &other_share),
        DeviceKey::derive_remembered(&device, &share, &password),
        DeviceKey::derive_remembered(&device, &share, &other_password),
        DeviceKey::derive_remembered(&device, &other_share, &password),
        DeviceKey::derive_remembered(&other_device, &share, &password),
    ];
    for (at, key) in keys.iter().enumerate() {
        let envelope = seal_device_data(key, &context(), b"draft").unwrap();
        for (other, key) in keys.iter().enumerate() {
            assert_eq!(open_device_data(key, &context(), &envelope).is_ok(), at == other);
        }
    }
}

#[test]
fn a_software_device_answers_alike_and_unlike_others() {
    let device = SoftwareDevice::make().unwrap();
    assert_eq!(device.mac(b"label"), device.mac(b"label"));
    assert_ne!(device.mac(b"label"), device.mac(b"other"));
    assert_ne!(device.mac(b"label"), SoftwareDevice::make().unwrap().mac(b"label"));
    assert_eq!(format!("{device:?}"), "SoftwareDevice(redacted)");
}
