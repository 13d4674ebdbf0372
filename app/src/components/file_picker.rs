use leptos::{ev, html, prelude::*, text_prop::TextProp};

use super::{Icon, unique_id};
use crate::{
    i18n::{t, t_string, use_i18n},
    platform::{self, FileError, PickedFile},
};

/// Chooses one small file: by the browser's picker or by dragging it onto the field.
#[component]
pub fn FilePicker(
    /// What file is wanted.
    #[prop(into)]
    label: TextProp,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// `accept` of the picker, as `.wimes-key,text/plain`. Dropped files are not filtered.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// Largest file that is read, in bytes.
    #[prop(default = 64 * 1024)]
    limit: u32,
    /// What is wrong with the file, by the page.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Called with the file's content.
    #[prop(into)]
    on_file: Callback<PickedFile>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("file");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = format!("{hint_id} {error_id}");
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let chosen = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<FileError>);
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        platform::spawn(async move {
            match platform::read_file(file, limit).await {
                Ok(file) => {
                    refused.try_set(None);
                    chosen.try_set(Some(file.name.clone()));
                    on_file.run(file);
                }
                Err(error) => {
                    chosen.try_set(None);
                    refused.try_set(Some(error));
                }
            }
        });
    };
    let message = Signal::derive(move || match refused.get() {
        Some(FileError::TooLarge) => Some(t_string!(i18n, common.file.too_large).to_owned()),
        Some(FileError::Unreadable) => Some(t_string!(i18n, common.file.unreadable).to_owned()),
        None => error.get(),
    });
    let drag = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(platform::first_dropped(&event));
    };
    let words = move || {
        if over.get() { t_string!(i18n, common.file.drop_now) } else { t_string!(i18n, common.file.drop) }
    };
    view! {
        <div
            class="file-picker"
            class:is-over=over
            class:has-error=move || message.get().is_some()
            on:dragenter=drag
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <label for=id.clone()>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
            <input
                node_ref=input
                id=id
                class="visually-hidden"
                type="file"
                accept=accept
                aria-describedby=described_by
                aria-invalid=move || message.get().is_some().then_some("true")
                on:change=move |event| take(platform::first_picked(&event))
            />
            <div class="file-picker-row">
                <button
                    type="button"
                    class="btn"
                    tabindex="-1"
                    aria-hidden="true"
                    on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }
                >
                    <Icon name="upload"/>
                    {t!(i18n, common.file.choose)}
                </button>
                <span class="muted" aria-hidden="true">{words}</span>
            </div>
            <div aria-live="polite">
                {move || {
                    (message.get().is_none())
                        .then(|| chosen.get())
                        .flatten()
                        .map(|name| {
                            view! { <p class="file-picker-name">{t_string!(i18n, common.file.chosen, name = name)}</p> }
                        })
                }}
            </div>
            <div id=error_id aria-live="polite">
                <super::field::FieldError error=message/>
            </div>
        </div>
    }
}
