//! A new root takes the place of the one on the sheet: for a sheet that strangers may have seen.
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{RecoverError, view::RootDraft};

use super::{
    super::{KeyNeeded, area::AdminArea},
    BackToKey,
};
use crate::{
    components::{Button, ButtonKind, Card, Icon, Notice, PageHeader, Stepper, Tone},
    errors::{ErrorNotice, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::entry::{KeyGroups, PrintSheetStep, RootSheetView},
    platform::{self, LeaveGuard},
};

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Old,
    Sheet,
    Back,
    Done,
}

/// The replacement as its steps see it.
#[derive(Clone, Copy)]
struct Replacement {
    area: AdminArea,
    step: RwSignal<Step>,
    groups: RwSignal<String>,
    draft: RwSignal<Option<RootDraft>, LocalStorage>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<RecoverError>>,
    guard: StoredValue<LeaveGuard, LocalStorage>,
}

impl Replacement {
    fn begin(self) {
        let Some(organisation) = self.start() else { return };
        let old = self.groups.get_untracked();
        platform::spawn(async move {
            let outcome = self.area.vault.get().replace_root(organisation, old.into()).await;
            self.busy.try_set(false);
            match outcome {
                Ok(draft) => {
                    self.groups.try_set(String::new());
                    self.guard.try_with_value(|guard| guard.arm(true));
                    self.draft.try_set(Some(draft));
                    self.step.try_set(Step::Sheet);
                }
                Err(error) => self.refused(error),
            }
        });
    }

    fn confirm(self) {
        let Some(organisation) = self.start() else { return };
        let typed = self.groups.get_untracked();
        platform::spawn(async move {
            let outcome = self.area.vault.get().confirm_root(organisation, typed.into()).await;
            self.busy.try_set(false);
            match outcome {
                Ok(overview) => {
                    self.groups.try_set(String::new());
                    self.guard.try_with_value(|guard| guard.arm(false));
                    self.draft.try_set(None);
                    self.area.key.value.try_set(Some(overview));
                    self.step.try_set(Step::Done);
                }
                Err(error) => self.refused(error),
            }
        });
    }

    fn start(self) -> Option<api::ids::OrganisationId> {
        if self.busy.get_untracked() {
            return None;
        }
        let organisation = self.area.id()?;
        self.failure.set(None);
        self.busy.set(true);
        Some(organisation)
    }

    fn refused(self, error: RecoverError) {
        match &error {
            RecoverError::Call(call) => notice_session_end(self.area.state, call),
            RecoverError::NotBegun => {
                self.draft.try_set(None);
                self.step.try_set(Step::Old);
            }
            _ => {}
        }
        self.failure.try_set(Some(error));
    }
}

/// Replaces the root, step by step.
#[component]
pub(super) fn RootPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let replacement = Replacement {
        area,
        step: RwSignal::new(Step::Old),
        groups: RwSignal::new(String::new()),
        draft: RwSignal::new_local(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        guard: StoredValue::new_local(LeaveGuard::new()),
    };
    let loaded = Memo::new(move |_| area.state.is_open());
    let names = Signal::derive(move || {
        vec![
            t_string!(i18n, keys.root.step_old).to_owned(),
            t_string!(i18n, keys.root.step_sheet).to_owned(),
            t_string!(i18n, keys.root.step_back).to_owned(),
            t_string!(i18n, keys.root.step_done).to_owned(),
        ]
    });
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, keys.root.title)
                subtitle=move || t_string!(i18n, keys.root.subtitle)
                back=ViewFn::from(move || view! { <BackToKey/> })
            />
            <KeyNeeded/>
            <Show when=move || loaded.get()>
                <Stepper steps=names current=Signal::derive(move || replacement.step.get() as usize)/>
                {move || match replacement.step.get() {
                    Step::Old => view! { <OldStep replacement/> }.into_any(),
                    Step::Sheet => view! { <SheetStep replacement/> }.into_any(),
                    Step::Back => view! { <BackStep replacement/> }.into_any(),
                    Step::Done => view! { <DoneStep/> }.into_any(),
                }}
            </Show>
        </div>
    }
}

#[component]
fn OldStep(replacement: Replacement) -> impl IntoView {
    let i18n = use_i18n();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        replacement.begin();
    };
    view! {
        <Card title=move || t_string!(i18n, keys.root.old_title)>
            <ul class="points">
                <li><Icon name="eye" class="icon-md"/><p>{t!(i18n, keys.root.when)}</p></li>
                <li><Icon name="book-open" class="icon-md"/><p>{t!(i18n, keys.root.follows)}</p></li>
                <li><Icon name="key-round" class="icon-md"/><p>{t!(i18n, keys.root.renew_too)}</p></li>
            </ul>
            <form class="form" novalidate on:submit=submit>
                <KeyGroups
                    label=move || t_string!(i18n, keys.recover.groups)
                    hint=move || t_string!(i18n, keys.recover.groups_hint)
                    value=replacement.groups
                />
                <ErrorNotice error=Signal::derive(move || replacement.failure.get())/>
                <div class="actions">
                    <Button kind=ButtonKind::Primary submit=true busy=replacement.busy icon="key-round">
                        {t!(i18n, keys.root.begin)}
                    </Button>
                </div>
            </form>
        </Card>
    }
}

#[component]
fn SheetStep(replacement: Replacement) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PrintSheetStep
            title=move || t_string!(i18n, keys.root.sheet_title)
            text=move || t_string!(i18n, keys.root.sheet_text)
            on_next=move |()| replacement.step.set(Step::Back)
        >
            {move || {
                replacement.draft.with(|draft| draft.as_ref().map(|draft| view! { <RootSheetView sheet=draft.clone()/> }))
            }}
        </PrintSheetStep>
    }
}

#[component]
fn BackStep(replacement: Replacement) -> impl IntoView {
    let i18n = use_i18n();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        replacement.confirm();
    };
    view! {
        <Card title=move || t_string!(i18n, keys.root.back_title)>
            <p>{t!(i18n, keys.root.back_text)}</p>
            <form class="form" novalidate on:submit=submit>
                <KeyGroups
                    label=move || t_string!(i18n, keys.root.back_groups)
                    hint=move || t_string!(i18n, keys.root.back_hint)
                    value=replacement.groups
                />
                <ErrorNotice error=Signal::derive(move || replacement.failure.get())/>
                <div class="actions">
                    <Button icon="arrow-left" on_click=move |_| replacement.step.set(Step::Sheet)>
                        {t!(i18n, common.back)}
                    </Button>
                    <Button kind=ButtonKind::Primary submit=true busy=replacement.busy icon="check">
                        {t!(i18n, keys.root.confirm)}
                    </Button>
                </div>
            </form>
        </Card>
    }
}

#[component]
fn DoneStep() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice tone=Tone::Good title=move || t_string!(i18n, keys.root.done_title)>
            <p>{t!(i18n, keys.root.done_1)}</p>
            <p>{t!(i18n, keys.root.done_2)}</p>
        </Notice>
    }
}
