//! Course entries.
use api::configuration::{ClearKind, known};
use leptos::prelude::*;
use vault::view::{Entry, Text};

use super::{
    CaseFile,
    records::{RecordSection, Records, text_line, withdrawn_chip},
    slug,
};
use crate::{
    components::{Choice, Icon, Select, Switch, unique_id},
    i18n::{t, t_string, td_string, use_i18n},
    pages::cases::form::{Values, choices},
    platform,
};

/// Sealed title of a course entry.
const TITLE: &str = "title";
/// Sealed text of a course entry.
const TEXT: &str = "text";
/// Clear duration of a course entry in minutes.
const DURATION: &str = "duration";

const COURSE: Records = Records {
    slug: slug::COURSE,
    form: known::COURSE,
    icon: "notebook-pen",
    title: |locale| td_string!(locale, cases.course.title),
    new: |locale| td_string!(locale, cases.course.new),
    edit: |locale| td_string!(locale, cases.course.edit),
    none_title: |locale| td_string!(locale, cases.course.none_title),
    none_text: |locale| td_string!(locale, cases.course.none_text),
    choose: |locale| td_string!(locale, cases.course.choose),
    item: |file, entry| view! { <CourseItem file=file entry=entry.clone()/> }.into_any(),
    heading: |file, entry| Some(heading(file, entry)),
    headed: &[TITLE],
    initial: |_| {
        let mut values = Values::default();
        values.set(known::DATE, platform::today_iso());
        values
    },
};

/// The entries of the course, newest first, with a search.
#[component]
pub(super) fn Course() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let search = RwSignal::new(String::new());
    let kind = RwSignal::new(String::new());
    let withdrawn = RwSignal::new(true);
    let entries = Signal::derive(move || {
        let words = search.get().to_lowercase();
        let kind = kind.get();
        let withdrawn = withdrawn.get();
        let mut entries = by_date(file.entries(known::COURSE));
        entries.retain(|entry| {
            (withdrawn || !entry.withdrawn)
                && (kind.is_empty() || entry.facts.code(known::KIND) == Some(kind.as_str()))
                && words
                    .split_whitespace()
                    .all(|word| contains(entry, word) || heading(file, entry).to_lowercase().contains(word))
        });
        entries
    });
    let kinds = Signal::derive(move || {
        let configuration = area.configuration();
        let list = configuration
            .form(known::COURSE)
            .and_then(|form| form.fields.iter().find(|field| field.code == known::KIND))
            .and_then(|field| field.clear())
            .and_then(ClearKind::list)
            .unwrap_or_default()
            .to_owned();
        let mut all = vec![Choice::new("", t_string!(i18n, cases.course.all_kinds))];
        all.extend(choices(area, &ClearKind::Code { list }, ""));
        all
    });
    let any_withdrawn = Memo::new(move |_| {
        file.with(|case| case.entries.iter().any(|entry| entry.form == known::COURSE && entry.withdrawn))
            .unwrap_or(false)
    });
    let tools = ViewFn::from(move || {
        let id = unique_id("course-search");
        view! {
            <div class="search-field">
                <label class="visually-hidden" for=id.clone()>{t!(i18n, cases.course.search)}</label>
                <Icon name="search"/>
                <input
                    id=id
                    class="input"
                    type="search"
                    aria-keyshortcuts="/"
                    placeholder=move || t_string!(i18n, cases.course.search)
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                    autocomplete="off"
                />
            </div>
            <Select label=move || t_string!(i18n, cases.course.filter_kind) value=kind choices=kinds no_empty=true/>
            <Show when=move || any_withdrawn.get()>
                <Switch checked=withdrawn>{t!(i18n, cases.course.show_withdrawn)}</Switch>
            </Show>
            <p class="muted" role="status">
                {move || t_string!(i18n, cases.course.count, count = entries.with(Vec::len)).to_string()}
            </p>
        }
    });
    view! { <RecordSection records=COURSE entries=entries tools=tools/> }
}

/// By their day, newest first; of one day the one written last comes first.
pub(super) fn by_date(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| {
        let day = |entry: &Entry| entry.facts.code(known::DATE).unwrap_or_default().to_owned();
        day(b).cmp(&day(a)).then(b.created_at.cmp(&a.created_at))
    });
    entries
}

/// Title, or the kind where there is none or it is sealed.
pub(super) fn heading(file: CaseFile, entry: &Entry) -> String {
    match entry.texts.get(TITLE) {
        Text::Open(title) if !title.trim().is_empty() => title,
        Text::Open(_) | Text::Sealed => kind_words(file, entry),
    }
}

fn kind_words(file: CaseFile, entry: &Entry) -> String {
    entry.facts.code(known::KIND).map(|code| file.area.word("course_kind", code)).unwrap_or_default()
}

fn contains(entry: &Entry, word: &str) -> bool {
    [TITLE, TEXT].iter().any(|key| match entry.texts.get(key) {
        Text::Open(text) => text.to_lowercase().contains(word),
        Text::Sealed => false,
    })
}

/// A course entry in a list: day, heading, kind, duration, the beginning of the text, author.
#[component]
pub(super) fn CourseItem(
    /// The case.
    file: CaseFile,
    /// The entry.
    entry: Entry,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = file.area;
    let day = entry.facts.code(known::DATE).unwrap_or_default().to_owned();
    let datetime = day.clone();
    let minutes = entry.facts.int(DURATION);
    let (titled, kinded) = (entry.clone(), entry.clone());
    let title = move || heading(file, &titled);
    let kind = move || {
        let kind = kind_words(file, &kinded);
        (kind != heading(file, &kinded)).then(|| view! { <span class="chip">{kind}</span> })
    };
    view! {
        <time class="item-day" datetime=datetime>{move || platform::format_date(area.language(), &day)}</time>
        <span class="item-main">
            <strong class="item-title"><bdi>{title}</bdi></strong>
            {kind}
            {minutes
                .map(|count| {
                    view! {
                        <span class="chip">
                            {move || t_string!(i18n, cases.overview.minutes, count = count).to_string()}
                        </span>
                    }
                })}
            {withdrawn_chip(file, &entry)}
            {(!entry.withdrawn).then(|| view! { <span class="item-text">{text_line(&entry, TEXT)}</span> })}
            <span class="muted">{entry.created_by.name.clone()}</span>
        </span>
    }
}
