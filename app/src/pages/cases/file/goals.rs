//! Goals.
use std::collections::BTreeSet;

use api::configuration::known;
use leptos::prelude::*;
use vault::view::{Entry, Text};

use super::{
    CaseFile,
    rating::latest_sheet,
    records::{RecordSection, Records, text_line, withdrawn_chip},
    slug,
};
use crate::{
    components::{Chip, Notice, Tone},
    i18n::{t_string, td_string, use_i18n},
    pages::cases::form::Values,
    platform,
};

/// Sealed wording of a goal.
pub(super) const WORDING: &str = "wording";
/// Clear dimension of a goal.
const DIMENSION: &str = "dimension";
/// Clear day until which a goal is to be reached.
const TARGET_DATE: &str = "target_date";
/// States in which nobody works on the goal any more.
const DONE: [&str; 2] = ["reached", "dropped"];
/// State of a goal that was reached.
const REACHED: &str = "reached";

const GOALS: Records = Records {
    slug: slug::GOALS,
    form: known::GOAL,
    icon: "target",
    title: |locale| td_string!(locale, cases.goals.title),
    new: |locale| td_string!(locale, cases.goals.new),
    edit: |locale| td_string!(locale, cases.goals.edit),
    none_title: |locale| td_string!(locale, cases.goals.none_title),
    none_text: |locale| td_string!(locale, cases.goals.none_text),
    choose: |locale| td_string!(locale, cases.goals.choose),
    item: |file, entry| view! { <GoalItem file=file entry=entry.clone()/> }.into_any(),
    heading: |file, entry| match entry.texts.get(WORDING) {
        Text::Open(wording) if !wording.is_empty() => Some(wording),
        Text::Open(_) | Text::Sealed => entry.facts.code(DIMENSION).map(|code| dimension_words(file, code)),
    },
    headed: &[WORDING],
    initial: |_| {
        let mut values = Values::default();
        values.set(known::STATE, known::OPEN);
        values.set(known::DATE, platform::today_iso());
        values
    },
};

/// The goals: running ones first. Dimensions that are to be worked on and have no goal yet are named.
#[component]
pub(super) fn Goals() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let entries = Signal::derive(move || sorted(file.entries(known::GOAL)));
    let without = Memo::new(move |_| without_goal(file));
    let tools = ViewFn::from(move || {
        (!without.with(Vec::is_empty)).then(|| {
            view! {
                <Notice tone=Tone::Accent>
                    <p>
                        {move || {
                            t_string!(i18n, cases.goals.without_goal, names = without.get().join(", ")).to_string()
                        }}
                    </p>
                </Notice>
            }
        })
    });
    view! { <RecordSection records=GOALS entries=entries tools=tools/> }
}

/// Running goals first, then reached and dropped ones, then withdrawn ones.
pub(super) fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| (entry.withdrawn, is_done(entry), entry.created_at));
    entries
}

/// Whether nobody works on the goal any more.
pub(super) fn is_done(entry: &Entry) -> bool {
    entry.facts.code(known::STATE).is_some_and(|state| DONE.contains(&state))
}

fn dimension_words(file: CaseFile, code: &str) -> String {
    file.area
        .configuration()
        .dimension(code)
        .map_or_else(|| code.to_owned(), |dimension| file.area.label(&dimension.label))
}

/// Names of the dimensions that the latest rating calls relevant and that have no goal.
fn without_goal(file: CaseFile) -> Vec<String> {
    let Some(sheet) = latest_sheet(file) else { return Vec::new() };
    let with_goal: BTreeSet<String> = file
        .valid(known::GOAL)
        .iter()
        .filter_map(|goal| goal.facts.code(DIMENSION).map(ToOwned::to_owned))
        .collect();
    file.area
        .configuration()
        .instrument
        .dimensions
        .iter()
        .filter(|dimension| sheet.facts.flag(&known::per_dimension(known::RELEVANT, &dimension.code)))
        .filter(|dimension| !with_goal.contains(&dimension.code))
        .map(|dimension| file.area.label(&dimension.label))
        .collect()
}

/// State of a goal as a chip.
#[component]
pub(super) fn GoalState(
    /// The case.
    file: CaseFile,
    /// The goal.
    entry: Entry,
) -> impl IntoView {
    let state = entry.facts.code(known::STATE).unwrap_or_default().to_owned();
    let tone = if state == REACHED { Tone::Accent } else { Tone::Plain };
    view! { <Chip tone=tone>{move || file.area.word("goal_state", &state)}</Chip> }
}

#[component]
fn GoalItem(file: CaseFile, entry: Entry) -> impl IntoView {
    let area = file.area;
    let dimension = entry.facts.code(DIMENSION).map(ToOwned::to_owned);
    let target = entry.facts.code(TARGET_DATE).map(ToOwned::to_owned);
    view! {
        <span class="item-main">
            <strong class="item-title">{text_line(&entry, WORDING)}</strong>
            <GoalState file=file entry=entry.clone()/>
            {withdrawn_chip(file, &entry)}
            <span class="muted">
                {dimension.map(|code| move || dimension_words(file, &code))}
                {target
                    .map(|day| {
                        move || {
                            let date = platform::format_date(area.language(), &day);
                            let words = td_string!(area.locale(), cases.goals.until, date = date).to_string();
                            format!(" · {words}")
                        }
                    })}
            </span>
        </span>
    }
}
