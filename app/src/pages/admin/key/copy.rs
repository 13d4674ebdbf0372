//! Further copies of the key in force: the file once more, the sheet once more.
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{RotationError, view::KeyCopy};

use super::{
    super::{KeyNeeded, area::AdminArea},
    BackToKey,
};
use crate::{
    components::{Button, ButtonKind, Card, Icon, Notice, PageHeader, PrintButton, Tone},
    errors::{ErrorNotice, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::entry::CopySheetView,
    platform,
};

/// Makes copies of the key that is loaded.
#[component]
pub(super) fn CopyPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let copy = RwSignal::new_local(None::<KeyCopy>);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<RotationError>);
    let loaded = Memo::new(move |_| area.state.is_open());
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(organisation) = area.id() else { return };
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        busy.set(true);
        platform::spawn(async move {
            let outcome = area.vault.get().copy_key(organisation).await;
            busy.try_set(false);
            match outcome {
                Ok(made) => {
                    copy.try_set(Some(made));
                }
                Err(error) => {
                    if let RotationError::Call(call) = &error {
                        notice_session_end(area.state, call);
                    }
                    failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <div class="page page-narrow">
            <PageHeader
                title=move || t_string!(i18n, keys.copy.title)
                subtitle=move || t_string!(i18n, keys.copy.subtitle)
                back=ViewFn::from(move || view! { <BackToKey/> })
            />
            <KeyNeeded/>
            <Show when=move || loaded.get()>
                <Notice tone=Tone::Warn>
                    <p>{t!(i18n, keys.copy.seen)}</p>
                </Notice>
                {move || match copy.get() {
                    None => {
                        view! {
                            <Card>
                                <form class="form" novalidate on:submit=make>
                                    <p>{t!(i18n, keys.copy.text)}</p>
                                    <ErrorNotice error=Signal::derive(move || failure.get())/>
                                    <div class="actions">
                                        <Button kind=ButtonKind::Primary submit=true busy=busy icon="copy">
                                            {t!(i18n, keys.copy.make)}
                                        </Button>
                                    </div>
                                </form>
                            </Card>
                        }
                            .into_any()
                    }
                    Some(copy) => view! { <Copies copy/> }.into_any(),
                }}
            </Show>
        </div>
    }
}

/// File and sheet, each for itself.
#[component]
fn Copies(copy: KeyCopy) -> impl IntoView {
    let i18n = use_i18n();
    let name = copy.key_file_name.clone();
    let (file_name, file) = (copy.key_file_name, copy.key_file_text);
    let save = move |_| platform::download_text(&file_name, file.as_str());
    view! {
        <Card title=move || t_string!(i18n, keys.copy.file_title)>
            <p>{t!(i18n, keys.copy.file_text)}</p>
            <p class="row">
                <Icon name="file-key" class="icon-lg"/>
                <code>{name}</code>
            </p>
            <div class="actions">
                <Button icon="download" on_click=save>{t!(i18n, entry.setup.file_button)}</Button>
            </div>
        </Card>
        <Card title=move || t_string!(i18n, keys.copy.sheet_title)>
            <p>{t!(i18n, keys.copy.sheet_text)}</p>
            <div class="actions">
                <PrintButton label=move || t_string!(i18n, entry.setup.sheet_button)/>
            </div>
            <CopySheetView sheet=copy.sheet/>
        </Card>
    }
}
