//! Small wishes kept in localStorage: language, theme, the last organisation address. Never a secret, never
//! anything about a person.

/// What the device may remember in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Language tag (`de`, `en`).
    Language,
    /// Appearance (`light`, `dark`); absent means as the device.
    Theme,
    /// The tenant's short name of the last login.
    Tenant,
    /// The organisation (id) worked in last, for people with several.
    Organisation,
    /// Minutes without input until the key is locked.
    LockMinutes,
    /// `off` where single keys do nothing.
    Shortcuts,
}

impl Remembered {
    const fn key(self) -> &'static str {
        match self {
            Self::Language => "wimes.language",
            Self::Theme => "wimes.theme",
            Self::Tenant => "wimes.tenant",
            Self::Organisation => "wimes.organisation",
            Self::LockMinutes => "wimes.lock-minutes",
            Self::Shortcuts => "wimes.shortcuts",
        }
    }
}

/// Private windows and strict settings may refuse storage; then nothing is remembered and nothing breaks.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Reads a wish.
#[must_use]
pub fn remembered(what: Remembered) -> Option<String> {
    storage()?.get_item(what.key()).ok().flatten()
}

/// Keeps a wish, or forgets it.
pub fn remember(what: Remembered, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    // A full or refused storage only means that the wish is asked for again next time.
    let _ = match value {
        Some(value) => storage.set_item(what.key(), value),
        None => storage.remove_item(what.key()),
    };
}
