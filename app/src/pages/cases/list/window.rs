//! Which rows of a long list are drawn: those in sight, some above and below, and the one that has the focus. Everything
//! else is empty space of the right height, so that the page scrolls as if all were there.
use std::{cell::RefCell, rc::Rc};

use leptos::{html, prelude::*};

use super::model::Shown;
use crate::platform::{self, ScrollWatch};

/// Lists up to this length are drawn completely: the browser's own search on the page finds everything then.
const ALL_UP_TO: usize = 200;
/// Rows beyond the edges of the window.
const BEYOND: usize = 8;
/// Height of a row in CSS pixels before one was measured.
const FIRST_GUESS: f64 = 50.0;

/// A piece of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Line {
    /// The row at this place in the shown order.
    Row(usize),
    /// Nothing, as high as so many rows. The first number tells several of them apart.
    Space(u8, usize),
}

/// The window; copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// First and last row in sight, with those beyond.
    range: RwSignal<(usize, usize)>,
    height: RwSignal<f64>,
    /// Place of the row that has the focus.
    pub(super) focused: RwSignal<Option<usize>>,
    body: NodeRef<html::Tbody>,
    shown: Memo<Shown>,
}

impl Window {
    /// Watches the page as long as the component lives.
    pub(super) fn new(shown: Memo<Shown>) -> Self {
        let window = Self {
            range: RwSignal::new((0, ALL_UP_TO / 4)),
            height: RwSignal::new(FIRST_GUESS),
            focused: RwSignal::new(None),
            body: NodeRef::new(),
            shown,
        };
        let watch = Rc::new(RefCell::new(Some(ScrollWatch::start(move || window.look()))));
        let watch = StoredValue::new_local(watch);
        on_cleanup(move || watch.with_value(|watch| drop(watch.borrow_mut().take())));
        Effect::new(move |_| {
            shown.track();
            window.body.track();
            platform::after_drawing(move || window.look());
        });
        window
    }

    /// Where the rows stand.
    pub(super) fn body(self) -> NodeRef<html::Tbody> {
        self.body
    }

    /// Measures what is in sight.
    fn look(self) {
        let Some(body) = self.body.try_get_untracked().flatten() else { return };
        let (count, sum) = platform::heights(&body, "tr.case-row");
        let Some(mut height) = self.height.try_get_untracked() else { return };
        if count > 0 {
            let measured = sum / f64::from(count);
            if (measured - height).abs() > 1.0 && measured > 1.0 {
                height = measured;
                self.height.set(measured);
            }
        }
        let (top, _) = platform::place_of(&body);
        let len = self.shown.with_untracked(Shown::len);
        let first = rows_in(-top, height).saturating_sub(BEYOND).min(len);
        let last = (rows_in(platform::window_height() - top, height) + 1 + BEYOND).min(len);
        // A few rows of leeway, so that not every movement draws anew.
        let range = (first / 4 * 4, last.div_ceil(4) * 4);
        if self.range.get_untracked() != range {
            self.range.set(range);
        }
    }

    /// What is drawn. Reactive.
    pub(super) fn lines(self) -> Vec<Line> {
        let len = self.shown.with(Shown::len);
        if len <= ALL_UP_TO {
            return (0..len).map(Line::Row).collect();
        }
        let (first, last) = self.range.get();
        let (first, last) = (first.min(len), last.min(len).max(first.min(len)));
        let focused = self.focused.get().filter(|place| *place < len && !(first..last).contains(place));
        let mut lines = Vec::with_capacity(last - first + 4);
        let mut at = 0;
        let space = |lines: &mut Vec<Line>, number: u8, from: usize, to: usize| {
            if to > from {
                lines.push(Line::Space(number, to - from));
            }
        };
        if let Some(place) = focused.filter(|place| *place < first) {
            space(&mut lines, 0, at, place);
            lines.push(Line::Row(place));
            at = place + 1;
        }
        space(&mut lines, 1, at, first);
        lines.extend((first..last).map(Line::Row));
        at = last;
        if let Some(place) = focused.filter(|place| *place >= last) {
            space(&mut lines, 2, at, place);
            lines.push(Line::Row(place));
            at = place + 1;
        }
        space(&mut lines, 3, at, len);
        lines
    }

    /// Height of so many rows, for a style. Reactive.
    pub(super) fn height_of(self, rows: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "no list has more rows than fit into 52 bits")]
        let pixels = self.height.get() * rows as f64;
        format!("{pixels:.0}px")
    }

    /// Moves the focus to the link of a row, and scrolls there where it is out of sight.
    pub(super) fn focus(self, place: usize) {
        let len = self.shown.with_untracked(Shown::len);
        let Some(body) = self.body.get_untracked() else { return };
        if len == 0 {
            return;
        }
        let place = place.min(len - 1);
        let height = self.height.get_untracked();
        let (top, _) = platform::place_of(&body);
        #[expect(clippy::cast_precision_loss, reason = "no list has more rows than fit into 52 bits")]
        let row = top + height * place as f64;
        let bottom = platform::window_height() - 2.0 * height;
        if row < height {
            platform::scroll_page_to(platform::scrolled() + row - 2.0 * height);
        } else if row > bottom {
            platform::scroll_page_to(platform::scrolled() + row - bottom);
        }
        self.focused.set(Some(place));
        self.look();
        platform::after_drawing(move || {
            let body = self.body.try_get_untracked().flatten();
            if let Some(body) = body {
                // The first row of the table is that of the headings.
                platform::focus_in(&body, &format!("tr[aria-rowindex=\"{}\"] .row-link", place + 2));
            }
        });
    }

    /// Rows that fit into the window, for leaps.
    pub(super) fn leap(self) -> usize {
        rows_in(platform::window_height(), self.height.get_untracked()).saturating_sub(2).max(1)
    }
}

/// Whole rows in so many pixels.
fn rows_in(pixels: f64, height: f64) -> usize {
    if pixels <= 0.0 || height <= 0.0 {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and pages are less than 2^52 pixels high"
    )]
    let rows = (pixels / height) as usize;
    rows
}
