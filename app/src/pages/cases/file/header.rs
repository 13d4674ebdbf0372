//! Name, facts and process of the case, above all sections.
use api::{configuration::known, facts::Facts, paths::pages};
use leptos::{prelude::*, text_prop::TextProp};
use leptos_router::components::A;
use vault::view::CaseName;

use super::{
    super::{area::today, drafts::BegunHere, due_words, name::full_name},
    CaseFile, case_path, entry_path, section_path, slug,
};
use crate::{
    components::{
        ButtonKind, Chip, Icon, LinkButton, PageHeader, PrintButton, Sealed, Section, SectionNav, Tone,
    },
    i18n::{t, t_string, use_i18n},
    platform,
};

/// The header of the case file.
#[component]
pub(super) fn CaseHeader() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let (id, area) = (file.id, file.area);
    let name = Memo::new(move |_| file.with(|case| case.name.clone()).unwrap_or(CaseName::Pending));
    let code = Memo::new(move |_| file.with(|case| case.summary.code.clone()).unwrap_or_default());
    // Whoever lacks the key names cases by their short code.
    let title = move || full_name(&name.get()).unwrap_or_else(|| code.get());
    let back = ViewFn::from(move || {
        view! {
            <A href=pages::CASES>
                <Icon name="chevron-left"/>
                {t!(i18n, cases.file.back)}
            </A>
        }
    });
    let writable = Memo::new(move |_| file.writable());
    let actions = ViewFn::from(move || {
        view! {
            <Show when=move || writable.get()>
                <LinkButton
                    href=entry_path(id, slug::COURSE, slug::NEW)
                    kind=ButtonKind::Primary
                    icon="notebook-pen"
                >
                    {t!(i18n, cases.file.new_entry)}
                </LinkButton>
            </Show>
            <span class="wide-only"><PrintButton kind=ButtonKind::Quiet/></span>
        }
    });
    let printed = move || {
        let date = platform::format_date_long(area.language(), &platform::today_iso());
        t_string!(i18n, cases.file.printed, code = code.get(), date = date).to_string()
    };
    view! {
        <p class="print-only print-line">{printed}</p>
        <PageHeader title=title tab=move || code.get() back=back actions=actions>
            <Facts/>
        </PageHeader>
        <Process/>
        <BegunHere/>
        <Sections/>
    }
}

/// Chips: short code, help type, month of birth, unit, responsible person, next date.
#[component]
fn Facts() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let summary = Memo::new(move |_| file.with(|case| case.summary.clone()));
    let sealed = Memo::new(move |_| {
        file.with(|case| case.name != CaseName::Pending && full_name(&case.name).is_none()).unwrap_or(false)
    });
    let responsible =
        Memo::new(move |_| file.with(|case| case.assignment.responsible.name.clone()).unwrap_or_default());
    let next = Memo::new(move |_| file.due().into_iter().next());
    move || {
        let summary = summary.get()?;
        let closed = file.with(|case| case.closed).unwrap_or(false);
        let help = summary.help_type.as_ref().map(|code| area.word("help_type", code));
        let born = summary.birth_month.as_ref().map(|month| {
            let month = platform::format_month(area.language(), month);
            t_string!(i18n, cases.file.born, month = month).to_string()
        });
        let unit = area.unit_name(summary.unit);
        let responsible = Some(responsible.get())
            .filter(|name| !name.is_empty())
            .map(|name| t_string!(i18n, cases.file.responsible, name = name).to_string());
        let closed_words = closed.then(|| t_string!(i18n, cases.file.closed));
        let next = next
            .get()
            .filter(|_| !closed)
            .map(|due| (due_words::tone(&due), due_words::chip_words(area, &due)));
        Some(view! {
            {if sealed.get() {
                view! { <Sealed/> }.into_any()
            } else {
                view! { <Chip><code>{summary.code}</code></Chip> }.into_any()
            }}
            {help.map(|help| view! { <Chip tone=Tone::Accent>{help}</Chip> })}
            {born.map(|born| view! { <Chip>{born}</Chip> })}
            {unit.map(|unit| view! { <span class="wide-only"><Chip>{unit}</Chip></span> })}
            {responsible.map(|words| view! { <span class="wide-only"><Chip>{words}</Chip></span> })}
            {closed_words.map(|words| view! { <Chip tone=Tone::Warn icon="archive">{words}</Chip> })}
            {next.map(|(tone, words)| view! { <Chip tone=tone>{words}</Chip> })}
        })
    }
}

/// Steps of the process: which are reached, which is the furthest.
#[component]
fn Process() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let steps = Memo::new(move |_| {
        let configuration = area.configuration();
        let language = area.label_language();
        file.with(|case| {
            let facts: Vec<(&str, &Facts)> = case
                .entries
                .iter()
                .filter(|entry| !entry.withdrawn)
                .map(|entry| (entry.form.as_str(), &entry.facts))
                .collect();
            let now = configuration.current_step(&facts, today()).map(|step| step.code.clone());
            configuration
                .steps
                .iter()
                .map(|step| Stage {
                    label: step.label.get(language).to_owned(),
                    done: step.is_reached(&facts, today()),
                    current: now.as_ref() == Some(&step.code),
                })
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    view! {
        <ol class="steps process" aria-label=move || t_string!(i18n, cases.file.steps)>
            {move || {
                steps
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, stage)| {
                        let class = match (stage.current, stage.done) {
                            (true, _) => "step is-current",
                            (false, true) => "step is-done",
                            (false, false) => "step",
                        };
                        let dot = if stage.done && !stage.current {
                            view! { <Icon name="check"/> }.into_any()
                        } else {
                            (index + 1).into_any()
                        };
                        view! {
                            <li class=class aria-current=stage.current.then_some("step")>
                                <span class="step-dot">{dot}</span>
                                <span class="step-name">{stage.label}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Stage {
    label: String,
    done: bool,
    current: bool,
}

/// Links to the sections.
#[component]
fn Sections() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let id = file.id;
    let count = move |form: &'static str| file.with(|case| case.of_form(form).count()).unwrap_or(0);
    let section = move |slug: &str, label: TextProp| Section {
        href: section_path(id, slug),
        label,
        icon: None,
        exact: false,
    };
    let sections = Signal::derive(move || {
        let words = |words: &'static str, form: &'static str| {
            TextProp::from(move || match count(form) {
                0 => words.to_owned(),
                count => format!("{words} ({count})"),
            })
        };
        let plain = |words: &'static str| TextProp::from(words);
        vec![
            Section {
                href: case_path(id),
                label: plain(t_string!(i18n, cases.file.overview)),
                icon: None,
                exact: true,
            },
            section(slug::COURSE, words(t_string!(i18n, cases.file.course), known::COURSE)),
            section(slug::RATINGS, words(t_string!(i18n, cases.file.ratings), known::RATING)),
            section(slug::GOALS, words(t_string!(i18n, cases.file.goals), known::GOAL)),
            section(slug::PERSON, plain(t_string!(i18n, cases.file.person))),
            section(slug::CONTACTS, words(t_string!(i18n, cases.file.contacts), known::CONTACT)),
            section(slug::HELP, plain(t_string!(i18n, cases.file.help))),
            section(slug::CLOSING, plain(t_string!(i18n, cases.file.closing))),
            section(slug::ACCESS, plain(t_string!(i18n, cases.file.access))),
        ]
    });
    view! { <SectionNav label=move || t_string!(i18n, cases.file.sections) sections=sections/> }
}
