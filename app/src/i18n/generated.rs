#![allow(
    missing_docs,
    unused_qualifications,
    unreachable_pub,
    clippy::all,
    clippy::allow_attributes,
    clippy::expect_used,
    reason = "written by leptos_i18n"
)]
include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
