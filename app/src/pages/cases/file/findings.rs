//! What does not fit in a case file, in words: what was found, what it means, what is shown all the same.
use leptos::prelude::*;
use leptos_router::components::A;
use vault::view::{CaseWarning, SummaryField};

use super::{CaseFile, section_path, slug};
use crate::{
    components::{Notice, Tone},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    pages::cases::area::Area,
};

/// Everything that was found, each in a sentence. Values that were replaced by the signed ones are said more calmly than
/// what is missing.
#[component]
pub(super) fn Findings() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let warnings = Memo::new(move |_| file.with(|case| case.warnings.clone()).unwrap_or_default());
    let outdated = Memo::new(move |_| file.area.state.key_outdated());
    let serious = move || {
        warnings
            .get()
            .into_iter()
            .filter(|one| match one {
                CaseWarning::Summary { .. } => false,
                // With the key of an earlier epoch texts are closed without being damaged; the page says so elsewhere.
                CaseWarning::Damaged { .. } | CaseWarning::Withheld { .. } => !outdated.get(),
                _ => true,
            })
            .collect::<Vec<_>>()
    };
    let summary = move || {
        warnings.get().into_iter().find_map(|one| match one {
            CaseWarning::Summary { fields } => Some(fields),
            _ => None,
        })
    };
    let unconfirmed = Memo::new(move |_| file.with(|case| !case.unverified.is_empty()).unwrap_or(false));
    view! {
        <Show when=move || !serious().is_empty()>
            <Notice tone=Tone::Bad title=move || t_string!(i18n, cases.file.findings_title)>
                <ul class="plain-list">
                    {move || {
                        serious()
                            .into_iter()
                            .map(|warning| view! { <li>{words(file.area, i18n.get_locale(), &warning)}</li> })
                            .collect_view()
                    }}
                </ul>
                <p>{t!(i18n, cases.file.findings)}</p>
                <Show when=move || unconfirmed.get()>
                    <p>
                        <A href=section_path(file.id, slug::UNCONFIRMED)>{t!(i18n, cases.unconfirmed.link)}</A>
                    </p>
                </Show>
            </Notice>
        </Show>
        {move || {
            summary()
                .map(|fields| {
                    let names = move || {
                        let locale = i18n.get_locale();
                        fields.iter().map(|field| field_name(locale, *field)).collect::<Vec<_>>().join(", ")
                    };
                    view! {
                        <Notice tone=Tone::Warn title=move || t_string!(i18n, cases.warning.summary_title)>
                            <p>{move || t_string!(i18n, cases.warning.summary, fields = names()).to_string()}</p>
                        </Notice>
                    }
                })
        }}
    }
}

/// A finding in a sentence. Reactive in the language of the configuration's labels.
fn words(area: Area, locale: Locale, warning: &CaseWarning) -> String {
    match warning {
        CaseWarning::LogBroken { part } => {
            td_string!(locale, cases.warning.log_broken, part = part_name(area, part)).to_string()
        }
        CaseWarning::Unverified { entries } => {
            td_string!(locale, cases.warning.unverified, count = *entries).to_string()
        }
        CaseWarning::Damaged { entries } => {
            td_string!(locale, cases.warning.damaged, count = *entries).to_string()
        }
        CaseWarning::Withheld { entries } => {
            td_string!(locale, cases.warning.withheld, count = *entries).to_string()
        }
        CaseWarning::PartMissing { part } => {
            td_string!(locale, cases.warning.part_missing, part = part_name(area, part)).to_string()
        }
        CaseWarning::Ahead { part } => {
            td_string!(locale, cases.warning.ahead, part = part_name(area, part)).to_string()
        }
        CaseWarning::Summary { .. } => td_string!(locale, cases.warning.summary_title).to_owned(),
    }
}

/// What a part of the file is called; its code when the configuration does not know it.
fn part_name(area: Area, kind: &str) -> String {
    let configuration = area.configuration();
    let part = configuration.parts.iter().find(|part| part.code == kind);
    part.map_or_else(|| kind.to_owned(), |part| area.label(&part.label))
}

/// What a clear value of a case is called.
fn field_name(locale: Locale, field: SummaryField) -> &'static str {
    match field {
        SummaryField::State => td_string!(locale, cases.warning.field.state),
        SummaryField::HelpType => td_string!(locale, cases.warning.field.help_type),
        SummaryField::HelpStart => td_string!(locale, cases.warning.field.help_start),
        SummaryField::HelpEnd => td_string!(locale, cases.warning.field.help_end),
        SummaryField::Review => td_string!(locale, cases.warning.field.review),
        SummaryField::Sex => td_string!(locale, cases.warning.field.sex),
        SummaryField::BirthMonth => td_string!(locale, cases.warning.field.birth_month),
        SummaryField::Ending => td_string!(locale, cases.warning.field.ending),
        SummaryField::Rated => td_string!(locale, cases.warning.field.rated),
        SummaryField::NeedFirst => td_string!(locale, cases.warning.field.need_first),
        SummaryField::NeedLatest => td_string!(locale, cases.warning.field.need_latest),
        SummaryField::Entries => td_string!(locale, cases.warning.field.entries),
        SummaryField::Assignment => td_string!(locale, cases.warning.field.assignment),
        SummaryField::Unit => td_string!(locale, cases.warning.field.unit),
        SummaryField::Responsible => td_string!(locale, cases.warning.field.responsible),
        SummaryField::Deputy => td_string!(locale, cases.warning.field.deputy),
        SummaryField::Team => td_string!(locale, cases.warning.field.team),
    }
}
