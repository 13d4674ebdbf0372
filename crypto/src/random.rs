//! Randomness comes from the operating system or the browser, and a failure stops everything.

use core::cell::Cell;

/// The system's random number generator failed. Nothing was made or sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no randomness is available")]
pub struct RandomError;

thread_local! {
    /// Whether the generator pretends to be broken; see [`fail_during`].
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Fills `out` from the system's generator.
pub(crate) fn fill(out: &mut [u8]) -> Result<(), RandomError> {
    if BROKEN.get() || getrandom::fill(out).is_err() {
        return if mutated!("mutant-random-failure-ignored") { Ok(()) } else { Err(RandomError) };
    }
    Ok(())
}

/// Runs `work` with a generator that fails. Nothing can be weakened by it: it stops whatever needs randomness.
pub(crate) fn fail_during<T>(work: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            BROKEN.set(self.0);
        }
    }
    let _restore = Restore(BROKEN.replace(true));
    work()
}

/// A new UUIDv4 (RFC 9562 §5.4): 122 random bits. Ids are made by clients, because they stand in sealed contexts.
///
/// # Errors
/// [`RandomError`] when the system has no randomness.
pub fn make_id() -> Result<crate::Id, RandomError> {
    let mut id: crate::Id = bytes()?;
    id[6] = (id[6] & 0x0f) | 0x40;
    id[8] = (id[8] & 0x3f) | 0x80;
    Ok(id)
}

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut out = [0; N];
    fill(&mut out)?;
    Ok(out)
}
