//! The store. The only way to a database connection is a transaction in a named scope:
//!
//! | scope | who | sees |
//! |---|---|---|
//! | [`Database::organisation`] | an account of a tenant, in the name of its organisations | everything of these organisations |
//! | [`Database::institute`] | an operator | structure and clear columns of all tenants; no envelope, slot or bundle |
//! | [`Database::login`] | nobody yet | accounts, sessions, invitations; no case |
//!
//! On PostgreSQL the scope is the first statement of the transaction, and row-level security says the same again.

pub mod audit;
mod batch;
mod change;
mod connect;
mod connection;
pub mod entity;
pub mod error;
mod group;
pub mod logs;
mod prepare;
pub(crate) mod saving;
mod scope;

pub(crate) use batch::Batch;
pub use change::ForChange;
pub use connect::Database;
pub use error::StoreError;
pub use group::after_flush;
pub use prepare::INSTITUTE;
pub(crate) use prepare::fake_salt_secret;
pub use scope::{Institute, Login, Mode, Organisation, Scope, Tx};
