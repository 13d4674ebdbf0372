#![doc = include_str!("../README.md")]

pub mod i18n;
pub mod components;
pub mod layout;
pub mod platform;
