//! Invented words: names, places, sentences. Any likeness to real people is chance.

pub(crate) mod common;
pub(crate) mod names;
pub(crate) mod themes;
pub(crate) mod varied;
pub(crate) mod world;
