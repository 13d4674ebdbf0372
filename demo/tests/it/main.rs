//! The invented content, without a server.

mod content;
