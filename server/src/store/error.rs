//! Why the store could not do something.

use sea_orm::{DbErr, SqlErr};
use std::sync::Arc;

/// Why the store could not do something. Never holds values, only what the database says about its structure.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// The flush to the disk failed that this write shared with others.
    #[error("the database failed to flush: {0}")]
    Flush(Arc<DbErr>),
    /// Too many wait, or this write took too long while others waited.
    #[error("the database was busy for too long")]
    Busy,
    /// A connection does not have the settings that durability rests on.
    #[error("the database connection does not have the setting {0}")]
    Setting(&'static str),
    /// Row-level security would not bind this role.
    #[error("the PostgreSQL role is a superuser or bypasses row-level security; use a role of its own")]
    Role,
    /// The data directory cannot be used.
    #[error("the data directory cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// What is stored makes no sense.
    #[error("stored data is damaged: {0}")]
    Damaged(&'static str),
    /// The system gave no random numbers.
    #[error("the system gave no random numbers")]
    Randomness,
}

impl StoreError {
    /// Whether a unique key of these columns (`table.column, table.column` or the name of the constraint) was hit.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Database(error) => matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))),
            _ => false,
        }
    }
}
