//! Administration: organisation key, org chart, people and rights, further organisations, configuration, audit.
mod area;
mod audit;
mod configuration;
mod grants;
mod key;
mod letter;
mod organisations;
mod overview;
mod people;
mod units;

use api::paths::pages;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(crate) use area::{grant_words, tree, unit_name};
pub(crate) use key::KeyReminder;
pub(crate) use letter::LetterView;

use crate::{
    components::{EmptyState, Notice, PageHeader, Section, SectionNav, Tone},
    i18n::{t, t_string, use_i18n},
    layout::KeyMissingNotice,
    pages::NotFound,
    state::AppState,
};
use area::AdminArea;

/// The administration; the section stands in the path.
#[component]
pub fn AdminPage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let params = use_params_map();
    let section = Memo::new(move |_| params.with(|params| params.get("section").unwrap_or_default()));
    let deed = Memo::new(move |_| params.with(|params| params.get("deed").unwrap_or_default()));
    let area = AdminArea::provide();
    // Others join and change things meanwhile: every section begins with the organisation as it is now.
    Effect::new(move |before: Option<()>| {
        section.track();
        if before.is_some() {
            area.organisation.again();
            area.key.again();
        }
    });
    let sections = Signal::derive(move || {
        let entry = |path: &str, label: String| Section {
            href: if path.is_empty() { pages::ADMIN.to_owned() } else { format!("{}/{path}", pages::ADMIN) },
            label: label.into(),
            icon: None,
            exact: path.is_empty(),
        };
        vec![
            entry("", t_string!(i18n, admin.sections.overview).to_owned()),
            entry("organigramm", t_string!(i18n, admin.sections.units).to_owned()),
            entry("personen", t_string!(i18n, admin.sections.people).to_owned()),
            entry("schluessel", t_string!(i18n, admin.sections.key).to_owned()),
            entry("organisationen", t_string!(i18n, admin.sections.organisations).to_owned()),
            entry("konfiguration", t_string!(i18n, admin.sections.configuration).to_owned()),
            entry("protokoll", t_string!(i18n, admin.sections.audit).to_owned()),
        ]
    });
    view! {
        <Show when=move || state.administers() fallback=NotAllowed>
            <div class="stack">
            <SectionNav label=move || t_string!(i18n, admin.title) sections=sections/>
            {move || match (section.get().as_str(), deed.get()) {
                ("schluessel", deed) => view! { <key::KeySection deed/> }.into_any(),
                (_, deed) if !deed.is_empty() => view! { <NotFound/> }.into_any(),
                (section, _) => view! { <Plain section=section.to_owned()/> }.into_any(),
            }}
            </div>
        </Show>
    }
}

/// The sections that are one page.
#[component]
fn Plain(section: String) -> impl IntoView {
    match section.as_str() {
        "" => view! { <overview::OverviewSection/> }.into_any(),
        "organigramm" => view! { <units::UnitsSection/> }.into_any(),
        "personen" => view! { <people::PeopleSection/> }.into_any(),
        "organisationen" => view! { <organisations::OrganisationsSection/> }.into_any(),
        "konfiguration" => view! { <configuration::ConfigurationSection/> }.into_any(),
        "protokoll" => view! { <audit::AuditSection/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    }
}

/// A page that does not belong to this person's tasks.
#[component]
pub(crate) fn NotAllowed() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page">
            <PageHeader title=move || t_string!(i18n, common.not_allowed_title)/>
            <EmptyState icon="ban" title=move || t_string!(i18n, common.not_allowed_text)/>
        </div>
    }
}

/// Stands on top of sections whose deeds are signed, as long as the key is not loaded.
#[component]
fn KeyNeeded() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    move || {
        if state.key_outdated() {
            return Some(view! { <KeyMissingNotice/> }.into_any());
        }
        (!state.is_open() && !state.must_make_key()).then(|| {
            view! {
                <Notice tone=Tone::Accent>
                    <p>{t!(i18n, admin.key_needed)}</p>
                    <p>
                        <a class="btn btn-small btn-primary" href=pages::KEY>{t!(i18n, common.key.load)}</a>
                    </p>
                </Notice>
            }
            .into_any()
        })
    }
}

/// What went wrong with the last deed.
#[component]
fn Failure(
    /// The words.
    words: RwSignal<Option<String>>,
) -> impl IntoView {
    move || words.get().map(|words| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> })
}
