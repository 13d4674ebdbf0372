use api::{institute::TenantView, paths::pages};
use leptos::prelude::*;
use leptos_router::components::A;

use super::operators::OperatorsCard;
use crate::{
    components::{ButtonKind, Card, Chip, EmptyState, LinkButton, PageHeader, TableWrap, Tone},
    i18n::{t, t_string, use_i18n},
    load::{Loaded, Loader},
    pages::admin::NotAllowed,
    state::AppState,
    vault_context::VaultContext,
};

/// All tenants.
#[component]
pub fn TenantsPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let loader = Loader::new(move || {
        let vault = vault.get();
        state.is_operator().then_some(async move { vault.tenants().await })
    });
    view! {
        <Show when=move || state.is_operator() fallback=NotAllowed>
            <div class="page">
                <PageHeader
                    title=move || t_string!(i18n, institute.tenants.title)
                    subtitle=move || t_string!(i18n, institute.tenants.subtitle)
                    actions=ViewFn::from(move || {
                        view! {
                            <LinkButton href=pages::INSTITUTE_NEW kind=ButtonKind::Primary icon="plus">
                                {t!(i18n, institute.tenants.new)}
                            </LinkButton>
                        }
                    })
                />
                <Loaded loader=loader let:tenants>
                    <Card class="card-flush"><Tenants tenants/></Card>
                </Loaded>
                <OperatorsCard/>
            </div>
        </Show>
    }
}

#[component]
fn Tenants(tenants: Vec<TenantView>) -> impl IntoView {
    let i18n = use_i18n();
    if tenants.is_empty() {
        return view! {
            <EmptyState
                icon="building-2"
                title=move || t_string!(i18n, institute.tenants.empty_title)
                text=move || t_string!(i18n, institute.tenants.empty_text)
            />
        }
        .into_any();
    }
    let rows = tenants
        .into_iter()
        .map(|tenant| {
            view! {
                <tr>
                    <th scope="row" class="cell-main">
                        <A href=format!("{}/{}", pages::INSTITUTE, tenant.id) attr:class="row-link">{tenant.name}</A>
                    </th>
                    <td data-label=move || t_string!(i18n, institute.tenants.slug)><code>{tenant.slug}</code></td>
                    <td class="num" data-label=move || t_string!(i18n, institute.tenants.organisations)>
                        <span>{tenant.organisations}</span>
                    </td>
                    <td class="num" data-label=move || t_string!(i18n, institute.tenants.people)>
                        <span>{tenant.people}</span>
                    </td>
                    <td class="num" data-label=move || t_string!(i18n, institute.tenants.open_cases)>
                        <span>{tenant.open_cases}</span>
                    </td>
                    <td data-label=move || t_string!(i18n, institute.tenants.state)>
                        {if tenant.ready {
                            view! { <Chip tone=Tone::Good>{t!(i18n, institute.tenants.ready)}</Chip> }.into_any()
                        } else {
                            view! { <Chip tone=Tone::Warn>{t!(i18n, institute.tenants.waiting)}</Chip> }.into_any()
                        }}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableWrap label=move || t_string!(i18n, institute.tenants.title) stack=true>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, institute.tenants.name)}</th>
                    <th scope="col">{t!(i18n, institute.tenants.slug)}</th>
                    <th scope="col" class="num">{t!(i18n, institute.tenants.organisations)}</th>
                    <th scope="col" class="num">{t!(i18n, institute.tenants.people)}</th>
                    <th scope="col" class="num">{t!(i18n, institute.tenants.open_cases)}</th>
                    <th scope="col">{t!(i18n, institute.tenants.state)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableWrap>
    }
    .into_any()
}
