//! The one vault of the page, as context: pages call it, nothing else talks to the server.
use std::rc::Rc;

use leptos::prelude::*;
use vault::Vault;

use crate::platform::{self, BrowserStore, FetchTransport};

/// The vault of the browser application.
pub type AppVault = Vault<FetchTransport, BrowserStore>;

/// Access to the vault from any page: copy it into event handlers, and call [`VaultContext::get`] inside.
#[derive(Clone, Copy)]
pub struct VaultContext(StoredValue<Rc<AppVault>, LocalStorage>);

impl VaultContext {
    /// Makes the vault and provides it as context.
    pub(crate) fn provide() -> Self {
        let clock = platform::now_seconds;
        let context = Self(StoredValue::new_local(Rc::new(Vault::new(FetchTransport, BrowserStore, clock))));
        provide_context(context);
        context
    }

    /// The context; every page is inside the application that provides it.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The vault.
    #[must_use]
    pub fn get(self) -> Rc<AppVault> {
        self.0.get_value()
    }
}
