use api::paths::pages;
use leptos::prelude::*;
use leptos_router::components::A;

use super::nav::{NavItem, nav_items};
use crate::{
    components::Icon,
    i18n::{t, t_string, use_i18n},
    state::AppState,
};

/// The navigation at the bottom, on phones: at most five targets, "new" in the middle for those who write.
#[component]
pub(super) fn BottomBar() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let items = Memo::new(move |_| {
        nav_items(state).into_iter().filter(|item| item.in_bar).take(3).collect::<Vec<_>>()
    });
    let link = |item: NavItem| {
        view! {
            <li>
                <A href=item.href attr:class="bar-link">
                    <Icon name=item.icon/>
                    <span>{item.label}</span>
                </A>
            </li>
        }
    };
    view! {
        <nav class="bottom-bar" aria-label=move || t_string!(i18n, common.nav.main)>
            <ul>
                {move || items.get().into_iter().take(2).map(link).collect_view()}
                {move || {
                    state
                        .opens_cases()
                        .then(|| {
                            view! {
                                <li>
                                    <A
                                        href=pages::CASE_NEW
                                        attr:class="bar-plus"
                                        attr:aria-label=move || t_string!(i18n, common.nav.new_case)
                                    >
                                        <Icon name="plus"/>
                                    </A>
                                </li>
                            }
                        })
                }}
                {move || items.get().into_iter().skip(2).map(link).collect_view()}
                <li>
                    <A href=pages::MORE attr:class="bar-link">
                        <Icon name="ellipsis"/>
                        <span>{t!(i18n, common.nav.more)}</span>
                    </A>
                </li>
            </ul>
        </nav>
    }
}
