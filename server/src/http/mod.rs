//! HTTP around the handlers: bodies, problems, cookies, who may speak at all, headers, pages and files.

pub mod body;
pub mod bundle;
pub mod cookie;
pub mod error;
mod flushed;
pub mod guard;
pub mod headers;
pub mod openapi;
pub mod peer;
pub mod public_pages;
pub mod rate;
pub mod request_id;
pub mod router;
pub mod serve;
pub mod trace;
pub mod unread;

pub use body::{Cbor, Json};
pub use cookie::SessionCookie;
pub use error::{ApiError, ApiResult};
pub use peer::Peer;
pub use rate::RateLimits;
