use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, Notice, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    lifecycle,
    state::AppState,
    vault_context::VaultContext,
};

/// While the server is asked who is logged in, and when that failed.
#[component]
pub fn StartScreen() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    view! {
        <main class="splash" id="content">
            {move || match state.start_error.get() {
                None => view! { <Spinner/> }.into_any(),
                Some(error) => {
                    view! {
                        <div class="page page-narrow">
                            <Notice tone=Tone::Bad title=move || t_string!(i18n, entry.login.start_failed)>
                                <p>{move || error.words(i18n.get_locale())}</p>
                                <div class="actions">
                                    <Button
                                        kind=ButtonKind::Primary
                                        icon="refresh-cw"
                                        on_click=move |_| lifecycle::begin(state, vault)
                                    >
                                        {t!(i18n, common.retry)}
                                    </Button>
                                </div>
                            </Notice>
                        </div>
                    }
                        .into_any()
                }
            }}
        </main>
    }
}
