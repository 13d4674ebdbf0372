use leptos::{prelude::*, text_prop::TextProp};

use super::{Icon, unique_id};
use crate::i18n::{t, use_i18n};

/// What a control inside a [`Field`] puts into its attributes.
#[derive(Clone)]
pub struct FieldIds {
    /// `id` of the control; the label points to it.
    pub id: String,
    /// `aria-describedby`: hint and error.
    pub described_by: String,
    /// `aria-invalid`: there is an error.
    pub invalid: Signal<bool>,
}

/// Label, hint and error around one control, tied together for assistive technology.
/// The control is the child: `<Field label=… let:ids><input id=ids.id …/></Field>`.
#[component]
pub fn Field<F, V>(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// A sentence of help below the label.
    #[prop(default = None)]
    hint: Option<TextProp>,
    /// What is wrong with what was entered.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May be left empty; said beside the label.
    #[prop(optional)]
    optional: bool,
    /// What is entered is sealed on this device; a lock says so.
    #[prop(optional)]
    sealed: bool,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The control.
    children: F,
) -> impl IntoView
where
    F: FnOnce(FieldIds) -> V,
    V: IntoView + 'static,
{
    let i18n = use_i18n();
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let sealed_id = format!("{id}-sealed");
    let mut described_by = if hint.is_some() { format!("{hint_id} {error_id}") } else { error_id.clone() };
    if sealed {
        described_by = format!("{sealed_id} {described_by}");
    }
    let ids =
        FieldIds { id: id.clone(), described_by, invalid: Signal::derive(move || error.get().is_some()) };
    view! {
        <div class=format!("field {class}") class:has-error=move || error.get().is_some()>
            <label for=id>
                {move || label.get()}
                {sealed.then(|| view! { <Icon name="lock" class="field-lock"/> })}
                {optional.then(|| view! { <span class="field-optional">{t!(i18n, common.optional)}</span> })}
            </label>
            {sealed.then(|| {
                view! { <span class="visually-hidden" id=sealed_id>{t!(i18n, common.sealed_field)}</span> }
            })}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
            {children(ids)}
            <div id=error_id aria-live="polite">
                <FieldError error=error/>
            </div>
        </div>
    }
}

/// The line below a field that says what is wrong.
#[component]
pub(super) fn FieldError(
    /// The sentence, if something is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        error.get().map(|text| {
            view! {
                <p class="field-error">
                    <Icon name="circle-alert"/>
                    <span>{text}</span>
                </p>
            }
        })
    }
}
