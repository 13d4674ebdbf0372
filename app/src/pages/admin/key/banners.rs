//! What about the key needs somebody of the administration.
use api::{organisations::OrganisationState, paths::pages};
use leptos::prelude::*;
use vault::view::KeyOverview;

use crate::{
    components::{ButtonKind, LinkButton, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    load::Loader,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Reads the state of the key; nothing before it was loaded, as nothing could be verified.
pub(in crate::pages::admin) fn key_loader() -> Loader<KeyOverview> {
    let vault = VaultContext::expect();
    let state = AppState::expect();
    let readable = Memo::new(move |_| {
        let ready = state.membership().is_some_and(|one| one.state == OrganisationState::Ready);
        (ready && state.administers() && (state.is_open() || state.key_outdated()))
            .then(|| state.organisation())
            .flatten()
    });
    Loader::new(move || {
        let id = readable.get()?;
        let vault = vault.get();
        Some(async move { vault.key_overview(id).await })
    })
}

/// Address of the renewal with its reason chosen.
pub(in crate::pages::admin) fn renew_because_left() -> String {
    format!("{}?anlass=gegangen", pages::KEY_RENEW)
}

/// Everything that waits, the most pressing first.
#[component]
pub(in crate::pages::admin) fn KeyBanners(
    /// The state of the key.
    overview: KeyOverview,
) -> impl IntoView {
    let pending = overview.pending.is_some();
    view! {
        {pending.then(|| view! { <Pending overview=overview.clone()/> })}
        {(!overview.complete).then(|| view! { <Waiting overview=overview.clone()/> })}
        {(!overview.left.is_empty() && !pending).then(|| view! { <Left overview=overview.clone()/> })}
        {overview.check_due.then(|| view! { <CheckDue overview=overview.clone()/> })}
    }
}

/// What waits, on pages that are about something else: today, the overview of the administration.
#[component]
pub(crate) fn KeyReminder() -> impl IntoView {
    let loader = key_loader();
    move || loader.value.get().map(|overview| view! { <KeyBanners overview/> })
}

#[component]
fn Pending(overview: KeyOverview) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let pending = overview.pending?;
    let me = untrack(|| state.session_view()).map(|session| session.account);
    let own = me == Some(pending.by.account);
    let text = move || {
        let at = platform::format_timestamp(state.language.get(), pending.at);
        if own {
            t_string!(i18n, keys.banner.pending_own, at = at, epoch = pending.epoch).to_string()
        } else {
            let name = pending.by.name.clone();
            t_string!(i18n, keys.banner.pending_other, name = name, at = at, epoch = pending.epoch)
                .to_string()
        }
    };
    Some(view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.banner.pending_title)>
            <p>{text}</p>
            <p>
                <LinkButton href=pages::KEY_RENEW kind=ButtonKind::Primary class="btn-small" icon="arrow-right">
                    {t!(i18n, keys.banner.pending_go)}
                </LinkButton>
            </p>
        </Notice>
    })
}

#[component]
fn Waiting(overview: KeyOverview) -> impl IntoView {
    let i18n = use_i18n();
    let waiting = overview.waiting;
    view! {
        <Notice tone=Tone::Accent title=move || t_string!(i18n, keys.banner.waiting_title)>
            <p>
                {move || match waiting {
                    0 => t_string!(i18n, keys.banner.unfinished).to_owned(),
                    count => t_string!(i18n, keys.banner.waiting, count = count).to_string(),
                }}
            </p>
            <p>
                <LinkButton href=pages::KEY_RENEW kind=ButtonKind::Primary class="btn-small" icon="arrow-right">
                    {t!(i18n, keys.banner.waiting_go)}
                </LinkButton>
            </p>
        </Notice>
    }
}

#[component]
fn Left(overview: KeyOverview) -> impl IntoView {
    let i18n = use_i18n();
    let names: Vec<String> = overview.left.into_iter().map(|person| person.name).collect();
    let names = names.join(", ");
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.banner.left_title)>
            <p>{move || t_string!(i18n, keys.banner.left, names = names.clone()).to_string()}</p>
            <p>
                <LinkButton
                    href=renew_because_left()
                    kind=ButtonKind::Primary
                    class="btn-small"
                    icon="key-round"
                >
                    {t!(i18n, keys.banner.left_go)}
                </LinkButton>
            </p>
        </Notice>
    }
}

#[component]
fn CheckDue(overview: KeyOverview) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let text = move || match overview.last_check {
        Some(at) => {
            let at = platform::format_timestamp_day(state.language.get(), at);
            t_string!(i18n, keys.banner.check_since, at = at).to_string()
        }
        None => t_string!(i18n, keys.banner.check_never, epoch = overview.epoch).to_string(),
    };
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.banner.check_title)>
            <p>{text}</p>
            <p>
                <LinkButton href=pages::KEY_CHECK kind=ButtonKind::Primary class="btn-small" icon="clipboard-check">
                    {t!(i18n, keys.banner.check_go)}
                </LinkButton>
            </p>
        </Notice>
    }
}
