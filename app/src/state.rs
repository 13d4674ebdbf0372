//! What the whole application knows: who is logged in, whether the key is open, language, appearance, messages.
//! No keys and no opened texts live here; those stay in the vault.
use api::{
    auth::{OwnMembership, SessionView},
    ids::OrganisationId,
    organisations::{Grant, MemberState, OrganisationState, Role},
};
use leptos::prelude::*;

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
    /// Somebody.
    Somebody(Box<SessionView>),
}

/// Whether sealed texts of the current organisation can be read now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyState {
    /// Not loaded, or locked.
    #[default]
    Closed,
    /// Loaded and open.
    Open,
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
    /// The organisation worked in, for people with several.
    pub organisation: RwSignal<Option<OrganisationId>>,
    /// Whether the current organisation's key is open.
    pub key: RwSignal<KeyState>,
    /// Whole minutes until the automatic lock, while the key is open.
    pub locks_in_minutes: RwSignal<Option<u32>>,
    /// Page to go on to after the login; someone without a session was led away from it.
    pub return_to: StoredValue<Option<String>>,
    /// Short messages.
    pub toasts: Toasts,
}

impl AppState {
    /// Reads the device's wishes and provides the state as context.
    pub fn provide() -> Self {
        let language =
            platform::remembered(Remembered::Language).and_then(|tag| Language::from_tag(&tag)).unwrap_or_default();
        let theme = Theme::from_tag(platform::remembered(Remembered::Theme).as_deref());
        let state = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme),
            session: RwSignal::new(SessionState::Unknown),
            organisation: RwSignal::new(None),
            key: RwSignal::new(KeyState::Closed),
            locks_in_minutes: RwSignal::new(None),
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

    /// Takes over who is logged in, and picks the organisation: the one used last, or the first.
    pub fn log_in(self, session: SessionView) {
        let last = platform::remembered(Remembered::Organisation);
        let chosen = session
            .memberships
            .iter()
            .find(|membership| last.as_deref() == Some(membership.organisation.to_string().as_str()))
            .or_else(|| session.memberships.first())
            .map(|membership| membership.organisation);
        // Keep the current choice when the session is only read anew.
        let current = self.organisation.get_untracked();
        let keep = current.filter(|id| session.memberships.iter().any(|membership| membership.organisation == *id));
        self.organisation.set(keep.or(chosen));
        self.session.set(SessionState::Somebody(Box::new(session)));
    }

    /// Nobody is logged in any more; nothing of the person stays on the page.
    pub fn log_out(self) {
        self.key.set(KeyState::Closed);
        self.locks_in_minutes.set(None);
        self.organisation.set(None);
        self.toasts.clear();
        self.session.set(SessionState::Nobody);
    }

    /// The session, if somebody is logged in. Reactive.
    #[must_use]
    pub fn session_view(self) -> Option<SessionView> {
        match self.session.get() {
            SessionState::Somebody(session) => Some(*session),
            SessionState::Unknown | SessionState::Nobody => None,
        }
    }

    /// The membership in the current organisation. Reactive.
    #[must_use]
    pub fn membership(self) -> Option<OwnMembership> {
        let organisation = self.organisation.get()?;
        self.session_view()?.memberships.into_iter().find(|membership| membership.organisation == organisation)
    }

    /// Rights in the current organisation. Reactive.
    #[must_use]
    pub fn grants(self) -> Vec<Grant> {
        self.membership().map(|membership| membership.grants).unwrap_or_default()
    }

    /// Whether one of the rights has this role. Reactive.
    #[must_use]
    pub fn has_role(self, role: Role) -> bool {
        self.grants().iter().any(|grant| grant.role == role)
    }

    /// One of the institute's operators. Reactive.
    #[must_use]
    pub fn is_operator(self) -> bool {
        self.session_view().is_some_and(|session| session.operator)
    }

    /// Sees cases at all: leads, works on them or evaluates. Reactive.
    #[must_use]
    pub fn sees_cases(self) -> bool {
        self.grants().iter().any(|grant| grant.role != Role::Administrator)
    }

    /// Opens the texts of cases, with the key. Reactive.
    #[must_use]
    pub fn opens_cases(self) -> bool {
        api::organisations::opens_cases(&self.grants())
    }

    /// Needs the organisation key for anything. Reactive.
    #[must_use]
    pub fn needs_key(self) -> bool {
        api::organisations::needs_key(&self.grants())
    }

    /// Administers the current organisation. Reactive.
    #[must_use]
    pub fn administers(self) -> bool {
        self.has_role(Role::Administrator)
    }

    /// The key is open: sealed texts can be read and written. Reactive.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.key.get() == KeyState::Open
    }

    /// The current organisation still waits for its key, and this person can make it. Reactive.
    #[must_use]
    pub fn must_make_key(self) -> bool {
        self.administers()
            && self.membership().is_some_and(|membership| membership.organisation_state == OrganisationState::Created)
    }

    /// The key was loaded at least once by this person in this organisation. Reactive.
    #[must_use]
    pub fn is_certified(self) -> bool {
        self.membership().is_some_and(|membership| membership.state == MemberState::Certified)
    }
}
