//! Login, lock, logout, password.

mod begin;
mod device;
mod info;
mod password;
mod touch;

pub(crate) use begin::BundleKeyError;
pub(crate) use info::signing_fingerprint;

use crate::{
    CallError, LoginError, Method, Store, Transport, UnlockError, Vault,
    together::together,
    view::{Login, SecretText, SessionInfo, Start},
};
use api::{auth::SessionView, paths::v1};

impl<T: Transport, S: Store> Vault<T, S> {
    /// Begins a page load from what the device and the server kept: a reload within the lock time asks for nothing.
    ///
    /// # Errors
    /// [`CallError`], typically `Offline`. A session that ended is no error.
    pub async fn resume(&self) -> Result<Start, CallError> {
        let preferences = self.preferences().await;
        if preferences.logged_out {
            self.end_session().await?;
            let _kept = self.prefer(|preferences| preferences.logged_out = false).await;
            return Ok(Start::LoggedOut { tenant: preferences.tenant });
        }
        let session: SessionView = match self.get(v1::SESSION.to_owned()).await.map_err(CallError::from) {
            Ok(session) => session,
            Err(CallError::SessionEnded) => {
                self.state.borrow_mut().forget();
                self.drop_session_cache().await;
                return Ok(Start::LoggedOut { tenant: preferences.tenant });
            }
            Err(error) => return Err(error),
        };
        self.state.borrow_mut().adopt(session);
        self.look_whether_remembered().await;
        if preferences.locked || self.seconds_until_lock().await == 0 {
            // Locked here, whether the server can be told or not.
            let _told = self.lock().await;
            return self.info().map(Start::Locked);
        }
        self.restore_session_keys().await;
        self.touch().await;
        self.info().map(Start::Ready)
    }

    /// Logs in. Keys that this device remembers are loaded at once.
    ///
    /// # Errors
    /// [`LoginError`].
    pub async fn login(&self, login: Login) -> Result<SessionInfo, LoginError> {
        let (session, master) = self.authenticate(&login.tenant, &login.login, &login.password).await?;
        self.begin_session(session, &master).await;
        Ok(self.info()?)
    }

    /// Wipes everything that is unwrapped, forgets the session's device memory and ends the session on the server.
    /// What the device remembers beyond the session stays, sealed.
    ///
    /// # Errors
    /// [`CallError`] when the server could not be told; here everything is wiped all the same.
    pub async fn logout(&self) -> Result<(), CallError> {
        self.state.borrow_mut().forget();
        // The request leaves first: whoever logs out often closes the page at once.
        let here = async {
            self.drop_session_cache().await;
            let _kept = self
                .prefer(|preferences| {
                    preferences.locked = false;
                    preferences.logged_out = true;
                })
                .await;
        };
        together(self.end_session(), here).await.0?;
        let _kept = self.prefer(|preferences| preferences.logged_out = false).await;
        Ok(())
    }

    /// Wipes everything here after another page of this device logged out. Server and device know from there, and are
    /// told nothing, because somebody may already be logging in anew.
    pub fn forget(&self) {
        self.state.borrow_mut().forget();
    }

    /// Ends the session on the server. As long as that did not work, the next page load tries it again.
    async fn end_session(&self) -> Result<(), CallError> {
        match self.call(Method::Post, v1::LOGOUT.to_owned()).await.map_err(CallError::from) {
            Ok(()) | Err(CallError::SessionEnded) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Wipes everything that is unwrapped and deletes the session's share on the server; the session itself stays.
    ///
    /// # Errors
    /// [`CallError`] when the server could not be told; here everything is wiped all the same.
    pub async fn lock(&self) -> Result<(), CallError> {
        {
            let mut state = self.state.borrow_mut();
            if state.session_even_locked().is_none() {
                return Ok(());
            }
            state.locked = true;
            state.wipe();
        }
        // The request leaves first, and what lies here goes at the same time: either half alone is worthless.
        let told = self.call(Method::Delete, v1::SESSION_SHARE.to_owned());
        let here = async {
            self.drop_session_cache().await;
            let _kept = self.prefer(|preferences| preferences.locked = true).await;
        };
        match together(told, here).await.0.map_err(CallError::from) {
            Ok(()) | Err(CallError::SessionEnded | CallError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Unlocks with the password, or renews a session that ended: logs in anew and loads the keys that this device
    /// remembers. Without a remembered device the session says `KeyState::Missing` after a lock, and the key is loaded
    /// again; after a session that merely ended everything is as it was.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn unlock(&self, password: SecretText) -> Result<SessionInfo, UnlockError> {
        let (tenant, login) = {
            let state = self.state.borrow();
            let session = state.session_even_locked().ok_or(CallError::SessionEnded)?;
            (session.tenant_slug.clone(), session.login.clone())
        };
        self.login(Login { tenant, login, password }).await
    }

    /// Asks the server who is logged in, e.g. after rights were changed.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn refresh_session(&self) -> Result<SessionInfo, CallError> {
        let session: SessionView = self.get(v1::SESSION.to_owned()).await?;
        {
            let mut state = self.state.borrow_mut();
            // A session of somebody else in the same browser must not inherit anything that is unwrapped here.
            if state.session()?.account != session.account {
                state.forget();
                return Err(CallError::SessionEnded);
            }
            state.adopt(session);
        }
        self.info()
    }

    pub(crate) fn info(&self) -> Result<SessionInfo, CallError> {
        self.state.borrow().info().ok_or(CallError::SessionEnded)
    }
}
