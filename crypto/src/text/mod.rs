//! Secrets as text that people read, type and scan.

pub(crate) mod base32;
pub(crate) mod base64url;
pub(crate) mod groups;
pub(crate) mod uuid;
