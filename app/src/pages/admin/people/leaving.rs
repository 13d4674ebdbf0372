//! What there is to do when somebody leaves: what the portal knows it ticks itself, the rest is ticked on screen.
use api::organisations::MemberState;
use leptos::{prelude::*, text_prop::TextProp};
use vault::view::{Person, PersonTrust};

use crate::{
    components::{ButtonKind, Checkbox, Chip, Icon, LinkButton, Tone},
    i18n::{t, t_string, use_i18n},
    pages::admin::{area::AdminArea, key::renew_because_left},
};

/// How far one thing is that the portal sees by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Done,
    Open,
    /// Not to be seen without the key.
    Unclear,
}

/// Whether the key was renewed since somebody left who had loaded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renewed {
    Since,
    NeverLoaded,
    NotYet,
    Unclear,
}

/// The list of everything that belongs to leaving.
#[component]
pub(super) fn LeavingList(
    /// Who leaves; blocked already.
    person: Person,
    /// How many cases still have this person as the responsible one; none while unknown.
    cases: Signal<Option<usize>>,
    /// Hands the cases over.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let account = person.person.account;
    let name = StoredValue::new(person.person.display_name.clone());
    let never = person.trust == PersonTrust::NotCertified
        || matches!(person.person.state, MemberState::Invited | MemberState::Joined);
    let renewed = Memo::new(move |_| {
        area.key.value.with(|key| match key {
            None => Renewed::Unclear,
            Some(key) if key.left.iter().any(|left| left.account == account) => Renewed::NotYet,
            Some(_) if never => Renewed::NeverLoaded,
            Some(_) => Renewed::Since,
        })
    });
    let handed = Signal::derive(move || match cases.get() {
        None => Known::Unclear,
        Some(0) => Known::Done,
        Some(_) => Known::Open,
    });
    let key = Signal::derive(move || match renewed.get() {
        Renewed::Since | Renewed::NeverLoaded => Known::Done,
        Renewed::NotYet => Known::Open,
        Renewed::Unclear => Known::Unclear,
    });
    let cases_words = move || match cases.get() {
        None => String::new(),
        Some(0) => t_string!(i18n, keys.leave.cases_done, name = name.get_value()).to_string(),
        Some(count) => t_string!(i18n, keys.leave.cases_open, count = count).to_string(),
    };
    let key_words = move || {
        let name = name.get_value();
        match renewed.get() {
            Renewed::Since => t_string!(i18n, keys.leave.key_done).to_owned(),
            Renewed::NeverLoaded => t_string!(i18n, keys.leave.key_not_needed, name = name).to_string(),
            Renewed::NotYet => t_string!(i18n, keys.leave.key_open, name = name).to_string(),
            Renewed::Unclear => t_string!(i18n, keys.leave.key_unknown).to_owned(),
        }
    };
    view! {
        <p>{t!(i18n, keys.leave.text)}</p>
        <ol class="checklist leaving">
            <Item
                state=Signal::stored(Known::Done)
                icon="ban"
                title=move || t_string!(i18n, keys.leave.blocked)
                text=move || t_string!(i18n, keys.leave.blocked_text)
            />
            <Item state=handed icon="folder-open" title=move || t_string!(i18n, keys.leave.cases) text=cases_words>
                {children()}
            </Item>
            <Item state=key icon="key-round" title=move || t_string!(i18n, keys.leave.key) text=key_words>
                <Show when=move || renewed.get() == Renewed::NotYet>
                    <div>
                        <LinkButton
                            href=renew_because_left()
                            kind=ButtonKind::Primary
                            class="btn-small"
                            icon="refresh-cw"
                        >
                            {t!(i18n, keys.leave.key_go)}
                        </LinkButton>
                    </div>
                </Show>
            </Item>
        </ol>
        <Own name/>
    }
}

/// One thing that the portal sees by itself.
#[component]
fn Item(
    state: Signal<Known>,
    icon: &'static str,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let done = move || state.get() == Known::Done;
    let shown = Signal::derive(move || if done() { "check" } else { icon });
    view! {
        <li class="checklist-step" class:is-done=done>
            <span class="checklist-icon"><Icon name=shown class="icon-md"/></span>
            <div>
                <p class="checklist-title">{move || title.get()}</p>
                <p class="muted">{move || text.get()}</p>
            </div>
            <div class="checklist-side">
                {move || match state.get() {
                    Known::Done => view! { <Chip tone=Tone::Good>{t!(i18n, keys.leave.done)}</Chip> }.into_any(),
                    Known::Open => view! { <Chip tone=Tone::Warn>{t!(i18n, keys.leave.open)}</Chip> }.into_any(),
                    Known::Unclear => ().into_any(),
                }}
            </div>
            {children.map(|children| view! { <div class="checklist-more stack-small">{children()}</div> })}
        </li>
    }
}

/// What only people can see, to be ticked.
#[component]
fn Own(name: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let (device, folder, sheet) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let folder_hint = move || {
        let place =
            area.state.membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty());
        let text = t_string!(i18n, keys.leave.folder_text);
        match place {
            Some(hint) => format!("{text} {}", t_string!(i18n, keys.leave.folder_place, hint = hint)),
            None => text.to_owned(),
        }
    };
    view! {
        <fieldset class="field choices">
            <legend>{t!(i18n, keys.leave.own)}</legend>
            <div class="choices-list">
                <Checkbox checked=device hint=move || t_string!(i18n, keys.leave.device_text)>
                    {t!(i18n, keys.leave.device)}
                </Checkbox>
                <Checkbox checked=folder hint=folder_hint>{t!(i18n, keys.leave.folder)}</Checkbox>
                <Checkbox
                    checked=sheet
                    hint=move || t_string!(i18n, keys.leave.sheet_text, name = name.get_value()).to_string()
                >
                    {t!(i18n, keys.leave.sheet)}
                </Checkbox>
            </div>
        </fieldset>
    }
}
