use leptos::{prelude::*, text_prop::TextProp};

use super::Icon;
use crate::i18n::{t_string, use_i18n};

/// Something is being loaded or worked out and nobody knows how long.
#[component]
pub fn Spinner(
    /// What is going on; "loading" when not said.
    #[prop(optional, into)]
    label: Option<TextProp>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match &label {
        Some(label) => label.get().to_string(),
        None => t_string!(i18n, common.loading).to_owned(),
    };
    view! {
        <p class="spinner" role="status">
            <Icon name="loader-circle" class="spin"/>
            <span>{words}</span>
        </p>
    }
}

/// Long work with a known end, which can be cancelled.
#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: TextProp,
    /// Done so far.
    #[prop(into)]
    done: Signal<u32>,
    /// Altogether.
    #[prop(into)]
    total: Signal<u32>,
    /// A cancel button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let id = super::unique_id("progress");
    let target = id.clone();
    view! {
        <div class="progress">
            <label for=target>{move || label.get()}</label>
            <span class="muted">{move || format!("{} / {}", done.get(), total.get())}</span>
            <progress id=id max=move || total.get().max(1) value=move || done.get()></progress>
            {children.map(|children| children())}
        </div>
    }
}
