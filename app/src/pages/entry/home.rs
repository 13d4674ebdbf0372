use api::paths::pages;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    layout::{StartScreen, start_page},
    state::{AppState, SessionState},
};

/// The bare address: leads to the own start page, or to the login.
#[component]
pub fn HomePage() -> impl IntoView {
    let state = AppState::expect();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let target = match state.session.get() {
            SessionState::Unknown => return,
            SessionState::Nobody => pages::LOGIN,
            // The frame of this page asks for the password.
            SessionState::Locked(_) => pages::PROTECTIONS,
            SessionState::Open(_) => start_page(state),
        };
        navigate(target, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    view! { <StartScreen/> }
}
