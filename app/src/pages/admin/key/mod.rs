//! The organisation key in the administration: its state, renewing it, checking and making copies.
mod banners;
mod check;
mod copy;
mod renew;
mod root;
mod state;

use api::paths::pages;
use leptos::prelude::*;
use leptos_router::components::A;

pub(crate) use banners::KeyReminder;
pub(super) use banners::{KeyBanners, key_loader, renew_because_left};

use crate::{
    components::Icon,
    i18n::{t, use_i18n},
    pages::NotFound,
};

/// What is done with the key; stands behind the section in the path.
mod deed {
    pub(super) const RENEW: &str = "erneuern";
    pub(super) const CHECK: &str = "pruefen";
    pub(super) const COPY: &str = "kopie";
    pub(super) const ROOT: &str = "wurzel";
}

/// The section: the state of the key, or one of the things that are done with it.
#[component]
pub(super) fn KeySection(
    /// What is done; empty for the state.
    deed: String,
) -> impl IntoView {
    match deed.as_str() {
        "" => view! { <state::StatePage/> }.into_any(),
        deed::RENEW => view! { <renew::RenewPage/> }.into_any(),
        deed::CHECK => view! { <check::CheckPage/> }.into_any(),
        deed::COPY => view! { <copy::CopyPage/> }.into_any(),
        deed::ROOT => view! { <root::RootPage/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    }
}

/// The way back to the state of the key, above the heading.
#[component]
fn BackToKey() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <A href=format!("{}/schluessel", pages::ADMIN)>
            <Icon name="chevron-left"/>
            {t!(i18n, keys.renew.back)}
        </A>
    }
}
