//! A field that takes several codes in the order of their weight.
use leptos::{prelude::*, text_prop::TextProp};

use super::{Values, field::choices};
use crate::{
    components::{Choice, Field, Icon},
    i18n::{t_string, use_i18n},
    pages::cases::area::Area,
};
use api::configuration::ClearKind;

/// Several codes: a list to choose from, and what was chosen, which can be moved up and taken away.
#[component]
pub(super) fn CodesField(
    /// What the field is for.
    #[prop(into)]
    label: TextProp,
    /// The codes, one per line.
    value: RwSignal<String>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// May stay empty.
    optional: bool,
    /// Code of the list.
    list: String,
    /// Most codes.
    max: u32,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let kind = ClearKind::Codes { list: list.clone(), max };
    let chosen = Memo::new(move |_| value.with(|text| Values::codes(text)));
    let left = move || -> Vec<Choice> {
        let chosen = chosen.get();
        choices(area, &kind, "").into_iter().filter(|choice| !chosen.contains(&choice.value)).collect()
    };
    let full = move || chosen.with(Vec::len) >= usize::try_from(max).unwrap_or(usize::MAX);
    let put = move |codes: &[String]| value.set(Values::join(codes));
    let add = move |code: String| {
        if !code.is_empty() {
            let mut codes = chosen.get_untracked();
            codes.push(code);
            put(&codes);
        }
    };
    let hint = TextProp::from(move || t_string!(i18n, cases.form.choose_up_to, max = max).to_string());
    let item = move |(index, code): (usize, String)| {
        let words = area.word(&list, &code);
        let (up_words, remove_words) = (words.clone(), words.clone());
        let up = move |_| {
            let mut codes = chosen.get_untracked();
            if index > 0 && index < codes.len() {
                codes.swap(index - 1, index);
                put(&codes);
            }
        };
        let remove = move |_| {
            let mut codes = chosen.get_untracked();
            if index < codes.len() {
                codes.remove(index);
                put(&codes);
            }
        };
        view! {
            <li>
                <span class="codes-number">{index + 1}</span>
                <span class="codes-words">{words}</span>
                {(index > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn btn-quiet btn-icon btn-small"
                                aria-label=move || {
                                    t_string!(i18n, cases.form.move_up, name = up_words.clone()).to_string()
                                }
                                on:click=up
                            >
                                <Icon name="chevron-up"/>
                            </button>
                        }
                    })}
                <button
                    type="button"
                    class="btn btn-quiet btn-icon btn-small"
                    aria-label=move || t_string!(i18n, cases.form.remove_code, name = remove_words.clone()).to_string()
                    on:click=remove
                >
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    let items = move || chosen.get().into_iter().enumerate().map(item.clone()).collect_view();
    view! {
        <Field label=label hint=Some(hint) error=error optional=optional let:ids>
            <ol class="codes" aria-live="polite">{items}</ol>
            <select
                id=ids.id
                class="input"
                aria-describedby=ids.described_by
                aria-invalid=move || ids.invalid.get().then_some("true")
                disabled=full
                on:change=move |event| add(event_target_value(&event))
            >
                <option value="" selected=move || { chosen.track(); true }>
                    {move || t_string!(i18n, common.please_choose)}
                </option>
                {move || {
                    left()
                        .into_iter()
                        .map(|choice| view! { <option value=choice.value>{choice.label}</option> })
                        .collect_view()
                }}
            </select>
        </Field>
    }
}
