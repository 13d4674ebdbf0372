//! The last way back: with the root on the sheet, a member becomes administrator when nobody else is left.
use api::{
    organisations::{MemberState, Role},
    paths::pages,
};
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{
    RecoverError,
    view::{KeyOrigin, OrganisationOverview, key_file_text},
};

use super::key::KeyGroups;
use crate::{
    components::{
        Button, ButtonKind, Card, Checkbox, FilePicker, Icon, LinkButton, Notice, PageHeader, PasswordField,
        Spinner, Tone,
    },
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    load::Loader,
    platform::{self, PickedFile},
    state::AppState,
    vault_context::VaultContext,
};

/// What is typed and picked, and what came of it.
#[derive(Clone, Copy)]
struct Recovery {
    state: AppState,
    vault: VaultContext,
    root: RwSignal<String>,
    file: StoredValue<Option<KeyOrigin>>,
    file_picked: RwSignal<bool>,
    groups: RwSignal<String>,
    password: RwSignal<String>,
    understood: RwSignal<bool>,
    submitted: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<RecoverError>>,
    done: RwSignal<bool>,
}

impl Recovery {
    /// The organisation key from file or groups, when it is not loaded.
    fn origin(self) -> Option<KeyOrigin> {
        let typed = self.groups.get_untracked();
        match self.file.get_value() {
            Some(origin) => Some(origin),
            None => (!typed.trim().is_empty()).then(|| KeyOrigin::Groups(typed.into())),
        }
    }

    fn submit(self) {
        let Some(organisation) = untrack(|| self.state.organisation()) else { return };
        self.submitted.set(true);
        let password = self.password.get_untracked();
        if self.busy.get_untracked() || !self.understood.get_untracked() || password.is_empty() {
            return platform::focus_first_invalid();
        }
        self.failure.set(None);
        self.busy.set(true);
        let (root, origin) = (self.root.get_untracked(), self.origin());
        platform::spawn(async move {
            let vault = self.vault.get();
            let outcome =
                vault.recover_administration(organisation, root.into(), origin, Some(password.into())).await;
            self.busy.try_set(false);
            match outcome {
                Ok(_) => {
                    self.root.try_set(String::new());
                    self.groups.try_set(String::new());
                    self.password.try_set(String::new());
                    self.file.try_update_value(|file| *file = None);
                    self.done.try_set(true);
                    if let Some(session) = vault.session() {
                        self.state.log_in(session);
                    }
                }
                Err(error) => {
                    if let RecoverError::Call(call) = &error {
                        notice_session_end(self.state, call);
                    }
                    self.failure.try_set(Some(error));
                }
            }
        });
    }
}

/// Becomes administrator with the sheet from the safe.
#[component]
pub fn RecoveryPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let recovery = Recovery {
        state,
        vault: VaultContext::expect(),
        root: RwSignal::new(String::new()),
        file: StoredValue::new(None),
        file_picked: RwSignal::new(false),
        groups: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        understood: RwSignal::new(false),
        submitted: RwSignal::new(false),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        done: RwSignal::new(false),
    };
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    let needed = Memo::new(move |_| state.needs_key() && !state.administers());
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, keys.recover.title)
                subtitle=move || t_string!(i18n, keys.recover.subtitle, organisation = name()).to_string()
            />
            {move || match (recovery.done.get(), needed.get()) {
                (true, _) => view! { <Recovered/> }.into_any(),
                (false, true) => view! { <RecoveryForm recovery/> }.into_any(),
                (false, false) if state.administers() => {
                    view! { <Notice>{t!(i18n, keys.recover.administers)}</Notice> }.into_any()
                }
                (false, false) => view! { <Notice>{t!(i18n, entry.key.not_needed)}</Notice> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn RecoveryForm(recovery: Recovery) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale();
    let loaded = Memo::new(move |_| recovery.state.is_open());
    let sheet_error = move || {
        recovery.failure.get().filter(|error| {
            matches!(
                error,
                RecoverError::Sheet(_)
                    | RecoverError::KeyGroups
                    | RecoverError::OtherRoot
                    | RecoverError::ReplacedRoot
            )
        })
    };
    let key_error = Signal::derive(move || {
        recovery
            .failure
            .get()
            .filter(|error| matches!(error, RecoverError::Key(_) | RecoverError::KeyNeeded))
            .map(|error| error.words(locale()))
    });
    let password_error = Signal::derive(move || {
        let missing = recovery.submitted.get() && recovery.password.with(String::is_empty);
        if missing {
            return Some(t_string!(i18n, keys.recover.missing_password).to_owned());
        }
        recovery
            .failure
            .get()
            .filter(|error| matches!(error, RecoverError::Password(_) | RecoverError::PasswordNeeded))
            .map(|error| error.words(locale()))
    });
    let other_error = move || {
        recovery.failure.get().filter(|error| {
            matches!(
                error,
                RecoverError::Call(_)
                    | RecoverError::Conflict
                    | RecoverError::NotBegun
                    | RecoverError::OtherSheet
            )
        })
    };
    let told = move |error: RecoverError| {
        view! { <Notice tone=Tone::Bad><p>{move || error.words(locale())}</p></Notice> }
    };
    let unconfirmed = move || recovery.submitted.get() && !recovery.understood.get();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        recovery.submit();
    };
    view! {
        <OthersLeft/>
        <What/>
        <form class="form" novalidate on:submit=submit>
            <Card title=move || t_string!(i18n, keys.recover.root_title)>
                <KeyGroups
                    label=move || t_string!(i18n, keys.recover.groups)
                    hint=move || t_string!(i18n, keys.recover.groups_hint)
                    value=recovery.root
                />
                {move || sheet_error().map(told)}
            </Card>
            <Card title=move || t_string!(i18n, keys.recover.key_title)>
                <Show
                    when=move || loaded.get()
                    fallback=move || view! { <KeySource recovery error=key_error/> }
                >
                    <p>{t!(i18n, keys.recover.key_loaded)}</p>
                </Show>
                <PasswordField
                    label=move || t_string!(i18n, keys.recover.password)
                    hint=move || t_string!(i18n, keys.recover.password_hint)
                    value=recovery.password
                    error=password_error
                />
            </Card>
            <Card>
                <Checkbox checked=recovery.understood>{t!(i18n, keys.recover.understood)}</Checkbox>
                <div aria-live="polite">
                    {move || {
                        unconfirmed()
                            .then(|| view! { <p class="field-error">{t!(i18n, keys.recover.missing_understood)}</p> })
                    }}
                </div>
                {move || other_error().map(told)}
                <Show when=move || recovery.busy.get()>
                    <Spinner label=move || t_string!(i18n, keys.recover.working)/>
                </Show>
                <div class="actions">
                    <Button kind=ButtonKind::Primary submit=true busy=recovery.busy icon="shield-check">
                        {t!(i18n, keys.recover.submit)}
                    </Button>
                </div>
            </Card>
        </form>
    }
}

/// Whoever still administers should be asked first.
#[component]
fn OthersLeft() -> impl IntoView {
    let i18n = use_i18n();
    let vault = VaultContext::expect();
    let state = AppState::expect();
    let organisation: Loader<OrganisationOverview> = Loader::new(move || {
        let id = state.organisation()?;
        let vault = vault.get();
        Some(async move { vault.organisation(id).await })
    });
    let names = move || {
        let people = organisation.value.get()?.people;
        let names: Vec<String> = people
            .into_iter()
            .filter(|person| {
                person.person.state == MemberState::Certified
                    && person.person.grants.iter().any(|grant| grant.role == Role::Administrator)
            })
            .map(|person| person.person.display_name)
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    move || {
        names().map(|names| {
            view! {
                <Notice tone=Tone::Warn>
                    <p>{move || t_string!(i18n, keys.recover.still_there, names = names.clone()).to_string()}</p>
                </Notice>
            }
        })
    }
}

/// What happens, before it does.
#[component]
fn What() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card title=move || t_string!(i18n, keys.recover.what_title)>
            <ul class="points">
                <li><Icon name="shield-check" class="icon-md"/><p>{t!(i18n, keys.recover.what_1)}</p></li>
                <li><Icon name="book-open" class="icon-md"/><p>{t!(i18n, keys.recover.what_2)}</p></li>
                <li><Icon name="fingerprint" class="icon-md"/><p>{t!(i18n, keys.recover.what_3)}</p></li>
                <li><Icon name="triangle-alert" class="icon-md"/><p>{t!(i18n, keys.recover.what_4)}</p></li>
            </ul>
        </Card>
    }
}

/// File or groups of the organisation key, where it is not loaded.
#[component]
fn KeySource(recovery: Recovery, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let on_file = move |file: PickedFile| {
        recovery.file.set_value(Some(KeyOrigin::File(key_file_text(&file.bytes))));
        recovery.file_picked.set(true);
    };
    view! {
        <FilePicker
            label=move || t_string!(i18n, keys.recover.key_file)
            hint=move || t_string!(i18n, keys.recover.key_file_hint)
            error=error
            on_file=on_file
        />
        <Show when=move || !recovery.file_picked.get()>
            <details class="more">
                <summary>{t!(i18n, keys.recover.key_groups)}</summary>
                <KeyGroups
                    label=move || t_string!(i18n, entry.sheet.key)
                    hint=move || t_string!(i18n, entry.key.groups_hint)
                    value=recovery.groups
                />
            </details>
        </Show>
    }
}

/// What comes next.
#[component]
fn Recovered() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    view! {
        <Notice
            tone=Tone::Good
            title=move || t_string!(i18n, keys.recover.done_title, organisation = name()).to_string()
        >
            <ul class="points">
                <li><Icon name="archive" class="icon-md"/><p><strong>{t!(i18n, keys.recover.done_1)}</strong></p></li>
                <li><Icon name="user-plus" class="icon-md"/><p>{t!(i18n, keys.recover.done_2)}</p></li>
                <li><Icon name="key-round" class="icon-md"/><p>{t!(i18n, keys.recover.done_3)}</p></li>
            </ul>
        </Notice>
        <div class="actions">
            <LinkButton href=pages::ADMIN kind=ButtonKind::Primary icon="settings">
                {t!(i18n, keys.recover.done_button)}
            </LinkButton>
        </div>
    }
}
