#![doc = include_str!("../README.md")]

pub mod actions;
pub mod components;
pub mod errors;
pub mod i18n;
pub mod layout;
mod lifecycle;
pub mod load;
pub mod pages;
pub mod password;
pub mod platform;
mod root;
mod router;
pub mod state;
mod vault_context;

pub use root::App;
pub use vault_context::{AppVault, VaultContext};

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
