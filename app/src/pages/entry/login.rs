use api::paths::pages;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{components::A, hooks::use_params_map};
use vault::{LoginError, view::Login};

use crate::{
    components::{Button, ButtonKind, Card, PageHeader, PasswordField, TextField},
    errors::ErrorNotice,
    i18n::{t, t_string, use_i18n},
    lifecycle::use_lead_on,
    platform::{self, Remembered},
    state::{AppState, SessionState},
    vault_context::VaultContext,
};

/// What the person typed.
#[derive(Clone, Copy)]
struct Typed {
    tenant: RwSignal<String>,
    login: RwSignal<String>,
    password: RwSignal<String>,
}

impl Typed {
    fn complete(self) -> bool {
        [self.tenant, self.login, self.password]
            .into_iter()
            .all(|field| !field.with_untracked(|text| text.is_empty()))
    }

    fn to_login(self) -> Login {
        Login {
            tenant: self.tenant.get_untracked().trim().to_lowercase(),
            login: self.login.get_untracked().trim().to_owned(),
            password: self.password.get_untracked().into(),
        }
    }
}

/// Login with tenant, name and password. The tenant stands in the path or was used last on this device.
#[component]
pub fn LoginPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let lead_on = use_lead_on();
    let tenant = use_params_map()
        .with_untracked(|params| params.get("tenant"))
        .or_else(|| platform::remembered(Remembered::Tenant))
        .unwrap_or_default();
    let typed = Typed {
        tenant: RwSignal::new(tenant),
        login: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
    };
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<LoginError>);
    // Somebody who is logged in has nothing to do here.
    let onward = lead_on.clone();
    Effect::new(move |_| {
        if state.session.with(|session| matches!(session, SessionState::Open(_))) {
            onward();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        failure.set(None);
        if busy.get_untracked() {
            return;
        }
        if !typed.complete() {
            platform::focus_first_invalid();
            return;
        }
        busy.set(true);
        platform::spawn(async move {
            let login = typed.to_login();
            let outcome = vault.get().login(login.clone()).await;
            busy.try_set(false);
            match outcome {
                Ok(session) => {
                    platform::remember(Remembered::Tenant, Some(&login.tenant));
                    typed.password.try_set(String::new());
                    state.log_in(session);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, entry.login.title)
                subtitle=move || t_string!(i18n, entry.login.subtitle)
            />
            <Card>
                <form class="form" novalidate on:submit=submit>
                    <LoginFields typed=typed submitted=submitted/>
                    <ErrorNotice error=Signal::derive(move || failure.get())/>
                    <Button kind=ButtonKind::Primary submit=true busy=busy class="btn-wide">
                        {move || {
                            if busy.get() {
                                t_string!(i18n, entry.login.working)
                            } else {
                                t_string!(i18n, entry.login.submit)
                            }
                        }}
                    </Button>
                </form>
                <details class="more">
                    <summary>{t!(i18n, entry.login.forgot)}</summary>
                    <p class="muted">{t!(i18n, entry.login.forgot_text)}</p>
                </details>
            </Card>
            <p class="muted">
                {t!(i18n, entry.login.invited)} " "
                <A href=pages::INVITATION>{t!(i18n, entry.login.invited_link)}</A>
            </p>
        </div>
    }
}

#[component]
fn LoginFields(typed: Typed, submitted: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let missing = move |field: RwSignal<String>| submitted.get() && field.with(|text| text.trim().is_empty());
    let tenant_error = Signal::derive(move || {
        missing(typed.tenant).then(|| t_string!(i18n, entry.login.missing_tenant).to_owned())
    });
    let login_error = Signal::derive(move || {
        missing(typed.login).then(|| t_string!(i18n, entry.login.missing_login).to_owned())
    });
    let password_error = Signal::derive(move || {
        missing(typed.password).then(|| t_string!(i18n, entry.login.missing_password).to_owned())
    });
    view! {
        <TextField
            label=move || t_string!(i18n, entry.login.tenant)
            hint=move || t_string!(i18n, entry.login.tenant_hint)
            value=typed.tenant
            error=tenant_error
            autocomplete="organization"
            code=true
        />
        <TextField
            label=move || t_string!(i18n, entry.login.login)
            value=typed.login
            error=login_error
            autocomplete="username"
            code=true
        />
        <PasswordField
            label=move || t_string!(i18n, entry.login.password)
            value=typed.password
            error=password_error
        />
    }
}
