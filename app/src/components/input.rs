use leptos::{ev, prelude::*, text_prop::TextProp};

use super::{Field, Icon};
use crate::i18n::{t_string, use_i18n};

/// Which keyboard and picker a text field brings up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// One line of text.
    #[default]
    Text,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A month, `YYYY-MM`.
    Month,
    /// A time of day, `HH:MM`.
    Time,
    /// A whole number.
    Number,
    /// A search, which can be emptied with one tap.
    Search,
    /// A telephone number.
    Phone,
}

impl InputKind {
    const fn html(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Month => "month",
            Self::Time => "time",
            Self::Number => "number",
            Self::Search => "search",
            Self::Phone => "tel",
        }
    }
}

/// One line: text, date, month, time, number, search.
#[component]
pub fn TextField(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// What was entered.
    value: RwSignal<String>,
    /// Kind of entry.
    #[prop(optional)]
    kind: InputKind,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// `autocomplete` token; `off` unless said, as most fields are about other people.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Lower bound of dates and numbers.
    #[prop(optional, into)]
    min: Option<String>,
    /// Upper bound of dates and numbers.
    #[prop(optional, into)]
    max: Option<String>,
    /// Most characters the field takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Fixed-width letters, no spelling help: codes and login names.
    #[prop(optional)]
    code: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What is entered is sealed on this device; a lock says so.
    #[prop(optional)]
    sealed: bool,
    /// Further classes of the field (`field-short`).
    #[prop(optional)]
    class: &'static str,
    /// Called after leaving a changed field.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <Field label=label hint=hint error=error optional=optional sealed=sealed class=class let:ids>
            <input
                id=ids.id
                class="input"
                class:input-code=code
                type=kind.html()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:change=move |_| if let Some(on_change) = on_change { on_change.run(()) }
                aria-describedby=ids.described_by
                aria-invalid=move || ids.invalid.get().then_some("true")
                required=!optional
                autocomplete=autocomplete
                min=min
                max=max
                maxlength=max_length
                disabled=disabled
                dir=(sealed || kind == InputKind::Search).then_some("auto")
                autocapitalize=code.then_some("none")
                spellcheck=if code { Some("false") } else { None }
            />
        </Field>
    }
}

/// Several lines, growing with the text.
#[component]
pub fn TextArea(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// What was entered.
    value: RwSignal<String>,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// Lines shown when empty.
    #[prop(default = 4)]
    rows: u32,
    /// Most characters the field takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// What is entered is sealed on this device; a lock says so.
    #[prop(optional)]
    sealed: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <Field label=label hint=hint error=error optional=optional sealed=sealed let:ids>
            <textarea
                id=ids.id
                class="input"
                rows=rows
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                aria-describedby=ids.described_by
                aria-invalid=move || ids.invalid.get().then_some("true")
                required=!optional
                maxlength=max_length
                disabled=disabled
                dir="auto"
                autocomplete="off"
            ></textarea>
        </Field>
    }
}

/// A password, hidden until asked for.
#[component]
pub fn PasswordField(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// What was entered.
    value: RwSignal<String>,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// `current-password` or `new-password`, for password managers.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Called after leaving a changed field.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = RwSignal::new(false);
    let caps = RwSignal::new(false);
    let name = move || {
        if shown.get() {
            t_string!(i18n, common.hide_password)
        } else {
            t_string!(i18n, common.show_password)
        }
    };
    let notice_caps = move |event: ev::KeyboardEvent| caps.set(event.get_modifier_state("CapsLock"));
    view! {
        <Field label=label hint=hint error=error let:ids>
            <div class="input-group">
                <input
                    id=ids.id
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:change=move |_| if let Some(on_change) = on_change { on_change.run(()) }
                    on:keyup=notice_caps
                    aria-describedby=ids.described_by
                    aria-invalid=move || ids.invalid.get().then_some("true")
                    required=true
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                />
                <button
                    type="button"
                    class="input-addon"
                    aria-label=name
                    title=name
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon name=Signal::derive(move || if shown.get() { "eye-off" } else { "eye" })/>
                </button>
            </div>
            {move || {
                caps.get().then(|| view! { <p class="field-hint" role="status">{t_string!(i18n, common.caps_lock)}</p> })
            }}
        </Field>
    }
}
