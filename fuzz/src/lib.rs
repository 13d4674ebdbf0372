#![doc = include_str!("../README.md")]

mod bodies;
mod canonical;
mod sealed;
mod typed;

pub use bodies::{CBOR_BODIES, JSON_BODIES};

/// A parser under test.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: the folder of its corpus, and what `cargo xtask fuzz` is given.
    pub name: &'static str,
    /// Reads the bytes, says whether they were anything, and panics when a promise is broken.
    pub run: fn(&[u8]) -> bool,
    /// Memory in bytes that it may need beside [`Target::FACTOR`] times its input.
    pub base: usize,
}

impl Target {
    /// Bytes of memory that a target may need for each byte of its input. Typed groups need most: each sign becomes a
    /// character of four bytes in vectors that grow by doubling.
    pub const FACTOR: usize = 16;

    const fn new(name: &'static str, run: fn(&[u8]) -> bool) -> Self {
        Self { name, run, base: 16 * 1024 }
    }
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target::new("envelopes", sealed::envelopes),
    Target::new("records", sealed::records),
    Target::new("key_files", typed::key_files),
    Target::new("groups", typed::groups),
    Target::new("statements", canonical::statements),
    Target::new("facts", canonical::facts),
    // serde reserves at most one mebibyte for a sequence that announces many elements.
    Target { base: 2 * 1024 * 1024, ..Target::new("cbor_bodies", bodies::cbor) },
    Target::new("json_bodies", bodies::json),
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
