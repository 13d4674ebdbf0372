//! The tests run natively and, unchanged, in a browser.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, and so do its helpers")]

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod attachments;
mod devices;
mod envelopes;
mod export;
mod fixture;
mod invitations;
mod kems;
mod key_files;
mod keys;
mod parsers;
mod passwords;
mod places;
#[cfg(not(target_arch = "wasm32"))]
mod receivers;
mod records;
mod salamander;
mod sheets;
#[cfg(not(target_arch = "wasm32"))]
mod shell;
mod signatures;
mod suite01;
mod swapped;
mod thieves;
mod vectors;
mod work;
