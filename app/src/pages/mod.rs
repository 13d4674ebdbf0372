//! The pages, grouped by area.
pub mod account;
pub mod admin;
pub mod cases;
pub mod entry;
pub mod institute;
mod not_found;

pub use not_found::{NotFound, NotFoundPage};
