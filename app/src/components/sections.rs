use leptos::{html, prelude::*, text_prop::TextProp};
use leptos_router::components::A;

use super::Icon;
use crate::platform;

/// One section of a page group: where it is and what it is called.
#[derive(Clone)]
pub struct Section {
    /// Path inside the portal.
    pub href: String,
    /// Words.
    pub label: TextProp,
    /// Icon before the words.
    pub icon: Option<&'static str>,
    /// Only the exact path counts as current (for the first of a group).
    pub exact: bool,
}

/// Sections of one thing (a case, the administration) as links: each has its own address, so that "back" and
/// bookmarks work. Where they do not all fit, the row scrolls to the current one.
#[component]
pub fn SectionNav(
    /// Name of the group, for assistive technology.
    #[prop(into)]
    label: TextProp,
    /// The sections.
    #[prop(into)]
    sections: Signal<Vec<Section>>,
) -> impl IntoView {
    let row = NodeRef::<html::Nav>::new();
    let watch = StoredValue::new_local(None);
    Effect::new(move |_| {
        watch.set_value(row.get().map(|row| platform::keep_current_in_sight(&row)));
    });
    view! {
        <nav class="sections" node_ref=row aria-label=move || label.get().to_string()>
            <ul>
                {move || {
                    sections
                        .get()
                        .into_iter()
                        .zip(1_u8..)
                        .map(|(section, number)| {
                            let label = section.label;
                            view! {
                                <li>
                                    <A
                                        href=section.href
                                        exact=section.exact
                                        attr:aria-keyshortcuts=(number < 10).then(|| number.to_string())
                                    >
                                        {section.icon.map(|name| view! { <Icon name=name/> })}
                                        <span>{move || label.get()}</span>
                                    </A>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </nav>
    }
}

/// Steps of a longer way: done, current, to come.
#[component]
pub fn Stepper(
    /// The steps' names, in order.
    #[prop(into)]
    steps: Signal<Vec<String>>,
    /// Index of the current step; equal to the number of steps when all are done.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    view! {
        <ol class="steps">
            {move || {
                let now = current.get();
                steps
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, name)| {
                        let done = index < now;
                        let class = match index.cmp(&now) {
                            std::cmp::Ordering::Less => "step is-done",
                            std::cmp::Ordering::Equal => "step is-current",
                            std::cmp::Ordering::Greater => "step",
                        };
                        view! {
                            <li class=class aria-current=(index == now).then_some("step")>
                                <span class="step-dot">
                                    {if done { view! { <Icon name="check"/> }.into_any() } else { (index + 1).into_any() }}
                                </span>
                                <span class="step-name">{name}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}
