//! The personal keys: opened with organisation key and password, made at the first loading, sealed anew under a newer
//! organisation key.

use super::chain::OlderKeys;
use crate::{
    CallError, KeyError, LogError, Method, Store, Transport, Vault, convert, http::path, log::OrganisationLog,
};
use api::{
    ProblemCode,
    auth::{OwnMembership, SessionView},
    bytes::Bytes,
    chain::sha256,
    ids::{AccountId, OrganisationId, TenantId},
    keys::ReplaceBundle,
    paths::v1,
};
use crypto::{AccountKeys, BundleContext, BundleKey, Header, KdfParams, OrganisationSecrets, Salt};

/// How often a bundle that another device replaced at the same time is looked at anew.
const ATTEMPTS: usize = 3;

/// What the contexts of bundles are made of.
pub(super) struct BundlePlace {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub session: SessionView,
    pub kdf: KdfParams,
    pub salt: Salt,
}

impl BundlePlace {
    pub(super) fn context(&self) -> BundleContext<'_> {
        BundleContext {
            tenant: self.tenant.as_bytes(),
            organisation: self.organisation.as_bytes(),
            account: self.session.account.as_bytes(),
            kdf: &self.kdf,
            salt: &self.salt,
        }
    }
}

/// What personal keys are opened with.
pub(super) struct Opening<'a> {
    pub organisation: OrganisationId,
    pub secrets: &'a OrganisationSecrets,
    pub older: &'a OlderKeys,
    pub bundle_key: &'a BundleKey,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Opens the bundle; at the first loading, or after a renewed password, makes new keys and their certificate.
    pub(super) async fn personal_keys(
        &self,
        opening: &Opening<'_>,
        log: OrganisationLog,
    ) -> Result<(AccountKeys, OrganisationLog, bool), KeyError> {
        let mut keys = self.certified_keys(opening, &log).await?;
        if keys.is_none() {
            // They may have been made just now, with the answer lost on its way.
            self.refresh_session().await?;
            keys = self.certified_keys(opening, &log).await?;
        }
        if let Some(keys) = keys {
            return Ok((keys, log, false));
        }
        let place = self.bundle_place(opening.organisation)?;
        let membership = own(&place)?.clone();
        // Nobody enrols with a key that is no longer in force.
        let current = log.epoch().is_some_and(|epoch| epoch.epoch == opening.secrets.epoch());
        let (Some(enrolment), Some(invitation), true) =
            (&membership.enrolment, membership.invitation, current)
        else {
            return Err(KeyError::BundleDoesNotOpen);
        };
        let seed = crypto::open_enrolment_seed(opening.bundle_key, &place.context(), &enrolment.0)
            .map_err(|_| KeyError::BundleDoesNotOpen)?;
        let keys = self.enrol(&place, opening.secrets, opening.bundle_key, &seed, invitation, &log).await?;
        let log = self.fetch_log(opening.organisation, Some(&log.root)).await?;
        match log.current_certificate(place.session.account) {
            Some((_, certificate)) if certificate.signing == keys.signing.public() => Ok((keys, log, true)),
            // The log must show what was just certified; a server that leaves it out is not trusted with writing.
            _ => Err(CallError::Log(LogError::RolledBack).into()),
        }
    }

    /// The keys in the own bundle, if the log certifies them. A bundle under an earlier organisation key is sealed anew.
    async fn certified_keys(
        &self,
        opening: &Opening<'_>,
        log: &OrganisationLog,
    ) -> Result<Option<AccountKeys>, KeyError> {
        for _ in 0..ATTEMPTS {
            let place = self.bundle_place(opening.organisation)?;
            let membership = own(&place)?;
            let Some(bundle) = &membership.bundle else { return Ok(None) };
            let Some(keys) = open(opening, &place, bundle, log, membership.enrolment.is_some())? else {
                return Ok(None);
            };
            let current = log.epoch().is_some_and(|epoch| epoch.epoch == opening.secrets.epoch());
            let newest = Header::parse(&bundle.0).is_ok_and(|header| header.key == opening.secrets.id());
            if newest || !current {
                return Ok(Some(keys));
            }
            let sealed = seal(opening.secrets, opening.bundle_key, &place, &keys)?;
            let request = ReplaceBundle { previous: sha256(&bundle.0), bundle: sealed };
            let path = path(v1::BUNDLE, &[&opening.organisation]);
            match self.tell(Method::Put, path, &request).await {
                // Another device of the same person may have been faster: what is there now must open all the same.
                Err(failure) if failure.code() == Some(ProblemCode::Conflict) => {}
                Ok(()) => {
                    self.refresh_session().await?;
                    return Ok(Some(keys));
                }
                // The one that is there opens as long as the chain does; the next loading tries again.
                Err(_) => return Ok(Some(keys)),
            }
            self.refresh_session().await?;
        }
        Err(KeyError::BundleDoesNotOpen)
    }

    pub(super) fn bundle_place(&self, organisation: OrganisationId) -> Result<BundlePlace, KeyError> {
        let state = self.state.borrow();
        let session = state.session()?.clone();
        Ok(BundlePlace {
            tenant: state.tenant()?,
            organisation,
            kdf: convert::kdf(&session.kdf).map_err(|_| KeyError::BundleDoesNotOpen)?,
            salt: convert::salt(&session.salt),
            session,
        })
    }
}

/// Opens a bundle with the key that it names; none where it does not hold the certified keys of this account.
fn open(
    opening: &Opening<'_>,
    place: &BundlePlace,
    bundle: &Bytes,
    log: &OrganisationLog,
    renewed: bool,
) -> Result<Option<AccountKeys>, KeyError> {
    let Ok(header) = Header::parse(&bundle.0) else { return Ok(None) };
    let Some(secrets) = opening.older.find(opening.secrets, header.key) else {
        return match log.epoch_by_key(convert::wire_key_id(header.key)) {
            Some(epoch) if epoch.epoch > opening.secrets.epoch() => {
                Err(KeyError::OutdatedEpoch { found: opening.secrets.epoch(), current: epoch.epoch })
            }
            Some(epoch) if !renewed => Err(KeyError::Chain { epoch: epoch.epoch }),
            _ => Ok(None),
        };
    };
    let opened = crypto::open_bundle(secrets, opening.bundle_key, &place.context(), &bundle.0).ok();
    Ok(opened.filter(|keys| certified(log, place.session.account, keys)))
}

fn certified(log: &OrganisationLog, account: AccountId, keys: &AccountKeys) -> bool {
    log.current_certificate(account)
        .is_some_and(|(_, certificate)| certificate.signing == keys.signing.public())
}

/// Seals a bundle and opens it again: one that does not open would lock somebody out.
pub(super) fn seal(
    secrets: &OrganisationSecrets,
    bundle_key: &BundleKey,
    place: &BundlePlace,
    keys: &AccountKeys,
) -> Result<Bytes, KeyError> {
    let sealed = crypto::seal_bundle(secrets, bundle_key, &place.context(), keys).map_err(CallError::from)?;
    let opened = crypto::open_bundle(secrets, bundle_key, &place.context(), &sealed);
    match opened {
        Ok(opened) if opened.signing.public() == keys.signing.public() => Ok(Bytes(sealed)),
        _ => Err(KeyError::BundleDoesNotOpen),
    }
}

fn own(place: &BundlePlace) -> Result<&OwnMembership, CallError> {
    let mut memberships = place.session.memberships.iter();
    memberships.find(|own| own.organisation == place.organisation).ok_or(CallError::NotFound)
}
