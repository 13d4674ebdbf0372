use leptos::prelude::*;

use super::Icon;
use crate::i18n::{t, t_string, use_i18n};

/// "verschlüsselt" with the quiet lock: what everyone sees who lacks the key, everywhere the same.
#[component]
pub fn Sealed() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="sealed" title=move || t_string!(i18n, common.sealed_hint)>
            <Icon name="lock"/>
            {t!(i18n, common.sealed)}
        </span>
    }
}

/// A text that may be sealed: the text when it could be opened, [`Sealed`] otherwise.
#[component]
pub fn SealedOr(
    /// The opened text; none when it is still sealed.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    move || match text.get() {
        Some(text) => text.into_any(),
        None => view! { <Sealed/> }.into_any(),
    }
}
