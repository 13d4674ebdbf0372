#![doc = include_str!("../README.md")]

pub mod i18n;
pub mod platform;
