//! An entry to be written: new or changed.
use api::{
    configuration::{ClearKind, Field, FieldKind, SealedKind},
    ids::CaseId,
};
use leptos::{ev::SubmitEvent, prelude::*, text_prop::TextProp};
use vault::view::Entry;

use super::{Editor, FieldInput, PresenceNotice, Saver, SaverNotices, Values, Writer, WriterDialogs};
use crate::{
    components::{Button, ButtonKind, Icon, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::Area, drafts::FormNotices, file::TakeUpNotice},
};

/// A whole form with its buttons. Saves a new entry or a new revision; conflicts, failures and leaving are handled here.
#[component]
pub(crate) fn EntryForm(
    /// The case.
    case: CaseId,
    /// Form code.
    #[prop(into)]
    form: String,
    /// The entry that is changed; none for a new one.
    #[prop(optional_no_strip)]
    entry: Option<Entry>,
    /// What a new entry begins with.
    #[prop(optional)]
    initial: Values,
    /// Called with the entry as it is stored now.
    #[prop(into)]
    on_saved: Callback<Entry>,
    /// Called when the person wants to stop writing.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let Some(writer) = Writer::begin(area, case, &form, entry.as_ref(), initial, on_saved) else {
        return view! { <Notice tone=Tone::Bad><p>{t!(i18n, errors.randomness)}</p></Notice> }.into_any();
    };
    let editor = writer.editor;
    let cancel = move |()| {
        editor.discard();
        on_cancel.run(());
    };
    let fields = editor
        .form()
        .fields
        .into_iter()
        .filter(|field| field.per.is_none())
        .map(|field| {
            view! {
                <div class=cell_class(&field)>
                    <FieldInput editor=editor key=field.code.clone() field=field.clone()/>
                </div>
            }
        })
        .collect_view();
    view! {
        <form
            class="form record-form"
            novalidate=true
            autocomplete="off"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                writer.save();
            }
        >
            <PresenceNotice presence=writer.presence/>
            <TakeUpNotice writer=writer/>
            <FormNotices editor=editor/>
            <FormProblems editor=editor/>
            <div class="form-grid">{fields}</div>
            <SealedLegend/>
            <SaverNotices saver=writer.saver/>
            <FormActions saver=writer.saver on_cancel=cancel/>
        </form>
        <WriterDialogs writer=writer/>
    }
    .into_any()
}

/// How much room a field takes in the grid of a form.
pub(crate) fn cell_class(field: &Field) -> &'static str {
    match &field.kind {
        FieldKind::Sealed(SealedKind::LongText | SealedKind::Address)
        | FieldKind::Clear(ClearKind::Codes { .. } | ClearKind::Boolean) => "field-cell is-wide",
        FieldKind::Sealed(_) | FieldKind::Clear(_) => "field-cell",
    }
}

/// Which fields are sealed and which are not.
#[component]
pub(crate) fn SealedLegend() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="sealed-legend">
            <Icon name="lock"/>
            <span>{t!(i18n, cases.form.sealed_legend)}</span>
        </p>
    }
}

/// How many fields need attention, once saving was tried.
#[component]
pub(crate) fn FormProblems(
    /// The form.
    editor: Editor,
    /// A second one on the same page.
    #[prop(optional)]
    also: Option<Editor>,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| editor.complaints() + also.map_or(0, Editor::complaints));
    move || {
        (count.get() > 0).then(|| {
            view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, cases.form.check_title)>
                    <p>{move || t_string!(i18n, cases.form.check, count = count.get()).to_string()}</p>
                </Notice>
            }
        })
    }
}

/// "Abbrechen" and "Speichern".
#[component]
pub(crate) fn FormActions(
    /// The save.
    saver: Saver,
    /// Stops the writing.
    #[prop(into)]
    on_cancel: Callback<()>,
    /// Words of the button that saves.
    #[prop(optional, into)]
    words: Option<TextProp>,
) -> impl IntoView {
    let i18n = use_i18n();
    let failed = move || saver.failure.with(Option::is_some);
    let save_words = move || match &words {
        Some(words) if !failed() => words.get().to_string(),
        _ if failed() => t_string!(i18n, cases.save.retry).to_owned(),
        _ => t_string!(i18n, cases.save.save).to_owned(),
    };
    view! {
        <div class="actions form-actions">
            <Button kind=ButtonKind::Primary submit=true busy=saver.busy>{save_words}</Button>
            <Button on_click=move |_| on_cancel.run(())>{t!(i18n, common.cancel)}</Button>
        </div>
    }
}
