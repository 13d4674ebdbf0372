//! What every handler can reach.

use crate::{
    config::Config,
    http::{RateLimits, SessionCookie},
    store::Database,
};
use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// Shared by all requests; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The only way to the database.
    pub db: Database,
    /// Configuration.
    pub config: Arc<Config>,
    /// Counts attempts.
    pub limits: Arc<RateLimits>,
    /// The clock.
    pub clock: Clock,
}

/// Tells the time; tests bring their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
    }

    /// A clock that asks `now` for the seconds since 1970.
    pub fn new(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl AppState {
    /// State on an opened database.
    #[must_use]
    pub fn new(db: Database, config: Arc<Config>, clock: Clock) -> Self {
        let limits = Arc::new(RateLimits::new(&config.limits));
        Self { db, config, limits, clock }
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The origin that logins are bound to.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.config.origin()
    }

    /// Name and attributes of the session cookie.
    #[must_use]
    pub fn cookie(&self) -> SessionCookie {
        SessionCookie::new(&self.config)
    }

    /// Seconds that a session lives without a request.
    #[must_use]
    pub fn session_idle(&self) -> i64 {
        i64::from(self.config.session.idle_minutes.get()) * 60
    }

    /// Seconds that a session lives in any case.
    #[must_use]
    pub fn session_absolute(&self) -> i64 {
        i64::from(self.config.session.absolute_minutes.get()) * 60
    }
}
