//! Randomness comes from the operating system or the browser, and a failure stops everything.

/// The system's random number generator failed. Nothing was made or sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no randomness is available")]
pub struct RandomError;

/// Fills `out` from the system's generator.
pub(crate) fn fill(out: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(out).map_err(|_| RandomError)
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
