//! Rate limits on login, passwords and invitations, counted per name and per address of the peer. They live in memory: a restart
//! forgets them, several instances count each for itself.

use super::{error::ApiError, peer::Peer};
use crate::config::LimitSettings;
use api::ids::{AccountId, InvitationId};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// A login name in a tenant, shortened to its hash so that a long name costs no memory.
type Name = [u8; 32];

/// Counts attempts.
#[derive(Debug)]
pub struct RateLimits {
    clock: DefaultClock,
    /// The number is raised by every successful login, so that the attempts before it no longer count.
    login_by_name: DefaultKeyedRateLimiter<(Name, u32)>,
    successes: Mutex<HashMap<Name, u32>>,
    login_by_peer: DefaultKeyedRateLimiter<IpAddr>,
    password_by_account: DefaultKeyedRateLimiter<AccountId>,
    invitation_by_id: DefaultKeyedRateLimiter<InvitationId>,
    invitation_by_peer: DefaultKeyedRateLimiter<IpAddr>,
}

impl RateLimits {
    /// Limits as configured.
    #[must_use]
    pub fn new(settings: &LimitSettings) -> Self {
        Self {
            clock: DefaultClock::default(),
            login_by_name: keyed(settings.login_burst, settings.login_per_minute),
            successes: Mutex::default(),
            login_by_peer: keyed(settings.peer_burst, settings.peer_per_minute),
            password_by_account: keyed(settings.login_burst, settings.login_per_minute),
            invitation_by_id: keyed(settings.invitation_burst, settings.invitation_per_minute),
            invitation_by_peer: keyed(settings.peer_burst, settings.peer_per_minute),
        }
    }

    /// Counts an attempt to log in.
    ///
    /// # Errors
    /// `too_many_attempts` with the seconds to wait.
    pub fn login(&self, tenant: &str, login: &str, peer: Peer) -> Result<(), ApiError> {
        self.count(&self.login_by_peer, &peer.network())?;
        let name = name(tenant, login);
        let successes = self.successes.lock().unwrap_or_else(PoisonError::into_inner).get(&name).copied();
        self.count(&self.login_by_name, &(name, successes.unwrap_or_default()))
    }

    /// Forgets the attempts on a name, because somebody has just logged in with it.
    pub fn login_succeeded(&self, tenant: &str, login: &str) {
        let mut successes = self.successes.lock().unwrap_or_else(PoisonError::into_inner);
        let number = successes.entry(name(tenant, login)).or_default();
        *number = number.wrapping_add(1);
    }

    /// Counts an attempt to change a password, which tells whether the old one was right: a stolen session must not be a
    /// quicker way to guess it than the login.
    ///
    /// # Errors
    /// `too_many_attempts` with the seconds to wait.
    pub fn password(&self, account: AccountId) -> Result<(), ApiError> {
        self.count(&self.password_by_account, &account)
    }

    /// Counts an attempt to look at or accept an invitation.
    ///
    /// # Errors
    /// `too_many_attempts` with the seconds to wait.
    pub fn invitation(&self, invitation: InvitationId, peer: Peer) -> Result<(), ApiError> {
        self.count(&self.invitation_by_peer, &peer.network())?;
        self.count(&self.invitation_by_id, &invitation)
    }

    /// Forgets names and addresses that have been quiet long enough; to be called now and then.
    pub fn tidy(&self) {
        self.login_by_name.retain_recent();
        self.login_by_peer.retain_recent();
        self.password_by_account.retain_recent();
        self.invitation_by_id.retain_recent();
        self.invitation_by_peer.retain_recent();
    }

    fn count<K: Hash + Eq + Clone>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), ApiError> {
        limiter.check_key(key).map_err(|refusal| {
            let wait = refusal.wait_time_from(self.clock.now());
            ApiError::too_many_attempts(wait.as_secs().saturating_add(1))
        })
    }
}

fn keyed<K: Hash + Eq + Clone>(burst: NonZeroU32, per_minute: NonZeroU32) -> DefaultKeyedRateLimiter<K> {
    let period = Duration::from_secs(60) / per_minute.get();
    let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_minute(per_minute));
    RateLimiter::keyed(quota.allow_burst(burst))
}

fn name(tenant: &str, login: &str) -> Name {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update((tenant.len() as u64).to_be_bytes());
    hash.update(tenant);
    hash.update(login);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::ProblemCode;

    fn limits() -> RateLimits {
        let number = |n| NonZeroU32::new(n).unwrap();
        RateLimits::new(&LimitSettings {
            login_burst: number(3),
            login_per_minute: number(1),
            invitation_burst: number(2),
            invitation_per_minute: number(1),
            peer_burst: number(10),
            peer_per_minute: number(1),
        })
    }

    fn peer(last: u8) -> Peer {
        Peer(IpAddr::from([203, 0, 113, last]))
    }

    #[test]
    fn guessing_one_name_from_many_addresses_is_stopped() {
        let limits = limits();
        for last in 0..3 {
            limits.login("demo", "jana", peer(last)).unwrap();
        }
        let refused = limits.login("demo", "jana", peer(9)).unwrap_err();
        assert_eq!(refused.code(), ProblemCode::TooManyAttempts);
        let wait = refused.problem().retry_after.unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        limits.login("demo", "peter", peer(9)).unwrap();
        limits.login("other", "jana", peer(9)).unwrap();
    }

    #[test]
    fn guessing_many_names_from_one_address_is_stopped() {
        let limits = limits();
        for n in 0..10 {
            limits.login("demo", &format!("name{n}"), peer(1)).unwrap();
        }
        assert!(limits.login("demo", "another", peer(1)).is_err());
        limits.login("demo", "another", peer(2)).unwrap();
    }

    #[test]
    fn a_successful_login_forgets_the_attempts_before_it() {
        let limits = limits();
        for n in 0..9 {
            limits.login("demo", "jana", peer(n)).unwrap();
            limits.login_succeeded("demo", "jana");
        }
    }

    #[test]
    fn guessing_the_secret_of_an_invitation_is_stopped() {
        let limits = limits();
        let invitation = InvitationId::from_bytes([7; 16]);
        limits.invitation(invitation, peer(1)).unwrap();
        limits.invitation(invitation, peer(2)).unwrap();
        assert!(limits.invitation(invitation, peer(3)).is_err());
        limits.invitation(InvitationId::from_bytes([8; 16]), peer(3)).unwrap();
    }
}
