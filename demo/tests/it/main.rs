//! The invented content, without a server.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what fails here ends the test")]

mod content;
