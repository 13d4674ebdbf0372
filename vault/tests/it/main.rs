//! The vault against an honest portal in memory, which a test may also make lie. Natively and, unchanged, in a browser.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, and so do its helpers")]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::panic, reason = "the linter knows no tests of this target")
)]

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod canaries;
mod cases;
mod conflicts;
mod drafts;
mod hostile;
mod hostile_cases;
mod invitations;
mod keys;
mod keys_copies;
mod keys_hostile;
mod keys_return;
mod keys_rotation;
mod local_index;
mod lock;
mod people;
mod portal;
mod support;
mod thief;
mod visits;
mod world;
