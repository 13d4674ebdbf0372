//! Login, lock, logout, password.

use crate::{
    CallError, ChangePasswordError, LoginError, Store, Transport, UnlockError, Vault,
    view::{ChangePassword, Login, Protection, SecretText, SessionInfo, Start},
};
use api::{
    configuration::Configuration,
    ids::{CaseId, OrganisationId, RecordId},
};
use std::rc::Rc;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Begins a page load from what the device and the server kept: a reload within the lock time asks for nothing.
    ///
    /// # Errors
    /// [`CallError`], typically `Offline`. A session that ended is no error.
    pub async fn resume(&self) -> Result<Start, CallError> {
        Err(CallError::Protocol)
    }

    /// Logs in. Keys that this device remembers are loaded at once.
    ///
    /// # Errors
    /// [`LoginError`].
    pub async fn login(&self, login: Login) -> Result<SessionInfo, LoginError> {
        let _ = login;
        Err(CallError::Protocol.into())
    }

    /// Wipes everything that is unwrapped, forgets the session's device memory and ends the session on the server.
    /// What the device remembers beyond the session stays, sealed.
    ///
    /// # Errors
    /// [`CallError`] when the server could not be told; here everything is wiped all the same.
    pub async fn logout(&self) -> Result<(), CallError> {
        Err(CallError::Protocol)
    }

    /// Wipes everything that is unwrapped and deletes the session's share on the server; the session itself stays.
    ///
    /// # Errors
    /// [`CallError`] when the server could not be told; here everything is wiped all the same.
    pub async fn lock(&self) -> Result<(), CallError> {
        Err(CallError::Protocol)
    }

    /// Unlocks with the password: logs in anew and loads the keys that this device remembers. Without a remembered
    /// device the session says `KeyState::Missing`, and the key is loaded again.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn unlock(&self, password: SecretText) -> Result<SessionInfo, UnlockError> {
        let _ = password;
        Err(CallError::Protocol.into())
    }

    /// Who is logged in, without asking the server. None when nobody is or the vault is locked.
    pub fn session(&self) -> Option<SessionInfo> {
        None
    }

    /// Whether somebody is logged in and the vault is locked.
    pub fn is_locked(&self) -> bool {
        false
    }

    /// Asks the server who is logged in, e.g. after rights were changed.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn refresh_session(&self) -> Result<SessionInfo, CallError> {
        Err(CallError::Protocol)
    }

    /// Seconds without a touch after which the application calls [`lock`](Self::lock). Default 15 minutes.
    pub async fn lock_after(&self) -> u32 {
        900
    }

    /// Sets the lock time of this device, 60 seconds to 8 hours.
    ///
    /// # Errors
    /// [`CallError::Device`].
    pub async fn set_lock_after(&self, seconds: u32) -> Result<(), CallError> {
        let _ = seconds;
        Err(CallError::Protocol)
    }

    /// The person did something: the lock time begins anew. Cheap; call it on input, at most every few seconds.
    pub async fn touch(&self) {}

    /// Seconds until the lock time is over; 0 when it is. For the application's timer, which survives sleep this way.
    pub async fn seconds_until_lock(&self) -> u32 {
        0
    }

    /// Changes the password. Needs the keys of all organisations in which the person has signing keys.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; the old password still holds then.
    pub async fn change_password(&self, change: ChangePassword) -> Result<(), ChangePasswordError> {
        let _ = change;
        Err(CallError::Protocol.into())
    }

    /// This device no longer remembers any key, here and on the server.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn forget_device(&self) -> Result<(), CallError> {
        Err(CallError::Protocol)
    }

    /// Chooses the organisation in use. Remembered on this device.
    ///
    /// # Errors
    /// [`CallError::NotFound`] without a membership in it.
    pub async fn use_organisation(&self, organisation: OrganisationId) -> Result<SessionInfo, CallError> {
        let _ = organisation;
        Err(CallError::Protocol)
    }

    /// The real state of the five protections; none when nobody is logged in.
    pub fn protection(&self) -> Option<Protection> {
        None
    }

    /// The tenant's configuration document; asked for once per session.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn configuration(&self) -> Result<Rc<Configuration>, CallError> {
        Err(CallError::Protocol)
    }

    /// Id for a new entry; keep it with the form, so that a repeated save writes nothing twice.
    ///
    /// # Errors
    /// [`CallError::Randomness`].
    pub fn make_record(&self) -> Result<RecordId, CallError> {
        Err(CallError::Randomness)
    }

    /// Id for a new case; keep it with the form.
    ///
    /// # Errors
    /// [`CallError::Randomness`].
    pub fn make_case(&self) -> Result<CaseId, CallError> {
        Err(CallError::Randomness)
    }
}
