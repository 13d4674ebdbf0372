//! Evaluation: counts of the cases in scope. Needs no key.
use std::collections::BTreeMap;

use api::{
    cases::{CaseState, CaseSummary},
    paths::pages,
};
use leptos::{prelude::*, text_prop::TextProp};
use leptos_router::components::A;

use super::{area::Area, list::ListFailure};
use crate::{
    components::{Card, EmptyState, NeedBadge, PageHeader, Spinner, TableWrap},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// One line of a count: words, open cases, closed cases.
type Line = (String, usize, usize);

/// The page.
#[component]
pub fn EvaluationPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    area.load_rows();
    let cases = Memo::new(move |_| {
        area.rows.with(|rows| rows.iter().map(|row| row.summary.clone()).collect::<Vec<CaseSummary>>())
    });
    let by_help = Memo::new(move |_| {
        count(&cases.get(), |case| match &case.help_type {
            Some(code) => area.word("help_type", code),
            None => t_string!(i18n, cases.evaluation.help_unknown).to_owned(),
        })
    });
    let by_unit = Memo::new(move |_| {
        count(&cases.get(), |case| {
            area.unit_name(case.unit)
                .unwrap_or_else(|| t_string!(i18n, cases.list.whole_organisation).to_owned())
        })
    });
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, cases.evaluation.title)
                subtitle=move || t_string!(i18n, cases.evaluation.subtitle)
                actions=ViewFn::from(move || {
                    view! {
                        <A href=pages::CASES attr:class="btn">
                            {t!(i18n, cases.evaluation.all_cases)}
                        </A>
                    }
                })
            />
            <ListFailure/>
            <Show when=move || area.listed.get() fallback=|| view! { <Spinner/> }>
                <Show
                    when=move || cases.with(|cases| !cases.is_empty())
                    fallback=move || {
                        view! {
                            <Card>
                                <EmptyState
                                    icon="chart-column"
                                    title=move || t_string!(i18n, cases.evaluation.none_title)
                                    text=move || t_string!(i18n, cases.evaluation.none_text)
                                />
                            </Card>
                        }
                    }
                >
                    <Figures cases=cases/>
                    <div class="columns is-even">
                        <CountTable title=move || t_string!(i18n, cases.evaluation.by_help) lines=by_help/>
                        <div class="stack">
                            <CountTable title=move || t_string!(i18n, cases.evaluation.by_unit) lines=by_unit/>
                            <TimePoints cases=cases/>
                        </div>
                    </div>
                    <Needs cases=cases/>
                </Show>
            </Show>
        </div>
    }
}

fn count(cases: &[CaseSummary], words: impl Fn(&CaseSummary) -> String) -> Vec<Line> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in cases {
        let line = counts.entry(words(case)).or_default();
        match case.state {
            CaseState::Open => line.0 += 1,
            CaseState::Closed => line.1 += 1,
        }
    }
    counts.into_iter().map(|(words, (open, closed))| (words, open, closed)).collect()
}

/// The large figures.
#[component]
fn Figures(cases: Memo<Vec<CaseSummary>>) -> impl IntoView {
    let i18n = use_i18n();
    let number = move |wanted: fn(&CaseSummary) -> usize| {
        Signal::derive(move || cases.with(|cases| cases.iter().map(wanted).sum::<usize>()))
    };
    let all = number(|_| 1);
    let open = number(|case| usize::from(case.state == CaseState::Open));
    let closed = number(|case| usize::from(case.state == CaseState::Closed));
    let ratings = number(|case| case.rated.len());
    let rated = number(|case| usize::from(!case.rated.is_empty()));
    let entries = number(|case| usize::try_from(case.entries).unwrap_or(0));
    view! {
        <div class="figures">
            <Figure
                words=move || t_string!(i18n, cases.evaluation.cases)
                number=all
                below=move || {
                    format!(
                        "{} {}, {} {}",
                        open.get(),
                        t_string!(i18n, cases.evaluation.open),
                        closed.get(),
                        t_string!(i18n, cases.evaluation.closed),
                    )
                }
            />
            <Figure words=move || t_string!(i18n, cases.evaluation.ratings) number=ratings below=move || String::new()/>
            <Figure
                words=move || t_string!(i18n, cases.evaluation.rated_cases)
                number=rated
                below=move || t_string!(i18n, cases.evaluation.share, count = rated.get(), all = all.get()).to_string()
            />
            <Figure words=move || t_string!(i18n, cases.evaluation.entries) number=entries below=move || String::new()/>
        </div>
    }
}

#[component]
fn Figure(
    #[prop(into)] words: TextProp,
    number: Signal<usize>,
    #[prop(into)] below: TextProp,
) -> impl IntoView {
    let area = Area::expect();
    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^53")]
    let shown = move || platform::format_number(area.language(), number.get() as f64, 0);
    view! {
        <div class="card figure">
            <p class="muted">{move || words.get()}</p>
            <p class="figure-number">{shown}</p>
            <p class="muted">{move || below.get()}</p>
        </div>
    }
}

/// Counts by something, with a bar that shows the share of the largest.
#[component]
fn CountTable(#[prop(into)] title: TextProp, lines: Memo<Vec<Line>>) -> impl IntoView {
    let i18n = use_i18n();
    let named = title.clone();
    let label = move || format!("{}: {}", named.get(), t_string!(i18n, cases.evaluation.count));
    let rows = move || {
        let lines = lines.get();
        let most = lines.iter().map(|(_, open, closed)| open + closed).max().unwrap_or(1).max(1);
        lines
            .into_iter()
            .map(|(words, open, closed)| {
                view! {
                    <tr>
                        <th scope="row">{words} <Bar open=open closed=closed most=most/></th>
                        <td class="num">{open}</td>
                        <td class="num">{closed}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Card title=title>
            <TableWrap label=label>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="num">{t!(i18n, cases.evaluation.open)}</th>
                        <th scope="col" class="num">{t!(i18n, cases.evaluation.closed)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableWrap>
        </Card>
    }
}

/// Open and closed as one bar; the numbers beside it say the same.
#[component]
fn Bar(open: usize, closed: usize, most: usize) -> impl IntoView {
    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^53")]
    let part = |count: usize| 100.0 * count as f64 / most as f64;
    view! {
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect x="0" y="0" width=part(open) height="10" class="bar-open"></rect>
            <rect x=part(open) y="0" width=part(closed) height="10" class="bar-closed"></rect>
        </svg>
    }
}

/// How many cases have a rating at each time point.
#[component]
fn TimePoints(cases: Memo<Vec<CaseSummary>>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let rows = move || {
        let configuration = area.configuration();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        cases.with(|cases| {
            for code in cases.iter().flat_map(|case| &case.rated) {
                *counts.entry(code.clone()).or_default() += 1;
            }
        });
        let mut rows: Vec<(usize, String, usize)> = counts
            .into_iter()
            .map(|(code, count)| {
                let base = code.split('.').next().unwrap_or_default().to_owned();
                let place =
                    configuration.time_points.iter().position(|one| one.code == base).unwrap_or(usize::MAX);
                (place, code, count)
            })
            .collect();
        rows.sort();
        rows.into_iter()
            .map(|(_, code, count)| {
                let words = configuration.time_point_label(&code, area.label_language());
                view! {
                    <tr>
                        <th scope="row">{words}</th>
                        <td class="num">{count}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Card title=move || t_string!(i18n, cases.evaluation.by_time_point)>
            <TableWrap label=move || {
                    format!("{}: {}", t_string!(i18n, cases.evaluation.by_time_point), t_string!(i18n, cases.evaluation.count))
                }>
                <tbody>{rows}</tbody>
            </TableWrap>
        </Card>
    }
}

/// How the highest need of the cases is spread, at the start and now.
#[component]
fn Needs(cases: Memo<Vec<CaseSummary>>) -> impl IntoView {
    let i18n = use_i18n();
    let compared = Memo::new(move |_| {
        cases.with(|cases| {
            cases
                .iter()
                .filter(|case| case.rated.len() > 1)
                .filter_map(|case| case.need_first.zip(case.need_latest))
                .collect::<Vec<(u8, u8)>>()
        })
    });
    let rows = move || {
        let compared = compared.get();
        let most = (1..=7_u8)
            .map(|value| {
                let first = compared.iter().filter(|(first, _)| *first == value).count();
                first.max(compared.iter().filter(|(_, latest)| *latest == value).count())
            })
            .max()
            .unwrap_or(1)
            .max(1);
        (1..=7_u8)
            .map(|value| {
                let first = compared.iter().filter(|(first, _)| *first == value).count();
                let latest = compared.iter().filter(|(_, latest)| *latest == value).count();
                view! {
                    <tr>
                        <th scope="row"><NeedBadge value=Signal::stored(value)/></th>
                        <td class="num">{first}</td>
                        <td class="bar-cell"><Bar open=first closed=0 most=most/></td>
                        <td class="num">{latest}</td>
                        <td class="bar-cell"><Bar open=latest closed=0 most=most/></td>
                    </tr>
                }
            })
            .collect_view()
    };
    let sentence = move || {
        let compared = compared.get();
        let lower = compared.iter().filter(|(first, latest)| latest < first).count();
        t_string!(i18n, cases.evaluation.lower, count = lower, all = compared.len()).to_string()
    };
    view! {
        <Show when=move || compared.with(|compared| !compared.is_empty())>
            <Card title=move || t_string!(i18n, cases.evaluation.by_need)>
                <TableWrap label=move || {
                    format!("{}: {}", t_string!(i18n, cases.evaluation.by_need), t_string!(i18n, cases.evaluation.count))
                }>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, cases.evaluation.value)}</th>
                            <th scope="colgroup" colspan="2">{t!(i18n, cases.profile.start)}</th>
                            <th scope="colgroup" colspan="2">{t!(i18n, cases.profile.now)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableWrap>
                <p class="muted">{sentence}</p>
            </Card>
        </Show>
    }
}
