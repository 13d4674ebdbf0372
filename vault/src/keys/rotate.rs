//! Renewing the organisation key: begun, file saved and loaded back, active. What comes then is in `rewrap`.
//!
//! Every step can be repeated after a lost answer or a closed page: the log says how far it came, and the saved file alone
//! suffices to go on.

use super::{
    Loading, bundle, copies,
    step::{Next, Step, same_key},
};
use crate::{
    CallError, KeyError, LogError, RotationError, Store, Transport, Vault, convert,
    log::OrganisationLog,
    view::{KeyOrigin, KeyOverview, RotationDraft, RotationReason, SecretText},
};
use api::{
    bytes::{Bytes, Bytes32},
    ids::OrganisationId,
    statement::{EpochState, KeyEpoch},
};
use crypto::{OrganisationKey, PreviousKeyContext};

/// A renewal that this page has begun.
pub(crate) struct Rotation {
    organisation: OrganisationId,
    epoch: KeyEpoch,
}

impl Rotation {
    /// Whether this page made the key that was announced.
    pub(super) fn is_of(&self, organisation: OrganisationId, epoch: &KeyEpoch) -> bool {
        self.organisation == organisation && same_key(&self.epoch, epoch)
    }
}

/// What a key that was loaded back is to the log.
enum Standing {
    /// Announced last, to be put in force.
    Pending(KeyEpoch),
    /// In force already.
    InForce,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes the organisation key of the next epoch and announces it. Nothing is sealed under it before the saved file was
    /// loaded back. What was announced before and never came into force is replaced, whoever did it.
    ///
    /// # Errors
    /// [`RotationError`].
    pub async fn begin_rotation(
        &self,
        organisation: OrganisationId,
        reason: RotationReason,
    ) -> Result<RotationDraft, RotationError> {
        let author = self.key_keeper(organisation).await?;
        let current = author.log.epoch().cloned().ok_or(RotationError::NotBegun)?;
        let replaced = author.log.pending().map(|pending| pending.epoch.clone());
        let number = current.epoch.checked_add(1).ok_or(CallError::TooLarge)?;
        let key = OrganisationKey::make(number)?;
        let epoch = KeyEpoch {
            epoch: number,
            key: convert::wire_key_id(key.id()),
            fingerprint: Bytes32(key.fingerprint().to_bytes()),
            kem: Bytes(key.secrets().kem().public().as_bytes().to_vec()),
            state: EpochState::Begun,
            min_seal: if reason.retires_old_keys() { number } else { current.min_seal },
        };
        let step = Step { epoch: epoch.clone(), previous: None, bundle: None };
        let log = self
            .post_step(organisation, &step, |log| {
                let stands = log.pending().map(|pending| pending.epoch) == replaced.as_ref();
                let in_force = log.epoch().is_some_and(|epoch| epoch.epoch == current.epoch);
                if stands && in_force { Next::Send } else { Next::Lost }
            })
            .await?;
        if !log.pending().is_some_and(|pending| same_key(pending.epoch, &epoch)) {
            return Err(RotationError::Conflict);
        }
        let name = self.state.borrow().membership(organisation)?.organisation_name.clone();
        let copy = copies::copy(&name, &log, &key);
        let mut state = self.state.borrow_mut();
        // The page may have been locked meanwhile.
        state.session()?;
        state.rotation = Some(Rotation { organisation, epoch });
        Ok(RotationDraft {
            organisation,
            epoch: number,
            key_file_name: copy.key_file_name,
            key_file_text: copy.key_file_text,
            sheet: copy.sheet,
        })
    }

    /// Puts the new key in force with the text of the file that was saved and loaded back. Works in any page and for any
    /// administrator who has the saved file and the key in force loaded. Afterwards the new key is loaded here; call
    /// [`rewrap`](Self::rewrap) next. `password` is needed only when [`RotationError::PasswordNeeded`] says so.
    ///
    /// # Errors
    /// [`RotationError`]; the old key is in force then, or (after a lost answer) the same call again finds the new one.
    pub async fn confirm_rotation(
        &self,
        organisation: OrganisationId,
        loaded_file: SecretText,
        password: Option<SecretText>,
    ) -> Result<KeyOverview, RotationError> {
        let origin = KeyOrigin::File(loaded_file);
        let loading = self.read_key(organisation, &origin)?;
        let log = self.refresh_log(organisation).await?;
        super::install::check_place(&loading, &log)?;
        if loading.root.is_some_and(|root| !log.knows_root(&root)) {
            return Err(KeyError::DoesNotFit.into());
        }
        let standing = self.standing(&loading, &log)?;
        // Before anything is sent: a mistyped password must not cost the new key its owner's bundle.
        self.bundle_key(password.as_ref()).await?;
        if let Standing::Pending(epoch) = standing {
            self.activate(&loading, epoch).await?;
            self.refresh_session().await?;
        }
        let loaded = self.install_key(loading).await?;
        self.keep_loaded(loaded, false).await;
        let overview = self.key_overview(organisation).await?;
        self.cancel_rotation(organisation);
        Ok(overview)
    }

    /// Drops a renewal that this page has begun. What was announced does no harm and is replaced by the next one.
    pub fn cancel_rotation(&self, organisation: OrganisationId) {
        let mut state = self.state.borrow_mut();
        state.rotation.take_if(|rotation| rotation.organisation == organisation);
    }

    fn standing(&self, loading: &Loading, log: &OrganisationLog) -> Result<Standing, RotationError> {
        let key = &loading.key;
        let fingerprint = Bytes32(key.fingerprint().to_bytes());
        let same = |epoch: &KeyEpoch| {
            epoch.epoch == key.epoch()
                && epoch.fingerprint == fingerprint
                && convert::key_id(epoch.key) == key.id()
        };
        let state = self.state.borrow();
        let own = state.rotation.as_ref().filter(|own| own.organisation == loading.organisation);
        let own_file = own.is_some_and(|own| same(&own.epoch));
        if let Some(pending) = log.pending() {
            if same(pending.epoch) {
                return Ok(Standing::Pending(pending.epoch.clone()));
            }
        } else if log.epoch().is_some_and(same) {
            let held = state.keys.get(&loading.organisation).map(|keys| keys.key.epoch());
            // The file of the key that was in force all the time ends no renewal.
            return if own_file || held.is_some_and(|held| held < key.epoch()) {
                Ok(Standing::InForce)
            } else {
                Err(RotationError::NotBegun)
            };
        }
        let current = log.epoch().map_or(0, |epoch| epoch.epoch);
        let void = log.was_announced(&fingerprint) && !log.epoch_by_number(key.epoch()).is_some_and(same);
        if own_file || void {
            Err(RotationError::Conflict)
        } else if own.is_none() && log.pending().is_none() && key.epoch() <= current {
            Err(RotationError::NotBegun)
        } else {
            Err(RotationError::OtherFile)
        }
    }

    /// Seals the key in force under the new one, and the own bundle, and puts the new key in force.
    async fn activate(&self, loading: &Loading, pending: KeyEpoch) -> Result<(), RotationError> {
        let organisation = loading.organisation;
        let author = self.key_keeper(organisation).await?;
        let bundle_key = self.bundle_key(None).await?;
        let place = self.bundle_place(organisation)?;
        let secrets = loading.key.secrets();
        let old = {
            let state = self.state.borrow();
            state.keys.get(&organisation).ok_or(RotationError::KeyMissing)?.key.clone()
        };
        if old.epoch().checked_add(1) != Some(pending.epoch) {
            return Err(RotationError::KeyOutdated);
        }
        let context = PreviousKeyContext {
            tenant: author.log.tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            key: old.id(),
        };
        let previous = crypto::wrap_previous_organisation_key(&secrets, &context, &old)?;
        // Everything older hangs on this one envelope: it must open before anything is sent.
        let opened = crypto::unwrap_previous_organisation_key(&secrets, &context, &previous);
        if opened.map(|key| key.fingerprint()) != Ok(old.fingerprint()) {
            return Err(KeyError::Chain { epoch: old.epoch() }.into());
        }
        let bundle = bundle::seal(&secrets, &bundle_key, &place, &author.keys)?;
        let epoch = KeyEpoch { state: EpochState::Active, ..pending };
        let step = Step { epoch: epoch.clone(), previous: Some(Bytes(previous)), bundle: Some(bundle) };
        let log = self
            .post_step(organisation, &step, |log| {
                if log.epoch().is_some_and(|current| same_key(current, &epoch)) {
                    Next::Done
                } else if log.pending().is_some_and(|pending| same_key(pending.epoch, &epoch)) {
                    Next::Send
                } else {
                    Next::Lost
                }
            })
            .await?;
        if log.epoch().is_some_and(|current| same_key(current, &epoch)) {
            Ok(())
        } else {
            // The server says that it took the step and does not show it.
            Err(CallError::Log(LogError::RolledBack).into())
        }
    }
}
