use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};

/// A need value 1 … 7 on its traffic-light colour; the number always stands on it.
#[component]
pub fn NeedBadge(
    /// The value, 1 (no need) to 7.
    #[prop(into)]
    value: Signal<u8>,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || t_string!(i18n, common.need_label, value = value.get());
    view! {
        <span class=move || format!("need need-{}", value.get().clamp(1, 7)) role="img" aria-label=label>
            {move || value.get()}
        </span>
    }
}
