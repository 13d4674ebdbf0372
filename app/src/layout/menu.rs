use api::paths::{pages, public};
use leptos::{ev, html, prelude::*};
use leptos_router::{components::A, hooks::use_location};
use wasm_bindgen::JsCast;

use super::{
    preferences::{LanguageChoice, OrganisationSwitch, ThemeChoice},
    shortcuts::ShortcutsLink,
};
use crate::{
    actions::Actions,
    components::Icon,
    i18n::{t, t_string, use_i18n},
    state::AppState,
};

/// Name of the person with a menu: organisation, language, appearance, password, lock, log out.
#[component]
pub(super) fn UserMenu() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    let node = NodeRef::<html::Details>::new();
    let path = use_location().pathname;
    let close = move || {
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    };
    // A menu that stays open over the page it led to, or over that of another organisation, would hide it.
    Effect::new(move |_| {
        path.track();
        state.epoch.track();
        close();
    });
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            if let Some(details) = node.get_untracked()
                && let Some(summary) = details
                    .first_element_child()
                    .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
            {
                crate::platform::focus_element(&summary);
            }
        }
    };
    let left = move |event: ev::FocusEvent| {
        let inside = node.get_untracked().is_some_and(|details| {
            let target = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            target.is_none_or(|target| details.contains(Some(&target)))
        });
        if !inside {
            close();
        }
    };
    let name = move || state.session_view().map(|session| session.display_name).unwrap_or_default();
    view! {
        <details class="menu" node_ref=node on:keydown=escape on:focusout=left>
            <summary class="menu-button" title=move || t_string!(i18n, common.user.menu)>
                <Icon name="user-round"/>
                <span class="menu-name">{name}</span>
                <Icon name="chevron-up"/>
            </summary>
            <div class="menu-panel">
                <OrganisationSwitch/>
                <LanguageChoice/>
                <ThemeChoice/>
                <ul class="menu-list">
                    <li>
                        <A href=pages::ACCOUNT attr:class="menu-link">
                            <Icon name="fingerprint"/>
                            <span>{t!(i18n, common.nav.account)}</span>
                        </A>
                    </li>
                    <ShortcutsLink/>
                    <li>
                        <a href=public::PROTECTION rel="external" class="menu-link">
                            <Icon name="book-open"/>
                            <span>{t!(i18n, common.nav.public)}</span>
                        </a>
                    </li>
                    <li>
                        <button type="button" class="menu-link" on:click=move |_| actions.log_out.run(())>
                            <Icon name="log-out"/>
                            <span>{t!(i18n, common.user.logout)}</span>
                        </button>
                    </li>
                </ul>
            </div>
        </details>
    }
}
