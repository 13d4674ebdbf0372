//! Why the key is renewed, what follows from it, and what must be known before.
use leptos::prelude::*;
use vault::view::PendingRotation;

use super::{RefusalNotice, Renewal};
use crate::{
    components::{Button, ButtonKind, Card, Choice, Icon, Notice, RadioGroup, Tone},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// From time to time.
pub(super) const ROUTINE: &str = "routine";
/// Somebody left who had loaded the key.
pub(super) const LEFT: &str = "left";
/// A copy is lost or in strange hands.
pub(super) const LOST: &str = "lost";

/// The reason that stands in the address; none when it is not known.
pub(super) fn named(word: &str) -> &'static str {
    match word {
        "vorsorglich" => ROUTINE,
        "gegangen" => LEFT,
        "verloren" => LOST,
        _ => "",
    }
}

/// Begins, or goes on with what was begun.
#[component]
pub(super) fn ReasonStep(renewal: Renewal) -> impl IntoView {
    let pending = Memo::new(move |_| renewal.area.key.value.with(|key| key.as_ref()?.pending.clone()));
    let again = RwSignal::new(false);
    view! {
        <RefusalNotice renewal/>
        {move || {
            pending
                .get()
                .filter(|_| !again.get())
                .map(|pending| view! { <Begun renewal pending again/> })
        }}
        <Show when=move || pending.with(Option::is_none) || again.get()>
            <Begin renewal/>
        </Show>
    }
}

/// Somebody has begun: go on with the saved file, or begin anew.
#[component]
fn Begun(renewal: Renewal, pending: PendingRotation, again: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let state = renewal.area.state;
    let me = untrack(|| state.session_view()).map(|session| session.account);
    let (own, epoch, at, name) = (me == Some(pending.by.account), pending.epoch, pending.at, pending.by.name);
    let fingerprint = pending.fingerprint;
    let text = move || {
        let at = platform::format_timestamp(state.language.get(), at);
        if own {
            t_string!(i18n, keys.renew.pending_text_own, at = at, epoch = epoch).to_string()
        } else {
            t_string!(i18n, keys.renew.pending_text_other, name = name.clone(), at = at, epoch = epoch)
                .to_string()
        }
    };
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.renew.pending_title)>
            <p>{text}</p>
            <p class="muted">{t!(i18n, entry.sheet.fingerprint)} ": " <code class="break">{fingerprint}</code></p>
        </Notice>
        <Card title=move || t_string!(i18n, keys.renew.pending_question)>
            <ul class="deeds is-wide">
                <li class="deed">
                    <Button
                        kind=ButtonKind::Primary
                        icon="file-key"
                        on_click=move |_| renewal.resume(epoch)
                    >
                        {t!(i18n, keys.renew.pending_continue)}
                    </Button>
                    <p class="muted">{t!(i18n, keys.renew.pending_continue_hint)}</p>
                </li>
                <li class="deed">
                    <Button icon="rotate-ccw" on_click=move |_| again.set(true)>
                        {t!(i18n, keys.renew.pending_again)}
                    </Button>
                    <p class="muted">{t!(i18n, keys.renew.pending_again_hint)}</p>
                </li>
            </ul>
        </Card>
    }
}

/// Chooses the reason; says what follows and what can be lost before anything happens.
#[component]
fn Begin(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    let choices = Signal::derive(move || {
        vec![
            Choice::new(ROUTINE, t_string!(i18n, keys.renew.routine))
                .hint(t_string!(i18n, keys.renew.routine_hint)),
            Choice::new(LEFT, t_string!(i18n, keys.renew.left)).hint(t_string!(i18n, keys.renew.left_hint)),
            Choice::new(LOST, t_string!(i18n, keys.renew.lost)).hint(t_string!(i18n, keys.renew.lost_hint)),
        ]
    });
    let chosen = Memo::new(move |_| renewal.reason.with(|reason| !reason.is_empty()));
    let strict = Memo::new(move |_| renewal.reason.with(|reason| reason != ROUTINE));
    view! {
        <Card title=move || t_string!(i18n, keys.renew.reason_title)>
            <RadioGroup
                label=move || t_string!(i18n, keys.renew.reason)
                value=renewal.reason
                choices=choices
            />
            <Show when=move || chosen.get()>
                <h3>{t!(i18n, keys.renew.follows_title)}</h3>
                <ul class="points">
                    <Point icon="book-open">{t!(i18n, keys.renew.follows_all_1)}</Point>
                    <Point icon="users">{t!(i18n, keys.renew.follows_all_2)}</Point>
                    <Show
                        when=move || strict.get()
                        fallback=move || view! { <Point icon="mail">{t!(i18n, keys.renew.follows_routine)}</Point> }
                    >
                        <Point icon="lock">{t!(i18n, keys.renew.follows_strict)}</Point>
                        <Point icon="history">{t!(i18n, keys.renew.follows_honest)}</Point>
                    </Show>
                </ul>
            </Show>
        </Card>
        <Card title=move || t_string!(i18n, keys.renew.before_title)>
            <ul class="points">
                <Point icon="printer">{t!(i18n, keys.renew.before_1)}</Point>
                <Point icon="triangle-alert">{t!(i18n, keys.renew.before_2)}</Point>
                <Point icon="file-key">{t!(i18n, keys.renew.before_3)}</Point>
            </ul>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    icon="key-round"
                    busy=renewal.busy
                    disabled=Signal::derive(move || !chosen.get())
                    on_click=move |_| renewal.begin()
                >
                    {move || {
                        if renewal.busy.get() {
                            t_string!(i18n, keys.renew.working)
                        } else {
                            t_string!(i18n, keys.renew.begin)
                        }
                    }}
                </Button>
            </div>
        </Card>
    }
}

#[component]
fn Point(icon: &'static str, children: Children) -> impl IntoView {
    view! { <li><Icon name=icon class="icon-md"/><p>{children()}</p></li> }
}
