use leptos::prelude::*;

use crate::{
    components::ToastRegion, i18n::I18nSubContextProvider, layout::Announcer, lifecycle, router::AppRouter,
    state::AppState, vault_context::VaultContext,
};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    let state = AppState::provide();
    let vault = VaultContext::provide();
    Announcer::provide();
    crate::pages::cases::provide_memory(state);
    lifecycle::provide_actions(state, vault);
    lifecycle::lock_when_idle(state, vault);
    lifecycle::begin(state, vault);
    let locale = Signal::derive(move || state.language.get().locale());
    view! {
        <I18nSubContextProvider initial_locale=locale>
            <AppRouter/>
            <ToastRegion toasts=state.toasts/>
        </I18nSubContextProvider>
    }
}
