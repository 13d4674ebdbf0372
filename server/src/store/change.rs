//! Locking a row before it is changed.

use sea_orm::{EntityTrait, QuerySelect, Select, sea_query::LockType};

/// Queries whose rows are about to change.
pub trait ForChange {
    /// Locks the rows until the transaction ends. SQLite's writers queue anyway.
    ///
    /// The lock is `FOR NO KEY UPDATE`: whoever inserts a row that refers to this one holds `FOR KEY SHARE` on it.
    /// `FOR UPDATE` would have to wait for that, so that two transactions which both insert a case and then append to
    /// the tenant's audit would wait for each other for ever.
    #[must_use]
    fn for_change(self) -> Self;
}

impl<E: EntityTrait> ForChange for Select<E> {
    fn for_change(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }
}
