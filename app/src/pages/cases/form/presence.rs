//! Who else writes in the same case right now: said by every open form, and shown above its fields. A courtesy: what keeps
//! two people from overwriting each other is the conflict of versions.
use api::{
    ids::{AccountId, CaseId, RecordId},
    presence::{PRESENCE_BEAT_SECONDS, Writing},
};
use leptos::prelude::*;

use crate::{
    components::Icon,
    i18n::{t, t_string, use_i18n},
    pages::cases::area::Area,
    platform,
};

/// Beats without any touch of the device after which nobody is writing here any more: about two minutes. So a form that
/// was left open says nothing, and keeps no session alive.
const QUIET_BEATS: u32 = 6;

/// What an open form says and hears; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Presence {
    area: Area,
    case: CaseId,
    record: Option<RecordId>,
    others: RwSignal<Vec<Writing>>,
    /// The server was told.
    said: StoredValue<bool>,
    /// Beats since the device was touched.
    quiet: StoredValue<u32>,
}

impl Presence {
    /// Begins to say that somebody writes: an entry, or a new one. Ends with the form, and pauses while the page is
    /// hidden.
    pub(crate) fn begin(area: Area, case: CaseId, record: Option<RecordId>) -> Self {
        let presence = Self {
            area,
            case,
            record,
            others: RwSignal::new(Vec::new()),
            said: StoredValue::new(false),
            quiet: StoredValue::new(0),
        };
        let watch = platform::watch_idle();
        let timer = platform::every(PRESENCE_BEAT_SECONDS * 1000, move || {
            presence.tick(watch.take_touch().is_some());
        });
        let visibility = StoredValue::new_local(Some(platform::watch_visibility(move |visible| {
            if visible { presence.tick(true) } else { presence.leave() }
        })));
        area.memory.presences.update_value(|all| all.push(presence));
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
            visibility.set_value(None);
            presence.leave();
            area.memory.presences.update_value(|all| all.retain(|one| one.said != presence.said));
        });
        presence.beat();
        presence
    }

    fn tick(self, touched: bool) {
        let Some(before) = self.quiet.try_get_value() else { return };
        let quiet = if touched { 0 } else { before.saturating_add(1) };
        self.quiet.set_value(quiet);
        if quiet > QUIET_BEATS {
            self.leave();
        } else if platform::is_visible() {
            self.beat();
        }
    }

    fn beat(self) {
        self.said.set_value(true);
        platform::spawn(async move {
            // Whoever cannot be asked now is asked again with the next beat.
            let others = self.area.vault.get().say_writing(self.case, self.record).await;
            self.others.try_set(others.unwrap_or_default());
        });
    }

    /// Says that nobody writes here any more: the form is closed, the page hidden, or the app about to be locked.
    pub(crate) fn leave(self) {
        if self.said.try_get_value() != Some(true) {
            return;
        }
        self.said.set_value(false);
        let (vault, case, record) = (self.area.vault.get(), self.case, self.record);
        platform::spawn(async move {
            // What does not arrive is forgotten by itself.
            let _ = vault.say_gone(case, record).await;
        });
    }

    /// Names of those who write in the same entry, and of those who write elsewhere in the case. Reactive.
    fn names(self) -> (Vec<String>, Vec<String>) {
        let mut here: Vec<AccountId> = Vec::new();
        let mut elsewhere: Vec<AccountId> = Vec::new();
        self.others.with(|others| {
            for one in others {
                let list = if self.record.is_some() && one.record == self.record {
                    &mut here
                } else {
                    &mut elsewhere
                };
                if !list.contains(&one.account) {
                    list.push(one.account);
                }
            }
        });
        elsewhere.retain(|account| !here.contains(account));
        // Only people whom the organisation knows are named.
        let named = |accounts: Vec<AccountId>| {
            accounts
                .into_iter()
                .map(|account| self.area.person_name(account))
                .filter(|name| !name.is_empty())
                .collect()
        };
        (named(here), named(elsewhere))
    }
}

/// "Berta Beispiel und Cem Demir". Reactive in the language.
fn joined(names: &[String], and: &str) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} {and} {last}", all.join(", ")),
        _ => names.join(", "),
    }
}

/// Above the fields of a form: who else writes here. Read out when it changes.
#[component]
pub(crate) fn PresenceNotice(
    /// What the form hears.
    presence: Presence,
) -> impl IntoView {
    let i18n = use_i18n();
    let names = Memo::new(move |_| presence.names());
    let here = move || {
        names.with(|(here, _)| {
            (!here.is_empty()).then(|| {
                let (count, names) = (here.len(), joined(here, t_string!(i18n, common.and)));
                t_string!(i18n, cases.presence.here, count = count, names = names).to_string()
            })
        })
    };
    let elsewhere = move || {
        names.with(|(_, elsewhere)| {
            (!elsewhere.is_empty()).then(|| {
                let (count, names) = (elsewhere.len(), joined(elsewhere, t_string!(i18n, common.and)));
                t_string!(i18n, cases.presence.elsewhere, count = count, names = names).to_string()
            })
        })
    };
    view! {
        <div class="presence" role="status">
            {move || {
                here()
                    .map(|words| {
                        view! {
                            <p class="presence-here">
                                <Icon name="users"/>
                                <span>
                                    <strong>{words}</strong>
                                    " "
                                    {t!(i18n, cases.presence.safe)}
                                </span>
                            </p>
                        }
                    })
            }}
            {move || {
                elsewhere()
                    .map(|words| {
                        view! {
                            <p class="muted presence-elsewhere">
                                <Icon name="users"/>
                                <span>{words}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
