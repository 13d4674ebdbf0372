//! Days and months as clear facts.

use time::{Date, Month};

/// The day of a text `2026-11-23`. No other spelling counts, so that one day has one signed byte string.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let (month, day) = text.rsplit_once('-')?;
    let first = parse_month(month)?;
    first.replace_day(digits(day, 2)?.try_into().ok()?).ok()
}

/// The first day of the month of a text `2012-03`.
#[must_use]
pub fn parse_month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    let month = Month::try_from(u8::try_from(digits(month, 2)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(digits(year, 4)?), month, 1).ok()
}

fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_have_exactly_one_spelling() {
        assert_eq!(parse_date("2026-11-23"), Some(date!(2026 - 11 - 23)));
        assert_eq!(parse_date("2024-02-29"), Some(date!(2024 - 02 - 29)));
        for text in
            ["2025-02-29", "2026-13-01", "2026-1-01", "2026-11-3", "26-11-23", "23.11.2026", "+026-11-23", ""]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn months_have_exactly_one_spelling() {
        assert_eq!(parse_month("2012-03"), Some(date!(2012 - 03 - 01)));
        for text in ["2012-3", "2012-00", "2012-03-01", "03-2012", "2012"] {
            assert_eq!(parse_month(text), None, "{text}");
        }
    }
}
