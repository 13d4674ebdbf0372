//! Ratings: all sheets compared, and one sheet to be filled in.
mod dimension;
mod matrix;
mod read;
mod scale;
mod sheet;

use api::{configuration::known, ids::RecordId};
use leptos::prelude::*;
use vault::view::Entry;

use super::{CaseFile, context::entry_param, slug};
use crate::{
    components::{Card, EmptyState},
    i18n::{t_string, use_i18n},
};
use matrix::Matrix;
use sheet::Sheet;

/// Rater's role of the professionals who work on the case.
const OWN_ROLE: &str = "caseworker";

/// The sheets that count, by their day. Where the professionals rated themselves, only their sheets: differences
/// between raters are shown in the comparison, not mixed.
pub(super) fn sheets(file: CaseFile) -> Vec<Entry> {
    let mut all = all_sheets(file);
    if all.iter().any(|sheet| sheet.facts.code(known::RATER_ROLE) == Some(OWN_ROLE)) {
        all.retain(|sheet| sheet.facts.code(known::RATER_ROLE) == Some(OWN_ROLE));
    }
    all
}

/// The latest of [`sheets`].
pub(super) fn latest_sheet(file: CaseFile) -> Option<Entry> {
    sheets(file).pop()
}

/// All sheets, by their day.
fn all_sheets(file: CaseFile) -> Vec<Entry> {
    let mut all = file.valid(known::RATING);
    all.sort_by(|a, b| {
        let day = |entry: &Entry| entry.facts.code(known::DATE).unwrap_or_default().to_owned();
        day(a).cmp(&day(b)).then(a.created_at.cmp(&b.created_at))
    });
    all
}

/// The section: comparison, or one sheet.
#[component]
pub(super) fn Ratings() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let chosen = entry_param();
    move || match chosen.get() {
        None => view! { <Matrix/> }.into_any(),
        Some(entry) => match (entry.strip_prefix(slug::NEW), entry.parse::<RecordId>()) {
            (Some(rest), _) => {
                let time_point = rest.strip_prefix(':').map(ToOwned::to_owned);
                view! { <Sheet entry=None time_point=time_point/> }.into_any()
            }
            (None, Ok(record)) if untrack(|| file.entry(record)).is_some() => {
                view! { <Sheet entry=untrack(|| file.entry(record)) time_point=None/> }.into_any()
            }
            _ => view! {
                <Card>
                    <EmptyState icon="file-search" title=move || t_string!(i18n, cases.file.no_entry_title)/>
                </Card>
            }
            .into_any(),
        },
    }
}
