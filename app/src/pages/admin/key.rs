use api::{organisations::OrganisationState, paths::pages};
use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::OrganisationOverview;

use super::{Failure, area::AdminArea};
use crate::{
    components::{Button, ButtonKind, Card, LinkButton, PageHeader, Term, TextArea},
    i18n::{t, t_string, use_i18n},
    load::Loaded,
};

/// The organisation key: state, fingerprint, where the file lies, and what to do when something gets lost.
#[component]
pub(super) fn KeySection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let typed = RwSignal::new(None::<String>);
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.key.title)
                subtitle=move || t_string!(i18n, admin.key.subtitle)
            />
            <Loaded loader=area.organisation let:organisation>
                <div class="columns is-even">
                    <Facts organisation=organisation.clone()/>
                    <Hint hint=organisation.key_hint typed/>
                </div>
            </Loaded>
            <Card title=move || t_string!(i18n, admin.key.lost_title)>
                <ul class="plain-list">
                    <li>{t!(i18n, admin.key.lost_file)}</li>
                    <li>{t!(i18n, admin.key.lost_sheet)}</li>
                    <li>{t!(i18n, admin.key.lost_both)}</li>
                </ul>
            </Card>
        </div>
    }
}

#[component]
fn Facts(organisation: OrganisationOverview) -> impl IntoView {
    let i18n = use_i18n();
    let ready = organisation.state == OrganisationState::Ready;
    let key = organisation.key;
    view! {
        <Card title=move || t_string!(i18n, admin.key.state)>
            <dl class="terms">
                <Term name=move || t_string!(i18n, admin.key.state)>
                    {move || if ready { t_string!(i18n, admin.key.ready) } else { t_string!(i18n, admin.key.created) }}
                </Term>
                {match key {
                    Some(key) => {
                        view! {
                            <Term name=move || t_string!(i18n, admin.key.fingerprint)>
                                <code class="break">{key.fingerprint}</code>
                            </Term>
                            <Term name=move || t_string!(i18n, admin.key.epoch)>{key.epoch}</Term>
                        }
                            .into_any()
                    }
                    None if ready => {
                        view! {
                            <Term name=move || t_string!(i18n, admin.key.fingerprint)>
                                {t!(i18n, admin.key.fingerprint_locked)}
                            </Term>
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <LinkButton href=pages::KEY_SETUP kind=ButtonKind::Primary icon="key-round">
                                {t!(i18n, admin.key.make)}
                            </LinkButton>
                        }
                            .into_any()
                    }
                }}
            </dl>
        </Card>
    }
}

/// The hint. What is typed and not saved stays when the organisation is read anew meanwhile.
#[component]
fn Hint(hint: String, typed: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let text = RwSignal::new(typed.get_untracked().unwrap_or_else(|| hint.clone()));
    Effect::new(move |_| typed.set(text.with(|text| (*text != hint).then(|| text.clone()))));
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(id) = area.id() else { return };
        let vault = area.vault.get();
        let hint = text.get_untracked().trim().to_owned();
        area.act(busy, failure, async move { vault.set_key_hint(id, hint).await }, move |()| {
            area.state.toasts.good(t_string!(i18n, admin.key.hint_saved));
        });
    };
    view! {
        <Card title=move || t_string!(i18n, admin.key.hint_title)>
            <form class="form" on:submit=submit novalidate=true>
                <TextArea
                    label=move || t_string!(i18n, admin.key.hint_label)
                    hint=move || t_string!(i18n, admin.key.hint_help)
                    value=text
                    optional=true
                    rows=2
                    max_length=120
                />
                <Failure words=failure/>
                <div class="actions">
                    <Button kind=ButtonKind::Primary submit=true busy=busy>{t!(i18n, common.save)}</Button>
                </div>
            </form>
        </Card>
    }
}
