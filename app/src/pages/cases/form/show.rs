//! An entry to be read: every field that holds something, in the order of the form.
use api::configuration::{ClearKind, FieldKind, ResolvedField, SealedKind};
use api::facts::{Fact, Facts};
use leptos::prelude::*;
use vault::view::{Text, Texts};

use crate::{
    components::{Sealed, Term},
    i18n::td_string,
    pages::cases::area::Area,
    platform,
};

/// A clear value in words; none when the field is empty. Reactive in the language.
pub(crate) fn fact_words(area: Area, kind: &ClearKind, fact: Option<&Fact>) -> Option<String> {
    let language = area.language();
    let configuration = area.configuration();
    match (kind, fact?) {
        (ClearKind::Code { list }, Fact::Code(code)) => Some(area.word(list, code)),
        (ClearKind::Codes { list, .. }, Fact::Codes(codes)) => {
            let words: Vec<String> = codes
                .iter()
                .enumerate()
                .map(|(index, code)| format!("{}. {}", index + 1, area.word(list, code)))
                .collect();
            Some(words.join("\n"))
        }
        (ClearKind::Date, Fact::Code(day)) => Some(platform::format_date(language, day)),
        (ClearKind::Month, Fact::Code(month)) => Some(platform::format_month(language, month)),
        (ClearKind::Integer { unit, .. }, Fact::Int(value)) => Some(match unit {
            Some(unit) => format!("{value} {}", area.label(unit)),
            None => value.to_string(),
        }),
        (ClearKind::Boolean, Fact::Bool(value)) => {
            let locale = area.locale();
            Some(
                if *value { td_string!(locale, common.yes) } else { td_string!(locale, common.no) }
                    .to_owned(),
            )
        }
        (ClearKind::Account, Fact::Id(id)) => Some(area.person_name((*id).into())),
        (ClearKind::Dimension, Fact::Code(code)) => Some(
            configuration
                .dimension(code)
                .map_or_else(|| code.clone(), |dimension| area.label(&dimension.label)),
        ),
        (ClearKind::TimePoint, Fact::Code(code)) => {
            Some(configuration.time_point_label(code, area.label_language()))
        }
        (ClearKind::Scale, Fact::Int(value)) => Some(value.to_string()),
        (_, Fact::Code(code)) => Some(code.clone()),
        (_, Fact::Int(value)) => Some(value.to_string()),
        _ => None,
    }
}

/// The content of a field to be shown; none when it is empty.
pub(crate) fn field_value(
    area: Area,
    field: &ResolvedField<'_>,
    facts: &Facts,
    texts: &Texts,
) -> Option<AnyView> {
    match &field.field.kind {
        FieldKind::Clear(kind) => fact_words(area, kind, facts.get(&field.key)).map(IntoAny::into_any),
        FieldKind::Sealed(kind) => match texts.get(&field.key) {
            Text::Sealed => Some(view! { <Sealed/> }.into_any()),
            Text::Open(text) if text.trim().is_empty() => None,
            Text::Open(text) => Some(match kind {
                SealedKind::Date => platform::format_date(area.language(), &text).into_any(),
                SealedKind::Phone => {
                    let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                    view! { <a href=format!("tel:{number}")>{text}</a> }.into_any()
                }
                SealedKind::Email if text.contains('@') => {
                    view! { <a href=format!("mailto:{}", text.trim())>{text.clone()}</a> }.into_any()
                }
                SealedKind::LongText => view! { <div class="long-text" dir="auto">{text}</div> }.into_any(),
                SealedKind::Text | SealedKind::Name | SealedKind::Address | SealedKind::Email => {
                    view! { <bdi>{text}</bdi> }.into_any()
                }
            }),
        },
    }
}

/// All fields of an entry that hold something. Those that exist once per dimension are left to the rating sheet.
#[component]
pub(crate) fn EntryTerms(
    /// Form code.
    #[prop(into)]
    form: String,
    /// Clear facts.
    facts: Facts,
    /// Sealed texts.
    texts: Texts,
    /// Keys that are shown elsewhere.
    #[prop(default = &[])]
    without: &'static [&'static str],
    /// Those that exist once per dimension are shown as well.
    #[prop(optional)]
    dimensions: bool,
) -> impl IntoView {
    let area = Area::expect();
    move || {
        let configuration = area.configuration();
        let form = configuration.form(&form)?;
        let terms = configuration
            .fields(form)
            .into_iter()
            .filter(|field| {
                (dimensions || field.dimension.is_none()) && !without.contains(&field.key.as_str())
            })
            .filter_map(|field| {
                let value = field_value(area, &field, &facts, &texts)?;
                let label = area.label(&field.field.label);
                let name = match field.dimension {
                    Some(dimension) => format!("{}: {label}", area.label(&dimension.label)),
                    None => label,
                };
                Some(view! { <Term name=name>{value}</Term> })
            })
            .collect_view();
        Some(view! { <dl class="terms">{terms}</dl> })
    }
}
