//! Choosing the rights of a person.
use api::{
    ids::UnitId,
    organisations::{Grant, Role, Scope, UnitView},
};
use leptos::prelude::*;

use super::area::{role_name, scope_name, tree};
use crate::{
    components::{Button, ButtonKind, Choice, Select},
    i18n::{Locale, t, t_string, use_i18n},
};

const ROLES: [(&str, Role); 4] = [
    ("caseworker", Role::Caseworker),
    ("manager", Role::Manager),
    ("evaluation", Role::Evaluation),
    ("administrator", Role::Administrator),
];
const SCOPES: [(&str, Scope); 4] = [
    ("own", Scope::Own),
    ("unit", Scope::Unit),
    ("subtree", Scope::Subtree),
    ("organisation", Scope::Organisation),
];

/// One right while it is chosen.
#[derive(Clone, Copy)]
struct Row {
    id: u32,
    role: RwSignal<String>,
    scope: RwSignal<String>,
    unit: RwSignal<String>,
}

/// Rights while they are chosen; copy it freely.
#[derive(Clone, Copy)]
pub(super) struct GrantRows {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<u32>,
}

impl GrantRows {
    /// Begins with these rights; a caseworker's own cases where there are none yet.
    pub(super) fn new(grants: &[Grant]) -> Self {
        let rows = Self { rows: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        if grants.is_empty() {
            rows.add(Grant { role: Role::Caseworker, scope: Scope::Own, unit: None });
        }
        for grant in grants {
            rows.add(*grant);
        }
        rows
    }

    fn add(self, grant: Grant) {
        let role = ROLES.iter().find(|(_, role)| *role == grant.role).map(|(code, _)| *code);
        let scope = SCOPES.iter().find(|(_, scope)| *scope == grant.scope).map(|(code, _)| *code);
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let row = Row {
            id,
            role: RwSignal::new(role.unwrap_or_default().to_owned()),
            scope: RwSignal::new(scope.unwrap_or_default().to_owned()),
            unit: RwSignal::new(grant.unit.map(|unit| unit.to_string()).unwrap_or_default()),
        };
        self.rows.update(|rows| rows.push(row));
    }

    /// The rights, or none when something is missing. Reactive.
    pub(super) fn grants(self) -> Option<Vec<Grant>> {
        let mut grants = self.rows.get().into_iter().map(Row::grant).collect::<Option<Vec<_>>>()?;
        grants.sort_unstable();
        grants.dedup();
        (!grants.is_empty()).then_some(grants)
    }
}

impl Row {
    fn grant(self) -> Option<Grant> {
        let role = ROLES.iter().find(|(code, _)| *code == self.role.get()).map(|(_, role)| *role)?;
        if role == Role::Administrator {
            return Some(Grant { role, scope: Scope::Organisation, unit: None });
        }
        let scope = SCOPES.iter().find(|(code, _)| *code == self.scope.get()).map(|(_, scope)| *scope)?;
        let unit = self.unit.get().parse::<UnitId>().ok();
        let unit = match scope {
            Scope::Organisation => None,
            Scope::Own => unit,
            Scope::Unit | Scope::Subtree => Some(unit?),
        };
        Some(Grant { role, scope, unit })
    }
}

fn role_hint(locale: Locale, role: &str) -> &'static str {
    use crate::i18n::td_string;
    match role {
        "administrator" => td_string!(locale, admin.grants.role_administrator_hint),
        "manager" => td_string!(locale, admin.grants.role_manager_hint),
        "evaluation" => td_string!(locale, admin.grants.role_evaluation_hint),
        _ => td_string!(locale, admin.grants.role_caseworker_hint),
    }
}

/// The rights as rows of role, reach and unit.
#[component]
pub(super) fn GrantFields(
    /// The rights.
    rows: GrantRows,
    /// Org chart.
    #[prop(into)]
    units: Signal<Vec<UnitView>>,
    /// Says what is missing.
    #[prop(into)]
    submitted: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let roles = Signal::derive(move || {
        let locale = i18n.get_locale();
        ROLES.iter().map(|(code, role)| Choice::new(*code, role_name(locale, *role))).collect::<Vec<_>>()
    });
    let scopes = Signal::derive(move || {
        let locale = i18n.get_locale();
        SCOPES.iter().map(|(code, scope)| Choice::new(*code, scope_name(locale, *scope))).collect::<Vec<_>>()
    });
    let places = Signal::derive(move || {
        tree(&units.get())
            .into_iter()
            .map(|(depth, unit)| {
                Choice::new(unit.id.to_string(), format!("{}{}", "– ".repeat(depth), unit.name))
            })
            .collect::<Vec<_>>()
    });
    view! {
        <fieldset class="field choices">
            <legend>{t!(i18n, admin.grants.legend)}</legend>
            <p class="field-hint">{t!(i18n, admin.grants.help)}</p>
            <For each=move || rows.rows.get() key=|row| row.id let:row>
                <div class="grant-row">
                    <Select
                        label=move || t_string!(i18n, admin.grants.role)
                        hint=move || role_hint(i18n.get_locale(), &row.role.get())
                        value=row.role
                        choices=roles
                        no_empty=true
                    />
                    <Show when=move || row.role.get() != "administrator">
                        <Select
                            label=move || t_string!(i18n, admin.grants.scope)
                            value=row.scope
                            choices=scopes
                            no_empty=true
                        />
                    </Show>
                    <Show when=move || {
                        row.role.get() != "administrator" && matches!(row.scope.get().as_str(), "unit" | "subtree")
                    }>
                        <Select
                            label=move || t_string!(i18n, admin.grants.unit)
                            value=row.unit
                            choices=places
                            error=Signal::derive(move || {
                                (submitted.get() && row.unit.with(String::is_empty))
                                    .then(|| t_string!(i18n, admin.grants.unit_missing).to_owned())
                            })
                        />
                    </Show>
                    <Show when=move || rows.rows.with(|rows| rows.len() > 1)>
                        <Button
                            kind=ButtonKind::Quiet
                            class="btn-small"
                            icon="x"
                            on_click=move |_| rows.rows.update(|rows| rows.retain(|other| other.id != row.id))
                        >
                            {t!(i18n, admin.grants.remove)}
                        </Button>
                    </Show>
                </div>
            </For>
            <div>
                <Button
                    class="btn-small"
                    icon="plus"
                    on_click=move |_| rows.add(Grant { role: Role::Caseworker, scope: Scope::Own, unit: None })
                >
                    {t!(i18n, admin.grants.add)}
                </Button>
            </div>
        </fieldset>
    }
}
