use api::paths::pages;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{device::DeviceCard, password::PasswordCard};
use crate::{
    actions::Actions,
    components::{Button, Card, Chip, PageHeader, Term},
    i18n::{t, t_string, use_i18n},
    layout::{LanguageChoice, OrganisationSwitch, ThemeChoice},
    pages::entry::role_words,
    state::AppState,
};

/// The own access.
#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    let session = Memo::new(move |_| state.session_view());
    let field = move |of: fn(&vault::view::SessionInfo) -> String| {
        move || session.with(|session| session.as_ref().map(of).unwrap_or_default())
    };
    let memberships = move || {
        let locale = i18n.get_locale();
        session
            .get()
            .into_iter()
            .flat_map(|session| session.memberships)
            .map(|membership| {
                let roles: Vec<String> =
                    membership.grants.iter().map(|grant| role_words(locale, grant)).collect();
                view! {
                    <li>
                        <strong>{membership.name}</strong>
                        {roles.into_iter().map(|words| view! { <Chip>{words}</Chip> }).collect_view()}
                    </li>
                }
            })
            .collect_view()
    };
    let has_memberships =
        move || session.with(|session| session.as_ref().is_some_and(|s| !s.memberships.is_empty()));
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, entry.account.title)
                actions=move || {
                    view! {
                        <Button icon="log-out" on_click=move |_| actions.log_out.run(())>
                            {t!(i18n, entry.account.logout)}
                        </Button>
                    }
                }
            />
            <Card>
                <dl class="terms">
                    <Term name=move || t_string!(i18n, entry.account.name)>{field(|s| s.display_name.clone())}</Term>
                    <Term name=move || t_string!(i18n, entry.account.login)>{field(|s| s.login.clone())}</Term>
                    <Term name=move || t_string!(i18n, entry.account.tenant)>
                        {field(|s| format!("{} ({})", s.tenant_name, s.tenant_slug))}
                    </Term>
                </dl>
            </Card>
            <Show when=has_memberships>
                <Card title=move || t_string!(i18n, entry.account.organisations)>
                    <ul class="lines">{memberships}</ul>
                    <OrganisationSwitch/>
                </Card>
            </Show>
            <PasswordCard/>
            <DeviceCard/>
            <Show when=move || state.needs_key() && !state.administers()>
                <Card title=move || t_string!(i18n, keys.recover.card)>
                    <p>{t!(i18n, keys.recover.card_text)}</p>
                    <p>
                        <A href=pages::KEY_RECOVERY>{t!(i18n, keys.recover.link)}</A>
                    </p>
                </Card>
            </Show>
            <Card title=move || t_string!(i18n, entry.account.language)>
                <div><LanguageChoice/></div>
                <h3>{t!(i18n, entry.account.theme)}</h3>
                <div><ThemeChoice/></div>
            </Card>
        </div>
    }
}
