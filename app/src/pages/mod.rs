//! The pages, grouped by area.
pub mod account;
pub mod cases;
pub mod entry;
mod not_found;

pub use not_found::NotFoundPage;
