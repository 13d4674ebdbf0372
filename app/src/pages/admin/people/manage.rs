use api::organisations::MemberState;
use leptos::{prelude::*, text_prop::TextProp};
use vault::view::Person;

use super::{Task, Tasks};
use crate::{
    components::Button,
    i18n::{t, t_string, use_i18n},
    pages::admin::area::AdminArea,
};

/// What can be done with a person, each with what it brings about.
#[component]
pub(super) fn ManageChoice(tasks: Tasks, person: Person) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let own =
        untrack(|| area.state.session_view()).is_some_and(|session| session.account == person.person.account);
    let blocked = person.person.state == MemberState::Blocked;
    let (rights, again, block) = (person.clone(), person.clone(), person);
    view! {
        <ul class="deeds">
            {(!blocked)
                .then(|| {
                    view! {
                        <Deed
                            icon="pencil"
                            label=move || t_string!(i18n, admin.people.change_rights)
                            on_click=Callback::new(move |()| tasks.begin(Task::Rights(rights.clone())))
                        >
                            {t!(i18n, admin.people.change_rights_hint)}
                        </Deed>
                    }
                })}
            {(!own)
                .then(|| {
                    view! {
                        <Deed
                            icon="rotate-ccw"
                            label=move || t_string!(i18n, admin.people.reinvite)
                            on_click=Callback::new(move |()| tasks.begin(Task::Reinvite(again.clone())))
                        >
                            {t!(i18n, admin.people.reinvite_hint)}
                        </Deed>
                        <Deed
                            icon="ban"
                            label=move || {
                                if blocked {
                                    t_string!(i18n, admin.block.open_handover)
                                } else {
                                    t_string!(i18n, admin.people.block)
                                }
                            }
                            on_click=Callback::new(move |()| tasks.begin(Task::Block(block.clone())))
                        >
                            {t!(i18n, admin.people.block_hint)}
                        </Deed>
                    }
                })}
        </ul>
    }
}

#[component]
fn Deed(
    icon: &'static str,
    #[prop(into)] label: TextProp,
    on_click: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <li class="deed">
            <Button icon=icon on_click=move |_| on_click.run(())>{move || label.get()}</Button>
            <p class="muted">{children()}</p>
        </li>
    }
}
