use api::paths::pages;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

use super::{bottom_bar::BottomBar, key_card::KeyChip, side_nav::SideNav};
use crate::{
    components::Spinner,
    i18n::{t, use_i18n},
    state::{AppState, SessionState},
};

/// The frame of every page behind the login: navigation at the side (bottom on phones), key state, the page.
/// Whoever is not logged in is led to the login and back afterwards.
#[component]
pub fn AppShell() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let navigate = use_navigate();
    let location = use_location();
    let who = Memo::new(move |_| match state.session.get() {
        SessionState::Unknown => None,
        SessionState::Nobody => Some(false),
        SessionState::Somebody(_) => Some(true),
    });
    Effect::new(move |_| {
        if who.get() == Some(false) {
            let path = location.pathname.get_untracked();
            state.return_to.set_value((path != pages::HOME).then_some(path));
            navigate(pages::LOGIN, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! {
        <a class="skip-link" href="#content" rel="external">{t!(i18n, common.skip_to_content)}</a>
        <Show
            when=move || who.get() == Some(true)
            fallback=|| view! { <main class="splash" id="content"><Spinner/></main> }
        >
            <div class="shell">
                <SideNav/>
                <div class="content">
                    <div class="top-bar"><KeyChip/></div>
                    <main id="content" class="main" tabindex="-1">
                        <Outlet/>
                    </main>
                </div>
                <BottomBar/>
            </div>
        </Show>
    }
}
