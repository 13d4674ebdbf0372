//! Proving who one is, and what begins with it.

use crate::{
    CallError, LoginError, Store, Transport, Vault, convert, state::PasswordKeys, text::nfc, view::SecretText,
};
use api::{
    ProblemCode,
    auth::{Kdf, LoginChallenge, LoginFinish, LoginStart, SessionView, login_message},
    bytes::{Bytes, Bytes32},
    paths::v1,
};
use crypto::{KdfError, PasswordMaster, work};

impl From<KdfError> for LoginError {
    fn from(error: KdfError) -> Self {
        match error {
            KdfError::TooWeak | KdfError::TooExpensive => Self::RefusedParameters,
            KdfError::OutOfMemory => Self::OutOfMemory,
            // Nobody has such a password.
            KdfError::PasswordTooLong => Self::WrongCredentials,
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// What a password makes with a salt and parameters that came from the server.
    pub(crate) async fn derive_master(
        &self,
        password: &SecretText,
        salt: &Bytes32,
        kdf: &Kdf,
    ) -> Result<PasswordMaster, KdfError> {
        let (salt, params) = (convert::salt(salt), convert::kdf(kdf)?);
        let password = nfc(password.as_str());
        let answer = self.store.work(work::password_job(&password, &salt, &params)).await;
        work::password_answer(&answer).unwrap_or_else(|| PasswordMaster::derive(&password, &salt, &params))
    }

    /// Answers a login challenge.
    pub(super) async fn authenticate(
        &self,
        tenant: &str,
        login: &str,
        password: &SecretText,
    ) -> Result<(SessionView, PasswordMaster), LoginError> {
        let tenant = tenant.trim().to_lowercase();
        let login = login.trim().to_owned();
        let start = LoginStart { tenant: tenant.clone(), login: login.clone() };
        let failed = |failure: crate::http::Failure| match failure.code() {
            Some(ProblemCode::LoginFailed) => LoginError::WrongCredentials,
            _ => LoginError::Call(failure.into()),
        };
        let challenge: LoginChallenge =
            self.post(v1::LOGIN_START.to_owned(), &start).await.map_err(failed)?;
        let master = self.derive_master(password, &challenge.salt, &challenge.kdf).await?;
        // The own origin, never the one that the server names: a signature made for another portal is worth nothing.
        let message = login_message(
            &self.transport.origin(),
            &tenant,
            &login,
            challenge.challenge,
            &challenge.nonce,
            challenge.expires_at,
        );
        let signature = master.login().sign_login(&message);
        let finish =
            LoginFinish { challenge: challenge.challenge, signature: Bytes(signature.to_bytes().to_vec()) };
        let session = self.post(v1::LOGIN_FINISH.to_owned(), &finish).await.map_err(failed)?;
        Ok((session, master))
    }

    /// Takes over a new session: keys that are loaded stay only for the same person and only while unlocked.
    pub(crate) async fn begin_session(&self, session: SessionView, master: &PasswordMaster) {
        let tenant = session.tenant_slug.clone();
        self.preferences().await;
        {
            let mut state = self.state.borrow_mut();
            let same = state.session().is_ok_and(|before| before.account == session.account);
            if !same {
                state.forget();
            }
            state.locked = false;
            // Every session has a share of its own on the server; the one before is gone with its session.
            state.session_key = None;
            state.adopt(session);
            state.password = Some(PasswordKeys { bundle: master.bundle(), device: Some(master.device()) });
        }
        self.set_touched().await;
        let _kept = self
            .prefer(|preferences| {
                preferences.tenant = Some(tenant);
                preferences.locked = false;
                preferences.logged_out = false;
            })
            .await;
        self.look_whether_remembered().await;
        // Whoever comes back learns at once whether there is a newer key than the one that stayed loaded.
        let held: Vec<_> = self.state.borrow().keys.keys().copied().collect();
        for organisation in held {
            let _refreshed = self.refresh_log(organisation).await;
        }
        self.load_remembered_keys().await;
        self.keep_session_keys().await;
    }

    /// The bundle key: from the password of this session, or from the one given now.
    pub(crate) async fn bundle_key(
        &self,
        password: Option<&SecretText>,
    ) -> Result<crypto::BundleKey, BundleKeyError> {
        let (known, tenant, login) = {
            let state = self.state.borrow();
            let session = state.session()?;
            let known = state.password.as_ref().map(|keys| keys.bundle.clone());
            (known, session.tenant_slug.clone(), session.login.clone())
        };
        let Some(password) = password else { return known.ok_or(BundleKeyError::PasswordNeeded) };
        // What is sealed under a mistyped password never opens again: only a login shows that it is the right one.
        let (session, master) = self.authenticate(&tenant, &login, password).await?;
        let bundle = master.bundle();
        {
            let mut state = self.state.borrow_mut();
            if state.session()?.account != session.account {
                return Err(CallError::SessionEnded.into());
            }
            state.session_key = None;
            state.adopt(session);
            state.hold_password(PasswordKeys { bundle: bundle.clone(), device: Some(master.device()) })?;
        }
        // The new session has no share yet.
        self.keep_session_keys().await;
        Ok(bundle)
    }
}

/// Why there is no bundle key.
pub(crate) enum BundleKeyError {
    PasswordNeeded,
    Password(LoginError),
    Call(CallError),
}

impl From<CallError> for BundleKeyError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<LoginError> for BundleKeyError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Call(error) => Self::Call(error),
            error => Self::Password(error),
        }
    }
}
