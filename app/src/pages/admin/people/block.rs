use api::{
    ids::AccountId,
    organisations::{HandoverCase, MemberState, opens_cases},
};
use leptos::prelude::*;
use vault::view::{Handover, Person};

use super::{Failure, Tasks, leaving::LeavingList};
use crate::{
    components::{Button, ButtonKind, Choice, Select, Spinner},
    i18n::{t, t_string, use_i18n},
    pages::admin::area::AdminArea,
};

/// Blocks a person at once, then shows what else belongs to leaving: handing the cases over, renewing the key.
#[component]
pub(super) fn BlockForm(tasks: Tasks, person: Person) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let account = person.person.account;
    let name = StoredValue::new(person.person.display_name.clone());
    let leaving = StoredValue::new(person.clone());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let cases = RwSignal::new(None::<Vec<HandoverCase>>);
    let blocked = RwSignal::new(person.person.state == MemberState::Blocked);
    if blocked.get_untracked()
        && let Some(organisation) = area.id()
    {
        let vault = area.vault.get();
        area.act(
            busy,
            failure,
            async move { vault.handover_cases(organisation, account).await },
            move |list| {
                cases.set(Some(list));
            },
        );
    }
    let block = move |_| {
        let Some(organisation) = area.id() else { return };
        let vault = area.vault.get();
        area.act(busy, failure, async move { vault.block(organisation, account).await }, move |list| {
            blocked.set(true);
            cases.set(Some(list));
            area.key.again();
            area.state.toasts.good(t_string!(i18n, admin.block.done, name = name.get_value()).to_string());
        });
    };
    view! {
        <Show
            when=move || blocked.get()
            fallback=move || {
                view! {
                    <p>{t!(i18n, admin.block.text)}</p>
                    <Failure words=failure/>
                    <div class="actions actions-end">
                        <Button on_click=move |_| tasks.end()>{t!(i18n, common.cancel)}</Button>
                        <Button kind=ButtonKind::Danger icon="ban" busy=busy on_click=block>
                            {t!(i18n, admin.block.confirm)}
                        </Button>
                    </div>
                }
            }
        >
            <Failure words=failure/>
            <LeavingList
                person=leaving.get_value()
                cases=Signal::derive(move || cases.with(|cases| cases.as_ref().map(Vec::len)))
            >
                {move || match cases.get() {
                    None => view! { <Spinner/> }.into_any(),
                    Some(list) if list.is_empty() => ().into_any(),
                    Some(list) => view! { <HandoverForm account name list cases/> }.into_any(),
                }}
            </LeavingList>
            <div class="actions actions-end">
                <Button kind=ButtonKind::Primary on_click=move |_| tasks.end()>{t!(i18n, common.done)}</Button>
            </div>
        </Show>
    }
}

#[component]
fn HandoverForm(
    account: AccountId,
    name: StoredValue<String>,
    list: Vec<HandoverCase>,
    cases: RwSignal<Option<Vec<HandoverCase>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let to = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let takers = Signal::derive(move || {
        area.organisation
            .value
            .get()
            .map(|organisation| organisation.people)
            .unwrap_or_default()
            .into_iter()
            .filter(|other| {
                other.person.account != account
                    && other.person.state == MemberState::Certified
                    && opens_cases(&other.person.grants)
            })
            .map(|other| Choice::new(other.person.account.to_string(), other.person.display_name))
            .collect::<Vec<_>>()
    });
    let codes =
        list.iter().map(|case| view! { <li class="chip code">{case.code.clone()}</li> }).collect_view();
    let list = StoredValue::new(list);
    let hand_over = move |_| {
        submitted.set(true);
        let (Some(organisation), Ok(to)) = (area.id(), to.get_untracked().parse::<AccountId>()) else {
            return;
        };
        let vault = area.vault.get();
        let handover = Handover { organisation, cases: list.get_value(), to };
        area.act(busy, failure, async move { vault.hand_over(handover).await }, move |_| {
            cases.set(Some(Vec::new()));
            area.state.toasts.good(t_string!(i18n, admin.block.handover_done));
        });
    };
    let error = Signal::derive(move || {
        (submitted.get() && to.with(String::is_empty))
            .then(|| t_string!(i18n, admin.block.handover_missing).to_owned())
    });
    view! {
        <div class="form">
            <p>{move || t_string!(i18n, admin.block.handover_text, name = name.get_value()).to_string()}</p>
            <ul class="row">{codes}</ul>
            <Select label=move || t_string!(i18n, admin.block.handover_to) value=to choices=takers error=error/>
            <Failure words=failure/>
            <div class="actions actions-end">
                <Button kind=ButtonKind::Primary busy=busy on_click=hand_over>
                    {t!(i18n, admin.block.handover_do)}
                </Button>
            </div>
        </div>
    }
}
