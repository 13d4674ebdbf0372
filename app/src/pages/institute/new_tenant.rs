use leptos::{ev::SubmitEvent, prelude::*};
use vault::{
    TenantError,
    view::{NewTenant, SetupLetter},
};

use super::setup_letter::SetupLetterView;
use crate::{
    components::{Button, ButtonKind, Card, Notice, PageHeader, TextField, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::admin::NotAllowed,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// Whether a slug is allowed: `a–z 0–9 -`, 3 to 40 characters.
fn slug_is_allowed(slug: &str) -> bool {
    (3..=40).contains(&slug.len())
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A new tenant with its first organisation, and the setup link of its first administrator.
#[component]
pub fn NewTenantPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let name = RwSignal::new(String::new());
    let slug = RwSignal::new(String::new());
    let organisation = RwSignal::new(String::new());
    let administrator = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<TenantError>);
    let made = RwSignal::new(None::<SetupLetter>);
    let missing = move |field: RwSignal<String>| {
        Signal::derive(move || {
            (submitted.get() && field.with(|text| text.trim().is_empty()))
                .then(|| t_string!(i18n, institute.new.missing).to_owned())
        })
    };
    let slug_error = Signal::derive(move || match failure.get() {
        Some(error @ (TenantError::SlugTaken | TenantError::SlugNotAllowed)) => {
            Some(error.words(i18n.get_locale()))
        }
        _ => (submitted.get() && !slug.with(|slug| slug_is_allowed(slug.trim())))
            .then(|| t_string!(i18n, institute.new.slug_bad).to_owned()),
    });
    let other_failure = move || {
        failure.get().filter(|error| !matches!(error, TenantError::SlugTaken | TenantError::SlugNotAllowed))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        failure.set(None);
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let tenant = NewTenant {
            slug: text(slug),
            name: text(name),
            organisation_name: text(organisation),
            administrator_name: text(administrator),
        };
        let complete = slug_is_allowed(&tenant.slug)
            && [&tenant.name, &tenant.organisation_name, &tenant.administrator_name]
                .iter()
                .all(|t| !t.is_empty());
        if busy.get_untracked() || !complete {
            platform::focus_first_invalid();
            return;
        }
        busy.set(true);
        platform::spawn(async move {
            let outcome = vault.get().create_tenant(tenant).await;
            busy.try_set(false);
            match outcome {
                Ok(letter) => {
                    made.try_set(Some(letter));
                }
                Err(error) => {
                    if let TenantError::Call(call) = &error {
                        notice_session_end(state, call);
                    }
                    failure.try_set(Some(error));
                    platform::focus_first_invalid();
                }
            }
        });
    };
    view! {
        <Show when=move || state.is_operator() fallback=NotAllowed>
            <div class="page page-narrow">
                <PageHeader
                    title=move || t_string!(i18n, institute.new.title)
                    subtitle=move || t_string!(i18n, institute.new.subtitle)
                />
                {move || match made.get() {
                    Some(letter) => view! { <SetupLetterView letter name=name.get_untracked()/> }.into_any(),
                    None => {
                        view! {
                            <Card>
                                <form class="form" on:submit=submit novalidate=true>
                                    <TextField
                                        label=move || t_string!(i18n, institute.new.name)
                                        hint=move || t_string!(i18n, institute.new.name_hint)
                                        value=name
                                        error=missing(name)
                                        max_length=120
                                    />
                                    <TextField
                                        label=move || t_string!(i18n, institute.new.slug)
                                        hint=move || t_string!(i18n, institute.new.slug_hint)
                                        value=slug
                                        error=slug_error
                                        max_length=40
                                        code=true
                                    />
                                    <TextField
                                        label=move || t_string!(i18n, institute.new.organisation)
                                        hint=move || t_string!(i18n, institute.new.organisation_hint)
                                        value=organisation
                                        error=missing(organisation)
                                        max_length=120
                                    />
                                    <TextField
                                        label=move || t_string!(i18n, institute.new.administrator)
                                        hint=move || t_string!(i18n, institute.new.administrator_hint)
                                        value=administrator
                                        error=missing(administrator)
                                        max_length=120
                                    />
                                    {move || {
                                        other_failure()
                                            .map(|error| {
                                                view! {
                                                    <Notice tone=Tone::Bad><p>{error.words(i18n.get_locale())}</p></Notice>
                                                }
                                            })
                                    }}
                                    <div class="actions">
                                        <Button kind=ButtonKind::Primary submit=true busy=busy>
                                            {t!(i18n, institute.new.create)}
                                        </Button>
                                    </div>
                                </form>
                            </Card>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Show>
    }
}
