use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::InvitationLetter;

use crate::{
    components::{Button, Card, Notice, TextField, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::admin::LetterView,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Invites a further person of the institute.
#[component]
pub(super) fn OperatorsCard() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let name = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let letter = RwSignal::new(None::<InvitationLetter>);
    let error = Signal::derive(move || {
        (submitted.get() && name.with(|name| name.trim().is_empty()))
            .then(|| t_string!(i18n, institute.new.missing).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let who = name.get_untracked().trim().to_owned();
        if who.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        platform::spawn(async move {
            let outcome = vault.get().invite_operator(who).await;
            busy.try_set(false);
            match outcome {
                Ok(made) => {
                    submitted.try_set(false);
                    name.try_set(String::new());
                    letter.try_set(Some(made));
                }
                Err(error) => {
                    notice_session_end(state, &error);
                    failure.try_set(Some(error.words(i18n.get_locale_untracked())));
                }
            }
        });
    };
    view! {
        <Card title=move || t_string!(i18n, institute.operators.title)>
            <p class="muted">{t!(i18n, institute.operators.text)}</p>
            <form class="form" on:submit=submit novalidate=true>
                <TextField
                    label=move || t_string!(i18n, institute.operators.name)
                    value=name
                    error=error
                    max_length=120
                />
                {move || failure.get().map(|words| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> })}
                <div class="actions">
                    <Button submit=true busy=busy icon="user-plus">{t!(i18n, institute.operators.create)}</Button>
                </div>
            </form>
            {move || letter.get().map(|letter| view! { <LetterView letter hint=String::new()/> })}
        </Card>
    }
}
