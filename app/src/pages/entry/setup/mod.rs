//! First set-up of an organisation key, step by step: understand, save the file, print the sheet, load the file back.
//! Only then does the key become valid.
mod parts;
mod sheet;
mod steps;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use vault::view::{SecretText, SetupDraft};
use vault::{CallError, SetupError};

use crate::{
    components::{Button, ButtonKind, ConfirmDialog, Notice, PageHeader, Stepper, Tone},
    errors::notice_session_end,
    i18n::{t, t_string, use_i18n},
    platform::{self, LeaveGuard, LinkGuard},
    state::AppState,
    vault_context::VaultContext,
};
use steps::{CheckStep, DoneStep, ExplainStep, FileStep, SheetStep};

pub(crate) use parts::{PrintSheetStep, SaveFileStep};
use sheet::KeySheetView;
pub(crate) use sheet::{CopySheetView, RootSheetView};

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Explain,
    File,
    Sheet,
    Check,
    Done,
}

/// The set-up as its steps see it.
#[derive(Clone, Copy)]
struct Setup {
    state: AppState,
    vault: VaultContext,
    step: RwSignal<Step>,
    /// The key and root as file and sheet, until the set-up is done or dropped.
    draft: RwSignal<Option<SetupDraft>, LocalStorage>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<SetupError>>,
    password: RwSignal<String>,
    needs_password: RwSignal<bool>,
    /// The file that was loaded back, kept while the password is asked for.
    loaded_file: StoredValue<Option<SecretText>>,
    /// Closing the tab and links to other pages ask, as long as something would be lost.
    guards: StoredValue<(LeaveGuard, LinkGuard), LocalStorage>,
}

impl Setup {
    fn begin(self) {
        let Some(organisation) = untrack(|| self.state.organisation()) else { return };
        self.failure.set(None);
        self.busy.set(true);
        platform::spawn(async move {
            let outcome = self.vault.get().begin_setup(organisation).await;
            self.busy.try_set(false);
            match outcome {
                Ok(draft) => {
                    self.arm(true);
                    self.draft.set(Some(draft));
                    self.step.set(Step::File);
                }
                Err(error) => self.refused(error),
            }
        });
    }

    /// Hands in the file that was loaded back; the key becomes valid when it is the right one.
    fn confirm(self, file: SecretText) {
        let Some(organisation) = untrack(|| self.state.organisation()) else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.failure.set(None);
        self.busy.set(true);
        let typed = self.password.get_untracked();
        let password = (!typed.is_empty()).then(|| typed.into());
        self.loaded_file.set_value(Some(file.clone()));
        platform::spawn(async move {
            let vault = self.vault.get();
            let outcome = vault.confirm_setup(organisation, file, password).await;
            self.busy.try_set(false);
            match outcome {
                Ok(_) => {
                    self.forget();
                    if let Some(session) = vault.session() {
                        self.state.log_in(session);
                    }
                    self.step.try_set(Step::Done);
                }
                Err(error) => self.refused(error),
            }
        });
    }

    fn arm(self, armed: bool) {
        self.guards.try_with_value(|(leave, links)| {
            leave.arm(armed);
            links.arm(armed);
        });
    }

    fn cancel(self) {
        self.vault.get().cancel_setup();
        self.forget();
        self.failure.set(None);
        self.step.set(Step::Explain);
    }

    /// Takes file and sheet out of memory.
    fn forget(self) {
        self.arm(false);
        self.draft.try_set(None);
        self.password.try_set(String::new());
        self.loaded_file.try_update_value(|file| *file = None);
    }

    fn refused(self, error: SetupError) {
        match &error {
            SetupError::Call(CallError::Offline) => {}
            SetupError::Call(error) => notice_session_end(self.state, error),
            SetupError::PasswordNeeded => {
                self.needs_password.try_set(true);
            }
            SetupError::NotBegun => {
                self.forget();
                self.step.try_set(Step::Explain);
            }
            _ => {}
        }
        self.failure.try_set(Some(error));
    }
}

/// The set-up of the organisation in use.
#[component]
pub fn KeySetupPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let asking = RwSignal::new(false);
    let target = RwSignal::new(None::<String>);
    let links = LinkGuard::new(move |path| {
        target.set(Some(path));
        asking.set(true);
    });
    let navigate = use_navigate();
    let setup = Setup {
        state,
        vault: VaultContext::expect(),
        step: RwSignal::new(Step::Explain),
        draft: RwSignal::new_local(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        password: RwSignal::new(String::new()),
        needs_password: RwSignal::new(false),
        loaded_file: StoredValue::new(None),
        guards: StoredValue::new_local((LeaveGuard::new(), links)),
    };
    // Leaving the page drops the set-up: a key that nobody confirmed is worth nothing.
    on_cleanup(move || {
        if setup.step.try_get_untracked() != Some(Step::Done) {
            setup.vault.get().cancel_setup();
        }
    });
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    let allowed = Memo::new(move |last: Option<&bool>| last == Some(&true) || state.must_make_key());
    let names = Signal::derive(move || {
        vec![
            t_string!(i18n, entry.setup.step_explain).to_owned(),
            t_string!(i18n, entry.setup.step_file).to_owned(),
            t_string!(i18n, entry.setup.step_sheet).to_owned(),
            t_string!(i18n, entry.setup.step_check).to_owned(),
            t_string!(i18n, entry.setup.step_done).to_owned(),
        ]
    });
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, entry.setup.title)
                subtitle=move || t_string!(i18n, entry.setup.subtitle, organisation = name()).to_string()
            />
            <Show
                when=move || allowed.get()
                fallback=move || view! { <Notice tone=Tone::Warn>{t!(i18n, entry.setup.only_admin)}</Notice> }
            >
                <Stepper steps=names current=Signal::derive(move || setup.step.get() as usize)/>
                {move || match setup.step.get() {
                    Step::Explain => view! { <ExplainStep setup=setup/> }.into_any(),
                    Step::File => view! { <FileStep setup=setup/> }.into_any(),
                    Step::Sheet => view! { <SheetStep setup=setup/> }.into_any(),
                    Step::Check => view! { <CheckStep setup=setup/> }.into_any(),
                    Step::Done => view! { <DoneStep/> }.into_any(),
                }}
                <Show when=move || matches!(setup.step.get(), Step::File | Step::Sheet | Step::Check)>
                    <div class="actions no-print">
                        <Button kind=ButtonKind::Quiet icon="x" on_click=move |_| {
                            target.set(None);
                            asking.set(true);
                        }>
                            {t!(i18n, entry.setup.cancel)}
                        </Button>
                    </div>
                </Show>
            </Show>
            <ConfirmDialog
                open=asking
                title=move || t_string!(i18n, entry.setup.cancel_title)
                confirm=move || t_string!(i18n, entry.setup.cancel)
                danger=true
                on_confirm=move |()| {
                    asking.set(false);
                    setup.cancel();
                    if let Some(path) = target.get_untracked() {
                        navigate(&path, NavigateOptions::default());
                    }
                }
            >
                <p>{t!(i18n, entry.setup.cancel_text)}</p>
            </ConfirmDialog>
        </div>
    }
}
