use api::paths::{pages, public};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    actions::Actions,
    components::{Card, Icon, PageHeader},
    i18n::{t, t_string, use_i18n},
    layout::{KeyCard, LanguageChoice, OrganisationSwitch, ShortcutsLink, ThemeChoice, nav_items},
    state::AppState,
};

/// Everything that does not fit into the phone's bottom bar.
#[component]
pub fn MorePage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    let items =
        Memo::new(move |_| nav_items(state).into_iter().filter(|item| !item.in_bar).collect::<Vec<_>>());
    let link = |href: &'static str, icon: &'static str, label: String| {
        view! {
            <li>
                <A href=href attr:class="menu-link">
                    <Icon name=icon/>
                    <span>{label}</span>
                    <Icon name="chevron-right"/>
                </A>
            </li>
        }
    };
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, entry.more.title)
                subtitle=move || state.session_view().map(|session| session.display_name).unwrap_or_default()
            />
            <KeyCard/>
            <Card>
                <ul class="link-list">
                    {move || {
                        items.get().into_iter().map(|item| link(item.href, item.icon, item.label.to_owned())).collect_view()
                    }}
                    {move || link(pages::ACCOUNT, "fingerprint", t_string!(i18n, common.nav.account).to_owned())}
                    <ShortcutsLink/>
                    <li>
                        <a href=public::PROTECTION rel="external" class="menu-link">
                            <Icon name="book-open"/>
                            <span>{t!(i18n, common.nav.public)}</span>
                            <Icon name="external-link"/>
                        </a>
                    </li>
                    <li>
                        <button type="button" class="menu-link" on:click=move |_| actions.log_out.run(())>
                            <Icon name="log-out"/>
                            <span>{t!(i18n, common.user.logout)}</span>
                        </button>
                    </li>
                </ul>
            </Card>
            <OrganisationSwitch/>
            <div class="row">
                <LanguageChoice/>
                <ThemeChoice/>
            </div>
        </div>
    }
}
