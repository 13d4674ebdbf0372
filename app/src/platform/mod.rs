//! Every touch of the browser (web-sys, js-sys) is in here, so that pages and components stay plain Rust and each
//! browser quirk has one place.
mod clipboard;
mod device;
mod files;
mod focus;
mod format;
mod fragment;
mod idle;
mod leave_guard;
mod media;
mod page;

pub use clipboard::copy_text;
pub use device::{Remembered, remember, remembered};
pub use files::{FileError, PickedFile, download_bytes, download_text, first_dropped, first_picked, read_file};
pub use focus::{focus_element, focus_first_invalid, focus_id, scroll_to_top};
pub use format::{
    format_date, format_date_long, format_date_time, format_month, format_number, format_time, now_millis, today_iso,
};
pub use fragment::take_fragment;
pub use idle::{IdleWatch, on_visibility, watch_idle};
pub use leave_guard::LeaveGuard;
pub use media::{media_matches, watch_media};
pub use page::{
    close_dialog, every, later, open_dialog, origin, print, reload, set_language, set_theme, set_title, spawn,
};
