use api::ids::OrganisationId;
use leptos::prelude::*;

use crate::{
    actions::Actions,
    components::{Choice, Select},
    i18n::{Language, t_string, use_i18n},
    state::{AppState, Theme},
};

/// German or English.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{move || t_string!(i18n, common.user.language)}</legend>
            {[(Language::German, "Deutsch"), (Language::English, "English")]
                .into_iter()
                .map(|(language, name)| {
                    view! {
                        <button
                            type="button"
                            lang=language.tag()
                            aria-pressed=move || if state.language.get() == language { "true" } else { "false" }
                            on:click=move |_| state.choose_language(language)
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// Light, dark or as the device says.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let words = move |theme| match theme {
        Theme::Auto => t_string!(i18n, common.user.theme_auto),
        Theme::Light => t_string!(i18n, common.user.theme_light),
        Theme::Dark => t_string!(i18n, common.user.theme_dark),
    };
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{move || t_string!(i18n, common.user.theme)}</legend>
            {[Theme::Auto, Theme::Light, Theme::Dark]
                .into_iter()
                .map(|theme| {
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || if state.theme.get() == theme { "true" } else { "false" }
                            on:click=move |_| state.choose_theme(theme)
                        >
                            {move || words(theme)}
                        </button>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// For people in several organisations of one tenant; for others nothing.
#[component]
pub fn OrganisationSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let actions = Actions::expect();
    let choices = Memo::new(move |_| {
        let memberships = state.session_view().map(|session| session.memberships).unwrap_or_default();
        memberships
            .into_iter()
            .map(|membership| Choice::new(membership.organisation.to_string(), membership.name))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        chosen.set(state.organisation().map(|organisation| organisation.to_string()).unwrap_or_default());
    });
    let change = move |id: String| {
        if let Ok(id) = id.parse::<OrganisationId>() {
            actions.change_organisation.run(id);
        }
    };
    move || {
        (choices.with(Vec::len) > 1).then(|| {
            view! {
                <Select
                    label=move || t_string!(i18n, common.user.organisation)
                    value=chosen
                    choices=choices
                    no_empty=true
                    on_change=change
                />
            }
        })
    }
}
