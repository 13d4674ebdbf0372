use api::paths::pages;
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{SetupError, view::key_file_text};

use super::{
    KeySheetView, Setup, Step,
    parts::{PrintSheetStep, SaveFileStep},
};
use crate::{
    components::{
        Button, ButtonKind, Card, FilePicker, Icon, LinkButton, Notice, PasswordField, Spinner, Tone,
    },
    errors::{ErrorNotice, Words},
    i18n::{t, t_string, use_i18n},
    platform::{self, PickedFile},
    state::AppState,
};

/// In plain words what a key is, before one is made.
#[component]
pub(super) fn ExplainStep(setup: Setup) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card title=move || t_string!(i18n, entry.setup.explain_title)>
            <ul class="points">
                <li><Icon name="lock" class="icon-md"/><p>{t!(i18n, entry.setup.explain_1)}</p></li>
                <li><Icon name="smartphone" class="icon-md"/><p>{t!(i18n, entry.setup.explain_2)}</p></li>
                <li><Icon name="triangle-alert" class="icon-md"/><p>{t!(i18n, entry.setup.explain_3)}</p></li>
            </ul>
        </Card>
        <Card title=move || t_string!(i18n, entry.setup.need_title)>
            <ul class="points">
                <li><Icon name="file-key" class="icon-md"/><p>{t!(i18n, entry.setup.need_1)}</p></li>
                <li><Icon name="printer" class="icon-md"/><p>{t!(i18n, entry.setup.need_2)}</p></li>
            </ul>
            <ErrorNotice error=Signal::derive(move || setup.failure.get())/>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    icon="key-round"
                    busy=setup.busy
                    on_click=move |_| setup.begin()
                >
                    {move || {
                        if setup.busy.get() {
                            t_string!(i18n, entry.setup.working)
                        } else {
                            t_string!(i18n, entry.setup.begin)
                        }
                    }}
                </Button>
            </div>
        </Card>
    }
}

/// Saves the key file.
#[component]
pub(super) fn FileStep(setup: Setup) -> impl IntoView {
    let i18n = use_i18n();
    let file_name = Signal::derive(move || {
        setup.draft.with(|draft| draft.as_ref().map(|draft| draft.key_file_name.clone()).unwrap_or_default())
    });
    let save = move |()| {
        setup.draft.with_untracked(|draft| {
            if let Some(draft) = draft {
                platform::download_text(&draft.key_file_name, draft.key_file_text.as_str());
            }
        });
    };
    view! {
        <SaveFileStep
            title=move || t_string!(i18n, entry.setup.file_title)
            text=move || t_string!(i18n, entry.setup.file_text)
            file_name=file_name
            on_save=save
            on_next=move |()| setup.step.set(Step::Sheet)
        />
    }
}

/// Prints the sheet for the safe.
#[component]
pub(super) fn SheetStep(setup: Setup) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PrintSheetStep
            title=move || t_string!(i18n, entry.setup.sheet_title)
            text=move || t_string!(i18n, entry.setup.sheet_text)
            on_back=move |()| setup.step.set(Step::File)
            on_next=move |()| setup.step.set(Step::Check)
        >
            {move || {
                setup.draft.with(|draft| draft.as_ref().map(|draft| view! { <KeySheetView sheet=draft.sheet.clone()/> }))
            }}
        </PrintSheetStep>
    }
}

/// Loads the saved file back.
#[component]
pub(super) fn CheckStep(setup: Setup) -> impl IntoView {
    let i18n = use_i18n();
    let on_file = move |file: PickedFile| setup.confirm(key_file_text(&file.bytes));
    // What is wrong with the file stands at the file; everything else above the buttons.
    let about_file = |error: &SetupError| matches!(error, SetupError::File(_) | SetupError::OtherFile);
    let file_error = Signal::derive(move || {
        setup.failure.get().filter(about_file).map(|error| error.words(i18n.get_locale()))
    });
    let other_failure = Signal::derive(move || setup.failure.get().filter(|error| !about_file(error)));
    let again = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(file) = setup.loaded_file.get_value() {
            setup.confirm(file);
        }
    };
    view! {
        <Card title=move || t_string!(i18n, entry.setup.check_title)>
            <p>{t!(i18n, entry.setup.check_text)}</p>
            <FilePicker label=move || t_string!(i18n, entry.setup.check_file) error=file_error on_file=on_file/>
            <ErrorNotice error=other_failure/>
            <Show when=move || setup.needs_password.get()>
                <form class="form" novalidate on:submit=again>
                    <PasswordField
                        label=move || t_string!(i18n, entry.key.password)
                        hint=move || t_string!(i18n, entry.key.password_hint)
                        value=setup.password
                    />
                    <Button kind=ButtonKind::Primary submit=true busy=setup.busy>{t!(i18n, common.next)}</Button>
                </form>
            </Show>
            <Show when=move || setup.busy.get()>
                <Spinner label=move || t_string!(i18n, entry.setup.check_working)/>
            </Show>
            <div class="actions actions-end">
                <Button
                    icon="arrow-left"
                    disabled=setup.busy
                    on_click=move |_| setup.step.set(Step::Sheet)
                >
                    {t!(i18n, common.back)}
                </Button>
            </div>
        </Card>
    }
}

/// What comes next.
#[component]
pub(super) fn DoneStep() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let name = move || state.membership().map(|membership| membership.name).unwrap_or_default();
    view! {
        <Notice
            tone=Tone::Good
            title=move || t_string!(i18n, entry.setup.done_title, organisation = name()).to_string()
        >
            <p>{t!(i18n, entry.setup.done_text)}</p>
        </Notice>
        <Card title=move || t_string!(i18n, entry.setup.done_next)>
            <ul class="points">
                <li><Icon name="map-pin" class="icon-md"/><p>{t!(i18n, entry.setup.done_1)}</p></li>
                <li><Icon name="network" class="icon-md"/><p>{t!(i18n, entry.setup.done_2)}</p></li>
                <li><Icon name="users" class="icon-md"/><p>{t!(i18n, entry.setup.done_3)}</p></li>
            </ul>
            <div class="actions">
                <LinkButton href=pages::ADMIN kind=ButtonKind::Primary icon="settings">
                    {t!(i18n, entry.setup.done_button)}
                </LinkButton>
            </div>
        </Card>
    }
}
