use leptos::prelude::*;
use vault::CallError;

use crate::{
    components::{Button, Card, Choice, ConfirmDialog, Select},
    errors::{ErrorNotice, notice_session_end},
    i18n::{Locale, t, t_string, td_string, tu_string, use_i18n},
    pages::cases::OpenDrafts,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Lock times to choose from, in seconds.
const LOCK_TIMES: [u32; 5] = [300, 600, 900, 1_800, 3_600];

/// A lock time in words.
fn lock_words(locale: Locale, seconds: u32) -> String {
    match seconds {
        3_600 => td_string!(locale, entry.account.hour).to_owned(),
        _ => td_string!(locale, entry.account.minutes, count = seconds / 60).to_string(),
    }
}

/// What this device remembers, and when it locks.
#[component]
pub(super) fn DeviceCard() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let seconds = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<CallError>);
    let busy = RwSignal::new(false);
    platform::spawn(async move {
        let now = vault.get().lock_after().await;
        seconds.try_set(now.to_string());
    });
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let mut times = LOCK_TIMES.to_vec();
        // A time set otherwise is shown too.
        if let Ok(other) = seconds.get().parse::<u32>()
            && !times.contains(&other)
        {
            times.push(other);
            times.sort_unstable();
        }
        times
            .into_iter()
            .map(|time| Choice::new(time.to_string(), lock_words(locale, time)))
            .collect::<Vec<_>>()
    });
    let failed = move |error: CallError| {
        notice_session_end(state, &error);
        failure.try_set(Some(error));
    };
    let change = move |chosen: String| {
        let Ok(chosen) = chosen.parse::<u32>() else { return };
        failure.set(None);
        platform::spawn(async move {
            match vault.get().set_lock_after(chosen).await {
                Ok(()) => state.toasts.good(tu_string!(i18n, entry.account.lock_saved)),
                Err(error) => failed(error),
            }
        });
    };
    let remembered = Memo::new(move |_| state.session_view().is_some_and(|session| session.remembered));
    let drafts = OpenDrafts::expect();
    let asking = RwSignal::new(false);
    let begun = RwSignal::new(0_usize);
    let forget = move |()| {
        failure.set(None);
        busy.set(true);
        platform::spawn(async move {
            let vault = vault.get();
            let outcome = vault.forget_device().await;
            busy.try_set(false);
            asking.try_set(false);
            match outcome {
                Ok(()) => {
                    drafts.forget();
                    if let Some(session) = vault.session() {
                        state.log_in(session);
                    }
                    state.toasts.good(tu_string!(i18n, entry.account.forgotten));
                }
                Err(error) => failed(error),
            }
        });
    };
    // What would be deleted with it is told first.
    let ask = move |_| {
        drafts.keep();
        platform::spawn(async move {
            let count = vault.get().count_drafts().await;
            if count == 0 {
                return forget(());
            }
            begun.try_set(count);
            asking.try_set(true);
        });
    };
    view! {
        <Card title=move || t_string!(i18n, entry.account.device_title)>
            <Select
                label=move || t_string!(i18n, entry.account.lock_after)
                value=seconds
                choices=choices
                no_empty=true
                on_change=change
                class="field-short"
            />
            <Show
                when=move || remembered.get()
                fallback=move || view! { <p class="muted">{t!(i18n, entry.account.not_remembered)}</p> }
            >
                <p>{t!(i18n, entry.account.remembered)}</p>
                <div class="actions">
                    <Button icon="eraser" busy=busy on_click=ask>{t!(i18n, entry.account.forget)}</Button>
                </div>
            </Show>
            <ErrorNotice error=Signal::derive(move || failure.get())/>
            <ConfirmDialog
                open=asking
                title=move || t_string!(i18n, entry.account.forget_title)
                confirm=move || t_string!(i18n, entry.account.forget_all)
                danger=true
                busy=busy
                on_confirm=forget
            >
                <p>{move || t_string!(i18n, entry.account.forget_text, count = begun.get()).to_string()}</p>
            </ConfirmDialog>
        </Card>
    }
}
