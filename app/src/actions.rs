//! What the frame of every page can do: lock, log out, change the organisation. The application's root provides them,
//! so that the frame needs to know nothing about keys.
use api::ids::OrganisationId;
use leptos::prelude::*;

/// The frame's actions, as context.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Takes everything unwrapped out of memory; the session goes on.
    pub lock: Callback<()>,
    /// Locks and ends the session.
    pub log_out: Callback<()>,
    /// Works in another organisation from now on.
    pub change_organisation: Callback<OrganisationId>,
}

impl Actions {
    /// The actions; every page is inside the application that provides them.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }
}
