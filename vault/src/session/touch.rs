//! The automatic lock: the application runs the timer, the vault knows when the time is over.

use crate::{
    CallError, Store, Transport, Vault,
    preferences::{LOCK_AFTER, LOCK_AFTER_RANGE},
};

/// Seconds within which a further touch is not written down again.
const TOUCH_EVERY: i64 = 5;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Seconds without a touch after which the application calls [`lock`](Self::lock). Default 15 minutes.
    pub async fn lock_after(&self) -> u32 {
        self.preferences().await.lock_after.unwrap_or(LOCK_AFTER)
    }

    /// Sets the lock time of this device, 60 seconds to one hour; other values are brought into that range. The server
    /// ends a session after an hour without a request, so that a longer time would promise what it can't keep.
    ///
    /// # Errors
    /// [`CallError::Device`]; it holds until the page is left all the same.
    pub async fn set_lock_after(&self, seconds: u32) -> Result<(), CallError> {
        let (shortest, longest) = LOCK_AFTER_RANGE;
        let seconds = seconds.clamp(shortest, longest);
        Ok(self.prefer(|preferences| preferences.lock_after = Some(seconds)).await?)
    }

    /// The person did something: the lock time begins anew. Cheap; call it on input, at most every few seconds.
    pub async fn touch(&self) {
        let now = self.now();
        let preferences = self.preferences().await;
        let recent = preferences.touched_at.is_some_and(|at| (0..TOUCH_EVERY).contains(&(now - at)));
        if !recent && !preferences.locked {
            self.set_touched().await;
        }
    }

    /// Seconds until the lock time is over; 0 when it is. Somebody who works in another page of this device is there. For the application's timer, which survives sleep this way.
    pub async fn seconds_until_lock(&self) -> u32 {
        let lock_after = self.lock_after().await;
        // A clock that was put back counts as a touch just now.
        let idle = self.touched_at().await.map_or(0, |at| (self.now() - at).max(0));
        lock_after.saturating_sub(u32::try_from(idle).unwrap_or(u32::MAX))
    }
}
