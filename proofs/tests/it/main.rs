//! See the crate's README for what is proved here.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod bad_input;
mod canary;
mod crash;
mod durability;
mod hostile;
mod key_life;
mod reader;
mod story;
mod support;
mod together;
