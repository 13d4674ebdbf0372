use api::{cases::CaseState, configuration::Configuration, institute::TenantStructure, paths::pages};
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

use crate::{
    components::{Card, Chip, EmptyState, InputKind, NeedBadge, Sealed, TableWrap, TextField, Tone},
    i18n::{Language, t, t_string, use_i18n},
    load::{Loaded, Loader},
    pages::admin::unit_name,
    state::AppState,
    vault_context::VaultContext,
};

/// Cases of a tenant by their short codes: clear columns, names as "verschlüsselt".
#[component]
pub(super) fn TenantCases(structure: TenantStructure) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let tenant = structure.tenant.id;
    let structure = StoredValue::new(structure);
    let filter = RwSignal::new(String::new());
    let loader = Loader::new(move || {
        let vault = vault.get();
        Some(async move {
            let cases = vault.tenant_cases(tenant).await?;
            let document = vault.configuration().await?;
            Ok((Arc::new(cases), Arc::new((*document).clone())))
        })
    });
    let help = move |document: &Configuration, code: Option<&str>| {
        let language = match state.language.get() {
            Language::German => api::configuration::Language::De,
            Language::English => api::configuration::Language::En,
        };
        code.map(|code| document.word("help_type", code, language).to_owned()).unwrap_or_default()
    };
    view! {
        <Loaded loader=loader let:found>
            {
                let (cases, document) = found;
                let empty = cases.is_empty();
                let rows = move || {
                    let wanted = filter.get().to_uppercase();
                    cases
                        .iter()
                        .filter(|case| case.code.to_uppercase().contains(wanted.trim()))
                        .map(|case| {
                            let place = structure.with_value(|structure| {
                                let organisation =
                                    structure.organisations.iter().find(|o| o.id == case.organisation);
                                organisation
                                    .map(|o| (o.name.clone(), unit_name(&o.units, case.unit)))
                                    .unwrap_or_default()
                            });
                            let closed = case.state == CaseState::Closed;
                            let code = case.code.clone();
                            view! {
                                <tr>
                                    <th scope="row" class="cell-main">
                                        <A
                                            href=format!("{}/{tenant}/{}", pages::INSTITUTE, case.id)
                                            attr:class="row-link code"
                                        >
                                            {code}
                                        </A>
                                    </th>
                                    <td data-label=move || t_string!(i18n, institute.cases.name)><Sealed/></td>
                                    <td class="case-help" title=help(&document, case.help_type.as_deref()) data-label=move || t_string!(i18n, institute.cases.help)>
                                        <span>{case.help_type.as_deref().map(|code| code.replace('§', "§\u{a0}"))}</span>
                                    </td>
                                    <td data-label=move || t_string!(i18n, institute.cases.organisation)>
                                        <span>{place.0}</span>
                                    </td>
                                    <td data-label=move || t_string!(i18n, institute.cases.unit)>
                                        <span>{place.1}</span>
                                    </td>
                                    <td data-label=move || t_string!(i18n, institute.cases.need)>
                                        <span class="need-pair">
                                            {case.need_first.map(|value| view! { <NeedBadge value=value/> })}
                                            {case.need_latest.map(|value| view! { " → " <NeedBadge value=value/> })}
                                        </span>
                                    </td>
                                    <td class="num" data-label=move || t_string!(i18n, institute.cases.entries)>
                                        <span>{case.entries}</span>
                                    </td>
                                    <td data-label=move || t_string!(i18n, institute.cases.state)>
                                        {if closed {
                                            view! { <Chip>{t!(i18n, institute.cases.closed)}</Chip> }.into_any()
                                        } else {
                                            view! {
                                                <Chip tone=Tone::Accent>{t!(i18n, institute.cases.open)}</Chip>
                                            }
                                                .into_any()
                                        }}
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()
                };
                if empty {
                    view! {
                        <Card>
                            <EmptyState icon="folder-open" title=move || t_string!(i18n, institute.cases.empty_title)/>
                        </Card>
                    }
                        .into_any()
                } else {
                    view! {
                        <TextField
                            label=move || t_string!(i18n, institute.cases.filter)
                            value=filter
                            kind=InputKind::Search
                            optional=true
                            class="field-short"
                        />
                        <Card class="card-flush">
                            <TableWrap label=move || t_string!(i18n, institute.tenant.cases) stack=true>
                                <thead>
                                    <tr>
                                        <th scope="col">{t!(i18n, institute.cases.code)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.name)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.help)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.organisation)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.unit)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.need)}</th>
                                        <th scope="col" class="num">{t!(i18n, institute.cases.entries)}</th>
                                        <th scope="col">{t!(i18n, institute.cases.state)}</th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </TableWrap>
                        </Card>
                    }
                        .into_any()
                }
            }
        </Loaded>
    }
}
