use api::paths::pages;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    layout::{LockScreen, StartScreen, start_page},
    state::{AppState, SessionState},
};

/// The bare address: leads to the own start page, or to the login.
#[component]
pub fn HomePage() -> impl IntoView {
    let state = AppState::expect();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let target = match state.session.get() {
            SessionState::Unknown | SessionState::Locked(_) => return,
            SessionState::Nobody => pages::LOGIN,
            SessionState::Open(_) => start_page(state),
        };
        navigate(target, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let locked = Memo::new(move |_| state.session.with(|session| matches!(session, SessionState::Locked(_))));
    move || {
        if locked.get() { view! { <LockScreen/> }.into_any() } else { view! { <StartScreen/> }.into_any() }
    }
}
