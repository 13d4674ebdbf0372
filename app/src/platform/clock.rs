//! Whether the device's clock is right, as far as the server's answers tell. Nothing is trusted because of it: people are
//! told, because the day of a new entry comes from the device.
use std::cell::Cell;

use js_sys::Date;

use super::now_millis;

/// Difference that people are told of, in milliseconds: slow answers and rounding stay below it.
const WRONG_MILLIS: f64 = 10.0 * 60.0 * 1000.0;

thread_local! {
    /// How far the device's clock is ahead of the server's, in milliseconds.
    static AHEAD: Cell<Option<f64>> = const { Cell::new(None) };
}

/// An answer came, with the time at which the server wrote it (header `Date`).
pub(super) fn note_server_time(date: &str) {
    let server = Date::parse(date);
    if server.is_finite() {
        AHEAD.set(Some(now_millis() - server));
    }
}

/// The time on the server in seconds since 1970, where the device's clock is wrong. None where it is right, or nobody
/// can tell.
#[must_use]
pub fn server_time_if_wrong() -> Option<i64> {
    let ahead = AHEAD.get().filter(|ahead| ahead.abs() > WRONG_MILLIS)?;
    #[expect(clippy::cast_possible_truncation, reason = "a clock of today's millennium fits into 53 bits")]
    let seconds = ((now_millis() - ahead) / 1000.0) as i64;
    Some(seconds)
}
