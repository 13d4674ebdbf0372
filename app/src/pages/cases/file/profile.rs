//! Need at the start and now, per dimension, as a picture and as a table.
use api::configuration::{SCALE_MAX, SCALE_MIN, known};
use leptos::prelude::*;

use super::{CaseFile, entry_path, rating::sheets, slug, unconfirmed::NoEntries};
use crate::{
    components::{ButtonKind, Card, LinkButton, NeedBadge, TableWrap},
    i18n::{t, t_string, use_i18n},
};

/// Where the scale begins in the picture, right of the names.
const LEFT: f64 = 206.0;
/// Where it ends.
const RIGHT: f64 = 546.0;
/// From one dimension to the next.
const ROW: f64 = 30.0;
/// Middle of the first dimension.
const TOP: f64 = 40.0;

/// One dimension at the start and now.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    first: Option<u8>,
    latest: Option<u8>,
}

impl Line {
    /// Change of the need: positive is less need.
    fn better(&self) -> Option<i16> {
        Some(i16::from(self.first?) - i16::from(self.latest?))
    }
}

/// What the picture is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    lines: Vec<Line>,
    /// Names of the first and the latest sheet; the same when there is only one.
    first: String,
    latest: String,
    several: bool,
}

fn content(file: CaseFile) -> Option<Content> {
    let area = file.area;
    let configuration = area.configuration();
    let sheets = sheets(file);
    let (first, latest) = (sheets.first()?, sheets.last()?);
    let value = |sheet: &vault::view::Entry, dimension: &str| {
        sheet
            .facts
            .int(&known::per_dimension(known::VALUE, dimension))
            .and_then(|value| u8::try_from(value).ok())
    };
    let label = |sheet: &vault::view::Entry| {
        let code = sheet.facts.code(known::TIME_POINT).unwrap_or_default();
        configuration.time_point_label(code, area.label_language())
    };
    let lines = configuration
        .instrument
        .dimensions
        .iter()
        .map(|dimension| Line {
            name: area.label(&dimension.label),
            first: value(first, &dimension.code),
            latest: value(latest, &dimension.code),
        })
        .collect();
    Some(Content {
        lines,
        first: label(first),
        latest: label(latest),
        several: first.record != latest.record,
    })
}

/// The card with picture, table and a sentence that says the same.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let content = Memo::new(move |_| content(file));
    let table = RwSignal::new(false);
    let title = move || {
        if content.with(|content| content.as_ref().is_none_or(|content| content.several)) {
            t_string!(i18n, cases.profile.title)
        } else {
            t_string!(i18n, cases.profile.title_one)
        }
    };
    let aside = ViewFn::from(move || {
        view! {
            <Show when=move || content.with(Option::is_some)>
                <button type="button" class="link-button" on:click=move |_| table.update(|table| *table = !*table)>
                    {move || {
                        if table.get() {
                            t_string!(i18n, cases.profile.as_picture)
                        } else {
                            t_string!(i18n, cases.profile.as_table)
                        }
                    }}
                </button>
            </Show>
        }
    });
    view! {
        <Card title=title aside=aside class="profile">
            {move || match content.get() {
                None => view! { <NoRating/> }.into_any(),
                Some(content) => {
                    let body = if table.get() {
                        view! { <ProfileTable content=content.clone()/> }.into_any()
                    } else {
                        view! {
                            <Picture content=content.clone() narrow=false/>
                            <Picture content=content.clone() narrow=true/>
                        }
                            .into_any()
                    };
                    view! {
                        {body}
                        <Sentence content=content/>
                    }
                        .into_any()
                }
            }}
        </Card>
    }
}

#[component]
fn NoRating() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let path = entry_path(file.id, slug::RATINGS, slug::NEW);
    view! {
        <NoEntries
            form=known::RATING
            icon="activity"
            title=move || t_string!(i18n, cases.profile.none_title)
            text=move || t_string!(i18n, cases.profile.none_text)
        >
            {
                let path = path.clone();
                view! {
                    <Show when=move || file.writable()>
                        <LinkButton href=path.clone() kind=ButtonKind::Primary icon="activity">
                            {t!(i18n, cases.file.rate)}
                        </LinkButton>
                    </Show>
                }
            }
        </NoEntries>
    }
}

/// The picture; in the narrow one the names stand above the lines.
#[component]
fn Picture(content: Content, narrow: bool) -> impl IntoView {
    let i18n = use_i18n();
    let (left, right, width, row) =
        if narrow { (14.0, 326.0, 340.0, 48.0) } else { (LEFT, RIGHT, 568.0, ROW) };
    let top = if narrow { 60.0 } else { TOP };
    let step = (right - left) / f64::from(u8::try_from(SCALE_MAX - SCALE_MIN).unwrap_or(6));
    let x = move |value: u8| left + step * (f64::from(value) - 1.0);
    let count = u16::try_from(content.lines.len()).unwrap_or(u16::MAX);
    let bottom = top + row * f64::from(count) - row / 2.0;
    let scale = (1..=7_u8)
        .map(|value| {
            let at = x(value);
            view! {
                <line x1=at x2=at y1="22" y2=bottom class="profile-grid"></line>
                <circle cx=at cy="12" r="9" class=format!("profile-need-{value}")></circle>
                <text x=at y="16" text-anchor="middle" class=format!("profile-number profile-ink-{value}")>{value}</text>
            }
        })
        .collect_view();
    let several = content.several;
    let lines = content
        .lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let y = top + row * f64::from(u16::try_from(index).unwrap_or(u16::MAX));
            let (name_x, name_y, anchor) =
                if narrow { (0.0, y - 16.0, "start") } else { (left - 12.0, y + 4.5, "end") };
            let connection =
                line.first.zip(line.latest).filter(|(first, latest)| several && first != latest).map(
                    |(first, latest)| {
                        view! { <line x1=x(first) x2=x(latest) y1=y y2=y class="profile-line"></line> }
                    },
                );
            let start = line
                .first
                .map(|value| view! { <circle cx=x(value) cy=y r="6.5" class="profile-start"></circle> });
            let now = line
                .latest
                .filter(|_| several)
                .map(|value| view! { <circle cx=x(value) cy=y r="7.5" class="profile-now"></circle> });
            view! {
                <text x=name_x y=name_y text-anchor=anchor class="profile-name">{line.name}</text>
                {connection}
                {start}
                {now}
            }
        })
        .collect_view();
    let class = if narrow { "profile-picture narrow-only" } else { "profile-picture wide-only" };
    view! {
        <svg
            class=class
            viewBox=format!("0 0 {width} {}", bottom + 8.0)
            role="img"
            aria-label=move || t_string!(i18n, cases.profile.label)
        >
            {scale}
            {lines}
        </svg>
    }
}

/// The same as a table.
#[component]
fn ProfileTable(content: Content) -> impl IntoView {
    let i18n = use_i18n();
    let badge = |value: Option<u8>| match value {
        Some(value) => view! { <NeedBadge value=Signal::stored(value)/> }.into_any(),
        None => "–".into_any(),
    };
    let several = content.several;
    let rows = content
        .lines
        .into_iter()
        .map(|line| {
            let change = line.better().filter(|_| several).map(|better| match better {
                0 => "0".to_owned(),
                1.. => format!("−{better}"),
                _ => format!("+{}", -better),
            });
            view! {
                <tr>
                    <th scope="row">{line.name.clone()}</th>
                    <td>{badge(line.first)}</td>
                    {several.then(|| view! { <td>{badge(line.latest)}</td> <td class="num">{change}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableWrap label=move || t_string!(i18n, cases.profile.label)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, cases.profile.dimension)}</th>
                    <th scope="col">{content.first}</th>
                    {several
                        .then(|| {
                            view! {
                                <th scope="col">{content.latest}</th>
                                <th scope="col" class="num">{t!(i18n, cases.profile.change)}</th>
                            }
                        })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableWrap>
    }
}

/// What the picture says, in a sentence.
#[component]
fn Sentence(content: Content) -> impl IntoView {
    let i18n = use_i18n();
    let names = |wanted: fn(i16) -> bool| {
        content
            .lines
            .iter()
            .filter(|line| line.better().is_some_and(wanted))
            .map(|line| line.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let better = content.lines.iter().filter(|line| line.better().is_some_and(|better| better > 0)).count();
    let all = content.lines.iter().filter(|line| line.better().is_some()).count();
    let (same, worse) = (names(|better| better == 0), names(|better| better < 0));
    let (first, latest, several) = (content.first, content.latest, content.several);
    view! {
        <p class="muted">
            {move || {
                if !several {
                    return t_string!(i18n, cases.profile.only_first, name = first.clone()).to_string();
                }
                let mut sentences = vec![
                    t_string!(i18n, cases.profile.between, first = first.clone(), latest = latest.clone()).to_string(),
                    t_string!(i18n, cases.profile.better, count = better, all = all).to_string(),
                ];
                if !same.is_empty() {
                    sentences.push(t_string!(i18n, cases.profile.same, names = same.clone()).to_string());
                }
                if !worse.is_empty() {
                    sentences.push(t_string!(i18n, cases.profile.worse, names = worse.clone()).to_string());
                }
                sentences.join(" ")
            }}
        </p>
    }
}
