use api::paths::public;
use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::preferences::{LanguageChoice, ThemeChoice};
use crate::i18n::{t, use_i18n};

/// The frame of pages before the login: brand, one card, language and the public pages.
#[component]
pub fn EntryShell() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="entry">
            <header class="entry-top">
                <p class="brand">
                    <span class="brand-mark" aria-hidden="true"></span>
                    {t!(i18n, common.brand)}
                </p>
                <LanguageChoice/>
            </header>
            <main id="content" class="entry-main">
                <Outlet/>
            </main>
            <footer class="entry-foot">
                <ul>
                    <li><a href=public::PROTECTION rel="external">{t!(i18n, common.foot.protection)}</a></li>
                    <li><a href=public::ACCESSIBILITY rel="external">{t!(i18n, common.foot.accessibility)}</a></li>
                    <li><a href=public::IMPRINT rel="external">{t!(i18n, common.foot.imprint)}</a></li>
                    <li><a href=public::PRIVACY rel="external">{t!(i18n, common.foot.privacy)}</a></li>
                </ul>
                <ThemeChoice/>
            </footer>
        </div>
    }
}
