//! The state of the key, and where its file lies.
use api::{organisations::OrganisationState, paths::pages};
use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::{KeyOverview, OrganisationOverview};

use super::{
    super::{Failure, KeyNeeded, area::AdminArea},
    banners::KeyBanners,
};
use crate::{
    components::{Button, ButtonKind, Card, Chip, LinkButton, PageHeader, Term, TextArea, Tone},
    i18n::{t, t_string, use_i18n},
    load::Loaded,
    platform,
};

/// The organisation key: state, what can be done with it, where the file lies, and what to do when something gets lost.
#[component]
pub(super) fn StatePage() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let typed = RwSignal::new(None::<String>);
    let made = Memo::new(move |_| {
        area.state.membership().is_some_and(|membership| membership.state == OrganisationState::Ready)
    });
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.key.title)
                subtitle=move || t_string!(i18n, admin.key.subtitle)
            />
            <KeyNeeded/>
            {move || area.key.value.get().map(|overview| view! { <KeyBanners overview/> })}
            <Loaded loader=area.organisation let:organisation>
                <div class="columns is-even">
                    <Facts organisation=organisation.clone()/>
                    <Hint hint=organisation.key_hint typed/>
                </div>
            </Loaded>
            <Show when=move || made.get()>
                <Deeds/>
            </Show>
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
    let area = AdminArea::expect();
    let ready = organisation.state == OrganisationState::Ready;
    view! {
        <Card title=move || t_string!(i18n, keys.overview.state_title)>
            {move || match area.key.value.get() {
                Some(overview) => view! { <KeyTerms overview/> }.into_any(),
                None if ready => view! { <p class="muted">{t!(i18n, keys.overview.unverified)}</p> }.into_any(),
                None => {
                    view! {
                        <p>{t!(i18n, admin.key.created)}</p>
                        <div class="actions">
                            <LinkButton href=pages::KEY_SETUP kind=ButtonKind::Primary icon="key-round">
                                {t!(i18n, admin.key.make)}
                            </LinkButton>
                        </div>
                    }
                        .into_any()
                }
            }}
        </Card>
    }
}

/// What the verified log says about the key.
#[component]
fn KeyTerms(overview: KeyOverview) -> impl IntoView {
    let i18n = use_i18n();
    let language = AdminArea::expect().state.language;
    let checked = move || match overview.last_check {
        Some(at) => platform::format_timestamp_day(language.get(), at),
        None => t_string!(i18n, keys.overview.never_checked).to_owned(),
    };
    let waiting = move || match overview.waiting {
        0 => t_string!(i18n, keys.overview.waiting_none).to_owned(),
        count => count.to_string(),
    };
    let tone = if overview.check_due { Tone::Warn } else { Tone::Plain };
    view! {
        <dl class="terms">
            <Term name=move || t_string!(i18n, keys.overview.epoch)>
                {overview.epoch} ", " {t!(i18n, keys.overview.since)} " "
                {move || platform::format_timestamp_day(language.get(), overview.since)}
            </Term>
            <Term name=move || t_string!(i18n, keys.overview.fingerprint)>
                <code class="break">{overview.fingerprint}</code>
            </Term>
            <Term name=move || t_string!(i18n, keys.overview.root)>
                <code class="break">{overview.root_fingerprint}</code>
            </Term>
            <Term name=move || t_string!(i18n, keys.overview.last_check)>
                <Chip tone=tone>{checked}</Chip>
            </Term>
            <Term name=move || t_string!(i18n, keys.overview.waiting)>{waiting}</Term>
            {(overview.epoch > 1)
                .then(|| {
                    view! {
                        <Term name=move || t_string!(i18n, keys.overview.retired)>
                            {move || {
                                if overview.min_seal {
                                    t_string!(i18n, keys.overview.retired_yes)
                                } else {
                                    t_string!(i18n, keys.overview.retired_no)
                                }
                            }}
                        </Term>
                    }
                })}
        </dl>
        <p class="muted">{t!(i18n, keys.overview.compare)}</p>
    }
}

/// What can be done with the key, each with what it is for.
#[component]
fn Deeds() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card title=move || t_string!(i18n, keys.overview.deeds_title)>
            <ul class="deeds">
                <li class="deed">
                    <LinkButton href=pages::KEY_RENEW icon="refresh-cw">{t!(i18n, keys.overview.renew)}</LinkButton>
                    <p class="muted">{t!(i18n, keys.overview.renew_hint)}</p>
                </li>
                <li class="deed">
                    <LinkButton href=pages::KEY_CHECK icon="clipboard-check">{t!(i18n, keys.overview.check)}</LinkButton>
                    <p class="muted">{t!(i18n, keys.overview.check_hint)}</p>
                </li>
                <li class="deed">
                    <LinkButton href=pages::KEY_COPY icon="copy">{t!(i18n, keys.overview.copy)}</LinkButton>
                    <p class="muted">{t!(i18n, keys.overview.copy_hint)}</p>
                </li>
                <li class="deed">
                    <LinkButton href=pages::KEY_ROOT icon="shield">{t!(i18n, keys.overview.root_new)}</LinkButton>
                    <p class="muted">{t!(i18n, keys.overview.root_new_hint)}</p>
                </li>
            </ul>
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
