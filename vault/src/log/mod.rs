//! The organisation log: fetched, verified, and what follows from it.
//!
//! Members, keys, administrators and epochs are computed from the log alone, never from what the server claims.
//! A statement that does not verify does not count; a log whose chain, beginning or history does not fit is refused as
//! a whole.

mod apply;
mod certificates;
mod epochs;
mod fetch;
mod member;
mod sign;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use apply::OrganisationLog;
pub(crate) use member::{Certificate, Member};
pub(crate) use sign::Author;

/// Why an organisation log is refused as a whole. Single statements that do not verify are not an error: they simply do
/// not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Entries are missing, reordered or changed: the recomputed heads differ.
    #[error("the hash chain of the organisation log is broken")]
    Chain,
    /// The first entry is not a genesis of this organisation.
    #[error("the organisation log does not begin with this organisation")]
    Genesis,
    /// Neither the root of the genesis nor a successor is the one in the key file or the one this device knows.
    #[error("the organisation log has another root")]
    OtherRoot,
    /// The log is shorter than, or different from, what this device, the key file or an author has seen.
    #[error("the organisation log was rolled back or replaced")]
    RolledBack,
}
