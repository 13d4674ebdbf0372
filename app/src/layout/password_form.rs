use leptos::{ev::SubmitEvent, prelude::*};
use vault::{CallError, LoginError};

use crate::{
    actions::Actions,
    components::{Button, ButtonKind, PasswordField},
    errors::{ErrorNotice, Words},
    i18n::{t, t_string, use_i18n},
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Asks for the password of whoever is logged in and unlocks with it.
#[component]
pub(super) fn PasswordForm() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let actions = Actions::expect();
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let failure = RwSignal::new(None::<LoginError>);
    let field_error = Signal::derive(move || {
        if missing.get() {
            return Some(t_string!(i18n, entry.login.missing_password).to_owned());
        }
        matches!(failure.get(), Some(LoginError::WrongCredentials))
            .then(|| t_string!(i18n, entry.unlock.wrong).to_owned())
    });
    let other_failure = move || failure.get().filter(|error| *error != LoginError::WrongCredentials);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        failure.set(None);
        missing.set(password.with_untracked(String::is_empty));
        if busy.get_untracked() || missing.get_untracked() {
            platform::focus_first_invalid();
            return;
        }
        busy.set(true);
        platform::spawn(async move {
            let outcome = vault.get().unlock(password.get_untracked().into()).await;
            busy.try_set(false);
            match outcome {
                Ok(session) => {
                    password.try_set(String::new());
                    state.log_in(session);
                }
                // Whoever was blocked has nothing more to do here: nothing that is open stays on the page.
                Err(error @ LoginError::Call(CallError::AccountBlocked)) => {
                    actions.log_out.run(());
                    state.toasts.bad(error.words(i18n.get_locale_untracked()));
                }
                Err(error) => {
                    failure.try_set(Some(error));
                    platform::focus_first_invalid();
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <PasswordField
                label=move || t_string!(i18n, entry.login.password)
                value=password
                error=field_error
            />
            <ErrorNotice error=Signal::derive(other_failure)/>
            <Button kind=ButtonKind::Primary submit=true busy=busy icon="lock-open">
                {t!(i18n, entry.unlock.submit)}
            </Button>
        </form>
    }
}
