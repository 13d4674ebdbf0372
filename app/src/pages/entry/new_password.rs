use leptos::prelude::*;

use crate::{
    components::PasswordField,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    password::{self, Strength, Weakness},
};

/// A weakness in words.
pub(crate) fn weakness_text(locale: Locale, weakness: Weakness) -> String {
    match weakness {
        Weakness::TooShort(count) => td_string!(locale, entry.password.too_short, count = count).to_string(),
        Weakness::TooLong => td_string!(locale, entry.password.too_long).to_owned(),
        Weakness::Common => td_string!(locale, entry.password.common).to_owned(),
        Weakness::Pattern => td_string!(locale, entry.password.pattern).to_owned(),
        Weakness::OwnName => td_string!(locale, entry.password.own_name).to_owned(),
    }
}

/// A new password with its rule and a hint how strong it is. What is wrong is said after leaving the field or
/// submitting, not while somebody is still typing.
#[component]
pub(crate) fn NewPasswordField(
    /// What was typed.
    value: RwSignal<String>,
    /// Names that the password must not consist of.
    #[prop(into)]
    own: Signal<Vec<String>>,
    /// The form was submitted.
    #[prop(into)]
    submitted: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let left = RwSignal::new(false);
    let outcome = Memo::new(move |_| {
        let own = own.get();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        value.with(|text| password::check(text, &own))
    });
    let error = Signal::derive(move || {
        let shown = submitted.get() || (left.get() && value.with(|text| !text.is_empty()));
        shown
            .then(|| outcome.get().err())
            .flatten()
            .map(|weakness| weakness_text(i18n.get_locale(), weakness))
    });
    let level = move || match outcome.get() {
        Err(_) | Ok(Strength::Weak) => 1,
        Ok(Strength::Enough) => 2,
        Ok(Strength::Good) => 3,
        Ok(Strength::VeryGood) => 4,
    };
    let words = move || match level() {
        1 => t_string!(i18n, entry.password.strength_1),
        2 => t_string!(i18n, entry.password.strength_2),
        3 => t_string!(i18n, entry.password.strength_3),
        _ => t_string!(i18n, entry.password.strength_4),
    };
    view! {
        <div class="stack-small">
            <PasswordField
                label=move || t_string!(i18n, entry.password.new)
                hint=move || t_string!(i18n, entry.password.rule)
                value=value
                error=error
                autocomplete="new-password"
                on_change=move |()| left.set(true)
            />
            <Show when=move || value.with(|text| !text.is_empty())>
                <div class=move || format!("meter is-{}", level()) aria-hidden="true">
                    <span></span>
                    <span></span>
                    <span></span>
                    <span></span>
                </div>
                <p class="field-hint" aria-live="polite">{t!(i18n, entry.password.strength)} ": " {words}</p>
            </Show>
        </div>
    }
}
