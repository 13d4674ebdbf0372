//! All administrators are lost, and the sheet is there: the root makes somebody administrator.

use super::{
    Loading,
    bundle::{self, BundlePlace},
    enrol::public_keys,
    install::check_key,
    setup::ADMINISTRATOR,
};
use crate::{
    CallError, KeyError, LogError, RecoverError, Store, Transport, Vault,
    http::path,
    log::OrganisationLog,
    session::BundleKeyError,
    state::Unlocked,
    view::{KeyOrigin, LoadedKey, SecretText},
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    chain::{Head, Heads},
    ids::{AccountId, OrganisationId},
    keys::CreateRecovery,
    organisations::{Grant, OrganisationState, Receipt},
    paths::v1,
    statement::{Payload, Recovery, SignedStatement, Statement},
};
use crypto::{AccountKeys, OrganisationSheet, RootKey, RootSheet, SheetError, statement::RECOVERY};

impl From<BundleKeyError> for RecoverError {
    fn from(error: BundleKeyError) -> Self {
        match error {
            BundleKeyError::PasswordNeeded => Self::PasswordNeeded,
            BundleKeyError::Password(error) => Self::Password(error),
            BundleKeyError::Call(error) => Self::Call(error),
        }
    }
}

impl From<KeyError> for RecoverError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Call(error) => Self::Call(error),
            KeyError::PasswordNeeded => Self::PasswordNeeded,
            KeyError::Password(error) => Self::Password(error),
            error => Self::Key(error),
        }
    }
}

/// Reads the root from its typed groups or the text of its QR code.
pub(super) fn read_root(text: &SecretText) -> Result<RootKey, RecoverError> {
    RootSheet::parse(text.as_str()).map_err(|error| match error {
        SheetError::Other if OrganisationSheet::parse(text.as_str()).is_ok() => RecoverError::KeyGroups,
        SheetError::Empty => RecoverError::Sheet(KeyError::Empty),
        SheetError::Count { found } => {
            RecoverError::Sheet(KeyError::GroupCount { found, expected: crypto::sheet::GROUPS })
        }
        SheetError::Group { number } => RecoverError::Sheet(KeyError::WrongGroup(number)),
        SheetError::Checksum => RecoverError::Sheet(KeyError::MixedGroups),
        SheetError::Other => RecoverError::Sheet(KeyError::NotAKeyFile),
    })
}

/// Whether a root is the one in force.
pub(super) fn check_root(root: &RootKey, log: &OrganisationLog) -> Result<(), RecoverError> {
    let public = root.public();
    if public == log.root {
        Ok(())
    } else if log.knows_root(&public) {
        Err(RecoverError::ReplacedRoot)
    } else {
        Err(RecoverError::OtherRoot)
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes this person administrator by the root from the sheet in the safe, with new personal keys: typed groups or
    /// the text of the QR code. Works for every account of the organisation, whether it had loaded the key before or not.
    /// The organisation key must be loaded, or is given as `origin` (file, or the sheet's other half). The root is wiped
    /// as soon as it has signed. `password` is needed only when [`RecoverError::PasswordNeeded`] says so.
    ///
    /// # Errors
    /// [`RecoverError`]; everything is as before then, or (after a lost answer) the same call again renews it once more.
    pub async fn recover_administration(
        &self,
        organisation: OrganisationId,
        root_sheet: SecretText,
        origin: Option<KeyOrigin>,
        password: Option<SecretText>,
    ) -> Result<LoadedKey, RecoverError> {
        let root = read_root(&root_sheet)?;
        drop(root_sheet);
        let loading = self.recovery_key(organisation, origin.as_ref())?;
        let log = self.pinned_log(&loading).await?;
        check_root(&root, &log)?;
        check_key(&loading, &log)?;
        let bundle_key = self.bundle_key(password.as_ref()).await?;
        let place = self.bundle_place(organisation)?;
        let account = place.session.account;
        let secrets = loading.key.secrets();
        let older = self.older_keys(&log, &secrets).await?;
        let memory = self.load_memory(account, log.tenant, organisation, &secrets, &older).await;
        let memory = memory.map_err(|memory| memory.explain(&log, &secrets))?;
        super::install::compare_memory(&memory, &log)?;
        let keys = AccountKeys::make().map_err(CallError::from)?;
        let statement = self.recovery(&place, &log, &keys, &root);
        // It has done what it was fetched from the safe for.
        drop(root);
        let bundle = bundle::seal(&secrets, &bundle_key, &place, &keys)?;
        let hash = statement.hash();
        let request = CreateRecovery { statement, bundle };
        let posted: Result<Receipt, _> = self.post(path(v1::RECOVERY, &[&organisation]), &request).await;
        posted.map_err(|failure| match failure.code() {
            Some(ProblemCode::Conflict) => RecoverError::Conflict,
            _ => RecoverError::Call(failure.into()),
        })?;
        self.refresh_session().await?;
        let log = self.pinned_log(&loading).await?;
        if log.current_certificate(account).is_none_or(|(current, _)| current != hash) {
            return Err(CallError::Log(LogError::RolledBack).into());
        }
        // Whoever had no rights until now gets the keys of earlier epochs only from here on.
        let older = self.older_keys(&log, &secrets).await?;
        let loaded = LoadedKey {
            organisation,
            organisation_name: self.state.borrow().membership(organisation)?.organisation_name.clone(),
            epoch: loading.key.epoch(),
            fingerprint: loading.key.fingerprint().to_string(),
            first: true,
            remembered: false,
        };
        let root = Some(log.root);
        let unlocked = Unlocked { key: loading.key, secrets, older, account: keys, root, memory };
        self.state.borrow_mut().hold(organisation, unlocked)?;
        self.adopt_log(log).await?;
        Ok(self.keep_loaded(loaded, false).await)
    }

    /// The organisation key: given, or else the one that is loaded.
    fn recovery_key(
        &self,
        organisation: OrganisationId,
        origin: Option<&KeyOrigin>,
    ) -> Result<Loading, RecoverError> {
        let state = self.state.borrow();
        if state.membership(organisation)?.organisation_state == OrganisationState::Created {
            return Err(KeyError::NotSetUp.into());
        }
        if origin.is_none() {
            let keys = state.keys.get(&organisation).ok_or(RecoverError::KeyNeeded)?;
            let mut loading = Loading::remembered(organisation, keys.key.clone());
            (loading.root, loading.outdated) = (keys.root, false);
            return Ok(loading);
        }
        drop(state);
        let origin = origin.ok_or(RecoverError::KeyNeeded)?;
        Ok(self.read_key(organisation, origin)?)
    }

    /// The statement. Rights are those that the verified log names, and administration; never what the server says.
    fn recovery(
        &self,
        place: &BundlePlace,
        log: &OrganisationLog,
        keys: &AccountKeys,
        root: &RootKey,
    ) -> SignedStatement {
        let account = place.session.account;
        let statement = Statement {
            organisation: log.organisation,
            signer: account,
            certificate: Bytes32::ZERO,
            heads: Heads { organisation: log.head(), part: Head::EMPTY },
            at: self.now(),
            payload: Payload::Recovery(Recovery {
                keys: public_keys(account, keys),
                display_name: name(place, log),
                grants: grants(log, account),
                version: version(place, log, account),
            }),
        };
        let body = statement.to_cbor();
        let signature = root.sign(RECOVERY, &log.context(), &body);
        SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) }
    }
}

/// The name that was certified before, or else the one that the person sees as the own.
fn name(place: &BundlePlace, log: &OrganisationLog) -> String {
    let certified = log.member(place.session.account).map(|member| member.display_name.clone());
    certified.filter(|name| !name.is_empty()).unwrap_or_else(|| place.session.display_name.clone())
}

fn grants(log: &OrganisationLog, account: AccountId) -> Vec<Grant> {
    let member = log.member(account).filter(|member| !member.is_blocked());
    let mut grants = member.map_or_else(Vec::new, |member| member.grants().to_vec());
    if !grants.contains(&ADMINISTRATOR) {
        grants.push(ADMINISTRATOR);
    }
    grants
}

/// Higher than what the log knows, and than that of an invitation that was accepted and not used yet.
fn version(place: &BundlePlace, log: &OrganisationLog, account: AccountId) -> u32 {
    let own = place.session.memberships.iter().find(|own| own.organisation == place.organisation);
    let invited = own.and_then(|own| own.invitation.as_ref()?.decode().ok());
    let invited = match invited.map(|statement| statement.payload) {
        Some(Payload::Invitation(invitation)) => invitation.rights_version,
        _ => 0,
    };
    let known = log.member(account).map_or(0, |member| member.version());
    // An invitation does not outrun the log by more than itself.
    known.max(invited.min(known.saturating_add(1))).saturating_add(1)
}
