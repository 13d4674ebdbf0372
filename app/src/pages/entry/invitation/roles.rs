use api::organisations::{Grant, Role, Scope};

use crate::i18n::{Locale, td_string};

/// A right in words, as "Fachkraft · eigene Fälle". The name of the unit, if there is one, is put after it by whoever
/// knows the org chart.
pub(crate) fn role_words(locale: Locale, grant: &Grant) -> String {
    let role = match grant.role {
        Role::Administrator => return td_string!(locale, common.role.administrator).to_owned(),
        Role::Manager => td_string!(locale, common.role.manager),
        Role::Caseworker => td_string!(locale, common.role.caseworker),
        Role::Evaluation => td_string!(locale, common.role.evaluation),
    };
    let scope = match grant.scope {
        Scope::Own => td_string!(locale, common.scope.own),
        Scope::Unit => td_string!(locale, common.scope.unit),
        Scope::Subtree => td_string!(locale, common.scope.subtree),
        Scope::Organisation => td_string!(locale, common.scope.organisation),
    };
    format!("{role} · {scope}")
}
