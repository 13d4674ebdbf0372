#![allow(missing_docs, unused_qualifications, clippy::allow_attributes, unreachable_pub)]
include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
