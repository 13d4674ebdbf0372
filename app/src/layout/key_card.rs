use api::paths::pages;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    actions::Actions,
    components::{Icon, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    state::AppState,
};

/// "Schlüssel geladen · sperrt in 14 Minuten", or "Schlüssel laden": the state of the organisation key.
#[component]
pub fn KeyCard() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    let organisation = move || state.membership().map(|membership| membership.name);
    let minutes = move || match state.locks_in_minutes.get() {
        None => String::new(),
        Some(0) => t_string!(i18n, common.key.locks_now).to_owned(),
        Some(1) => t_string!(i18n, common.key.locks_in_one).to_owned(),
        Some(minutes) => t_string!(i18n, common.key.locks_in, minutes = minutes).to_string(),
    };
    let open = Memo::new(move |_| state.is_open());
    let outdated = Memo::new(move |_| state.key_outdated());
    move || {
        if !state.needs_key() {
            return None;
        }
        Some(if outdated.get() {
            view! {
                <div class="key-card is-outdated">
                    <p class="key-state"><Icon name="triangle-alert"/>{t!(i18n, keys.outdated.state)}</p>
                    <p>{organisation}</p>
                    <p class="muted">{minutes}</p>
                    <A href=pages::KEY attr:class="btn btn-small btn-primary btn-wide">
                        <Icon name="key-round"/>
                        <span>{t!(i18n, keys.outdated.load)}</span>
                    </A>
                    <button type="button" class="btn btn-small btn-wide" on:click=move |_| actions.lock.run(())>
                        <Icon name="lock"/>
                        <span>{t!(i18n, common.key.lock_now)}</span>
                    </button>
                </div>
            }
                .into_any()
        } else if open.get() {
            view! {
                <div class="key-card is-open">
                    <p class="key-state"><Icon name="lock-open"/>{t!(i18n, common.key.loaded)}</p>
                    <p>{organisation}</p>
                    <p class="muted">{minutes}</p>
                    <button type="button" class="btn btn-small btn-wide" on:click=move |_| actions.lock.run(())>
                        <Icon name="lock"/>
                        <span>{t!(i18n, common.key.lock_now)}</span>
                    </button>
                </div>
            }
                .into_any()
        } else if state.must_make_key() {
            view! {
                <div class="key-card">
                    <p class="key-state">
                        <Icon name="lock"/>
                        {t!(i18n, common.key.not_made)}
                    </p>
                    <p>{organisation}</p>
                    <A href=pages::KEY_SETUP attr:class="btn btn-small btn-primary btn-wide">
                        <Icon name="key-round"/>
                        <span>{t!(i18n, common.key.make)}</span>
                    </A>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="key-card">
                    <p class="key-state"><Icon name="lock"/>{t!(i18n, common.key.missing)}</p>
                    <p>{organisation}</p>
                    <A href=pages::KEY attr:class="btn btn-small btn-primary btn-wide">
                        <Icon name="key-round"/>
                        <span>{t!(i18n, common.key.load)}</span>
                    </A>
                </div>
            }
            .into_any()
        })
    }
}

/// The same state in one small word, for the top of phones.
#[component]
pub fn KeyChip() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let open = Memo::new(move |_| state.is_open());
    let outdated = Memo::new(move |_| state.key_outdated());
    move || {
        state.needs_key().then(|| {
            if outdated.get() {
                view! {
                    <A href=pages::KEY attr:class="chip chip-link is-warn">
                        <Icon name="triangle-alert"/>
                        {t!(i18n, keys.outdated.chip)}
                    </A>
                }
                .into_any()
            } else if open.get() {
                view! {
                    <A href=pages::PROTECTIONS attr:class="chip chip-link">
                        <Icon name="lock-open"/>
                        {t!(i18n, common.key.open_short)}
                    </A>
                }
                .into_any()
            } else {
                view! {
                    <A href=pages::KEY attr:class="chip chip-link is-warn">
                        <Icon name="lock"/>
                        {t!(i18n, common.key.load)}
                    </A>
                }
                .into_any()
            }
        })
    }
}

/// Stands on top of pages whose texts are sealed as long as the key is not loaded: the administrator's hint where the
/// key file lies, and the way to load it.
#[component]
pub fn KeyMissingNotice() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let hint =
        move || state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty());
    move || {
        if state.key_outdated() {
            return Some(view! { <KeyOutdatedNotice/> }.into_any());
        }
        (state.needs_key() && !state.is_open()).then(|| {
            view! {
                <Notice tone=Tone::Accent title=move || t_string!(i18n, common.key.missing)>
                    <p>{t!(i18n, common.sealed_hint)}</p>
                    {move || {
                        hint().map(|hint| view! { <p>{t!(i18n, common.key.hint)} " " <strong>{hint}</strong></p> })
                    }}
                    <p>
                        <A href=pages::KEY attr:class="btn btn-primary btn-small">
                            <Icon name="key-round"/>
                            <span>{t!(i18n, common.key.load)}</span>
                        </A>
                    </p>
                </Notice>
            }
            .into_any()
        })
    }
}

/// "Der Schlüssel wurde erneuert": reading goes on, saving needs the new file.
#[component]
fn KeyOutdatedNotice() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let hint =
        move || state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty());
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.outdated.title)>
            <p>{t!(i18n, keys.outdated.text)}</p>
            {move || hint().map(|hint| view! { <p>{t!(i18n, common.key.hint)} " " <strong>{hint}</strong></p> })}
            <p>
                <A href=pages::KEY attr:class="btn btn-primary btn-small">
                    <Icon name="key-round"/>
                    <span>{t!(i18n, keys.outdated.load)}</span>
                </A>
            </p>
        </Notice>
    }
}
