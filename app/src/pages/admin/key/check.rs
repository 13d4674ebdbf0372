//! Whether both copies of the key still open: the file in the intranet, the sheet in the safe.
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{
    KeyError,
    view::{CopyCheck, KeyOrigin, key_file_text},
};

use super::{
    super::{KeyNeeded, area::AdminArea},
    BackToKey,
};
use crate::{
    components::{Button, ButtonKind, Card, Chip, FilePicker, Icon, Notice, PageHeader, Spinner, Tone},
    errors::{ErrorNotice, Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::entry::KeyGroups,
    platform::{self, PickedFile},
};

/// What was opened so far.
#[derive(Clone, Copy)]
struct Checking {
    area: AdminArea,
    opened: RwSignal<CopyCheck>,
    busy: RwSignal<bool>,
    file_error: RwSignal<Option<KeyError>>,
    sheet_error: RwSignal<Option<KeyError>>,
}

impl Checking {
    /// Epoch in force. Reactive.
    fn epoch(self) -> u32 {
        self.area.key.value.with(|key| key.as_ref().map_or(0, |key| key.epoch))
    }

    fn open(self, origin: KeyOrigin) {
        let Some(organisation) = self.area.id() else { return };
        if self.busy.get_untracked() {
            return;
        }
        let failure = match origin {
            KeyOrigin::File(_) => self.file_error,
            KeyOrigin::Groups(_) => self.sheet_error,
        };
        failure.set(None);
        self.busy.set(true);
        platform::spawn(async move {
            let outcome = self.area.vault.get().check_copy(organisation, origin).await;
            self.busy.try_set(false);
            match outcome {
                Ok(opened) => {
                    self.opened.try_set(opened);
                    if opened.recorded {
                        self.area.key.again();
                    }
                }
                Err(error) => {
                    if let KeyError::Call(call) = &error {
                        notice_session_end(self.area.state, call);
                    }
                    failure.try_set(Some(error));
                }
            }
        });
    }
}

/// Opens both copies without adopting anything.
#[component]
pub(super) fn CheckPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let checking = Checking {
        area,
        opened: RwSignal::new(CopyCheck::default()),
        busy: RwSignal::new(false),
        file_error: RwSignal::new(None),
        sheet_error: RwSignal::new(None),
    };
    let loaded = Memo::new(move |_| area.state.is_open());
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, keys.check.title)
                subtitle=move || t_string!(i18n, keys.check.subtitle)
                back=ViewFn::from(move || view! { <BackToKey/> })
            />
            <KeyNeeded/>
            <Show when=move || loaded.get()>
                <FileCard checking/>
                <SheetCard checking/>
                <Show when=move || checking.busy.get()>
                    <Spinner label=move || t_string!(i18n, keys.check.working)/>
                </Show>
                <Show
                    when=move || checking.opened.get().recorded
                    fallback=move || view! { <p class="muted">{t!(i18n, keys.check.broken)}</p> }
                >
                    <Notice tone=Tone::Good title=move || t_string!(i18n, keys.check.both_title)>
                        <p>{t!(i18n, keys.check.both_text)}</p>
                        <p><strong>{t!(i18n, keys.check.again)}</strong></p>
                    </Notice>
                </Show>
            </Show>
        </div>
    }
}

/// A tick once a copy opened.
#[component]
fn Tick(opened: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        if opened.get() {
            view! { <Chip tone=Tone::Good icon="circle-check">{t!(i18n, keys.check.opens)}</Chip> }.into_any()
        } else {
            view! { <Chip>{t!(i18n, keys.check.to_do)}</Chip> }.into_any()
        }
    }
}

/// What a copy that opened says.
#[component]
fn Opened(opened: Signal<bool>, words: Signal<String>) -> impl IntoView {
    view! {
        <div aria-live="polite">
            {move || opened.get().then(|| view! { <p class="good-line"><Icon name="circle-check"/>{words.get()}</p> })}
        </div>
    }
}

#[component]
fn FileCard(checking: Checking) -> impl IntoView {
    let i18n = use_i18n();
    let opened = Signal::derive(move || checking.opened.get().file);
    let words =
        Signal::derive(move || t_string!(i18n, keys.check.file_good, epoch = checking.epoch()).to_string());
    let error = Signal::derive(move || {
        let locale = i18n.get_locale();
        checking.file_error.get().map(|error| error.words(locale))
    });
    let hint = move || {
        checking.area.state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty())
    };
    view! {
        <Card
            title=move || t_string!(i18n, keys.check.file_title)
            aside=ViewFn::from(move || view! { <Tick opened/> })
        >
            <p>{t!(i18n, keys.check.file_text)}</p>
            {move || hint().map(|hint| view! { <p class="muted">{t!(i18n, common.key.hint)} " " <strong>{hint}</strong></p> })}
            <FilePicker
                label=move || t_string!(i18n, keys.check.file_pick)
                error=error
                on_file=move |file: PickedFile| checking.open(KeyOrigin::File(key_file_text(&file.bytes)))
            />
            <Opened opened words/>
        </Card>
    }
}

#[component]
fn SheetCard(checking: Checking) -> impl IntoView {
    let i18n = use_i18n();
    let groups = RwSignal::new(String::new());
    let opened = Signal::derive(move || checking.opened.get().sheet);
    let words =
        Signal::derive(move || t_string!(i18n, keys.check.sheet_good, epoch = checking.epoch()).to_string());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        checking.open(KeyOrigin::Groups(groups.get_untracked().into()));
    };
    view! {
        <Card
            title=move || t_string!(i18n, keys.check.sheet_title)
            aside=ViewFn::from(move || view! { <Tick opened/> })
        >
            <p>{t!(i18n, keys.check.sheet_text)}</p>
            <form class="form" novalidate on:submit=submit>
                <KeyGroups
                    label=move || t_string!(i18n, keys.check.groups)
                    hint=move || t_string!(i18n, keys.check.groups_hint)
                    value=groups
                />
                <ErrorNotice error=Signal::derive(move || checking.sheet_error.get())/>
                <div class="actions">
                    <Button kind=ButtonKind::Primary submit=true busy=checking.busy icon="clipboard-check">
                        {t!(i18n, keys.check.submit)}
                    </Button>
                </div>
            </form>
            <Opened opened words/>
        </Card>
    }
}
