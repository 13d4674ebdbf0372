//! Asks before a page with unsaved work is left.
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::{Button, ButtonKind, Dialog},
    i18n::{t, t_string, use_i18n},
    platform::{LeaveGuard, LinkGuard},
};

/// Watches over unsaved work: closing the tab and reloading ask (the browser's own words), links of the portal ask with
/// a dialog. Going back in the history does not ask; what was typed is then kept as a draft.
#[component]
pub(crate) fn UnsavedGuard(
    /// Whether something is unsaved.
    #[prop(into)]
    changed: Signal<bool>,
    /// Forgets what is unsaved.
    #[prop(into)]
    discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new_local(use_navigate());
    let open = RwSignal::new(false);
    let target = RwSignal::new(String::new());
    let leave = StoredValue::new_local(LeaveGuard::new());
    let links = StoredValue::new_local(LinkGuard::new(move |path| {
        target.set(path);
        open.set(true);
    }));
    Effect::new(move |_| {
        let changed = changed.get();
        leave.with_value(|guard| guard.arm(changed));
        links.with_value(|guard| guard.arm(changed));
    });
    let go = move |discards: bool| {
        open.set(false);
        if discards {
            discard.run(());
        }
        leave.with_value(|guard| guard.arm(false));
        links.with_value(|guard| guard.arm(false));
        navigate.with_value(|navigate| navigate(&target.get_untracked(), NavigateOptions::default()));
    };
    view! {
        <Dialog open=open title=move || t_string!(i18n, cases.leave.title)>
            <p>{t!(i18n, cases.leave.text)}</p>
            <div class="actions actions-end">
                <Button on_click=move |_| go(true)>{t!(i18n, cases.leave.discard)}</Button>
                <Button on_click=move |_| go(false)>{t!(i18n, cases.leave.keep)}</Button>
                <Button kind=ButtonKind::Primary on_click=move |_| open.set(false)>
                    {t!(i18n, cases.leave.stay)}
                </Button>
            </div>
        </Dialog>
    }
}
