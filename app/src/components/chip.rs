use leptos::prelude::*;

use super::Icon;

/// What a chip, a notice or a toast wants to say by its colour; the words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No colour.
    #[default]
    Plain,
    /// The accent colour: current, chosen.
    Accent,
    /// Went well.
    Good,
    /// Needs attention.
    Warn,
    /// Went wrong.
    Bad,
}

impl Tone {
    /// The modifier class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "is-plain",
            Self::Accent => "is-accent",
            Self::Good => "is-good",
            Self::Warn => "is-warn",
            Self::Bad => "is-bad",
        }
    }

    /// The icon of notices and toasts.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Plain | Self::Accent => "info",
            Self::Good => "circle-check",
            Self::Warn => "triangle-alert",
            Self::Bad => "octagon-alert",
        }
    }
}

/// A short fact in a rounded frame.
#[component]
pub fn Chip(
    /// Colour.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || format!("chip {}", tone.get().class())>
            {icon.map(|name| view! { <Icon name=name/> })} {children()}
        </span>
    }
}
