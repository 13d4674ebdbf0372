use leptos::{ev::SubmitEvent, prelude::*};
use vault::{
    ChangePasswordError,
    view::{ChangePassword, KeyState},
};

use crate::{
    components::{Button, ButtonKind, Card, PasswordField},
    errors::{ErrorNotice, Words, notice_session_end},
    i18n::{t, t_string, tu_string, use_i18n},
    layout::KeyMissingNotice,
    pages::entry::NewPasswordField,
    password, platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Changes the password. The personal keys are sealed anew, so every organisation's key has to be loaded.
#[component]
pub(super) fn PasswordCard() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ChangePasswordError>);
    let own = Memo::new(move |_| {
        state.session_view().map(|s| vec![s.login, s.display_name, s.tenant_name]).unwrap_or_default()
    });
    let waits_for_key = Memo::new(move |_| {
        state.session_view().is_some_and(|session| {
            session.memberships.iter().any(|membership| membership.key == KeyState::Missing)
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        failure.set(None);
        let own = own.get_untracked();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let complete = !current.with_untracked(String::is_empty)
            && new.with_untracked(|text| password::check(text, &own)).is_ok();
        if busy.get_untracked() || !complete {
            platform::focus_first_invalid();
            return;
        }
        busy.set(true);
        let change =
            ChangePassword { current: current.get_untracked().into(), new: new.get_untracked().into() };
        platform::spawn(async move {
            let outcome = vault.get().change_password(change).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    submitted.try_set(false);
                    current.try_set(String::new());
                    new.try_set(String::new());
                    state.toasts.good(tu_string!(i18n, entry.account.changed));
                }
                Err(error) => {
                    if let ChangePasswordError::Call(error) = &error {
                        notice_session_end(state, error);
                    }
                    failure.try_set(Some(error));
                    platform::focus_first_invalid();
                }
            }
        });
    };
    let current_error = Signal::derive(move || match failure.get() {
        Some(error @ ChangePasswordError::WrongPassword) => Some(error.words(i18n.get_locale())),
        _ => (submitted.get() && current.with(String::is_empty))
            .then(|| t_string!(i18n, entry.account.missing_current).to_owned()),
    });
    let other_failure = move || failure.get().filter(|error| *error != ChangePasswordError::WrongPassword);
    view! {
        <Card title=move || t_string!(i18n, entry.account.password_title)>
            <Show
                when=move || !waits_for_key.get()
                fallback=move || {
                    view! {
                        <p>{t!(i18n, entry.account.needs_key)}</p>
                        <KeyMissingNotice/>
                    }
                }
            >
                <form class="form" novalidate on:submit=submit>
                    <PasswordField
                        label=move || t_string!(i18n, entry.account.current)
                        value=current
                        error=current_error
                    />
                    <NewPasswordField value=new own=own submitted=submitted/>
                    <ErrorNotice error=Signal::derive(other_failure)/>
                    <div class="actions">
                        <Button kind=ButtonKind::Primary submit=true busy=busy>
                            {move || {
                                if busy.get() {
                                    t_string!(i18n, entry.account.working)
                                } else {
                                    t_string!(i18n, entry.account.submit)
                                }
                            }}
                        </Button>
                    </div>
                </form>
            </Show>
        </Card>
    }
}
