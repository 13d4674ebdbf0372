#![doc = include_str!("../README.md")]

pub mod actions;
pub mod components;
pub mod i18n;
pub mod layout;
pub mod pages;
pub mod platform;
mod root;
mod router;
pub mod state;

pub use root::App;
