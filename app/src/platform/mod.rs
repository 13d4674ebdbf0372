//! Every touch of the browser (web-sys, js-sys) is in here, so that pages and components stay plain Rust and each
//! browser quirk has one place.
mod channel;
mod clipboard;
mod clock;
mod device;
mod fault;
mod files;
mod focus;
mod format;
mod fragment;
mod idle;
mod keys;
mod leave_guard;
mod link_guard;
mod media;
mod page;
mod pause;
mod program;
mod scroll;
mod store;
mod store_now;
mod timing;
mod transport;
mod verify;
mod worker;

pub use channel::{DraftLine, DraftNews, TabMessage, Tabs};
pub use clipboard::copy_text;
pub use clock::server_time_if_wrong;
pub use device::{Remembered, remember, remembered};
pub use fault::{report_faults, words_of_fault};
pub use files::{
    FileError, PickedFile, download_bytes, download_text, first_dropped, first_picked, read_file,
};
pub use focus::{
    RowWatch, focus_element, focus_first_field, focus_first_invalid, focus_id, focus_is_on_link,
    keep_current_in_sight, reveal, scroll_to_top,
};
pub use format::{
    format_date, format_date_long, format_date_time, format_day, format_month, format_month_short,
    format_number, format_time, format_timestamp, format_timestamp_day, format_weekday, now_millis,
    now_seconds, today_iso,
};
pub use fragment::take_fragment;
pub use idle::{
    IdleWatch, VisibilityWatch, is_visible, on_vanishing, on_visibility, watch_idle, watch_visibility,
};
pub use keys::{KeyTarget, KeyWatch, key_targets, watch_keys, watch_send};
pub use leave_guard::LeaveGuard;
pub use link_guard::LinkGuard;
pub use media::{media_matches, watch_media};
pub use page::{
    Timer, close_dialog, every, later, open_dialog, origin, print, reload, set_language, set_theme,
    set_title, spawn,
};
pub use pause::{breathe, pause};
pub use program::{fetch_build, loaded_files};
pub use scroll::{
    ScrollWatch, after_drawing, attribute_around, focus_in, heights, place_of, scroll_page_to, scrolled,
    window_height,
};
pub use store::BrowserStore;
pub use store_now::{hold_store, put_at_once};
pub use timing::timed;
pub use transport::FetchTransport;
pub use worker::{is_page, start_threads};
