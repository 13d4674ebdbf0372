//! Changing the password: everything that hangs on it, at once.

use crate::{
    CallError, ChangePasswordError, Method, Store, Transport, Vault, convert, state::PasswordKeys,
    view::ChangePassword,
};
use api::{
    ProblemCode,
    auth::{OrganisationBundle, PasswordChange, SessionView, password_message},
    bytes::{Bytes, Bytes32},
    organisations::MemberState,
    paths::v1,
};
use crypto::{BundleContext, BundleKey, KdfError, KdfParams, Salt};

impl From<KdfError> for ChangePasswordError {
    fn from(error: KdfError) -> Self {
        match error {
            KdfError::TooWeak | KdfError::TooExpensive => Self::RefusedParameters,
            KdfError::OutOfMemory => Self::OutOfMemory,
            KdfError::PasswordTooLong => Self::WrongPassword,
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Changes the password. Needs the keys of all organisations in which the person has signing keys.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; the old password still holds then.
    pub async fn change_password(&self, change: ChangePassword) -> Result<(), ChangePasswordError> {
        let session = self.state.borrow().session()?.clone();
        let old = self.derive_master(&change.current, &session.salt, &session.kdf).await?;
        let salt = Salt::make().map_err(CallError::from)?;
        let kdf = convert::wire_kdf(KdfParams::DEFAULT);
        let new = self.derive_master(&change.new, &Bytes32(salt.0), &kdf).await?;
        let bundles = self.reseal(&session, &old.bundle(), &new.bundle(), &salt)?;
        let mut body = PasswordChange {
            salt: Bytes32(salt.0),
            kdf,
            login_public_key: Bytes32(new.login().public().to_bytes()),
            bundles,
            signature: Bytes::default(),
        };
        let message = password_message(&self.transport.origin(), session.account, &body);
        body.signature = Bytes(old.login().sign_login(&message).to_bytes().to_vec());
        self.tell(Method::Post, v1::PASSWORD.to_owned(), &body).await.map_err(|failure| {
            match failure.code() {
                Some(ProblemCode::LoginFailed | ProblemCode::BadSignature) => {
                    ChangePasswordError::WrongPassword
                }
                _ => ChangePasswordError::Call(failure.into()),
            }
        })?;
        // The password is changed; what follows only spares asking for it again.
        let keys = PasswordKeys { bundle: new.bundle(), device: Some(new.device()) };
        if self.state.borrow_mut().hold_password(keys).is_err() {
            return Ok(());
        }
        if self.state.borrow().remembered {
            let loaded: Vec<_> = self.state.borrow().keys.keys().copied().collect();
            let _remembered = self.remember_keys(&loaded).await;
        }
        let _refreshed = self.refresh_session().await;
        self.keep_session_keys().await;
        Ok(())
    }

    /// Bundles under the new password; enrolment seeds where the organisation key was never loaded.
    fn reseal(
        &self,
        session: &SessionView,
        old: &BundleKey,
        new: &BundleKey,
        salt: &Salt,
    ) -> Result<Vec<OrganisationBundle>, ChangePasswordError> {
        let Some(tenant) = session.tenant else { return Ok(Vec::new()) };
        let (old_kdf, old_salt) = (convert::kdf(&session.kdf)?, convert::salt(&session.salt));
        let state = self.state.borrow();
        let active = || session.memberships.iter().filter(|own| own.state != MemberState::Blocked);
        let missing: Vec<_> = active()
            .filter(|own| own.bundle.is_some())
            .filter(|own| !state.keys.contains_key(&own.organisation) || state.key_outdated(own.organisation))
            .map(|own| own.organisation)
            .collect();
        if !missing.is_empty() {
            return Err(ChangePasswordError::KeysMissing(missing));
        }
        let mut bundles = Vec::new();
        for own in active() {
            let before = BundleContext {
                tenant: tenant.as_bytes(),
                organisation: own.organisation.as_bytes(),
                account: session.account.as_bytes(),
                kdf: &old_kdf,
                salt: &old_salt,
            };
            let after = BundleContext { kdf: &KdfParams::DEFAULT, salt, ..before };
            let sealed = match (&own.bundle, &own.enrolment, state.keys.get(&own.organisation)) {
                (Some(_), _, Some(keys)) => crypto::seal_bundle(&keys.secrets, new, &after, &keys.account),
                (None, Some(enrolment), _) => {
                    let seed = crypto::open_enrolment_seed(old, &before, &enrolment.0)
                        .map_err(|_| ChangePasswordError::WrongPassword)?;
                    crypto::seal_enrolment_seed(new, &after, &seed)
                }
                _ => continue,
            };
            let bundle = Bytes(sealed.map_err(CallError::from)?);
            bundles.push(OrganisationBundle { organisation: own.organisation, bundle });
        }
        bundles.sort_by_key(|bundle| bundle.organisation);
        Ok(bundles)
    }
}
