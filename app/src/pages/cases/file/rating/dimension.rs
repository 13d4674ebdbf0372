//! One dimension of a rating sheet: question, scale, earlier values, relevance, comment.
use api::configuration::{Dimension, Field, known};
use leptos::prelude::*;
use vault::view::Entry;

use super::{OWN_ROLE, scale::Scale};
use crate::{
    components::{NeedBadge, Switch},
    i18n::{t, use_i18n},
    pages::cases::{
        area::Area,
        form::{Editor, FieldInput, YES},
    },
};

/// An earlier value of a dimension.
#[derive(Clone)]
struct Earlier {
    label: String,
    value: u8,
}

/// The dimension.
#[component]
pub(super) fn DimensionFields(
    /// The sheet.
    editor: Editor,
    /// What is rated.
    dimension: Dimension,
    /// Earlier sheets, by their day.
    earlier: StoredValue<Vec<Entry>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let value = editor.field(&known::per_dimension(known::VALUE, &dimension.code))?.text;
    let relevant = editor.field(&known::per_dimension(known::RELEVANT, &dimension.code))?.text;
    let comment = known::per_dimension(known::COMMENT, &dimension.code);
    let field =
        |code: &str| -> Option<Field> { editor.form().fields.into_iter().find(|field| field.code == code) };
    let comment_field = field(known::COMMENT);
    let relevant_field = field(known::RELEVANT)?;
    let on = RwSignal::new(relevant.with_untracked(|text| text == YES));
    Effect::new(move |_| on.set(relevant.with(|text| text == YES)));
    let set_relevant = move |on: bool| relevant.set(if on { YES.to_owned() } else { String::new() });
    let (label, info) = (dimension.label.clone(), dimension.info.clone());
    let code = dimension.code.clone();
    let previous = move || {
        let key = known::per_dimension(known::VALUE, &code);
        earlier.with_value(|sheets| {
            sheets.iter().filter_map(|sheet| earlier_value(area, sheet, &key)).collect::<Vec<_>>()
        })
    };
    let hint = relevant_field.hint.clone();
    let relevant_label = relevant_field.label.clone();
    let switch_hint = move || hint.as_ref().map(|hint| area.label(hint)).unwrap_or_default();
    Some(view! {
        <h4 class="dimension-name">{move || area.label(&label)}</h4>
        <p class="muted">{move || area.label(&info)}</p>
        <Scale dimension=dimension value=value/>
        {move || {
            let previous = previous();
            (!previous.is_empty())
                .then(|| {
                    let values = previous
                        .into_iter()
                        .map(|one| {
                            view! {
                                <li>
                                    <span class="muted">{one.label}</span>
                                    <NeedBadge value=Signal::stored(one.value)/>
                                </li>
                            }
                        })
                        .collect_view();
                    view! {
                        <div class="previous">
                            <span class="visually-hidden">{t!(i18n, cases.ratings.previous)}</span>
                            <ul>{values}</ul>
                        </div>
                    }
                })
        }}
        <Switch checked=on hint=switch_hint on_change=set_relevant>{move || area.label(&relevant_label)}</Switch>
        {comment_field.map(|field| view! { <FieldInput editor=editor key=comment field=field/> })}
    })
}

fn earlier_value(area: Area, sheet: &Entry, key: &str) -> Option<Earlier> {
    let value = sheet.facts.int(key).and_then(|value| u8::try_from(value).ok())?;
    let code = sheet.facts.code(known::TIME_POINT).unwrap_or_default();
    let time_point = area.configuration().time_point_label(code, area.label_language());
    let label = match sheet.facts.code(known::RATER_ROLE) {
        Some(role) if role != OWN_ROLE => format!("{time_point} ({})", area.word("rater_role", role)),
        _ => time_point,
    };
    Some(Earlier { label, value })
}
