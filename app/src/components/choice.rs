use leptos::{prelude::*, text_prop::TextProp};

use super::{Field, field::FieldError, unique_id};
use crate::i18n::{t_string, use_i18n};

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A sentence below the label (radio groups only).
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a further sentence.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// Adds a sentence below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A drop-down list.
#[component]
pub fn Select(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// The chosen value; empty when nothing is chosen yet.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Leaves out the empty first line: there is always a value.
    #[prop(optional)]
    no_empty: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called after a choice.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Further classes of the field (`field-short`).
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Field label=label hint=hint error=error optional=optional class=class let:ids>
            <select
                id=ids.id
                class="input"
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    value.set(chosen.clone());
                    if let Some(on_change) = on_change {
                        on_change.run(chosen);
                    }
                }
                aria-describedby=ids.described_by
                aria-invalid=move || ids.invalid.get().then_some("true")
                required=!optional
                disabled=disabled
            >
                {(!no_empty)
                    .then(|| {
                        view! {
                            <option value="" selected=move || value.get().is_empty()>
                                {move || if optional { "" } else { t_string!(i18n, common.please_choose) }}
                            </option>
                        }
                    })}
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let own = choice.value.clone();
                            view! {
                                <option value=choice.value selected=move || value.get() == own>
                                    {choice.label}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </Field>
    }
}

/// One of a few, all visible.
#[component]
pub fn RadioGroup(
    /// What the choice is about.
    #[prop(into)]
    label: TextProp,
    /// The chosen value.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Side by side instead of one below the other.
    #[prop(optional)]
    inline: bool,
    /// Called after a choice.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let name = unique_id("choice");
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described_by = format!("{hint_id} {error_id}");
    let options = move || {
        let name = name.clone();
        choices
            .get()
            .into_iter()
            .map(move |choice| {
                let own = choice.value.clone();
                let chosen = choice.value.clone();
                view! {
                    <label class="check">
                        <input
                            type="radio"
                            name=name.clone()
                            value=choice.value
                            prop:checked=move || value.get() == own
                            on:change=move |_| {
                                value.set(chosen.clone());
                                if let Some(on_change) = on_change {
                                    on_change.run(chosen.clone());
                                }
                            }
                        />
                        <span>
                            {choice.label}
                            {choice.hint.map(|hint| view! { <small class="field-hint">{hint}</small> })}
                        </span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset
            class="field choices"
            class:choices-inline=inline
            class:has-error=move || error.get().is_some()
            aria-describedby=described_by
        >
            <legend>{move || label.get()}</legend>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
            <div class="choices-list">{options}</div>
            <div id=error_id aria-live="polite">
                <FieldError error=error/>
            </div>
        </fieldset>
    }
}

/// A box to tick.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called after a change.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// What is agreed to.
    children: Children,
) -> impl IntoView {
    view! { <Tick checked hint error disabled on_change switch=false>{children()}</Tick> }
}

/// On or off, taking effect like a switch.
#[component]
pub fn Switch(
    /// Whether it is on.
    checked: RwSignal<bool>,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called after a change.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// What is switched.
    children: Children,
) -> impl IntoView {
    view! { <Tick checked hint error=Signal::stored(None) disabled on_change switch=true>{children()}</Tick> }
}

#[component]
fn Tick(
    checked: RwSignal<bool>,
    hint: Option<TextProp>,
    error: Signal<Option<String>>,
    disabled: Signal<bool>,
    on_change: Option<Callback<bool>>,
    switch: bool,
    children: Children,
) -> impl IntoView {
    let error_id = unique_id("tick-error");
    view! {
        <div class="field" class:has-error=move || error.get().is_some()>
            <label class="check">
                <input
                    type="checkbox"
                    class=if switch { "switch" } else { "" }
                    role=switch.then_some("switch")
                    prop:checked=checked
                    on:change=move |event| {
                        let now = event_target_checked(&event);
                        checked.set(now);
                        if let Some(on_change) = on_change {
                            on_change.run(now);
                        }
                    }
                    aria-describedby=error_id.clone()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    disabled=disabled
                />
                <span>
                    {children()}
                    {hint.map(|hint| view! { <small class="field-hint">{move || hint.get()}</small> })}
                </span>
            </label>
            <div id=error_id aria-live="polite">
                <FieldError error=error/>
            </div>
        </div>
    }
}
