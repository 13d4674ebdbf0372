use leptos::{prelude::*, text_prop::TextProp};

use super::{Icon, Tone};

/// A message on the page: what happened, what it means for the data, what to do next.
#[component]
pub fn Notice(
    /// Colour, icon, and whether it interrupts ([`Tone::Bad`] is announced at once).
    #[prop(optional)]
    tone: Tone,
    /// First line, set in bold.
    #[prop(optional, into)]
    title: Option<TextProp>,
    /// The message.
    children: Children,
) -> impl IntoView {
    let role = match tone {
        Tone::Bad => Some("alert"),
        Tone::Good | Tone::Warn => Some("status"),
        Tone::Plain | Tone::Accent => None,
    };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Icon name=tone.icon() class="icon-md"/>
            <div class="notice-body">
                {title.map(|title| view! { <p class="notice-title">{move || title.get()}</p> })}
                {children()}
            </div>
        </div>
    }
}
