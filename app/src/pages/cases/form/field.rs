//! One field of a form, sealed or clear, as its kind says.
use api::{
    configuration::{ClearKind, Due, Field, FieldKind, SealedKind, known},
    limits::TEXT_FIELD_MAX,
    organisations::MemberState,
};
use leptos::{prelude::*, text_prop::TextProp};

use super::{Editor, YES, codes::CodesField, values::Complaint};
use crate::{
    components::{Checkbox, Choice, InputKind, Select, TextArea, TextField},
    i18n::{Locale, td_string},
    pages::cases::area::Area,
    platform,
};

/// Bytes in a megabyte, as people count them.
const MEGABYTE: f64 = 1_000_000.0;
/// A list of at most this many codes shows all of them beside each other.
const NUMBERED_MAX: u16 = 12;

/// A complaint in words.
pub(crate) fn complaint_words(area: Area, complaint: &Complaint, chosen: bool) -> String {
    let locale: Locale = area.locale();
    match complaint {
        Complaint::Missing if chosen => td_string!(locale, cases.form.choose).to_owned(),
        Complaint::Missing => td_string!(locale, cases.form.missing).to_owned(),
        Complaint::NotADay => td_string!(locale, cases.form.not_a_day).to_owned(),
        Complaint::NotAMonth => td_string!(locale, cases.form.not_a_month).to_owned(),
        Complaint::NotANumber => td_string!(locale, cases.form.not_a_number).to_owned(),
        Complaint::OutOfRange { min, max } => {
            td_string!(locale, cases.form.out_of_range, min = *min, max = *max).to_string()
        }
        Complaint::TooMany { max } => td_string!(locale, cases.form.too_many, max = *max).to_string(),
        Complaint::TooLong { bytes } => {
            #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
            let megabytes =
                |bytes: usize| platform::format_number(area.language(), bytes as f64 / MEGABYTE, 1);
            let (size, limit) = (megabytes(*bytes), megabytes(TEXT_FIELD_MAX));
            td_string!(locale, cases.form.too_long, size = size, limit = limit).to_string()
        }
        Complaint::Unknown => td_string!(locale, cases.form.unknown_code).to_owned(),
    }
}

/// One field of a form.
#[component]
pub(crate) fn FieldInput(
    /// The form.
    editor: Editor,
    /// Key in facts or texts.
    #[prop(into)]
    key: String,
    /// The field as the configuration describes it.
    field: Field,
) -> impl IntoView {
    let area = Area::expect();
    let Some(state) = editor.field(&key) else { return ().into_any() };
    let value = state.text;
    let optional = !field.required;
    let label_words = field.label.clone();
    let label = move || area.label(&label_words);
    let hint_words = field.hint.clone();
    let hint = field.hint.is_some().then(|| {
        TextProp::from(move || hint_words.as_ref().map(|hint| area.label(hint)).unwrap_or_default())
    });
    let chosen = !matches!(field.kind, FieldKind::Sealed(_));
    let error_key = key.clone();
    let error = Signal::derive(move || {
        editor.complaint(&error_key).map(|complaint| complaint_words(area, &complaint, chosen))
    });
    macro_rules! control {
        ($component:ident, $($rest:tt)*) => {
            match hint {
                Some(hint) => view! { <$component label=label hint=hint error=error $($rest)*/> }.into_any(),
                None => view! { <$component label=label error=error $($rest)*/> }.into_any(),
            }
        };
    }
    match field.kind {
        FieldKind::Sealed(kind) => match kind {
            SealedKind::LongText => control!(TextArea, value=value optional=optional sealed=true rows=5),
            SealedKind::Address => control!(TextArea, value=value optional=optional sealed=true rows=2),
            SealedKind::Date => {
                control!(TextField, value=value optional=optional sealed=true kind=InputKind::Date class="field-short")
            }
            SealedKind::Phone => {
                control!(TextField, value=value optional=optional sealed=true kind=InputKind::Phone)
            }
            SealedKind::Text | SealedKind::Name | SealedKind::Email => {
                control!(TextField, value=value optional=optional sealed=true)
            }
        },
        FieldKind::Clear(kind) => match kind {
            ClearKind::Date => {
                control!(TextField, value=value optional=optional kind=InputKind::Date class="field-short")
            }
            ClearKind::Month => {
                control!(TextField, value=value optional=optional kind=InputKind::Month class="field-short")
            }
            ClearKind::Integer { min, max, ref unit } => {
                let (words, unit) = (field.label.clone(), unit.clone());
                let label = move || match &unit {
                    Some(unit) => format!("{} ({})", area.label(&words), area.label(unit)),
                    None => area.label(&words),
                };
                let (min, max) = (min.to_string(), max.to_string());
                view! {
                    <TextField label=label error=error value=value optional=optional kind=InputKind::Number min=min max=max class="field-short"/>
                }
                .into_any()
            }
            ClearKind::Boolean => {
                let checked = RwSignal::new(value.with_untracked(|text| text == YES));
                // What a conflict or "discard" puts into the field shows in the box too.
                Effect::new(move |_| checked.set(value.with(|text| text == YES)));
                let words = field.label.clone();
                let set = move |on: bool| value.set(if on { YES.to_owned() } else { String::new() });
                view! {
                    <Checkbox checked=checked error=error on_change=set>{move || area.label(&words)}</Checkbox>
                }
                .into_any()
            }
            ClearKind::Codes { list, max } => {
                let words = field.label.clone();
                view! {
                    <CodesField label=move || area.label(&words) error=error value=value optional=optional list=list max=max/>
                }
                .into_any()
            }
            ref kind @ (ClearKind::Code { .. }
            | ClearKind::Account
            | ClearKind::Dimension
            | ClearKind::TimePoint
            | ClearKind::Scale) => {
                let kind = kind.clone();
                let choices = Signal::derive(move || choices(area, &kind, &value.get()));
                control!(Select, value=value optional=optional choices=choices)
            }
        },
    }
}

/// What a field with a choice offers. What is chosen stays in the list even where the list does not know it any more.
pub(crate) fn choices(area: Area, kind: &ClearKind, chosen: &str) -> Vec<Choice> {
    let configuration = area.configuration();
    let language = area.label_language();
    let mut all: Vec<Choice> = match kind {
        ClearKind::Code { list } | ClearKind::Codes { list, .. } => configuration
            .list(list)
            .map(|list| {
                list.entries
                    .iter()
                    .map(|entry| Choice::new(entry.code.clone(), entry.label.get(language)))
                    .collect()
            })
            .unwrap_or_default(),
        ClearKind::Dimension => configuration
            .instrument
            .dimensions
            .iter()
            .map(|dimension| Choice::new(dimension.code.clone(), dimension.label.get(language)))
            .collect(),
        ClearKind::TimePoint => configuration
            .time_points
            .iter()
            .flat_map(|time_point| match time_point.due {
                Due::Repeated { .. } => {
                    (1..=NUMBERED_MAX).map(|number| format!("{}.{number}", time_point.code)).collect()
                }
                Due::AfterStart { .. } | Due::AtEnd => vec![time_point.code.clone()],
            })
            .map(|code| {
                let words = configuration.time_point_label(&code, language);
                Choice::new(code, words)
            })
            .collect(),
        ClearKind::Account => area.overview.with(|overview| {
            overview
                .iter()
                .flat_map(|overview| &overview.people)
                .filter(|person| person.person.state == MemberState::Certified)
                .map(|person| {
                    Choice::new(person.person.account.to_string(), person.person.display_name.clone())
                })
                .collect()
        }),
        ClearKind::Scale => configuration
            .instrument
            .scale
            .iter()
            .map(|step| {
                Choice::new(step.value.to_string(), format!("{} · {}", step.value, step.label.get(language)))
            })
            .collect(),
        ClearKind::Date | ClearKind::Month | ClearKind::Integer { .. } | ClearKind::Boolean => Vec::new(),
    };
    if !chosen.is_empty() && !all.iter().any(|choice| choice.value == chosen) {
        all.push(Choice::new(chosen, chosen));
    }
    all
}

/// Fields that the form shows only on demand when it is new: everything that may stay empty, but for the essentials.
pub(crate) fn is_essential(form: &str, field: &Field) -> bool {
    field.required
        || matches!(
            (form, field.code.as_str()),
            (known::PERSON, known::BIRTH_DATE | known::BIRTH_MONTH | known::SEX)
                | (known::HELP, known::END | "description")
        )
}
