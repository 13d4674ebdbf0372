//! The corpus, replayed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, and so do its helpers")]

mod complete;
mod replay;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Memory is counted for the whole process, so one test runs at a time: the report of another that fails would count.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
