use api::paths::pages;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

use super::{
    bottom_bar::BottomBar,
    key_card::KeyChip,
    lock_screen::{LockScreen, SessionEndDialog},
    shortcuts::{Shortcuts, ShortcutsDialog},
    side_nav::SideNav,
    start_screen::StartScreen,
};
use crate::{
    i18n::{t, use_i18n},
    state::{AppState, SessionState},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Start,
    Nothing,
    Lock,
    Page,
}

/// The frame of every page behind the login: navigation at the side (bottom on phones), key state, the page.
/// Whoever is not logged in is led to the login and back afterwards.
#[component]
pub fn AppShell() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let navigate = use_navigate();
    let location = use_location();
    let shortcuts = Shortcuts::provide();
    let shown = Memo::new(move |_| {
        state.session.with(|session| match session {
            SessionState::Unknown => Shown::Start,
            SessionState::Nobody => Shown::Nothing,
            SessionState::Locked(_) => Shown::Lock,
            SessionState::Open(_) => Shown::Page,
        })
    });
    Effect::new(move |last: Option<Shown>| {
        let now = shown.get();
        if now == Shown::Nothing {
            // Someone who logged out begins anew; someone who arrived without a session comes back here.
            let came_here = last.is_none_or(|last| last == Shown::Start);
            let path = location.pathname.get_untracked();
            state.return_to.set_value((came_here && path != pages::HOME).then_some(path));
            navigate(pages::LOGIN, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
        now
    });
    move || match shown.get() {
        Shown::Start => view! { <StartScreen/> }.into_any(),
        Shown::Nothing => ().into_any(),
        Shown::Lock => view! { <LockScreen/> }.into_any(),
        Shown::Page => view! {
            <a class="skip-link" href="#content" rel="external">{t!(i18n, common.skip_to_content)}</a>
            <div class="shell">
                <SideNav/>
                <div class="content">
                    <header class="top-bar"><KeyChip/></header>
                    <main id="content" class="main" tabindex="-1">
                        <Outlet/>
                    </main>
                </div>
                <BottomBar/>
            </div>
            <SessionEndDialog/>
            <ShortcutsDialog shortcuts=shortcuts/>
        }
        .into_any(),
    }
}
