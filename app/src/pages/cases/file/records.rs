//! A section with many entries of one form: list at the left, the chosen entry at the right; on phones one at a time.
use api::ids::RecordId;
use leptos::{prelude::*, text_prop::TextProp};
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_query_map},
};
use vault::view::{Entry, Text};

use super::{
    CaseFile, context::entry_param, entry_path, entry_view::EntryView, section::SectionHeading, section_path,
    slug, unconfirmed::NoEntries,
};
use crate::{
    components::{ButtonKind, Card, Chip, EmptyState, Icon, LinkButton, Sealed, Tone},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    pages::cases::{
        drafts::DRAFT_PARAM,
        form::{EntryForm, Values},
    },
};

/// What a section with many entries is called and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Records {
    /// Section in the address.
    pub(super) slug: &'static str,
    /// Form code.
    pub(super) form: &'static str,
    /// Icon of the empty list.
    pub(super) icon: &'static str,
    /// Heading.
    pub(super) title: fn(Locale) -> &'static str,
    /// Words of the button for a new entry; also the heading of the form.
    pub(super) new: fn(Locale) -> &'static str,
    /// Heading of the form of an existing entry.
    pub(super) edit: fn(Locale) -> &'static str,
    /// When there is no entry: what is missing.
    pub(super) none_title: fn(Locale) -> &'static str,
    /// When there is no entry: a sentence of help.
    pub(super) none_text: fn(Locale) -> &'static str,
    /// Beside the list, when none is chosen.
    pub(super) choose: fn(Locale) -> &'static str,
    /// An entry in the list.
    pub(super) item: fn(CaseFile, &Entry) -> AnyView,
    /// Heading of an entry; none when its text is sealed.
    pub(super) heading: fn(CaseFile, &Entry) -> Option<String>,
    /// Fields that the heading shows.
    pub(super) headed: &'static [&'static str],
    /// What a new entry begins with.
    pub(super) initial: fn(CaseFile) -> Values,
}

/// Heading, list and detail.
#[component]
pub(super) fn RecordSection(
    /// Which entries.
    records: Records,
    /// The entries in the order of the list.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// Above the list: search, filters.
    #[prop(optional, into)]
    tools: Option<ViewFn>,
) -> impl IntoView {
    let file = CaseFile::expect();
    let area = file.area;
    let chosen = entry_param();
    let writable = Memo::new(move |_| file.writable());
    let any = Memo::new(move |_| {
        file.with(|case| case.entries.iter().any(|entry| entry.form == records.form)).unwrap_or(false)
    });
    let new_path = entry_path(file.id, records.slug, slug::NEW);
    let to_new = new_path.clone();
    view! {
        <section class="stack" class:has-detail=move || chosen.with(Option::is_some)>
            <SectionHeading title=move || (records.title)(area.locale())>
                <Show when=move || writable.get()>
                    <LinkButton href=new_path.clone() icon="plus" class="section-new" key="n">
                        {move || (records.new)(area.locale())}
                    </LinkButton>
                </Show>
            </SectionHeading>
            <Show
                when=move || any.get() || chosen.with(Option::is_some)
                fallback=move || {
                    let to_new = to_new.clone();
                    view! {
                        <Card>
                            <NoEntries
                                form=records.form
                                icon=records.icon
                                title=move || (records.none_title)(area.locale())
                                text=move || (records.none_text)(area.locale())
                            >
                                {
                                    let to_new = to_new.clone();
                                    view! {
                                        <Show when=move || writable.get()>
                                            <LinkButton href=to_new.clone() kind=ButtonKind::Primary icon="plus">
                                                {move || (records.new)(area.locale())}
                                            </LinkButton>
                                        </Show>
                                    }
                                }
                            </NoEntries>
                        </Card>
                    }
                }
            >
                <div class="split panes">
                    <div class="pane-list stack-small">
                        {tools.clone().map(|tools| tools.run())}
                        <EntryList records=records entries=entries/>
                    </div>
                    <div class="pane-detail">
                        <Detail records=records chosen=chosen/>
                    </div>
                </div>
            </Show>
        </section>
    }
}

/// The list. The chosen entry is marked.
#[component]
fn EntryList(records: Records, entries: Signal<Vec<Entry>>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let path = move |record: RecordId| entry_path(file.id, records.slug, &record.to_string());
    view! {
        <Show
            when=move || entries.with(|entries| !entries.is_empty())
            fallback=move || view! { <p class="muted">{t!(i18n, cases.course.nothing_found)}</p> }
        >
            <ul class="item-list">
                <For
                    each=move || entries.get()
                    key=|entry| (entry.record, entry.revision, entry.texts.is_open())
                    children=move |entry| {
                        let item = (records.item)(file, &entry);
                        view! {
                            <li class:is-withdrawn=entry.withdrawn>
                                <A href=path(entry.record) attr:class="item-link">{item}</A>
                            </li>
                        }
                    }
                />
            </ul>
        </Show>
    }
}

/// The chosen entry, a new one, or a word on how to choose.
#[component]
fn Detail(records: Records, chosen: Memo<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    // Another draft of the same place is another form.
    let draft = use_query_map();
    let draft = Memo::new(move |_| draft.with(|query| query.get(DRAFT_PARAM)));
    // Only the id is watched here: an entry that is stored anew must not take away the form that is open for it.
    move || match (draft.get(), chosen.get()).1 {
        None => view! { <p class="pane-hint muted">{move || (records.choose)(area.locale())}</p> }.into_any(),
        Some(entry) if entry == slug::NEW => view! { <NewEntry records=records/> }.into_any(),
        Some(entry) => match entry.parse::<RecordId>() {
            Ok(record) => view! { <EntryView records=records record=record/> }.into_any(),
            Err(_) => view! {
                <Card>
                    <EmptyState
                        icon="file-search"
                        title=move || t_string!(i18n, cases.file.no_entry_title)
                        text=move || t_string!(i18n, cases.file.no_entry_text)
                    />
                </Card>
            }
            .into_any(),
        },
    }
}

#[component]
fn NewEntry(records: Records) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let navigate = StoredValue::new_local(use_navigate());
    let list = section_path(file.id, records.slug);
    let saved = move |entry: Entry| {
        let path = entry_path(file.id, records.slug, &entry.record.to_string());
        file.stored(entry);
        navigate.with_value(|navigate| {
            navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() })
        });
    };
    let back = list.clone();
    let cancel = move |()| navigate.with_value(|navigate| navigate(&list, NavigateOptions::default()));
    let title = TextProp::from(move || (records.new)(area.locale()));
    view! {
        <Card title=title>
            <BackToList path=back/>
            <Show
                when=move || file.may_write()
                fallback=move || view! { <p class="muted">{t!(i18n, cases.file.readonly)}</p> }
            >
                <EntryForm
                    case=file.id
                    form=records.form
                    initial=untrack(|| (records.initial)(file))
                    on_saved=saved
                    on_cancel=cancel.clone()
                />
            </Show>
        </Card>
    }
}

/// On phones, where the list is not beside the entry.
#[component]
pub(super) fn BackToList(
    /// Path of the list.
    path: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="pane-back">
            <A href=path>
                <Icon name="chevron-left"/>
                {t!(i18n, cases.entry.back)}
            </A>
        </p>
    }
}

/// A text of an entry in a list: shortened by the stylesheet, or "verschlüsselt".
pub(super) fn text_line(entry: &Entry, key: &str) -> AnyView {
    match entry.texts.get(key) {
        Text::Open(text) => view! { <bdi>{text}</bdi> }.into_any(),
        Text::Sealed => view! { <Sealed/> }.into_any(),
    }
}

/// "zurückgezogen", on entries that are.
pub(super) fn withdrawn_chip(file: CaseFile, entry: &Entry) -> Option<AnyView> {
    entry.withdrawn.then(|| {
        let words = move || td_string!(file.area.locale(), cases.entry.withdrawn);
        view! { <Chip tone=Tone::Warn>{words}</Chip> }.into_any()
    })
}
