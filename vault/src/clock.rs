//! The device's clock. Wasm has none of its own, so that the application hands one in.

/// Tells the time. Only for display, expiry of invitations and the automatic lock; nothing is trusted because of it.
pub trait Clock {
    /// Seconds since 1970, UTC.
    fn now(&self) -> i64;
}

impl<F: Fn() -> i64> Clock for F {
    fn now(&self) -> i64 {
        self()
    }
}

/// The system's clock; not for wasm, where reading it stops the program.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> i64 {
        time::OffsetDateTime::now_utc().unix_timestamp()
    }
}
