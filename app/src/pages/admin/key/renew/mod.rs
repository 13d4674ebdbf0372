//! Renewing the organisation key: why, save the file, print the sheet, load the file back, wrap the case keys anew.
//! Whoever leaves goes on later with the saved file, and so may another administrator.
mod check;
mod done;
mod reason;
mod work;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use vault::{
    RotationError,
    view::{RewrapProgress, RotationDraft, RotationReason, SecretText},
};

use super::{
    super::{KeyNeeded, area::AdminArea},
    BackToKey,
};
use crate::{
    components::{Button, ButtonKind, ConfirmDialog, Notice, PageHeader, Spinner, Stepper, Tone},
    errors::notice_session_end,
    i18n::{t, t_string, use_i18n},
    pages::entry::{CopySheetView, PrintSheetStep, SaveFileStep},
    platform::{self, LeaveGuard, LinkGuard},
};

/// Case keys that are wrapped between two breaths of the page.
const SLOTS_AT_ONCE: usize = 40;

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Reason,
    File,
    Sheet,
    Check,
    Work,
    Done,
}

/// Why it does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Refusal {
    /// The vault's own words.
    Error(RotationError),
    /// Another administrator was faster: who, and the file that is void now, as far as this is known.
    Overtaken { by: Option<String>, file: Option<String> },
}

/// The renewal as its steps see it.
#[derive(Clone, Copy)]
struct Renewal {
    area: AdminArea,
    step: RwSignal<Step>,
    /// Chosen reason, as its radio button is called.
    reason: RwSignal<String>,
    /// Key and sheet, from the beginning until the file was loaded back.
    draft: RwSignal<Option<RotationDraft>, LocalStorage>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    password: RwSignal<String>,
    needs_password: RwSignal<bool>,
    /// The file that was loaded back, kept while the password is asked for.
    loaded_file: StoredValue<Option<SecretText>>,
    /// The epoch that comes, or that has come.
    epoch: RwSignal<u32>,
    /// Whether the sheet was printed in this renewal, on this page.
    printed: RwSignal<bool>,
    progress: RwSignal<RewrapProgress>,
    working: RwSignal<bool>,
    guards: StoredValue<(LeaveGuard, LinkGuard), LocalStorage>,
}

impl Renewal {
    fn begin(self) {
        let Some(organisation) = self.area.id() else { return };
        let reason = match self.reason.get_untracked().as_str() {
            reason::LEFT => RotationReason::SomebodyLeft,
            reason::LOST => RotationReason::CopyLost,
            _ => RotationReason::Routine,
        };
        if self.busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.busy.set(true);
        platform::spawn(async move {
            let outcome = self.area.vault.get().begin_rotation(organisation, reason).await;
            self.busy.try_set(false);
            match outcome {
                Ok(draft) => {
                    self.arm(true);
                    self.epoch.set(draft.epoch);
                    self.printed.set(false);
                    self.draft.set(Some(draft));
                    self.step.set(Step::File);
                }
                Err(error) => self.refused(error).await,
            }
        });
    }

    /// Goes on with a file that was saved before: by this person, whose tab was closed, or by a colleague.
    fn resume(self, epoch: u32) {
        self.refusal.set(None);
        self.epoch.set(epoch);
        self.step.set(Step::Check);
    }

    /// Hands in the file that was loaded back; the new key is in force when it is the right one.
    fn confirm(self, file: SecretText) {
        let Some(organisation) = self.area.id() else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.busy.set(true);
        let typed = self.password.get_untracked();
        let password = (!typed.is_empty()).then(|| typed.into());
        self.loaded_file.set_value(Some(file.clone()));
        platform::spawn(async move {
            let vault = self.area.vault.get();
            let outcome = vault.confirm_rotation(organisation, file, password).await;
            self.busy.try_set(false);
            match outcome {
                Ok(overview) => {
                    self.forget();
                    self.epoch.try_set(overview.epoch);
                    self.area.key.value.try_set(Some(overview));
                    self.area.state.refresh(vault.session());
                    self.step.try_set(Step::Work);
                    self.work();
                }
                Err(error) => self.refused(error).await,
            }
        });
    }

    /// Wraps case keys anew until none is left, the page is left, or something stops it.
    fn work(self) {
        let Some(organisation) = self.area.id() else { return };
        if self.working.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.working.set(true);
        platform::spawn(async move {
            while self.working.try_get_untracked() == Some(true) {
                match self.area.vault.get().rewrap(organisation, SLOTS_AT_ONCE).await {
                    Ok(progress) => {
                        let (ended, complete) = (progress.remaining == 0, progress.complete);
                        self.progress.try_set(progress);
                        if ended {
                            self.working.try_set(false);
                            self.area.key.again();
                            if complete {
                                self.step.try_set(Step::Done);
                            }
                            return;
                        }
                    }
                    Err(error) => {
                        self.working.try_set(false);
                        return self.refused(error).await;
                    }
                }
                platform::pause(0).await;
            }
        });
    }

    fn arm(self, armed: bool) {
        self.guards.try_with_value(|(leave, links)| {
            leave.arm(armed);
            links.arm(armed);
        });
    }

    /// Takes file and sheet out of memory and goes back to the beginning. What was begun stays announced and does no
    /// harm.
    fn interrupt(self) {
        if let Some(organisation) = self.area.id() {
            self.area.vault.get().cancel_rotation(organisation);
        }
        self.forget();
        self.refusal.set(None);
        self.step.set(Step::Reason);
        self.area.key.again();
    }

    fn forget(self) {
        self.arm(false);
        self.draft.try_set(None);
        self.password.try_set(String::new());
        self.needs_password.try_set(false);
        self.loaded_file.try_update_value(|file| *file = None);
    }

    async fn refused(self, error: RotationError) {
        let refusal = match error {
            RotationError::Conflict => {
                let file = self
                    .draft
                    .try_with_untracked(|draft| draft.as_ref().map(|draft| draft.key_file_name.clone()))
                    .flatten();
                self.forget();
                let by = self.look_again().await;
                self.step.try_set(Step::Reason);
                Refusal::Overtaken { by, file }
            }
            error => {
                match &error {
                    RotationError::Call(call) => notice_session_end(self.area.state, call),
                    RotationError::PasswordNeeded => {
                        self.needs_password.try_set(true);
                    }
                    RotationError::NotBegun => {
                        self.forget();
                        self.step.try_set(Step::Reason);
                        self.area.key.again();
                    }
                    RotationError::KeyOutdated => {
                        self.area.state.refresh(self.area.vault.get().session());
                    }
                    _ => {}
                }
                Refusal::Error(error)
            }
        };
        self.refusal.try_set(Some(refusal));
    }

    /// Reads the state of the key anew. Returns who has begun a renewal by now.
    async fn look_again(self) -> Option<String> {
        let organisation = self.area.id()?;
        let vault = self.area.vault.get();
        let overview = vault.key_overview(organisation).await.ok()?;
        self.area.state.refresh(vault.session());
        let by = overview.pending.as_ref().map(|pending| pending.by.name.clone());
        self.area.key.value.try_set(Some(overview));
        by.filter(|name| !name.is_empty())
    }
}

/// Renews the key, step by step.
#[component]
pub(super) fn RenewPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let query = use_query_map();
    let asking = RwSignal::new(false);
    let target = RwSignal::new(None::<String>);
    let links = LinkGuard::new(move |path| {
        target.set(Some(path));
        asking.set(true);
    });
    let navigate = use_navigate();
    let wanted = query.with_untracked(|query| query.get("anlass")).unwrap_or_default();
    let renewal = Renewal {
        area,
        step: RwSignal::new(Step::Reason),
        reason: RwSignal::new(reason::named(&wanted).to_owned()),
        draft: RwSignal::new_local(None),
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
        password: RwSignal::new(String::new()),
        needs_password: RwSignal::new(false),
        loaded_file: StoredValue::new(None),
        epoch: RwSignal::new(0),
        printed: RwSignal::new(false),
        progress: RwSignal::new(RewrapProgress::default()),
        working: RwSignal::new(false),
        guards: StoredValue::new_local((LeaveGuard::new(), links)),
    };
    let organisation = area.id();
    on_cleanup(move || {
        if let Some(organisation) = organisation {
            area.vault.get().cancel_rotation(organisation);
        }
    });
    let known = Memo::new(move |_| area.key.value.with(Option::is_some));
    // What a renewal before has left to do comes first.
    Effect::new(move |begun: Option<bool>| {
        let unfinished = area.key.value.with(|key| key.as_ref().is_some_and(|key| !key.complete));
        if begun != Some(true) && unfinished && renewal.step.get_untracked() == Step::Reason {
            renewal.epoch.set(area.key.value.with_untracked(|key| key.as_ref().map_or(0, |key| key.epoch)));
            renewal.step.set(Step::Work);
            renewal.work();
            return true;
        }
        begun == Some(true) || known.get()
    });
    let next = move || match renewal.epoch.get() {
        0 => area.key.value.with(|key| key.as_ref().map_or(0, |key| key.epoch + 1)),
        epoch => epoch,
    };
    let name = move || area.state.membership().map(|membership| membership.name).unwrap_or_default();
    let names = Signal::derive(move || {
        vec![
            t_string!(i18n, keys.renew.step_reason).to_owned(),
            t_string!(i18n, keys.renew.step_file).to_owned(),
            t_string!(i18n, keys.renew.step_sheet).to_owned(),
            t_string!(i18n, keys.renew.step_check).to_owned(),
            t_string!(i18n, keys.renew.step_work).to_owned(),
            t_string!(i18n, keys.renew.step_done).to_owned(),
        ]
    });
    let current = Signal::derive(move || renewal.step.get() as usize);
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, keys.renew.title)
                subtitle=move || {
                    if known.get() {
                        t_string!(i18n, keys.renew.subtitle, organisation = name(), epoch = next()).to_string()
                    } else {
                        String::new()
                    }
                }
                back=ViewFn::from(move || view! { <BackToKey/> })
            />
            <KeyNeeded/>
            <Show
                when=move || known.get()
                fallback=move || {
                    (area.state.is_open() || area.state.key_outdated()).then(|| view! { <Spinner/> })
                }
            >
                <Stepper steps=names current=current/>
                {move || match renewal.step.get() {
                    Step::Reason => view! { <reason::ReasonStep renewal/> }.into_any(),
                    Step::File => view! { <FileStep renewal/> }.into_any(),
                    Step::Sheet => view! { <SheetStep renewal/> }.into_any(),
                    Step::Check => view! { <check::CheckStep renewal/> }.into_any(),
                    Step::Work => view! { <work::WorkStep renewal/> }.into_any(),
                    Step::Done => view! { <done::DoneStep renewal/> }.into_any(),
                }}
                <Show when=move || matches!(renewal.step.get(), Step::File | Step::Sheet | Step::Check)>
                    <div class="actions no-print">
                        <Button kind=ButtonKind::Quiet icon="x" on_click=move |_| {
                            target.set(None);
                            asking.set(true);
                        }>
                            {t!(i18n, keys.renew.interrupt)}
                        </Button>
                    </div>
                </Show>
            </Show>
            <ConfirmDialog
                open=asking
                title=move || t_string!(i18n, keys.renew.interrupt_title)
                confirm=move || t_string!(i18n, keys.renew.interrupt)
                on_confirm=move |()| {
                    asking.set(false);
                    renewal.interrupt();
                    if let Some(path) = target.get_untracked() {
                        navigate(&path, NavigateOptions::default());
                    }
                }
            >
                <p>{t!(i18n, keys.renew.interrupt_text)}</p>
                <p>{t!(i18n, keys.renew.interrupt_void)}</p>
            </ConfirmDialog>
        </div>
    }
}

/// Why it does not go on, in words.
#[component]
fn RefusalNotice(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let refusal = renewal.refusal.get()?;
        Some(view! {
            <Notice tone=Tone::Bad>
                <p>{move || words(i18n.get_locale(), &refusal)}</p>
            </Notice>
        })
    }
}

fn words(locale: crate::i18n::Locale, refusal: &Refusal) -> String {
    use crate::{errors::Words, i18n::td_string};
    match refusal {
        Refusal::Error(error) => error.words(locale),
        Refusal::Overtaken { by: Some(name), file: Some(file) } => {
            td_string!(locale, keys.error.overtaken, name = name.clone(), file = file.clone()).to_string()
        }
        Refusal::Overtaken { by: None, file: Some(file) } => {
            td_string!(locale, keys.error.overtaken_file, file = file.clone()).to_string()
        }
        Refusal::Overtaken { file: None, .. } => td_string!(locale, keys.error.overtaken_somebody).to_owned(),
    }
}

/// Saves the new file.
#[component]
fn FileStep(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    let file_name = Signal::derive(move || {
        renewal
            .draft
            .with(|draft| draft.as_ref().map(|draft| draft.key_file_name.clone()).unwrap_or_default())
    });
    let save = move |()| {
        renewal.draft.with_untracked(|draft| {
            if let Some(draft) = draft {
                platform::download_text(&draft.key_file_name, draft.key_file_text.as_str());
            }
        });
    };
    let hint = move || {
        renewal.area.state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty())
    };
    view! {
        <SaveFileStep
            title=move || t_string!(i18n, keys.renew.file_title)
            text=move || t_string!(i18n, keys.renew.file_text)
            file_name=file_name
            on_save=save
            on_next=move |()| renewal.step.set(Step::Sheet)
        >
            {move || {
                hint().map(|hint| view! { <p>{t_string!(i18n, keys.renew.file_place, hint = hint).to_string()}</p> })
            }}
        </SaveFileStep>
    }
}

/// Prints the new sheet.
#[component]
fn SheetStep(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PrintSheetStep
            title=move || t_string!(i18n, keys.renew.sheet_title)
            text=move || t_string!(i18n, keys.renew.sheet_text)
            on_back=move |()| renewal.step.set(Step::File)
            on_next=move |()| {
                renewal.printed.set(true);
                renewal.step.set(Step::Check);
            }
        >
            {move || {
                renewal
                    .draft
                    .with(|draft| draft.as_ref().map(|draft| view! { <CopySheetView sheet=draft.sheet.clone()/> }))
            }}
        </PrintSheetStep>
    }
}
