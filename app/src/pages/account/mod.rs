//! What concerns one's own access: password, device, language; the phone's "More" page; the five protections.
mod device;
mod more;
mod page;
mod password;
mod program;
mod protections;

pub use more::MorePage;
pub use page::AccountPage;
pub use protections::ProtectionsPage;
