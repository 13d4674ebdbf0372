//! From the first question to the server ("who is logged in?") over the automatic lock to the logout.
use std::{cell::Cell, rc::Rc};

use api::{ids::OrganisationId, paths::pages};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use vault::view::Start;

use crate::{
    actions::Actions,
    errors::notice_session_end,
    i18n::td_string,
    pages::cases::OpenDrafts,
    platform::{self, Remembered, TabMessage, Tabs},
    state::{AppState, SessionState},
    vault_context::VaultContext,
};

/// How often the lock time is looked at.
const TICK_MILLIS: u64 = 5_000;
/// A touch that lies further back belongs to the time before the laptop slept.
const RECENT_SECONDS: f64 = 60.0;

/// Asks the server who is logged in, and opens what this device may open without a password.
pub(crate) fn begin(state: AppState, vault: VaultContext) {
    state.start_error.set(None);
    // While the server is asked: whoever opens a case then waits for no thread to start.
    platform::later(0, platform::start_threads);
    platform::spawn(async move {
        match vault.get().resume().await {
            Ok(Start::LoggedOut { tenant }) => {
                if let Some(tenant) = tenant {
                    platform::remember(Remembered::Tenant, Some(&tenant));
                }
                state.session.set(SessionState::Nobody);
            }
            Ok(Start::Locked(session)) => state.session.set(SessionState::Locked(Box::new(session))),
            Ok(Start::Ready(session)) => state.log_in(session),
            Err(error) => state.start_error.set(Some(error)),
        }
    });
}

/// Provides lock, logout and change of organisation to the frame of every page, tells the other tabs, and listens to
/// them.
pub(crate) fn provide_actions(state: AppState, vault: VaultContext) {
    let drafts = OpenDrafts::expect();
    let tabs = StoredValue::new_local(Tabs::open(move |message| {
        // What happened in another tab happens here too; the server knows already.
        platform::spawn(async move {
            match message {
                TabMessage::Locked => {
                    drafts.keep();
                    let _ = vault.get().lock().await;
                    state.lock();
                }
                TabMessage::LoggedOut => {
                    drafts.keep();
                    vault.get().forget();
                    state.log_out();
                }
            }
        });
    }));
    let lock = Callback::new(move |()| {
        // The page is emptied first; the server is told afterwards, and it does not matter whether it can be reached:
        // here everything is wiped all the same. What was typed last is sealed while the key is still there.
        drafts.keep();
        state.lock();
        tabs.with_value(|tabs| tabs.tell(TabMessage::Locked));
        platform::spawn(async move {
            let _ = vault.get().lock().await;
        });
    });
    let log_out = Callback::new(move |()| {
        let stay = drafts.count();
        drafts.keep();
        state.return_to.set_value(None);
        state.log_out();
        if stay > 0 {
            let locale = untrack(|| state.language.get().locale());
            state.toasts.info(td_string!(locale, cases.drafts.stay, count = stay).to_string());
        }
        tabs.with_value(|tabs| tabs.tell(TabMessage::LoggedOut));
        platform::spawn(async move {
            let _ = vault.get().logout().await;
        });
    });
    let change_organisation = Callback::new(move |organisation: OrganisationId| {
        platform::spawn(async move {
            match vault.get().use_organisation(organisation).await {
                Ok(session) => state.log_in(session),
                Err(error) => notice_session_end(state, &error),
            }
        });
    });
    provide_context(Actions { lock, log_out, change_organisation });
}

/// Locks when nobody touches the device. The vault keeps the time by the wall clock, so that a laptop that slept is
/// locked when it wakes.
pub(crate) fn lock_when_idle(state: AppState, vault: VaultContext) {
    let actions = Actions::expect();
    let watch = Rc::new(platform::watch_idle());
    let busy = Rc::new(Cell::new(false));
    let tick = move || {
        if busy.get() || !state.session.with_untracked(|session| matches!(session, SessionState::Open(_))) {
            return;
        }
        busy.set(true);
        let (watch, busy) = (watch.clone(), busy.clone());
        platform::spawn(async move {
            let vault = vault.get();
            // Seconds of the lock time that passed count before the touch does: waking up is a touch as well.
            let seconds = vault.seconds_until_lock().await;
            if seconds == 0 {
                actions.lock.run(());
            } else {
                if watch.take_touch().is_some_and(|ago| ago < RECENT_SECONDS) {
                    vault.touch().await;
                }
                let minutes = vault.seconds_until_lock().await.div_ceil(60);
                if state.locks_in_minutes.get_untracked() != Some(minutes) {
                    state.locks_in_minutes.set(Some(minutes));
                }
                state.refresh(vault.session());
            }
            busy.set(false);
        });
    };
    let _ = platform::every(TICK_MILLIS, tick.clone());
    let first = tick.clone();
    Effect::new(move |_| {
        state.epoch.track();
        first();
    });
    platform::on_visibility(move |visible| {
        if visible {
            tick();
        }
    });
}

/// Leads on after a login: to the page that asked for it, to the key, or to the own start page.
pub(crate) fn use_lead_on() -> impl Fn() + Clone {
    let state = AppState::expect();
    let navigate = use_navigate();
    move || {
        let target = if untrack(|| state.must_make_key()) {
            pages::KEY_SETUP.to_owned()
        } else if untrack(|| state.key()) == Some(vault::view::KeyState::Missing) {
            // Somebody without any rights came to recover the administration.
            let page = if untrack(|| state.grants()).is_empty() { pages::KEY_RECOVERY } else { pages::KEY };
            page.to_owned()
        } else {
            let wanted = state.return_to.get_value();
            state.return_to.set_value(None);
            wanted.unwrap_or_else(|| untrack(|| crate::layout::start_page(state)).to_owned())
        };
        navigate(&target, NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}
