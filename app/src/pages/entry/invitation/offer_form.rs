use api::invitations::{InvitationKind, InvitationOffer};
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{AcceptError, InvitationCode, view::Accept};

use super::role_words;
use crate::{
    components::{Button, ButtonKind, Card, Chip, PageHeader, TextField},
    errors::{ErrorNotice, Words},
    i18n::{t, t_string, tu_string, use_i18n},
    lifecycle::use_lead_on,
    pages::entry::NewPasswordField,
    password,
    platform::{self, Remembered},
    state::AppState,
    vault_context::VaultContext,
};

/// What is offered, and the form that makes the personal access (or renews a forgotten password).
#[component]
pub(super) fn OfferForm(
    /// What the invitation offers.
    offer: InvitationOffer,
    /// The invitation itself.
    code: InvitationCode,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let lead_on = use_lead_on();
    let renewal = offer.existing_login.is_some();
    let name = RwSignal::new(offer.display_name.clone());
    let login = RwSignal::new(offer.existing_login.clone().unwrap_or_default());
    let password = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<AcceptError>);
    let tenant = offer.tenant_name.clone();
    let own = Signal::derive(move || vec![login.get(), name.get(), tenant.clone()]);
    let slug = offer.tenant_slug.clone();
    let code = StoredValue::new_local(code);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        failure.set(None);
        let own = own.get_untracked();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let complete = !name.with_untracked(|text| text.trim().is_empty())
            && !login.with_untracked(|text| text.trim().is_empty())
            && password.with_untracked(|text| password::check(text, &own)).is_ok();
        if busy.get_untracked() || !complete {
            platform::focus_first_invalid();
            return;
        }
        busy.set(true);
        let (slug, lead_on) = (slug.clone(), lead_on.clone());
        let accept = Accept {
            code: code.get_value(),
            login: login.get_untracked().trim().to_owned(),
            display_name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked().into(),
        };
        platform::spawn(async move {
            let outcome = vault.get().accept_invitation(accept).await;
            busy.try_set(false);
            match outcome {
                Ok(session) => {
                    platform::remember(Remembered::Tenant, Some(&slug));
                    password.try_set(String::new());
                    state.log_in(session);
                    state.toasts.good(tu_string!(i18n, entry.invitation.done));
                    lead_on();
                }
                Err(error) => {
                    failure.try_set(Some(error));
                    platform::focus_first_invalid();
                }
            }
        });
    };
    let name_error = Signal::derive(move || {
        (submitted.get() && name.with(|text| text.trim().is_empty()))
            .then(|| t_string!(i18n, entry.invitation.missing_name).to_owned())
    });
    let login_error = Signal::derive(move || match failure.get() {
        Some(error @ (AcceptError::LoginTaken | AcceptError::LoginNotAllowed)) => {
            Some(error.words(i18n.get_locale()))
        }
        _ => (submitted.get() && login.with(|text| text.trim().is_empty()))
            .then(|| t_string!(i18n, entry.invitation.missing_login).to_owned()),
    });
    let other_failure = move || {
        failure.get().filter(|error| !matches!(error, AcceptError::LoginTaken | AcceptError::LoginNotAllowed))
    };
    let slug = offer.tenant_slug.clone();
    view! {
        <div class="page">
            <OfferHead offer=offer/>
            <Card>
                <form class="form" novalidate on:submit=submit>
                    <TextField
                        label=move || t_string!(i18n, entry.invitation.display_name)
                        value=name
                        error=name_error
                        autocomplete="name"
                        max_length=120
                    />
                    {if renewal {
                        view! {
                            <p>{t!(i18n, entry.invitation.login_kept, login = move || login.get())}</p>
                            // Password managers file the new password under this name.
                            <input
                                class="visually-hidden"
                                type="text"
                                autocomplete="username"
                                tabindex="-1"
                                aria-hidden="true"
                                readonly=true
                                prop:value=login
                            />
                        }
                            .into_any()
                    } else {
                        view! {
                            <TextField
                                label=move || t_string!(i18n, entry.invitation.login)
                                hint=move || t_string!(i18n, entry.invitation.login_hint)
                                value=login
                                error=login_error
                                autocomplete="username"
                                max_length=64
                                code=true
                            />
                        }
                            .into_any()
                    }}
                    <NewPasswordField value=password own=own submitted=submitted/>
                    <p class="muted">{t!(i18n, entry.invitation.tenant_hint, slug = slug)}</p>
                    <ErrorNotice error=Signal::derive(other_failure)/>
                    <Button kind=ButtonKind::Primary submit=true busy=busy class="btn-wide">
                        {move || {
                            if busy.get() {
                                t_string!(i18n, entry.invitation.working)
                            } else if renewal {
                                t_string!(i18n, entry.invitation.submit_renew)
                            } else {
                                t_string!(i18n, entry.invitation.submit)
                            }
                        }}
                    </Button>
                </form>
            </Card>
        </div>
    }
}

/// Who is invited to what, until when.
#[component]
fn OfferHead(offer: InvitationOffer) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let name = offer.display_name.clone();
    let organisation = offer.organisation_name.clone().unwrap_or_else(|| offer.tenant_name.clone());
    let renewal = offer.existing_login.is_some();
    let no_rights = offer.grants.is_empty();
    let what = move || match offer.kind {
        _ if renewal => {
            t_string!(i18n, entry.invitation.for_renewal, organisation = organisation.clone()).to_string()
        }
        InvitationKind::Member => {
            t_string!(i18n, entry.invitation.for_member, organisation = organisation.clone()).to_string()
        }
        InvitationKind::Setup if no_rights => {
            t_string!(i18n, entry.invitation.for_emergency, organisation = organisation.clone()).to_string()
        }
        InvitationKind::Setup => {
            t_string!(i18n, entry.invitation.for_setup, organisation = organisation.clone()).to_string()
        }
        InvitationKind::Operator => t_string!(i18n, entry.invitation.for_operator).to_owned(),
    };
    let grants = offer.grants.clone();
    let chips = move || {
        let locale = i18n.get_locale();
        let words: Vec<String> = grants.iter().map(|grant| role_words(locale, grant)).collect();
        words.into_iter().map(|words| view! { <Chip>{words}</Chip> }).collect_view()
    };
    let expires_at = offer.expires_at;
    let until = move || {
        t_string!(
            i18n,
            entry.invitation.valid_until,
            date = platform::format_timestamp(state.language.get(), expires_at)
        )
        .to_string()
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, entry.invitation.welcome, name = name.clone()).to_string()
            subtitle=what
        >
            {chips}
            <Chip icon="calendar-clock">{until}</Chip>
        </PageHeader>
    }
}
