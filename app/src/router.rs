//! Which page stands at which path. The paths are those of `api::paths::pages`; a test compares the two lists.
use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    layout::{AppShell, EntryShell},
    pages::{
        NotFoundPage,
        entry::{HomePage, LoginPage},
    },
};

/// The router of the whole application.
#[component]
pub(crate) fn AppRouter() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage/>
                <ParentRoute path=path!("") view=EntryShell>
                    <Route path=path!("/login") view=LoginPage/>
                    <Route path=path!("/login/:tenant") view=LoginPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=AppShell>
                    <Route path=path!("/mehr") view=NotFoundPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
