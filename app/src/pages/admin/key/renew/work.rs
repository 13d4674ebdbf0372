//! Wraps the case keys anew, with a bar that says how far it is.
use api::paths::pages;
use leptos::prelude::*;

use super::{RefusalNotice, Renewal};
use crate::{
    components::{Button, ButtonKind, Card, LinkButton, Notice, Progress, Tone},
    i18n::{t, t_string, use_i18n},
};

/// How far it is; can be left and gone on with later.
#[component]
pub(super) fn WorkStep(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    let done = Signal::derive(move || renewal.progress.with(|progress| progress.done));
    let total = Signal::derive(move || {
        let waiting = renewal.area.key.value.with(|key| key.as_ref().map_or(0, |key| key.waiting));
        // Before the first answer the overview knows how much there is.
        match renewal.progress.with(|progress| progress.done + progress.remaining) {
            0 => waiting,
            total => total,
        }
    });
    let damaged = Memo::new(move |_| {
        renewal.progress.with(|progress| {
            progress
                .damaged
                .iter()
                .map(|slot| slot.code.clone().unwrap_or_else(|| slot.case.to_string()))
                .collect::<Vec<_>>()
        })
    });
    let stuck = Memo::new(move |_| !renewal.working.get() && damaged.with(|damaged| !damaged.is_empty()));
    view! {
        <Card title=move || t_string!(i18n, keys.renew.work_title)>
            <p>{t!(i18n, keys.renew.work_text)}</p>
            <Progress label=move || t_string!(i18n, keys.renew.work_label) done=done total=total/>
            <RefusalNotice renewal/>
            <Show when=move || damaged.with(|damaged| !damaged.is_empty())>
                <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.renew.damaged_title)>
                    <p>{t!(i18n, keys.renew.damaged_text)}</p>
                    <p>{move || damaged.with(|damaged| damaged.join(", "))}</p>
                </Notice>
            </Show>
            <Show
                when=move || renewal.working.get()
                fallback=move || {
                    view! {
                        <div class="actions">
                            <Button kind=ButtonKind::Primary icon="refresh-cw" on_click=move |_| renewal.work()>
                                {t!(i18n, keys.renew.work_resume)}
                            </Button>
                            <Show when=move || stuck.get()>
                                <LinkButton href=format!("{}/schluessel", pages::ADMIN)>
                                    {t!(i18n, keys.renew.done_button)}
                                </LinkButton>
                            </Show>
                        </div>
                    }
                }
            >
                <div class="actions">
                    <Button icon="clock" on_click=move |_| renewal.working.set(false)>
                        {t!(i18n, keys.renew.work_pause)}
                    </Button>
                </div>
            </Show>
            <p class="muted">{t!(i18n, keys.renew.work_leave)}</p>
        </Card>
    }
}
