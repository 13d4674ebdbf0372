//! Dates and numbers in the reader's language, by the browser's own Intl.
use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::Language;

/// Milliseconds since 1970 UTC by the device's clock.
#[must_use]
pub fn now_millis() -> f64 {
    Date::now()
}

/// Seconds since 1970 by the device's clock.
#[must_use]
pub fn now_seconds() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a clock of today's millennium fits into 53 bits")]
    let seconds = (now_millis() / 1000.0) as i64;
    seconds
}

/// Today in the device's time zone as `YYYY-MM-DD`, the form of a date input.
#[must_use]
pub fn today_iso() -> String {
    let now = Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// A `YYYY-MM-DD` date or an RFC 3339 time as a JavaScript date. A pure date is taken in local time: parsed by the
/// browser it would be midnight UTC and show as the day before, west of Greenwich.
fn parse(text: &str) -> Option<Date> {
    let date = match text.len() {
        7 => Date::new(&JsValue::from_str(&format!("{text}-01T12:00:00"))),
        10 => Date::new(&JsValue::from_str(&format!("{text}T12:00:00"))),
        _ => Date::new(&JsValue::from_str(text)),
    };
    (!date.get_time().is_nan()).then_some(date)
}

thread_local! {
    /// Making a formatter takes a browser far longer than using it, and a list has hundreds of dates.
    static DATES: RefCell<HashMap<(Language, DateOptions), Function>> = RefCell::default();
}

/// Options of `Intl.DateTimeFormat`.
type DateOptions = &'static [(&'static str, &'static str)];

fn date_formatter(language: Language, options: DateOptions) -> Function {
    let make = || {
        let bag = Object::new();
        for (key, value) in options {
            let _ = Reflect::set(&bag, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        let locales = Array::of1(&JsValue::from_str(language.tag()));
        Intl::DateTimeFormat::new(&locales, &bag).format()
    };
    DATES.with_borrow_mut(|known| known.entry((language, options)).or_insert_with(make).clone())
}

fn format_with(language: Language, text: &str, options: DateOptions) -> String {
    let Some(date) = parse(text) else { return text.to_owned() };
    date_formatter(language, options)
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_else(|| text.to_owned())
}

/// "26. Nov. 2026" from `YYYY-MM-DD` or RFC 3339. What cannot be read as a date is returned as it is.
#[must_use]
pub fn format_date(language: Language, text: &str) -> String {
    format_with(language, text, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// "26. Nov.", for days near today.
#[must_use]
pub fn format_day(language: Language, text: &str) -> String {
    format_with(language, text, &[("day", "numeric"), ("month", "short")])
}

/// "Do", "Thu".
#[must_use]
pub fn format_weekday(language: Language, text: &str) -> String {
    format_with(language, text, &[("weekday", "short")])
}

/// "Donnerstag, 26. November 2026".
#[must_use]
pub fn format_date_long(language: Language, text: &str) -> String {
    format_with(language, text, &[("dateStyle", "full")])
}

/// "März 2012" from `YYYY-MM`.
#[must_use]
pub fn format_month(language: Language, text: &str) -> String {
    format_with(language, text, &[("month", "long"), ("year", "numeric")])
}

/// "Sept. 2025" from `YYYY-MM`.
#[must_use]
pub fn format_month_short(language: Language, text: &str) -> String {
    format_with(language, text, &[("month", "short"), ("year", "numeric")])
}

/// "17:40" from RFC 3339.
#[must_use]
pub fn format_time(language: Language, text: &str) -> String {
    format_with(language, text, &[("timeStyle", "short")])
}

/// "26. Nov. 2026, 17:40" from RFC 3339.
#[must_use]
pub fn format_date_time(language: Language, text: &str) -> String {
    format_with(language, text, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A number with at most `digits` decimals, "1.234,5" in German.
#[must_use]
pub fn format_number(language: Language, value: f64, digits: u8) -> String {
    let bag = Object::new();
    let _ = Reflect::set(
        &bag,
        &JsValue::from_str("maximumFractionDigits"),
        &JsValue::from_f64(f64::from(digits)),
    );
    let locales = Array::of1(&JsValue::from_str(language.tag()));
    let format = Intl::NumberFormat::new(&locales, &bag).format();
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(value))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_else(|| value.to_string())
}

/// "26. Nov. 2026, 17:40" from seconds since 1970.
#[must_use]
pub fn format_timestamp(language: Language, seconds: i64) -> String {
    format_date_time(language, &instant(seconds))
}

/// "26. Nov. 2026" from seconds since 1970.
#[must_use]
pub fn format_timestamp_day(language: Language, seconds: i64) -> String {
    format_date(language, &instant(seconds))
}

/// Seconds since 1970 as RFC 3339.
fn instant(seconds: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of any date that people use fit into 53 bits"
    )]
    let millis = seconds as f64 * 1000.0;
    let date = Date::new(&JsValue::from_f64(millis));
    date.to_iso_string().as_string().unwrap_or_default()
}
