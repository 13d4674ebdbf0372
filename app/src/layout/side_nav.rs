use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    key_card::KeyCard,
    menu::UserMenu,
    nav::{nav_items, start_page},
};
use crate::{
    components::Icon,
    i18n::{t, t_string, use_i18n},
    state::AppState,
};

/// The navigation at the side, on wide screens.
#[component]
pub(super) fn SideNav() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let items = Memo::new(move |_| nav_items(state));
    view! {
        <header class="side">
            <A href=move || start_page(state).to_owned() attr:class="brand">
                <span class="brand-mark" aria-hidden="true"></span>
                {t!(i18n, common.brand)}
            </A>
            <nav aria-label=move || t_string!(i18n, common.nav.main)>
                <ul>
                    {move || {
                        items
                            .get()
                            .into_iter()
                            .map(|item| {
                                view! {
                                    <li>
                                        <A href=item.href attr:class="nav-link" attr:aria-keyshortcuts=item.key>
                                            <Icon name=item.icon/>
                                            <span>{item.label}</span>
                                        </A>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </nav>
            <div class="side-foot">
                <KeyCard/>
                <UserMenu/>
            </div>
        </header>
    }
}
