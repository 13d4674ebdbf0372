//! The vault itself.

use crate::{CallError, Clock, Store, Transport, state::State};
use std::cell::RefCell;

/// The headless core of the browser application. One per page; share it as `Rc`.
pub struct Vault<T, S> {
    pub(crate) transport: T,
    pub(crate) store: S,
    clock: Box<dyn Clock>,
    /// Never borrowed across an `await`.
    pub(crate) state: RefCell<State>,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// A vault that knows nothing yet; call [`resume`](Self::resume) next.
    pub fn new(transport: T, store: S, clock: impl Clock + 'static) -> Self {
        Self { transport, store, clock: Box::new(clock), state: RefCell::default() }
    }

    /// The transport, for applications that steer it.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// The store, for applications that keep something clear of their own.
    pub fn store(&self) -> &S {
        &self.store
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn make_id<I: From<uuid::Uuid>>(&self) -> Result<I, CallError> {
        Ok(uuid::Uuid::from_bytes(crypto::make_id()?).into())
    }
}

impl From<crypto::RandomError> for CallError {
    fn from(_: crypto::RandomError) -> Self {
        Self::Randomness
    }
}

impl From<crypto::SealError> for CallError {
    fn from(error: crypto::SealError) -> Self {
        match error {
            crypto::SealError::Random(_) => Self::Randomness,
            crypto::SealError::TooLarge => Self::TooLarge,
        }
    }
}
