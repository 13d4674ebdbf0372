use api::{organisations::Role, paths::pages};
use leptos::prelude::Get;

use crate::{
    i18n::{Locale, td_string},
    state::AppState,
};

/// One place of the main navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Path.
    pub href: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// Words.
    pub label: &'static str,
    /// The key that leads there.
    pub key: &'static str,
    /// Stands in the phone's bottom bar; the others are under "More".
    pub in_bar: bool,
}

/// What this person may see, in order. Reactive in session, organisation and language.
#[must_use]
pub fn nav_items(state: AppState) -> Vec<NavItem> {
    let locale: Locale = state.language.get().locale();
    let item = |href, icon, label, key, in_bar| NavItem { href, icon, label, key, in_bar };
    let mut items = Vec::new();
    if state.is_operator() {
        items.push(item(pages::INSTITUTE, "building-2", td_string!(locale, common.nav.tenants), "m", true));
    }
    let sees_cases = state.sees_cases();
    if sees_cases {
        items.push(item(pages::TODAY, "house", td_string!(locale, common.nav.today), "h", true));
        items.push(item(pages::CASES, "folder-open", td_string!(locale, common.nav.cases), "f", true));
    }
    if state.has_role(Role::Manager) || state.has_role(Role::Evaluation) {
        items.push(item(
            pages::EVALUATION,
            "chart-column",
            td_string!(locale, common.nav.evaluation),
            "a",
            true,
        ));
    }
    if state.administers() {
        let in_bar = items.len() < 3;
        items.push(item(
            pages::ADMIN,
            "settings",
            td_string!(locale, common.nav.administration),
            "v",
            in_bar,
        ));
    }
    let in_bar = items.len() < 3;
    items.push(item(
        pages::PROTECTIONS,
        "shield-check",
        td_string!(locale, common.nav.protections),
        "s",
        in_bar,
    ));
    items
}

/// Where somebody begins: the first place of the own navigation.
#[must_use]
pub fn start_page(state: AppState) -> &'static str {
    nav_items(state).first().map_or(pages::PROTECTIONS, |item| item.href)
}
