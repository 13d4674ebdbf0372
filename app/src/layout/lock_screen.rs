use leptos::prelude::*;

use super::password_form::PasswordForm;
use crate::{
    actions::Actions,
    components::{Button, ButtonKind, Card, Dialog, Icon, PageHeader},
    i18n::{t, t_string, use_i18n},
    state::{AppState, SessionState},
};

/// Name of the person whose session is locked or ended.
fn name(state: AppState) -> String {
    state.session.with(|session| match session {
        SessionState::Locked(session) | SessionState::Open(session) => session.display_name.clone(),
        SessionState::Unknown | SessionState::Nobody => String::new(),
    })
}

/// Stands in place of every page while the portal is locked: nothing opened is left behind it.
#[component]
pub fn LockScreen() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    view! {
        <main id="content" class="entry entry-main lock-screen">
            <div class="page">
                <span class="empty-icon"><Icon name="lock" class="icon-lg"/></span>
                <PageHeader
                    title=move || t_string!(i18n, entry.unlock.title)
                    subtitle=move || t_string!(i18n, entry.unlock.text)
                />
                <Card>
                    <p class="muted">{t!(i18n, entry.unlock.signed_in_as, name = move || name(state))}</p>
                    <PasswordForm/>
                    <Button kind=ButtonKind::Quiet on_click=move |_| actions.log_out.run(())>
                        {t!(i18n, entry.unlock.other)}
                    </Button>
                </Card>
            </div>
        </main>
    }
}

/// Asks for the password over the open page after the session ended; what is typed there stays.
#[component]
pub(super) fn SessionEndDialog() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    view! {
        <Dialog open=state.ask_password title=move || t_string!(i18n, entry.unlock.again_title)>
            <p>{t!(i18n, entry.unlock.again_text)}</p>
            <p class="muted">{t!(i18n, entry.unlock.signed_in_as, name = move || name(state))}</p>
            <PasswordForm/>
        </Dialog>
    }
}
