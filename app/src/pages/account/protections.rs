use api::paths::public;
use leptos::{prelude::*, text_prop::TextProp};
use vault::view::{KeyState, Protection};

use super::program::ProgramCard;
use crate::{
    components::{Card, Help, HelpTopic, PageHeader, Term, Tone},
    i18n::{t, t_string, use_i18n},
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// One protection: number, name, what holds, state.
#[component]
fn Shield(
    number: u8,
    #[prop(into)] name: TextProp,
    tone: Signal<Tone>,
    #[prop(into)] state: TextProp,
    children: Children,
) -> impl IntoView {
    view! {
        <li class="shield">
            <span class="shield-number" aria-hidden="true">{number}</span>
            <div class="stack-small">
                <h2>{move || name.get()}</h2>
                {children()}
            </div>
            <p class=move || format!("shield-state {}", tone.get().class())>{move || state.get()}</p>
        </li>
    }
}

/// The five protections as they are in this session.
#[component]
pub fn ProtectionsPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let protection = Memo::new(move |_| {
        state.session.track();
        vault.get().protection()
    });
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, protections.title)
                subtitle=move || t_string!(i18n, protections.subtitle)
            />
            <div class="columns">
                <Card>
                    <ol class="shields">
                        <TransportShield protection=protection/>
                        <KeyShield protection=protection/>
                        <AccessShield protection=protection/>
                        <CaseShield protection=protection/>
                        <Shield
                            number=5
                            name=move || t_string!(i18n, protections.cooperation.name)
                            tone=Signal::stored(Tone::Plain)
                            state=move || t_string!(i18n, protections.cooperation.state)
                        >
                            <p class="muted">{t!(i18n, protections.cooperation.text)}</p>
                        </Shield>
                    </ol>
                </Card>
                <div class="stack">
                    <Show when=move || !state.is_operator()>
                        <LogCard protection=protection/>
                    </Show>
                    <ProgramCard/>
                    <p>
                        <a href=public::PROTECTION rel="external">{t!(i18n, protections.more)}</a>
                    </p>
                </div>
            </div>
        </div>
    }
}

type State = Memo<Option<Protection>>;

#[component]
fn TransportShield(protection: State) -> impl IntoView {
    let i18n = use_i18n();
    let on = move || protection.with(|protection| protection.as_ref().is_some_and(|p| p.transport));
    let origin = move || {
        protection.with(|protection| protection.as_ref().map_or_else(platform::origin, |p| p.origin.clone()))
    };
    view! {
        <Shield
            number=1
            name=move || t_string!(i18n, protections.transport.name)
            tone=Signal::derive(move || if on() { Tone::Good } else { Tone::Warn })
            state=move || {
                if on() { t_string!(i18n, protections.transport.state_on) } else { t_string!(i18n, protections.transport.state_off) }
            }
        >
            <p class="muted">
                {move || {
                    if on() {
                        t_string!(i18n, protections.transport.on, origin = origin()).to_string()
                    } else {
                        t_string!(i18n, protections.transport.off, origin = origin()).to_string()
                    }
                }}
            </p>
        </Shield>
    }
}

#[component]
fn KeyShield(protection: State) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let key = Memo::new(move |_| protection.with(|p| p.as_ref().map(|p| p.key)));
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    let text = move || {
        if state.is_operator() {
            return t_string!(i18n, protections.key.operator).to_owned();
        }
        let epoch = protection.with(|p| p.as_ref().and_then(|p| p.epoch)).unwrap_or_default();
        match key.get() {
            Some(KeyState::Loaded) => {
                t_string!(i18n, protections.key.loaded, organisation = name(), epoch = epoch).to_string()
            }
            Some(KeyState::Outdated) => {
                t_string!(i18n, protections.key.outdated, organisation = name(), epoch = epoch).to_string()
            }
            Some(KeyState::Missing) => {
                t_string!(i18n, protections.key.missing, organisation = name()).to_string()
            }
            Some(KeyState::NotSetUp) => {
                t_string!(i18n, protections.key.not_set_up, organisation = name()).to_string()
            }
            Some(KeyState::NotNeeded) | None => t_string!(i18n, protections.key.not_needed).to_owned(),
        }
    };
    let fingerprint = move || protection.with(|p| p.as_ref().and_then(|p| p.key_fingerprint.clone()));
    view! {
        <Shield
            number=2
            name=move || t_string!(i18n, protections.key.name)
            tone=Signal::derive(move || match key.get() {
                Some(KeyState::Loaded) => Tone::Good,
                Some(KeyState::Missing | KeyState::NotSetUp | KeyState::Outdated) => Tone::Warn,
                Some(KeyState::NotNeeded) | None => Tone::Plain,
            })
            state=move || match key.get() {
                Some(KeyState::Loaded) => t_string!(i18n, protections.key.state_loaded),
                Some(KeyState::Outdated) => t_string!(i18n, protections.key.state_outdated),
                Some(KeyState::Missing) => t_string!(i18n, protections.key.state_missing),
                Some(KeyState::NotSetUp) => t_string!(i18n, protections.key.state_not_set_up),
                Some(KeyState::NotNeeded) | None => t_string!(i18n, protections.key.state_none),
            }
        >
            <p class="muted">{text} <Help topic=HelpTopic::Epoch/></p>
            {move || {
                fingerprint()
                    .map(|value| {
                        view! {
                            <p class="muted">{t!(i18n, protections.key.fingerprint)} ": " <code>{value}</code></p>
                        }
                    })
            }}
        </Shield>
    }
}

#[component]
fn AccessShield(protection: State) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let session = Memo::new(move |_| state.session_view());
    let text = move || {
        session.with(|session| {
            session.as_ref().map(|session| {
                t_string!(
                    i18n,
                    protections.access.text,
                    name = session.display_name.clone(),
                    login = session.login.clone()
                )
                .to_string()
            })
        })
    };
    let until = move || {
        session.with(|session| session.as_ref().map(|session| session.expires_at)).map(|at| {
            let date = platform::format_timestamp(state.language.get(), at);
            t_string!(i18n, protections.access.session_until, date = date).to_string()
        })
    };
    let own = move || protection.with(|p| p.as_ref().and_then(|p| p.own_fingerprint.clone()));
    view! {
        <Shield
            number=3
            name=move || t_string!(i18n, protections.access.name)
            tone=Signal::stored(Tone::Good)
            state=move || t_string!(i18n, protections.access.state)
        >
            <p class="muted">{text}</p>
            {move || match own() {
                Some(value) => {
                    view! {
                        <p class="muted">{t!(i18n, protections.access.own_fingerprint)} ": " <code>{value}</code></p>
                    }
                        .into_any()
                }
                None if state.needs_key() && !state.is_certified() => {
                    view! { <p class="muted">{t!(i18n, protections.access.no_signature)}</p> }.into_any()
                }
                None => ().into_any(),
            }}
            <p class="muted">{until}</p>
        </Shield>
    }
}

#[component]
fn CaseShield(protection: State) -> impl IntoView {
    let i18n = use_i18n();
    let opened = Memo::new(move |_| protection.with(|p| p.as_ref().map_or(0, |p| p.cases_opened)));
    let loaded =
        Memo::new(move |_| protection.with(|p| p.as_ref().is_some_and(|p| p.key == KeyState::Loaded)));
    view! {
        <Shield
            number=4
            name=move || t_string!(i18n, protections.case.name)
            tone=Signal::derive(move || if loaded.get() { Tone::Good } else { Tone::Plain })
            state=move || match (loaded.get(), opened.get()) {
                (false, _) => t_string!(i18n, protections.case.state_closed),
                (true, 0) => t_string!(i18n, protections.case.state_ready),
                (true, _) => t_string!(i18n, protections.case.state_checked),
            }
        >
            <p class="muted">
                {t!(i18n, protections.case.text)} " "
                {move || match (loaded.get(), opened.get()) {
                    (false, _) => t_string!(i18n, protections.case.closed).to_owned(),
                    (true, 0) => t_string!(i18n, protections.case.none).to_owned(),
                    (true, count) => t_string!(i18n, protections.case.opened, count = count).to_string(),
                }}
            </p>
        </Shield>
    }
}

/// The verified organisation log, with what can be compared.
#[component]
fn LogCard(protection: State) -> impl IntoView {
    let i18n = use_i18n();
    let entries = Memo::new(move |_| protection.with(|p| p.as_ref().and_then(|p| p.log_entries)));
    let root = Memo::new(move |_| protection.with(|p| p.as_ref().and_then(|p| p.root_fingerprint.clone())));
    view! {
        <Card title=move || t_string!(i18n, protections.log.title)>
            {move || match entries.get() {
                Some(count) => {
                    view! {
                        <p>{t!(i18n, protections.log.text)}</p>
                        <dl class="terms">
                            <Term name=move || t_string!(i18n, protections.log.entries)>{count}</Term>
                            {root
                                .get()
                                .map(|value| {
                                    view! {
                                        <Term name=move || t_string!(i18n, protections.log.root)>
                                            <code>{value}</code>
                                        </Term>
                                    }
                                })}
                        </dl>
                        <p class="muted">{t!(i18n, protections.log.compare)}</p>
                    }
                        .into_any()
                }
                None => view! { <p class="muted">{t!(i18n, protections.log.unchecked)}</p> }.into_any(),
            }}
        </Card>
    }
}
