//! Every kind of envelope in every place: the machinery of the generated tests.
//!
//! All kinds that can be are sealed under the same key bytes with the same key id, so that only header and context keep
//! them apart.

use crate::fixture::*;
use crypto::{
    AccountKeys, Attachment, AttachmentContext, BundleContext, BundleKey, CaseKeyContext, DeviceContext,
    DeviceKey, DeviceSecret, DeviceShare, Hash, Id, KdfParams, KeyId, OneUseSeed, OpenError,
    OrganisationDataContext, OrganisationKey, OrganisationSecrets, PartKey, PartKeyContext,
    PreviousKeyContext, RecordContext, RecordText, Salt, SealError,
    hazmat::{self, RawKey},
    open_attachment, open_bundle, open_device_account_keys, open_device_bundle_key, open_device_data,
    open_device_organisation_key, open_enrolment_seed, open_organisation_data, open_record, seal_attachment,
    seal_bundle, seal_device_account_keys, seal_device_bundle_key, seal_device_data,
    seal_device_organisation_key, seal_enrolment_seed, seal_organisation_data, seal_record, unwrap_case_key,
    unwrap_part_key, unwrap_previous_organisation_key, wrap_case_key, wrap_part_key,
    wrap_previous_organisation_key,
};
use hkdf::Hkdf;
use sha2::Sha512;

/// Everything that a context can name.
#[derive(Clone)]
pub struct World {
    pub tenant: Id,
    pub organisation: Id,
    pub case: Id,
    pub part: Id,
    pub object: Id,
    pub form: &'static str,
    pub form_version: u32,
    pub epoch: u32,
    pub revision: u32,
    pub author: Id,
    pub certificate: Hash,
    pub previous: Hash,
    pub facts: Hash,
    pub account: Id,
    pub params: KdfParams,
    pub salt: Salt,
    pub device: Id,
}

/// The fields by which worlds differ, in the order of `docs/CRYPTO.md`; parameters and salt are one field there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Tenant,
    Organisation,
    Case,
    Part,
    Object,
    Form,
    FormVersion,
    Epoch,
    Revision,
    Author,
    Certificate,
    Previous,
    Facts,
    Account,
    Params,
    Salt,
    Device,
}
use Field::*;

/// The kinds of envelopes, by content where a kind has several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Record,
    CaseKeySlot,
    PartKeySlot,
    Bundle,
    EnrolmentSeed,
    AttachedFile,
    OrganisationData,
    DeviceOrganisationKey,
    DeviceAccountKeys,
    DeviceBundleKey,
    DeviceData,
    PreviousKey,
}

pub const ALL: [What; 12] = [
    What::Record,
    What::CaseKeySlot,
    What::PartKeySlot,
    What::Bundle,
    What::EnrolmentSeed,
    What::AttachedFile,
    What::OrganisationData,
    What::DeviceOrganisationKey,
    What::DeviceAccountKeys,
    What::DeviceBundleKey,
    What::DeviceData,
    What::PreviousKey,
];

impl What {
    /// The table of `docs/CRYPTO.md`: which fields the context of a kind binds.
    pub fn binds(self) -> &'static [Field] {
        match self {
            Self::Record | Self::AttachedFile => &[
                Tenant,
                Organisation,
                Case,
                Part,
                Object,
                Form,
                FormVersion,
                Epoch,
                Revision,
                Author,
                Certificate,
                Previous,
                Facts,
            ],
            Self::CaseKeySlot => &[Tenant, Organisation, Case, Object, Epoch],
            Self::PartKeySlot => &[Tenant, Organisation, Case, Part, Object, Epoch],
            Self::Bundle => &[Tenant, Organisation, Epoch, Account, Params, Field::Salt],
            Self::EnrolmentSeed => &[Tenant, Organisation, Account, Params, Field::Salt],
            Self::OrganisationData => &[Tenant, Organisation, Object, Form, Epoch, Revision],
            Self::DeviceOrganisationKey => &[Tenant, Organisation, Object, Epoch, Account, Device],
            Self::DeviceAccountKeys | Self::DeviceBundleKey | Self::DeviceData => {
                &[Tenant, Organisation, Object, Account, Device]
            }
            Self::PreviousKey => &[Tenant, Organisation, Object, Epoch],
        }
    }
}

pub const FIELDS: [Field; 17] = [
    Tenant,
    Organisation,
    Case,
    Part,
    Object,
    Form,
    FormVersion,
    Epoch,
    Revision,
    Author,
    Certificate,
    Previous,
    Facts,
    Account,
    Params,
    Field::Salt,
    Device,
];

impl World {
    pub fn base() -> Self {
        Self {
            tenant: TENANT,
            organisation: ORGANISATION,
            case: CASE,
            part: PART,
            object: OBJECT,
            form: "person",
            form_version: 1,
            epoch: 2,
            revision: 1,
            author: AUTHOR,
            certificate: CERTIFICATE,
            previous: PREVIOUS,
            facts: FACTS,
            account: ACCOUNT,
            params: PARAMS,
            salt: SALT,
            device: DEVICE,
        }
    }

    /// This world with one field changed.
    pub fn changed(&self, field: Field) -> Self {
        let mut world = self.clone();
        match field {
            Tenant => world.tenant = OTHER,
            Organisation => world.organisation = OTHER,
            Case => world.case = OTHER,
            Part => world.part = OTHER,
            Object => world.object = OTHER,
            Form => world.form = "persons",
            FormVersion => world.form_version += 1,
            Epoch => world.epoch += 1,
            Revision => world.revision += 1,
            Author => world.author = OTHER,
            Certificate => world.certificate = OTHER_HASH,
            Previous => world.previous = OTHER_HASH,
            Facts => world.facts = OTHER_HASH,
            Account => world.account = OTHER,
            Params => world.params = OTHER_PARAMS,
            Field::Salt => world.salt = OTHER_SALT,
            Device => world.device = OTHER,
        }
        world
    }

    /// Base, and each world that differs from it in one of `fields`; with the field.
    pub fn neighbours(fields: &[Field]) -> Vec<(Option<Field>, Self)> {
        let base = Self::base();
        let changed = fields.iter().map(|field| (Some(*field), base.changed(*field)));
        std::iter::once((None, base.clone())).chain(changed).collect()
    }
}

/// The keys that seal; the same in all worlds.
pub struct Keys {
    organisation: OrganisationKey,
    secrets: Vec<OrganisationSecrets>,
    /// Bytes of the derived wrapping key of the organisation key: case key and part key are made of them too, with its id.
    pub wrap: [u8; 32],
    pub part: PartKey,
    case: crypto::CaseKey,
    bundle: BundleKey,
    device: DeviceKey,
    account: AccountKeys,
    seed: OneUseSeed,
    file: Attachment,
}

impl Keys {
    pub fn new() -> Self {
        let organisation = organisation_key(1);
        let mut wrap = [0; 32];
        Hkdf::<Sha512>::new(None, &[0x21; 32]).expand(b"wimes/organisation/wrap/1", &mut wrap).unwrap();
        let wrap_id = organisation.id();
        Self {
            secrets: (0..4).map(secrets).collect(),
            wrap,
            part: hazmat::part_key(wrap_id, &wrap),
            case: hazmat::case_key(wrap_id, &wrap),
            bundle: BundleKey::from_raw(&[0x61; 32]),
            device: DeviceKey::derive_session(&DeviceSecret::new(&[1; 32]), &DeviceShare::new(&[2; 32])),
            account: hazmat::account_keys(&[0x62; 64]),
            seed: OneUseSeed::from_raw(&[0x63; 32]),
            file: Attachment::new("plan.pdf", "application/pdf", b"content").unwrap(),
            organisation,
        }
    }

    fn secrets(&self, world: &World) -> &OrganisationSecrets {
        &self.secrets[world.epoch as usize]
    }

    /// The organisation key before that of this world; its id is the object.
    pub fn before(world: &World) -> OrganisationKey {
        hazmat::organisation_key(world.epoch - 1, &[world.object[0]; 32])
    }

    /// Seals something of this kind in this world, through the interface that the application uses.
    pub fn seal(&self, what: What, w: &World) -> Vec<u8> {
        self.try_seal(what, w).unwrap()
    }

    /// Like [`seal`](Self::seal), where sealing may fail.
    pub fn try_seal(&self, what: What, w: &World) -> Result<Vec<u8>, SealError> {
        let key = [0x77; 32];
        match what {
            What::Record => seal_record(&self.part, &record(w), &RecordText::from_iter([("note", "text")])),
            What::AttachedFile => seal_attachment(&self.part, &attachment(w), &self.file),
            What::CaseKeySlot => {
                wrap_case_key(self.secrets(w), &case(w), &hazmat::case_key(KeyId(w.object), &key))
            }
            What::PartKeySlot => {
                wrap_part_key(&self.case, &part(w), &hazmat::part_key(KeyId(w.object), &key))
            }
            What::PreviousKey => {
                wrap_previous_organisation_key(self.secrets(w), &previous(w), &Self::before(w))
            }
            What::Bundle => seal_bundle(self.secrets(w), &self.bundle, &bundle(w), &self.account),
            What::EnrolmentSeed => seal_enrolment_seed(&self.bundle, &bundle(w), &self.seed),
            What::OrganisationData => seal_organisation_data(self.secrets(w), &data(w), b"data"),
            What::DeviceOrganisationKey => {
                let key = hazmat::organisation_key(w.epoch, &key);
                seal_device_organisation_key(&self.device, &device(w), &key)
            }
            What::DeviceAccountKeys => seal_device_account_keys(&self.device, &device(w), &self.account),
            What::DeviceBundleKey => seal_device_bundle_key(&self.device, &device(w), &self.bundle),
            What::DeviceData => seal_device_data(&self.device, &device(w), b"data"),
        }
    }

    /// Opens an envelope as something of this kind in this world, through the interface that the application uses.
    pub fn open(&self, what: What, w: &World, envelope: &[u8]) -> Result<(), OpenError> {
        match what {
            What::Record => open_record(&self.part, &record(w), envelope).map(drop),
            What::AttachedFile => open_attachment(&self.part, &attachment(w), envelope).map(drop),
            What::CaseKeySlot => unwrap_case_key(self.secrets(w), &case(w), envelope).map(drop),
            What::PartKeySlot => {
                let check = hazmat::part_key(KeyId(w.object), &[0x77; 32]).check();
                unwrap_part_key(&self.case, &part(w), &check, envelope).map(drop)
            }
            What::PreviousKey => {
                unwrap_previous_organisation_key(self.secrets(w), &previous(w), envelope).map(drop)
            }
            What::Bundle => open_bundle(self.secrets(w), &self.bundle, &bundle(w), envelope).map(drop),
            What::EnrolmentSeed => open_enrolment_seed(&self.bundle, &bundle(w), envelope).map(drop),
            What::OrganisationData => open_organisation_data(self.secrets(w), &data(w), envelope).map(drop),
            What::DeviceOrganisationKey => {
                open_device_organisation_key(&self.device, &device(w), w.epoch, envelope).map(drop)
            }
            What::DeviceAccountKeys => open_device_account_keys(&self.device, &device(w), envelope).map(drop),
            What::DeviceBundleKey => open_device_bundle_key(&self.device, &device(w), envelope).map(drop),
            What::DeviceData => open_device_data(&self.device, &device(w), envelope).map(drop),
        }
    }

    /// The key of the suite that seals a kind, derived here by the crate `hkdf` from the published labels.
    pub fn suite_key(&self, what: What) -> [u8; 32] {
        let derive = |ikm: &[u8], info: &[u8]| {
            let mut out = [0; 32];
            Hkdf::<Sha512>::new(None, ikm).expand(info, &mut out).unwrap();
            out
        };
        match what {
            What::Bundle => {
                let site =
                    derive(&hazmat::organisation_key_bytes(&self.organisation), b"wimes/organisation/site/1");
                derive(&[site, [0x61; 32]].concat(), b"wimes/bundle/1")
            }
            What::EnrolmentSeed => derive(&[0x61; 32], b"wimes/enrolment/1"),
            What::DeviceOrganisationKey
            | What::DeviceAccountKeys
            | What::DeviceBundleKey
            | What::DeviceData => derive(&[[1; 32], [2; 32]].concat(), b"wimes/device/session/1"),
            _ => self.wrap,
        }
    }
}

pub fn record(w: &World) -> RecordContext<'_> {
    RecordContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        case: &w.case,
        part: &w.part,
        record: &w.object,
        form: w.form,
        form_version: w.form_version,
        epoch: w.epoch,
        revision: w.revision,
        author: &w.author,
        certificate: &w.certificate,
        previous: &w.previous,
        facts_hash: &w.facts,
    }
}

pub fn attachment(w: &World) -> AttachmentContext<'_> {
    AttachmentContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        case: &w.case,
        part: &w.part,
        attachment: &w.object,
        form: w.form,
        form_version: w.form_version,
        epoch: w.epoch,
        revision: w.revision,
        author: &w.author,
        certificate: &w.certificate,
        previous: &w.previous,
        facts_hash: &w.facts,
    }
}

fn case(w: &World) -> CaseKeyContext<'_> {
    CaseKeyContext { tenant: &w.tenant, organisation: &w.organisation, case: &w.case, key: KeyId(w.object) }
}

fn part(w: &World) -> PartKeyContext<'_> {
    PartKeyContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        case: &w.case,
        part: &w.part,
        epoch: w.epoch,
        key: KeyId(w.object),
    }
}

fn previous(w: &World) -> PreviousKeyContext<'_> {
    PreviousKeyContext { tenant: &w.tenant, organisation: &w.organisation, key: Keys::before(w).id() }
}

fn bundle(w: &World) -> BundleContext<'_> {
    BundleContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        account: &w.account,
        kdf: &w.params,
        salt: &w.salt,
    }
}

fn data(w: &World) -> OrganisationDataContext<'_> {
    OrganisationDataContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        object: &w.object,
        form: w.form,
        revision: w.revision,
    }
}

fn device(w: &World) -> DeviceContext<'_> {
    DeviceContext {
        tenant: &w.tenant,
        organisation: &w.organisation,
        account: &w.account,
        device: &w.device,
        object: &w.object,
    }
}
