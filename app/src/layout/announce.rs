use leptos::prelude::*;

use crate::platform;

/// Id of the page's one `h1`, which takes the focus after navigation.
pub const PAGE_HEADING_ID: &str = "page-heading";

/// Whether the first page of this visit was shown already: its heading does not take the focus, as the browser
/// itself starts at the top then.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    started: StoredValue<bool>,
}

impl Announcer {
    /// Puts an announcer into the context of the whole application.
    pub(crate) fn provide() {
        provide_context(Self { started: StoredValue::new(false) });
    }
}

/// Names the page in the tab and moves the focus to its heading, so that people with a screen reader or keyboard
/// notice the new page and continue there. Called by [`PageHeader`](crate::components::PageHeader).
pub fn announce_page(title: impl Fn() -> String + 'static) {
    Effect::new(move |_| {
        let title = title();
        platform::set_title(&if title.is_empty() { "WIMES".to_owned() } else { format!("{title} · WIMES") });
    });
    let first = use_context::<Announcer>().is_none_or(|announcer| {
        let first = !announcer.started.get_value();
        announcer.started.set_value(true);
        first
    });
    if !first {
        platform::later(0, || {
            platform::scroll_to_top();
            platform::focus_id(PAGE_HEADING_ID);
        });
    }
}
