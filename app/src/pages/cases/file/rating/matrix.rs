//! All rating sheets side by side.
use api::configuration::known;
use leptos::prelude::*;
use leptos_router::components::A;
use vault::view::Entry;

use super::{
    super::{
        CaseFile, due_list::due_path, entry_path, section::SectionHeading, slug, unconfirmed::NoEntries,
    },
    all_sheets,
};
use crate::{
    components::{ButtonKind, Card, HelpTopic, Icon, LinkButton, NeedBadge, TableWrap},
    i18n::{t, t_string, use_i18n},
    pages::cases::{due::DueWhat, due_words},
    platform,
};

/// The comparison, with what is due above it.
#[component]
pub(super) fn Matrix() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let sheets = Memo::new(move |_| all_sheets(file));
    let writable = Memo::new(move |_| file.writable());
    let new = entry_path(file.id, slug::RATINGS, slug::NEW);
    let to_new = new.clone();
    view! {
        <section class="stack">
            <SectionHeading title=move || t_string!(i18n, cases.ratings.title) help=HelpTopic::TimePoints>
                <Show when=move || writable.get()>
                    <LinkButton href=new.clone() icon="plus">{t!(i18n, cases.ratings.new)}</LinkButton>
                </Show>
            </SectionHeading>
            <Show when=move || writable.get()>
                <DueRatings/>
            </Show>
            <Show
                when=move || sheets.with(|sheets| !sheets.is_empty())
                fallback=move || {
                    let to_new = to_new.clone();
                    view! {
                        <Card>
                            <NoEntries
                                form=known::RATING
                                icon="activity"
                                title=move || t_string!(i18n, cases.ratings.none_title)
                                text=move || t_string!(i18n, cases.ratings.none_text)
                            >
                                {
                                    let to_new = to_new.clone();
                                    view! {
                                        <Show when=move || writable.get()>
                                            <LinkButton href=to_new.clone() kind=ButtonKind::Primary icon="activity">
                                                {t!(i18n, cases.file.rate)}
                                            </LinkButton>
                                        </Show>
                                    }
                                }
                            </NoEntries>
                        </Card>
                    }
                }
            >
                <Card class="card-flush">
                    <Table sheets=sheets/>
                </Card>
            </Show>
        </section>
    }
}

/// Ratings that wait, each with the way to do it.
#[component]
fn DueRatings() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let due = Memo::new(move |_| {
        file.due()
            .into_iter()
            .filter(|due| matches!(due.what, DueWhat::Rating { .. }))
            .take(3)
            .collect::<Vec<_>>()
    });
    move || {
        let due = due.get();
        (!due.is_empty()).then(|| {
            let lines = due
                .into_iter()
                .map(|due| {
                    let class = format!("due-day {}", due_words::tone(&due).class());
                    let path = due_path(file.id, &due);
                    let about = due.clone();
                    view! {
                        <li>
                            <span class=class>{move || due_words::when(area, &due)}</span>
                            <span class="due-what">{move || due_words::what(area, &about)}</span>
                            <LinkButton href=path class="btn-small" icon="activity">{t!(i18n, cases.overview.rate_now)}</LinkButton>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <Card title=move || t_string!(i18n, cases.overview.due)>
                    <ul class="lines due-lines">{lines}</ul>
                </Card>
            }
        })
    }
}

#[component]
fn Table(sheets: Memo<Vec<Entry>>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let head =
        move || sheets.get().into_iter().map(|sheet| view! { <SheetHead sheet=sheet/> }).collect_view();
    let body = move || {
        let configuration = area.configuration();
        let instrument = &configuration.instrument;
        let sheets = sheets.get();
        instrument
            .groups
            .iter()
            .map(|group| {
                let rows = instrument
                    .of_group(&group.code)
                    .map(|dimension| {
                        let cells = sheets
                            .iter()
                            .map(|sheet| {
                                let value =
                                    sheet.facts.int(&known::per_dimension(known::VALUE, &dimension.code));
                                let relevant =
                                    sheet.facts.flag(&known::per_dimension(known::RELEVANT, &dimension.code));
                                view! { <td><Cell value=value relevant=relevant/></td> }
                            })
                            .collect_view();
                        view! {
                            <tr>
                                <th scope="row">{area.label(&dimension.label)}</th>
                                {cells}
                            </tr>
                        }
                    })
                    .collect_view();
                view! {
                    <tr class="matrix-group">
                        <th scope="rowgroup" colspan=sheets.len() + 1>{area.label(&group.label)}</th>
                    </tr>
                    {rows}
                }
            })
            .collect_view()
    };
    view! {
        <TableWrap label=move || t_string!(i18n, cases.ratings.table)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, cases.ratings.dimension)}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{body}</tbody>
        </TableWrap>
        <p class="muted matrix-legend">
            <Icon name="flag"/>
            " "
            {t!(i18n, cases.ratings.relevant)}
        </p>
    }
}

#[component]
fn SheetHead(sheet: Entry) -> impl IntoView {
    let file = CaseFile::expect();
    let area = file.area;
    let code = sheet.facts.code(known::TIME_POINT).unwrap_or_default().to_owned();
    let day = sheet.facts.code(known::DATE).unwrap_or_default().to_owned();
    let role = sheet.facts.code(known::RATER_ROLE).unwrap_or_default().to_owned();
    view! {
        <th scope="col" class="matrix-head">
            <A href=entry_path(file.id, slug::RATINGS, &sheet.record.to_string())>
                {move || area.configuration().time_point_label(&code, area.label_language())}
            </A>
            <span>{move || platform::format_date(area.language(), &day)}</span>
            <span>{move || area.word("rater_role", &role)}</span>
        </th>
    }
}

#[component]
fn Cell(value: Option<i64>, relevant: bool) -> impl IntoView {
    let i18n = use_i18n();
    let badge = match value.and_then(|value| u8::try_from(value).ok()) {
        Some(value) => view! { <NeedBadge value=Signal::stored(value)/> }.into_any(),
        None => view! { <span class="muted" aria-label=move || t_string!(i18n, cases.ratings.not_rated)>"–"</span> }.into_any(),
    };
    view! {
        <span class="matrix-cell">
            {badge}
            {relevant
                .then(|| {
                    view! {
                        <span
                            class="matrix-relevant"
                            role="img"
                            aria-label=move || t_string!(i18n, cases.ratings.relevant)
                            title=move || t_string!(i18n, cases.ratings.relevant)
                        >
                            <Icon name="flag"/>
                        </span>
                    }
                })}
        </span>
    }
}
