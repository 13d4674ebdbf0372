use leptos::prelude::*;

use crate::{
    components::ToastRegion,
    i18n::I18nSubContextProvider,
    layout::Announcer,
    router::AppRouter,
    state::AppState,
};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    let state = AppState::provide();
    Announcer::provide();
    let locale = Signal::derive(move || state.language.get().locale());
    view! {
        <I18nSubContextProvider initial_locale=locale>
            <AppRouter/>
            <ToastRegion toasts=state.toasts/>
        </I18nSubContextProvider>
    }
}
