//! The pages, grouped by area.
pub mod entry;
mod not_found;

pub use not_found::NotFoundPage;
