//! The heading of a section, which takes the focus when the section is entered.
use leptos::{html, prelude::*, text_prop::TextProp};

use super::CaseFile;
use crate::{
    components::{Help, HelpTopic},
    platform,
};

/// A section's heading with actions at its right. Names the tab and takes the focus, except when the page itself was
/// just opened (then the case's own heading has it).
#[component]
pub(super) fn SectionHeading(
    /// The words.
    #[prop(into)]
    title: TextProp,
    /// A word of it that needs a sentence.
    #[prop(optional)]
    help: Option<HelpTopic>,
    /// Buttons at the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let file = CaseFile::expect();
    let node = NodeRef::<html::H2>::new();
    let named = title.clone();
    Effect::new(move |_| {
        // Never the person's name: browsers keep the names of tabs in their history.
        let code = file.with(|case| case.summary.code.clone()).unwrap_or_default();
        platform::set_title(&format!("{} · {code} · WIMES", named.get()));
    });
    Effect::new(move |_| {
        if let Some(heading) = node.get()
            && platform::focus_is_on_link()
        {
            platform::focus_element(&heading);
        }
    });
    view! {
        <div class="section-heading">
            <div class="with-help">
                <h2 node_ref=node tabindex="-1">{move || title.get()}</h2>
                {help.map(|topic| view! { <Help topic=topic/> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
