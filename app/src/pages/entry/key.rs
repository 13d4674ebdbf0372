use api::paths::pages;
use leptos::{ev::SubmitEvent, prelude::*, text_prop::TextProp};
use vault::{
    KeyError,
    view::{KeyOrigin, KeyState, LoadedKey, key_file_text},
};

use crate::{
    components::{
        Button, ButtonKind, Card, Checkbox, Dialog, EmptyState, FilePicker, GroupFields, LinkButton, Notice,
        PageHeader, PasswordField, Spinner, Tone,
    },
    errors::{ErrorNotice, Words, notice_session_end},
    i18n::{t, t_string, tu_string, use_i18n},
    lifecycle::use_lead_on,
    platform::{self, PickedFile},
    state::AppState,
    vault_context::VaultContext,
};

/// Groups of the organisation key on the sheet.
const GROUPS: usize = 16;

/// Loads the organisation key: file, drag and drop, or typed groups.
#[component]
pub fn KeyPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    let key = Memo::new(move |_| state.key());
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, entry.key.title)
                subtitle=move || t_string!(i18n, entry.key.subtitle, organisation = name()).to_string()
            />
            {move || match key.get() {
                Some(KeyState::Missing | KeyState::Outdated) => {
                    view! {
                        <Show when=move || state.key_outdated()>
                            <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.outdated.title)>
                                <p>{t!(i18n, keys.outdated.text)}</p>
                            </Notice>
                        </Show>
                        <LoadPage/>
                    }
                        .into_any()
                }
                Some(KeyState::Loaded) => view! { <Notice tone=Tone::Good>{t!(i18n, entry.key.already)}</Notice> }.into_any(),
                Some(KeyState::NotSetUp) => view! { <NotSetUp/> }.into_any(),
                Some(KeyState::NotNeeded) | None => {
                    view! { <Notice>{t!(i18n, entry.key.not_needed)}</Notice> }.into_any()
                }
            }}
        </div>
    }
}

/// The organisation waits for its key: whoever administers it makes it, everybody else waits.
#[component]
fn NotSetUp() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    view! {
        <EmptyState
            icon="key-round"
            title=move || t_string!(i18n, entry.key.not_set_up)
            text=move || t_string!(i18n, entry.key.not_set_up_text)
        >
            {move || {
                state
                    .must_make_key()
                    .then(|| {
                        view! {
                            <LinkButton href=pages::KEY_SETUP kind=ButtonKind::Primary icon="key-round">
                                {t!(i18n, entry.key.setup_link)}
                            </LinkButton>
                        }
                    })
            }}
        </EmptyState>
    }
}

/// What is being loaded, and what came of it.
#[derive(Clone, Copy)]
struct Loading {
    state: AppState,
    vault: VaultContext,
    remember: RwSignal<bool>,
    password: RwSignal<String>,
    needs_password: RwSignal<bool>,
    busy: RwSignal<bool>,
    file_error: RwSignal<Option<KeyError>>,
    groups_error: RwSignal<Option<KeyError>>,
    /// Kept while the password is asked for.
    waiting: StoredValue<Option<KeyOrigin>>,
}

impl Loading {
    fn new() -> Self {
        let state = AppState::expect();
        let at_hand = untrack(|| state.session_view()).is_some_and(|session| session.password_at_hand);
        Self {
            state,
            vault: VaultContext::expect(),
            remember: RwSignal::new(false),
            password: RwSignal::new(String::new()),
            // The personal keys open (and are made) with the password, so it must be at hand.
            needs_password: RwSignal::new(!at_hand),
            busy: RwSignal::new(false),
            file_error: RwSignal::new(None),
            groups_error: RwSignal::new(None),
            waiting: StoredValue::new(None),
        }
    }

    fn load(self, origin: KeyOrigin, loaded: impl FnOnce(LoadedKey) + 'static) {
        let Some(organisation) = untrack(|| self.state.organisation()) else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.file_error.set(None);
        self.groups_error.set(None);
        let typed = self.password.get_untracked();
        let password = (!typed.is_empty()).then(|| typed.into());
        self.busy.set(true);
        platform::spawn(async move {
            let vault = self.vault.get();
            let outcome =
                vault.load_key(organisation, origin.clone(), self.remember.get_untracked(), password).await;
            self.busy.try_set(false);
            match outcome {
                Ok(key) => {
                    self.waiting.try_update_value(|waiting| *waiting = None);
                    self.password.try_set(String::new());
                    if let Some(session) = vault.session() {
                        self.state.log_in(session);
                    }
                    loaded(key);
                }
                Err(error) => self.refused(origin, error),
            }
        });
    }

    fn refused(self, origin: KeyOrigin, error: KeyError) {
        if let KeyError::Call(error) = &error {
            notice_session_end(self.state, error);
        }
        let shown = match &origin {
            KeyOrigin::File(_) => self.file_error,
            KeyOrigin::Groups(_) => self.groups_error,
        };
        if matches!(error, KeyError::PasswordNeeded | KeyError::Password(_) | KeyError::BundleDoesNotOpen) {
            self.waiting.try_update_value(|waiting| *waiting = Some(origin));
            self.needs_password.try_set(true);
        }
        shown.try_set(Some(error));
    }
}

/// Loads the key and leads on to where somebody wanted to go.
#[component]
fn LoadPage() -> impl IntoView {
    let lead_on = use_lead_on();
    view! { <LoadForm on_loaded=move |()| lead_on()/> }
}

/// Loads the key over an open page; what is typed there stays.
#[component]
pub(crate) fn KeyDialog(
    /// Whether it is open; it closes itself once the key is loaded.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=open title=move || t_string!(i18n, keys.outdated.dialog_title) class="dialog-wide">
            <p>{t!(i18n, keys.outdated.dialog_text)}</p>
            <LoadForm on_loaded=move |()| open.set(false)/>
        </Dialog>
    }
}

/// Fields for the groups of a key on a sheet, each of which checks itself.
#[component]
pub(crate) fn KeyGroups(
    /// What the groups are.
    #[prop(into)]
    label: TextProp,
    /// A sentence of help.
    #[prop(into)]
    hint: TextProp,
    /// All groups, separated by spaces.
    value: RwSignal<String>,
) -> impl IntoView {
    let vault = VaultContext::expect();
    let check = move |(number, text): (usize, String)| vault.get().is_key_group(number, &text);
    view! { <GroupFields label=label hint=hint count=GROUPS check=check value=value/> }
}

#[component]
fn LoadForm(
    /// Called once the key is loaded.
    #[prop(into)]
    on_loaded: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let loading = Loading::new();
    let state = loading.state;
    let groups = RwSignal::new(String::new());
    let locale = move || i18n.get_locale();
    let file_error = Signal::derive(move || loading.file_error.get().map(|error| error.words(locale())));
    let done = StoredValue::new_local(move |key: LoadedKey| {
        if key.first {
            state.toasts.good(tu_string!(i18n, entry.key.loaded_first));
        } else {
            let words = tu_string!(
                i18n,
                entry.key.loaded,
                organisation = key.organisation_name.clone(),
                epoch = key.epoch
            );
            state.toasts.good(words.to_string());
        }
        if loading.remember.get_untracked() && !key.remembered {
            state.toasts.warn(tu_string!(i18n, entry.key.not_remembered));
        }
        on_loaded.run(());
    });
    let load = move |origin: KeyOrigin| {
        // The page may be gone when the key is there: then there is nothing to go on with.
        loading.load(origin, move |key| {
            done.try_with_value(|done| done(key));
        });
    };
    let on_file = move |file: PickedFile| load(KeyOrigin::File(key_file_text(&file.bytes)));
    let on_groups = move |event: SubmitEvent| {
        event.prevent_default();
        load(KeyOrigin::Groups(groups.get_untracked().into()));
    };
    let on_password = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(origin) = loading.waiting.get_value() {
            load(origin);
        }
    };
    let hint =
        move || state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty());
    view! {
        <Notice tone=Tone::Accent title=move || t_string!(i18n, entry.key.hint_title)>
            <p>{move || hint().unwrap_or_else(|| t_string!(i18n, entry.key.no_hint).to_owned())}</p>
        </Notice>
        <Card>
            <Show when=move || loading.needs_password.get()>
                <form class="form" novalidate on:submit=on_password>
                    <PasswordField
                        label=move || t_string!(i18n, entry.key.password)
                        hint=move || t_string!(i18n, entry.key.password_hint)
                        value=loading.password
                    />
                    <Show when=move || loading.waiting.with_value(Option::is_some) && loading.file_error.get().is_some()>
                        <Button kind=ButtonKind::Primary submit=true busy=loading.busy>{t!(i18n, common.next)}</Button>
                    </Show>
                </form>
            </Show>
            <FilePicker
                label=move || t_string!(i18n, entry.key.file)
                hint=move || t_string!(i18n, entry.key.file_hint)
                error=file_error
                on_file=on_file
            />
            <Checkbox checked=loading.remember hint=move || t_string!(i18n, entry.key.remember_hint)>
                {t!(i18n, entry.key.remember)}
            </Checkbox>
            <Show when=move || loading.busy.get()>
                <Spinner label=move || t_string!(i18n, entry.key.working)/>
            </Show>
        </Card>
        <Card>
            <details class="more">
                <summary>{t!(i18n, entry.key.groups_title)}</summary>
                <form class="form" novalidate on:submit=on_groups>
                    <KeyGroups
                        label=move || t_string!(i18n, entry.sheet.key)
                        hint=move || t_string!(i18n, entry.key.groups_hint)
                        value=groups
                    />
                    <ErrorNotice error=Signal::derive(move || loading.groups_error.get())/>
                    <Button kind=ButtonKind::Primary submit=true busy=loading.busy icon="key-round">
                        {t!(i18n, entry.key.groups_submit)}
                    </Button>
                </form>
            </details>
        </Card>
    }
}
