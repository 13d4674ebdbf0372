//! The wasm entry point.
fn main() {}
