//! The seven values of one dimension, each with its sentence.
use api::configuration::{Dimension, Label, SCALE_MAX, SCALE_MIN};
use leptos::prelude::*;

use crate::{
    components::{NeedBadge, unique_id},
    i18n::{t, t_string, use_i18n},
    pages::cases::area::Area,
};

/// The scale as a group of radio buttons: arrow keys move, every value names its sentence, and the chosen one's sentence
/// stands below in full. All seven can be read without choosing.
#[component]
pub(super) fn Scale(
    /// What is rated.
    dimension: Dimension,
    /// The chosen value as text; empty when none is.
    value: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let group = unique_id("scale");
    let anchor_id = format!("{group}-anchor");
    let words = StoredValue::new(dimension.clone());
    let sentence = move |step: i64| {
        let configuration = area.configuration();
        let short = configuration
            .instrument
            .value_label(step)
            .map(|label: &Label| area.label(label))
            .unwrap_or_default();
        let long = words
            .with_value(|dimension| dimension.anchor(step).map(|label| area.label(label)))
            .unwrap_or_default();
        (short, long)
    };
    let chosen = Memo::new(move |_| value.with(|text| text.parse::<i64>().ok()));
    let name = group.clone();
    let described = anchor_id.clone();
    let buttons = (SCALE_MIN..=SCALE_MAX)
        .map(|step| {
            let spoken = move || {
                let (short, long) = sentence(step);
                format!("{step}, {short}: {long}")
            };
            view! {
                <label class=format!("need-{step}") title=move || sentence(step).1>
                    <input
                        type="radio"
                        name=name.clone()
                        value=step.to_string()
                        prop:checked=move || chosen.get() == Some(step)
                        on:change=move |_| value.set(step.to_string())
                        aria-label=spoken
                    />
                    <span aria-hidden="true">{step}</span>
                </label>
            }
        })
        .collect_view();
    let anchor = move || match chosen.get() {
        None => view! { <p class="anchor is-empty">{t!(i18n, cases.ratings.pick)}</p> }.into_any(),
        Some(step) => {
            let (short, long) = sentence(step);
            view! {
                <p class=format!("anchor anchor-{step}")>
                    <strong>{format!("{step} · {short}")}</strong>
                    <span>{long}</span>
                </p>
            }
            .into_any()
        }
    };
    let all = (SCALE_MIN..=SCALE_MAX)
        .map(|step| {
            let badge = u8::try_from(step).unwrap_or(1);
            view! {
                <li>
                    <NeedBadge value=Signal::stored(badge)/>
                    <span>{move || sentence(step).1}</span>
                </li>
            }
        })
        .collect_view();
    let legend = dimension.label.clone();
    view! {
        <fieldset class="scale-group" aria-describedby=described>
            <legend class="visually-hidden">
                {move || t_string!(i18n, cases.ratings.scale, name = area.label(&legend)).to_string()}
            </legend>
            <div class="scale">{buttons}</div>
        </fieldset>
        <div id=anchor_id>{anchor}</div>
        <div class="scale-more">
            <details class="anchors">
                <summary>{t!(i18n, cases.ratings.all_values)}</summary>
                <ol>{all}</ol>
            </details>
            <Show when=move || chosen.get().is_some()>
                <button type="button" class="link-button" on:click=move |_| value.set(String::new())>
                    {t!(i18n, cases.ratings.clear_value)}
                </button>
            </Show>
        </div>
    }
}
