//! What the application promises, run in a real browser: see each module.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod device_store;
mod fragment;
mod password;
mod translations;
