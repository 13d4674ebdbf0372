use api::{
    ids::{OrganisationId, TenantId},
    institute::{TenantOrganisation, TenantStructure},
    organisations::OrganisationState,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_params_map;
use vault::view::SetupLetter;

use super::{cases::TenantCases, setup_letter::SetupLetterView};
use crate::{
    components::{Button, Card, Chip, Notice, PageHeader, TextField, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    load::{Loaded, Loader},
    pages::admin::{NotAllowed, grant_words, tree},
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// A tenant as the institute sees it: structure, people, cases by their short codes.
#[component]
pub fn TenantPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("tenant")?.parse::<TenantId>().ok()));
    let structure = Loader::new(move || {
        let (id, vault) = (id.get()?, vault.get());
        state.is_operator().then_some(async move { vault.tenant(id).await })
    });
    let shows_cases = RwSignal::new(true);
    let title = move || structure.value.get().map(|structure| structure.tenant.name).unwrap_or_default();
    let tab = move |cases: bool, words: Signal<String>| {
        view! {
            <button
                type="button"
                class="btn btn-small"
                class:btn-primary=move || shows_cases.get() == cases
                aria-pressed=move || if shows_cases.get() == cases { "true" } else { "false" }
                on:click=move |_| shows_cases.set(cases)
            >
                {words}
            </button>
        }
    };
    view! {
        <Show when=move || state.is_operator() fallback=NotAllowed>
            <div class="page">
                <PageHeader title=title subtitle=move || t_string!(i18n, institute.tenant.audited)/>
                <div class="actions" role="group">
                    {tab(true, Signal::derive(move || t_string!(i18n, institute.tenant.cases).to_owned()))}
                    {tab(false, Signal::derive(move || t_string!(i18n, institute.tenant.structure).to_owned()))}
                </div>
                <Loaded loader=structure let:structure>
                    {
                        let structure = StoredValue::new(structure);
                        move || {
                            if shows_cases.get() {
                                view! { <TenantCases structure=structure.get_value()/> }.into_any()
                            } else {
                                view! { <Structure structure=structure.get_value()/> }.into_any()
                            }
                        }
                    }
                </Loaded>
            </div>
        </Show>
    }
}

#[component]
fn Structure(structure: TenantStructure) -> impl IntoView {
    let tenant = structure.tenant.id;
    structure
        .organisations
        .into_iter()
        .map(|organisation| view! { <Organisation tenant organisation/> })
        .collect_view()
}

#[component]
fn Organisation(tenant: TenantId, organisation: TenantOrganisation) -> impl IntoView {
    let i18n = use_i18n();
    let (name, count, waiting) =
        (organisation.name.clone(), organisation.cases, organisation.state == OrganisationState::Created);
    let units = tree(&organisation.units)
        .into_iter()
        .map(|(depth, unit)| view! { <li class=format!("tree-row depth-{}", depth.min(6))>{unit.name}</li> })
        .collect_view();
    let all_units = StoredValue::new(organisation.units.clone());
    let people = organisation
        .people
        .into_iter()
        .map(|person| {
            let grants = person.grants;
            let words = move || {
                grants
                    .iter()
                    .map(|grant| all_units.with_value(|units| grant_words(i18n.get_locale(), grant, units)))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            view! { <li><strong>{person.display_name}</strong> <span class="muted">{words}</span></li> }
        })
        .collect_view();
    let (no_units, no_people) = (organisation.units.is_empty(), people.is_empty());
    view! {
        <Card
            title=name
            aside=ViewFn::from(move || {
                view! { <Chip>{t!(i18n, institute.tenant.case_count, count = count)}</Chip> }
            })
        >
            <div class="columns is-even">
                <div>
                    <h3>{t!(i18n, institute.tenant.units)}</h3>
                    {if no_units {
                        view! { <p class="muted">{t!(i18n, institute.tenant.no_units)}</p> }.into_any()
                    } else {
                        view! { <ul class="tree">{units}</ul> }.into_any()
                    }}
                </div>
                <div>
                    <h3>{t!(i18n, institute.tenant.people)}</h3>
                    {if no_people {
                        view! { <p class="muted">{t!(i18n, institute.tenant.no_people)}</p> }.into_any()
                    } else {
                        view! { <ul class="lines">{people}</ul> }.into_any()
                    }}
                </div>
            </div>
            {if waiting {
                view! { <RenewSetup tenant organisation=organisation.id name=organisation.name emergency=false/> }
                    .into_any()
            } else {
                view! {
                    <details class="more">
                        <summary>{t!(i18n, institute.tenant.emergency)}</summary>
                        <RenewSetup tenant organisation=organisation.id name=organisation.name emergency=true/>
                    </details>
                }
                    .into_any()
            }}
        </Card>
    }
}

/// A new setup link for an organisation whose first administrator never arrived, or (`emergency`) an access without rights for
/// one where nobody has an account any more.
#[component]
fn RenewSetup(
    tenant: TenantId,
    organisation: OrganisationId,
    name: String,
    emergency: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let vault = VaultContext::expect();
    let administrator = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submitted = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let made = RwSignal::new(None::<SetupLetter>);
    let name = StoredValue::new(name);
    let error = Signal::derive(move || {
        (submitted.get() && administrator.with(|text| text.trim().is_empty()))
            .then(|| t_string!(i18n, institute.new.missing).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let who = administrator.get_untracked().trim().to_owned();
        if who.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        platform::spawn(async move {
            let outcome = vault.get().renew_setup(tenant, organisation, who).await;
            busy.try_set(false);
            match outcome {
                Ok(letter) => {
                    made.try_set(Some(letter));
                }
                Err(error) => {
                    failure.try_set(Some(error.words(i18n.get_locale_untracked())));
                }
            }
        });
    };
    move || match made.get() {
        Some(letter) => view! { <SetupLetterView letter name=name.get_value()/> }.into_any(),
        None => view! {
            <form class="form" on:submit=submit novalidate=true>
                <p class="muted">
                    {move || {
                        if emergency {
                            t_string!(i18n, institute.tenant.emergency_text)
                        } else {
                            t_string!(i18n, institute.tenant.new_setup_text)
                        }
                    }}
                </p>
                <TextField
                    label=move || {
                        if emergency {
                            t_string!(i18n, institute.tenant.emergency_name)
                        } else {
                            t_string!(i18n, institute.tenant.administrator)
                        }
                    }
                    value=administrator
                    error=error
                    max_length=120
                />
                {move || failure.get().map(|words| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> })}
                <div class="actions">
                    <Button submit=true busy=busy icon="link">
                        {move || {
                            if emergency {
                                t_string!(i18n, institute.tenant.emergency_make)
                            } else {
                                t_string!(i18n, institute.tenant.new_setup)
                            }
                        }}
                    </Button>
                </div>
            </form>
        }
        .into_any(),
    }
}
