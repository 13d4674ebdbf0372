use api::paths::pages;
use leptos::prelude::*;

use crate::{
    components::{EmptyState, LinkButton, PageHeader},
    i18n::{t, t_string, use_i18n},
};

/// An address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="content">
            <NotFound/>
        </main>
    }
}

/// The same inside the frame of other pages, which has the `main` already.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page not-found">
            <PageHeader title=move || t_string!(i18n, common.not_found_title)/>
            <EmptyState icon="file-search" title=move || t_string!(i18n, common.not_found_text)>
                <LinkButton href=pages::HOME icon="house">{t!(i18n, common.to_start)}</LinkButton>
            </EmptyState>
        </div>
    }
}
