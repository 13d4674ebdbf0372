//! The corpus, replayed.

mod complete;
mod replay;
