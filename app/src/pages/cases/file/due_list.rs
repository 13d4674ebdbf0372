//! What is due in a case, as a list with the way to do it.
use api::ids::CaseId;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{entry_path, section_path, slug};
use crate::pages::cases::{
    area::{Area, day_text},
    due::{Due, DueWhat},
    due_words,
};

/// Where to do what is due: the new rating sheet, the help, or the closing.
pub(crate) fn due_path(case: CaseId, due: &Due) -> String {
    match &due.what {
        DueWhat::Rating { code } => entry_path(case, slug::RATINGS, &format!("{}:{code}", slug::NEW)),
        DueWhat::Review => section_path(case, slug::HELP),
        DueWhat::End => section_path(case, slug::CLOSING),
    }
}

/// One thing that is due: when, and what as a link.
#[component]
pub(crate) fn DueLine(
    /// The case.
    case: CaseId,
    /// What is due.
    due: Due,
) -> impl IntoView {
    let area = Area::expect();
    let class = format!("due-day {}", due_words::tone(&due).class());
    let (day, path) = (day_text(due.day), due_path(case, &due));
    let about = due.clone();
    view! {
        <time class=class datetime=day>{move || due_words::when(area, &due)}</time>
        <A href=path attr:class="due-what">{move || due_words::what(area, &about)}</A>
    }
}
