//! The vault itself.

use crate::{Clock, Store, Transport};

/// The headless core of the browser application. One per page; share it as `Rc`.
pub struct Vault<T, S> {
    transport: T,
    store: S,
    clock: Box<dyn Clock>,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// A vault that knows nothing yet; call [`resume`](Self::resume) next.
    pub fn new(transport: T, store: S, clock: impl Clock + 'static) -> Self {
        Self { transport, store, clock: Box::new(clock) }
    }
}
