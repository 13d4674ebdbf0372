#![doc = include_str!("../README.md")]

mod chance;
pub mod columns;
mod database;
mod drafts;
pub mod hostile;
mod people;
mod portal;
mod program;
mod search;
mod trace;
mod transport;
mod trouble;

pub use chance::Chance;
pub use database::{Database, Kind};
pub use drafts::{draft, sealed_keys};
pub use people::{Person, Team};
pub use portal::Portal;
pub use program::server as server_program;
pub use search::Search;
pub use trace::{Attached, Event, after_kill, prefix as strace};
pub use transport::Http;
pub use trouble::Trouble;
