//! The case file: header, process, sections.
mod access;
mod closing;
mod contacts;
mod context;
mod course;
mod due_list;
mod entry_view;
mod findings;
mod goals;
mod header;
mod history;
mod overview;
mod profile;
mod rating;
mod records;
mod section;
mod single;
mod unconfirmed;

use api::configuration::known;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::area::Area;
use crate::{
    components::{Button, EmptyState, Notice, PageHeader, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    layout::KeyMissingNotice,
    pages::NotFound,
};
pub(crate) use context::{CaseFile, case_path, entry_path, form_path, section_path};
pub(crate) use due_list::DueLine;
use header::CaseHeader;
pub(crate) use history::{TakeUpNotice, TakenUp};

/// Sections of a case file as they stand in the address.
pub(crate) mod slug {
    /// Person.
    pub(crate) const PERSON: &str = "person";
    /// Contacts.
    pub(crate) const CONTACTS: &str = "kontakte";
    /// Help.
    pub(crate) const HELP: &str = "hilfe";
    /// Course.
    pub(crate) const COURSE: &str = "verlauf";
    /// Ratings.
    pub(crate) const RATINGS: &str = "bewertungen";
    /// Goals.
    pub(crate) const GOALS: &str = "ziele";
    /// Closing.
    pub(crate) const CLOSING: &str = "abschluss";
    /// Access.
    pub(crate) const ACCESS: &str = "zugang";
    /// What nobody confirmed; stands in no navigation.
    pub(crate) const UNCONFIRMED: &str = "unbestaetigt";
    /// A new entry of a section.
    pub(crate) const NEW: &str = "neu";
}

/// A case file. One page for all sections, so that going from one to the other loads nothing anew.
#[component]
pub fn CasePage() -> impl IntoView {
    let params = use_params_map();
    let case = Memo::new(move |_| params.with(|params| params.get("case")));
    move || match case.get().and_then(|text| text.parse().ok()) {
        Some(id) => view! { <File id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn File(id: api::ids::CaseId) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let file = CaseFile::provide(area, id);
    let there = Memo::new(move |_| file.view.with(Option::is_some));
    let waiting = move || match file.failure.get() {
        None => view! { <Spinner label=move || t_string!(i18n, cases.file.loading)/> }.into_any(),
        Some(error) => view! {
            <PageHeader title=move || t_string!(i18n, cases.file.failed_title)/>
            <EmptyState icon="file-search" title=move || error.words(i18n.get_locale())>
                <Button on_click=move |_| file.load()>{t!(i18n, common.retry)}</Button>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <div class="page case-page">
            <Show when=move || there.get() fallback=waiting>
                <CaseHeader/>
                <KeyMissingNotice/>
                <FileNotices/>
                <Section/>
            </Show>
        </div>
    }
}

/// What must be known about this file before reading on.
#[component]
fn FileNotices() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    view! {
        <findings::Findings/>
        <Show when=move || !area.state.opens_cases() && area.state.sees_cases()>
            <Notice><p>{t!(i18n, cases.file.sealed_evaluation)}</p></Notice>
        </Show>
        {move || {
            file.failure
                .get()
                .map(|error| {
                    view! {
                        <Notice tone=Tone::Warn>
                            <p>{move || error.words(i18n.get_locale())}</p>
                            <div class="actions">
                                <Button class="btn-small" on_click=move |_| file.load()>{t!(i18n, common.retry)}</Button>
                            </div>
                        </Notice>
                    }
                })
        }}
    }
}

/// The section that the address names.
#[component]
fn Section() -> impl IntoView {
    let params = use_params_map();
    let section =
        Memo::new(move |_| params.with(|params| params.get("section")).filter(|slug| !slug.is_empty()));
    move || match section.get().as_deref() {
        None => view! { <overview::Overview/> }.into_any(),
        Some(slug::PERSON) => view! { <single::SingleSection form=known::PERSON/> }.into_any(),
        Some(slug::HELP) => view! { <single::SingleSection form=known::HELP/> }.into_any(),
        Some(slug::CONTACTS) => view! { <contacts::Contacts/> }.into_any(),
        Some(slug::COURSE) => view! { <course::Course/> }.into_any(),
        Some(slug::RATINGS) => view! { <rating::Ratings/> }.into_any(),
        Some(slug::GOALS) => view! { <goals::Goals/> }.into_any(),
        Some(slug::CLOSING) => view! { <closing::Closing/> }.into_any(),
        Some(slug::ACCESS) => view! { <access::AccessSection/> }.into_any(),
        Some(slug::UNCONFIRMED) => view! { <unconfirmed::Unconfirmed/> }.into_any(),
        Some(_) => view! { <NotFound/> }.into_any(),
    }
}
