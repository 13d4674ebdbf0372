//! The name of a case: opened, being opened, sealed, or damaged.
use leptos::prelude::*;
use vault::view::CaseName;

use crate::{
    components::{Chip, Sealed, Tone},
    i18n::{t, t_string, use_i18n},
};

/// The opened name, "Mara Lindqvist".
pub(super) fn full_name(name: &CaseName) -> Option<String> {
    match name {
        CaseName::Open { given, family } => Some(format!("{given} {family}").trim().to_owned()),
        CaseName::Pending | CaseName::Sealed | CaseName::Damaged => None,
    }
}

/// The name as it sorts: family name first.
pub(super) fn sort_name(name: &CaseName) -> Option<String> {
    match name {
        CaseName::Open { given, family } => Some(format!("{family} {given}").to_lowercase()),
        CaseName::Pending | CaseName::Sealed | CaseName::Damaged => None,
    }
}

/// The name, "verschlüsselt", or a placeholder while it is being opened.
#[component]
pub(super) fn Name(
    /// The name.
    #[prop(into)]
    name: Signal<CaseName>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || match name.get() {
        CaseName::Pending => view! {
            <span class="name-pending" aria-label=move || t_string!(i18n, cases.list.opening_names)></span>
        }
        .into_any(),
        CaseName::Sealed => view! { <Sealed/> }.into_any(),
        CaseName::Damaged => {
            view! { <Chip tone=Tone::Bad>{t!(i18n, cases.list.unreadable)}</Chip> }.into_any()
        }
        open @ CaseName::Open { .. } => {
            view! { <bdi>{full_name(&open).unwrap_or_default()}</bdi> }.into_any()
        }
    }
}
