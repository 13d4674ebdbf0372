//! The keys that tests know because they know the key file and the password: to search for them in what was sent, and to
//! play people who hold them and are up to no good.

use crate::Trouble;
use api::{
    auth::SessionView,
    cases::CaseFile,
    ids::{CaseId, OrganisationId, PartId, TenantId},
    records::LogContent,
    statement::{Access, Payload},
};
use crypto::{
    AccountKeys, BundleContext, CaseKey, CaseKeyContext, CheckValue, KdfParams, KeyFile, KeyId,
    OrganisationKey, PartKey, PartKeyContext, PasswordMaster, Salt, hazmat, hazmat::RawKey,
};

/// Keys of one case, opened with the organisation key as any member could.
#[derive(Debug)]
pub struct CaseKeys {
    /// The case key.
    pub case: CaseKey,
    /// Part keys with part and access statement, of all epochs.
    pub parts: Vec<(PartId, Access, PartKey)>,
}

impl CaseKeys {
    /// Opens all keys of a case file.
    ///
    /// # Errors
    /// When a slot does not open.
    pub fn open(tenant: TenantId, key: &OrganisationKey, file: &CaseFile) -> Result<Self, Trouble> {
        let organisation = file.summary.organisation;
        let damaged = || Trouble::new("a slot of the honest server does not open");
        let secrets = key.secrets();
        let slot = file.slots.iter().rev().find(|slot| slot.epoch == key.epoch()).ok_or_else(damaged)?;
        let context = CaseKeyContext {
            tenant: tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            case: file.summary.id.as_bytes(),
            key: KeyId(*slot.key.as_bytes()),
        };
        let case = crypto::unwrap_case_key(&secrets, &context, &slot.slot.0).map_err(|_| damaged())?;
        let mut parts = Vec::new();
        for part in &file.parts {
            for access in part.entries.iter().filter_map(|entry| match &entry.content {
                LogContent::Statement(signed) => access(signed),
                LogContent::Revision(_) => None,
            }) {
                let Some(slot) = part.slots.iter().find(|slot| slot.epoch == access.epoch) else { continue };
                let context = part_context((&tenant, &organisation, &file.summary.id), &access);
                let check = CheckValue(access.check.0);
                // Keys of earlier case keys are not looked for.
                if let Ok(key) = crypto::unwrap_part_key(&case, &context, &check, &slot.slot.0) {
                    parts.push((part.id, access, key));
                }
            }
        }
        Ok(Self { case, parts })
    }

    /// The keys that every slot of a key's epoch leads to; what does not open is left out.
    #[must_use]
    pub fn open_all(tenant: TenantId, key: &OrganisationKey, file: &CaseFile) -> Vec<Self> {
        let one = |slot: &api::cases::CaseSlot| {
            Self::open(tenant, key, &CaseFile { slots: vec![slot.clone()], ..file.clone() }).ok()
        };
        file.slots.iter().filter_map(one).collect()
    }

    /// The newest key of a part.
    #[must_use]
    pub fn part(&self, part: PartId) -> Option<(&Access, &PartKey)> {
        self.parts.iter().rev().find(|(id, ..)| *id == part).map(|(_, access, key)| (access, key))
    }
}

fn access(signed: &api::statement::SignedStatement) -> Option<Access> {
    match signed.decode().ok()?.payload {
        Payload::Access(access) => Some(access),
        _ => None,
    }
}

/// The context of a part's slot.
fn part_context<'a>(
    (tenant, organisation, case): (&'a TenantId, &'a OrganisationId, &'a CaseId),
    access: &'a Access,
) -> PartKeyContext<'a> {
    PartKeyContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        part: access.part.as_bytes(),
        epoch: access.epoch,
        key: KeyId(*access.key.as_bytes()),
    }
}

/// Everything that a person's password and key file open.
#[derive(Debug)]
pub struct KnownKeys {
    /// The organisation key.
    pub organisation: OrganisationKey,
    /// What the password makes.
    pub master: PasswordMaster,
    /// Signing and KEM keys.
    pub account: AccountKeys,
}

impl KnownKeys {
    /// Opens a bundle with password and key file, as its owner could.
    ///
    /// # Errors
    /// When anything does not open.
    pub fn open(
        session: &SessionView,
        organisation: OrganisationId,
        key_file: &str,
        password: &str,
    ) -> Result<Self, Trouble> {
        let trouble = |what: &str| Trouble::new(format!("{what} can't be opened"));
        let file = KeyFile::parse(key_file.as_bytes()).map_err(|_| trouble("the key file"))?;
        let kdf = KdfParams::new(session.kdf.memory_kib, session.kdf.passes, session.kdf.lanes)
            .map_err(|_| trouble("the password's parameters"))?;
        let salt = Salt(session.salt.0);
        let master = PasswordMaster::derive(password, &salt, &kdf).map_err(|_| trouble("the password"))?;
        let own = session.memberships.iter().find(|own| own.organisation == organisation);
        let bundle = own.and_then(|own| own.bundle.as_ref()).ok_or_else(|| trouble("a missing bundle"))?;
        let tenant = session.tenant.ok_or_else(|| trouble("the institute"))?;
        let context = BundleContext {
            tenant: tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            account: session.account.as_bytes(),
            kdf: &kdf,
            salt: &salt,
        };
        let account = crypto::open_bundle(&file.key.secrets(), &master.bundle(), &context, &bundle.0)
            .map_err(|_| trouble("the bundle"))?;
        Ok(Self { organisation: file.key, master, account })
    }

    /// The raw bytes of all of them, none of which may ever leave a device.
    #[must_use]
    pub fn raw(&self) -> Vec<Vec<u8>> {
        [
            hazmat::organisation_key_bytes(&self.organisation),
            self.master.raw(),
            self.master.login().raw(),
            self.master.bundle().raw(),
            self.account.signing.raw(),
            self.account.kem.raw(),
        ]
        .map(|key| key.to_vec())
        .into()
    }
}
