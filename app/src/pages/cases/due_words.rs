//! Due dates in words: "heute", "in 3 Tagen", "seit gestern".
use leptos::prelude::*;

use super::{
    area::{Area, day_text, today},
    due::{Due, DueWhat},
};
use crate::{
    components::{Chip, Tone},
    i18n::{Locale, td_string},
    platform,
};

/// Days ahead within which a date is named by its weekday.
const NEAR_DAYS: i64 = 6;
/// Days before today from which on the month says more than the number of days.
const LONG_AGO: i64 = -60;
/// Days ahead within which a date needs attention.
const SOON_DAYS: i64 = 3;

/// What is due: "Bewertung „Verlauf 2“". Reactive in the language.
pub(super) fn what(area: Area, due: &Due) -> String {
    let locale = area.locale();
    match due.rating_label(&area.configuration(), area.label_language()) {
        Some(name) => td_string!(locale, cases.due.rating, name = name).to_string(),
        None if due.what == DueWhat::Review => td_string!(locale, cases.due.review).to_owned(),
        None => td_string!(locale, cases.due.end).to_owned(),
    }
}

/// When: "heute", "Do", "26. Nov.", "seit 5 Tagen". Reactive in the language.
pub(super) fn when(area: Area, due: &Due) -> String {
    let text = day_text(due.day);
    match due.days(today()) {
        ..LONG_AGO => {
            let month = platform::format_month_short(area.language(), text.get(..7).unwrap_or(&text));
            td_string!(area.locale(), cases.due.since, month = month).to_string()
        }
        days @ ..=1 => relative(area.locale(), days),
        2..=NEAR_DAYS => platform::format_weekday(area.language(), &text),
        _ => platform::format_day(area.language(), &text),
    }
}

fn relative(locale: Locale, days: i64) -> String {
    match days {
        0 => td_string!(locale, cases.due.today).to_owned(),
        1 => td_string!(locale, cases.due.tomorrow).to_owned(),
        -1 => td_string!(locale, cases.due.yesterday).to_owned(),
        ..0 => td_string!(locale, cases.due.late, days = -days).to_string(),
        _ => td_string!(locale, cases.due.in_days, days = days).to_string(),
    }
}

/// What and when in one, for the chip of the case header: "Bewertung fällig in 3 Tagen".
pub(super) fn chip_words(area: Area, due: &Due) -> String {
    let (locale, what) = (area.locale(), what(area, due));
    match due.days(today()) {
        ..0 => td_string!(locale, cases.due.chip_late, what = what).to_string(),
        0 => td_string!(locale, cases.due.chip_today, what = what).to_string(),
        1 => td_string!(locale, cases.due.chip_tomorrow, what = what).to_string(),
        days => td_string!(locale, cases.due.chip_in, what = what, days = days).to_string(),
    }
}

/// How much a date stands out.
pub(super) fn tone(due: &Due) -> Tone {
    match due.days(today()) {
        ..0 => Tone::Bad,
        0..=SOON_DAYS => Tone::Warn,
        _ => Tone::Plain,
    }
}

/// A date as a chip, for the list of cases.
#[component]
pub(super) fn DueChip(
    /// What is due.
    due: Due,
) -> impl IntoView {
    let area = Area::expect();
    let tone = tone(&due);
    let about = due.clone();
    let title = move || what(area, &about);
    view! {
        <span title=title>
            <Chip tone=tone>{move || when(area, &due)}</Chip>
        </span>
    }
}
