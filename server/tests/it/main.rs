//! One suite for both databases: `WIMES_TEST_DATABASE=sqlite` (default) or `postgres` with `WIMES_TEST_POSTGRES_URL`.
//! What only one of them can answer stands in the module `sqlite` or `postgres`, which `cargo xtask test` leaves out for the
//! other one (`--skip postgres::`, `--skip sqlite::`).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod app;
mod audit;
mod auth;
mod cases;
mod client;
mod dependencies;
mod files;
mod http;
mod institute;
mod invitations;
mod key_slots;
mod keys;
mod keys_together;
mod limits;
mod list;
mod material;
mod migrations;
mod news;
mod openapi;
mod organisations;
mod people;
mod person;
mod postgres;
mod presence;
mod program;
mod records;
mod recovery;
mod renewal;
mod roles;
mod rotation;
mod secrets;
mod sqlite;
mod store;
mod together;
mod world;
