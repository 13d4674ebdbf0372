use leptos::prelude::*;

use super::Words;
use crate::{
    components::{Notice, Tone},
    i18n::use_i18n,
};

/// What went wrong, in words; nothing when nothing did.
#[component]
pub fn ErrorNotice<E>(
    /// The error.
    error: Signal<Option<E>>,
) -> impl IntoView
where
    E: Words + Clone + Send + Sync + 'static,
{
    let i18n = use_i18n();
    move || {
        error.get().map(|error| {
            view! {
                <Notice tone=Tone::Bad>
                    <p>{move || error.words(i18n.get_locale())}</p>
                </Notice>
            }
        })
    }
}
