//! What the whole application knows: who is logged in, whether the key is open, language, appearance, messages.
//! No keys and no opened texts live here; those stay in the vault.
use api::{
    ids::OrganisationId,
    organisations::{Grant, MemberState, OrganisationState, Role},
};
use leptos::prelude::*;
use vault::{
    CallError,
    view::{KeyState, Membership, SessionInfo},
};

use crate::{
    components::Toasts,
    i18n::Language,
    platform::{self, Remembered},
};

/// Light, dark or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// As kept on the device and set on the root element; none follows the device.
    #[must_use]
    pub const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme of a kept tag.
    #[must_use]
    pub fn from_tag(tag: Option<&str>) -> Self {
        match tag {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Whether somebody is logged in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SessionState {
    /// The server has not been asked yet.
    #[default]
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody, but everything unwrapped was wiped: the password is asked for.
    Locked(Box<SessionInfo>),
    /// Somebody.
    Open(Box<SessionInfo>),
}

/// The application's state; copy it freely, it is a handful of signals.
#[derive(Clone, Copy)]
pub struct AppState {
    /// Chosen language.
    pub language: RwSignal<Language>,
    /// Chosen appearance.
    pub theme: RwSignal<Theme>,
    /// Who is logged in.
    pub session: RwSignal<SessionState>,
    /// Counts up whenever somebody logs in or unlocks, loads a key or changes the organisation: pages load anew.
    pub epoch: RwSignal<u32>,
    /// Whole minutes until the automatic lock, while the key is open.
    pub locks_in_minutes: RwSignal<Option<u32>>,
    /// The session ended under an open page: the password is asked for over it, so that nothing on it is lost.
    pub ask_password: RwSignal<bool>,
    /// Why the first question to the server failed; it can be asked again.
    pub start_error: RwSignal<Option<CallError>>,
    /// Page to go on to after the login; someone without a session was led away from it.
    pub return_to: StoredValue<Option<String>>,
    /// Short messages.
    pub toasts: Toasts,
}

impl AppState {
    /// Reads the device's wishes and provides the state as context.
    pub fn provide() -> Self {
        let language = platform::remembered(Remembered::Language)
            .and_then(|tag| Language::from_tag(&tag))
            .unwrap_or_default();
        let theme = Theme::from_tag(platform::remembered(Remembered::Theme).as_deref());
        let state = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme),
            session: RwSignal::new(SessionState::Unknown),
            epoch: RwSignal::new(0),
            locks_in_minutes: RwSignal::new(None),
            ask_password: RwSignal::new(false),
            start_error: RwSignal::new(None),
            return_to: StoredValue::new(None),
            toasts: Toasts::default(),
        };
        Effect::new(move |_| platform::set_language(state.language.get().tag()));
        Effect::new(move |_| platform::set_theme(state.theme.get().tag()));
        provide_context(state);
        state
    }

    /// The state; every page and component is inside the application that provides it.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Chooses a language, on this device.
    pub fn choose_language(self, language: Language) {
        platform::remember(Remembered::Language, Some(language.tag()));
        self.language.set(language);
    }

    /// Chooses an appearance, on this device.
    pub fn choose_theme(self, theme: Theme) {
        platform::remember(Remembered::Theme, theme.tag());
        self.theme.set(theme);
    }

    /// Takes over who is logged in, after login, unlocking, key loading or a change of rights.
    pub fn log_in(self, session: SessionInfo) {
        self.ask_password.set(false);
        self.session.set(SessionState::Open(Box::new(session)));
        self.epoch.update(|epoch| *epoch = epoch.wrapping_add(1));
    }

    /// Takes over what the vault learned in passing, such as that the organisation has a newer key. Pages do not load
    /// anew.
    pub fn refresh(self, session: Option<SessionInfo>) {
        let Some(session) = session else { return };
        let news = self.session.with_untracked(|known| {
            matches!(known, SessionState::Open(known) if known.account == session.account && known.memberships != session.memberships)
        });
        if news {
            self.session.set(SessionState::Open(Box::new(session)));
        }
    }

    /// The same person, but the password is asked for; nothing opened stays on the page.
    pub fn lock(self) {
        self.ask_password.set(false);
        self.locks_in_minutes.set(None);
        if let SessionState::Open(session) = self.session.get_untracked() {
            self.session.set(SessionState::Locked(session));
        }
    }

    /// Nobody is logged in any more; nothing of the person stays on the page.
    pub fn log_out(self) {
        self.ask_password.set(false);
        self.locks_in_minutes.set(None);
        self.toasts.clear();
        self.session.set(SessionState::Nobody);
    }

    /// Who is logged in and not locked. Reactive.
    #[must_use]
    pub fn session_view(self) -> Option<SessionInfo> {
        self.session.with(|session| match session {
            SessionState::Open(session) => Some((**session).clone()),
            SessionState::Unknown | SessionState::Nobody | SessionState::Locked(_) => None,
        })
    }

    /// The organisation in use. Reactive.
    #[must_use]
    pub fn organisation(self) -> Option<OrganisationId> {
        self.session_view()?.current
    }

    /// The membership in the organisation in use. Reactive.
    #[must_use]
    pub fn membership(self) -> Option<Membership> {
        self.session_view()?.membership().cloned()
    }

    /// Rights in the organisation in use. Reactive.
    #[must_use]
    pub fn grants(self) -> Vec<Grant> {
        self.membership().map(|membership| membership.grants).unwrap_or_default()
    }

    /// Whether one of the rights has this role. Reactive.
    #[must_use]
    pub fn has_role(self, role: Role) -> bool {
        self.membership().is_some_and(|membership| membership.has(role))
    }

    /// One of the institute's operators. Reactive.
    #[must_use]
    pub fn is_operator(self) -> bool {
        self.session_view().is_some_and(|session| session.operator)
    }

    /// Sees cases at all: leads, works on them or evaluates. Reactive.
    #[must_use]
    pub fn sees_cases(self) -> bool {
        self.membership().is_some_and(|membership| membership.sees_cases())
    }

    /// Opens the texts of cases, with the key. Reactive.
    #[must_use]
    pub fn opens_cases(self) -> bool {
        self.membership().is_some_and(|membership| membership.opens_cases())
    }

    /// Administers the organisation in use. Reactive.
    #[must_use]
    pub fn administers(self) -> bool {
        self.has_role(Role::Administrator)
    }

    /// How far the organisation key is; none for operators. Reactive.
    #[must_use]
    pub fn key(self) -> Option<KeyState> {
        self.membership().map(|membership| membership.key)
    }

    /// Needs the organisation key for something. Reactive.
    #[must_use]
    pub fn needs_key(self) -> bool {
        self.key().is_some_and(|key| key != KeyState::NotNeeded)
    }

    /// The key is loaded: sealed texts can be read and written. Reactive.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.key() == Some(KeyState::Loaded)
    }

    /// A key is loaded, but the organisation has a newer one: reading goes on, saving needs the new file. Reactive.
    #[must_use]
    pub fn key_outdated(self) -> bool {
        self.key() == Some(KeyState::Outdated)
    }

    /// The organisation still waits for its key, and this person can make it. Reactive.
    #[must_use]
    pub fn must_make_key(self) -> bool {
        self.administers()
            && self.membership().is_some_and(|membership| membership.state == OrganisationState::Created)
    }

    /// The key was loaded at least once by this person in this organisation. Reactive.
    #[must_use]
    pub fn is_certified(self) -> bool {
        self.membership().is_some_and(|membership| membership.member == MemberState::Certified)
    }
}
