//! Loads the new file back.
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{RotationError, view::key_file_text};

use super::{Refusal, Renewal, Step, words};
use crate::{
    components::{Button, ButtonKind, Card, FilePicker, Notice, PasswordField, Spinner, Tone},
    i18n::{t, t_string, use_i18n},
    platform::PickedFile,
};

/// Only when the saved file was loaded back does the new key come into force.
#[component]
pub(super) fn CheckStep(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    let on_file = move |file: PickedFile| renewal.confirm(key_file_text(&file.bytes));
    // What is wrong with the file stands at the file; everything else above the buttons.
    let about_file = |refusal: &Refusal| {
        matches!(refusal, Refusal::Error(RotationError::File(_) | RotationError::OtherFile))
    };
    let file_error = Signal::derive(move || {
        renewal.refusal.get().filter(about_file).map(|refusal| words(i18n.get_locale(), &refusal))
    });
    let other = move || renewal.refusal.get().filter(|refusal| !about_file(refusal));
    let again = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(file) = renewal.loaded_file.get_value() {
            renewal.confirm(file);
        }
    };
    let resumed = Memo::new(move |_| renewal.draft.with(Option::is_none));
    view! {
        <Card title=move || t_string!(i18n, keys.renew.check_title)>
            <p>{t!(i18n, keys.renew.check_text)}</p>
            <Show when=move || resumed.get()>
                <p>{move || t_string!(i18n, keys.renew.check_resume, epoch = renewal.epoch.get()).to_string()}</p>
            </Show>
            <FilePicker label=move || t_string!(i18n, keys.renew.check_file) error=file_error on_file=on_file/>
            {move || {
                other()
                    .map(|refusal| {
                        view! {
                            <Notice tone=Tone::Bad>
                                <p>{move || words(i18n.get_locale(), &refusal)}</p>
                            </Notice>
                        }
                    })
            }}
            <Show when=move || renewal.needs_password.get()>
                <form class="form" novalidate on:submit=again>
                    <PasswordField
                        label=move || t_string!(i18n, entry.key.password)
                        hint=move || t_string!(i18n, entry.key.password_hint)
                        value=renewal.password
                    />
                    <Button kind=ButtonKind::Primary submit=true busy=renewal.busy>{t!(i18n, common.next)}</Button>
                </form>
            </Show>
            <Show when=move || renewal.busy.get()>
                <Spinner label=move || t_string!(i18n, keys.renew.check_working)/>
            </Show>
            <Show when=move || !resumed.get()>
                <div class="actions actions-end">
                    <Button
                        icon="arrow-left"
                        disabled=renewal.busy
                        on_click=move |_| renewal.step.set(Step::Sheet)
                    >
                        {t!(i18n, common.back)}
                    </Button>
                </div>
            </Show>
        </Card>
    }
}
