//! What the application promises, run in a real browser: see each module.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, and so do its helpers")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod device_store;
mod fault;
mod fragment;
mod password;
mod signatures;
mod translations;
