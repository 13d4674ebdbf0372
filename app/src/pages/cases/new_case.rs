//! A new case: person, help, who works on it. The fields come from the configuration document.
use api::{
    configuration::{Field, known},
    paths::pages,
};
use leptos::{ev::SubmitEvent, prelude::*, text_prop::TextProp};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use vault::{
    CreateCaseError,
    view::{Draft, NewCase},
};

use super::{
    area::Area,
    assignment::{Assignment, AssignmentFields},
    drafts::{DraftKey, FormNotices, Item, wanted},
    file::case_path,
    form::{
        Editor, FieldInput, FormActions, FormProblems, SaveFailure, Saver, SaverNotices, SealedLegend,
        UnsavedGuard, Values, cell_class, is_essential,
    },
};
use crate::{
    components::{ButtonKind, Card, EmptyState, Icon, LinkButton, Notice, PageHeader, Tone},
    errors::notice_session_end,
    i18n::{t, t_string, use_i18n},
    platform,
};

/// The page.
#[component]
pub fn NewCasePage() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let state = area.state;
    let back = ViewFn::from(move || {
        view! {
            <A href=pages::CASES>
                <Icon name="chevron-left"/>
                {t!(i18n, cases.file.back)}
            </A>
        }
    });
    // While the password is asked for, nobody is logged in as far as the state knows: the form stays. It stays as well
    // when the key turns out to be outdated: what was typed is saved once the new one is loaded.
    let may = Memo::new(move |last: Option<&bool>| {
        let open = last.copied().unwrap_or(false);
        match state.session_view() {
            Some(_) => state.opens_cases() && (state.is_open() || (open && state.key_outdated())),
            None => open,
        }
    });
    view! {
        <div class="page page-form">
            <PageHeader
                title=move || t_string!(i18n, cases.new.title)
                subtitle=move || t_string!(i18n, cases.new.subtitle)
                back=back
            />
            <Show when=move || may.get() fallback=NotNow>
                <NewCaseForm/>
            </Show>
        </div>
    }
}

/// Without the key, or without the right.
#[component]
fn NotNow() -> impl IntoView {
    let i18n = use_i18n();
    let state = Area::expect().state;
    move || {
        if state.opens_cases() {
            view! {
                <Card>
                    <EmptyState
                        icon="key-round"
                        title=move || t_string!(i18n, cases.new.need_key_title)
                        text=move || t_string!(i18n, cases.new.need_key_text)
                    >
                        <LinkButton href=pages::KEY kind=ButtonKind::Primary icon="key-round">
                            {t!(i18n, cases.save.load_key)}
                        </LinkButton>
                    </EmptyState>
                </Card>
            }
            .into_any()
        } else {
            view! { <Notice><p>{t!(i18n, cases.new.not_allowed)}</p></Notice> }.into_any()
        }
    }
}

#[component]
fn NewCaseForm() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let drafts = area.memory.drafts;
    let mut help_values = Values::default();
    help_values.set(known::START, platform::today_iso());
    // The id is made once and kept with the draft: saving again after a lost answer, or after a crash, makes no second
    // case.
    let begun = drafts.new_case(wanted());
    let Ok(id) = area.memory.new_case(begun, || area.vault.get().make_case()) else {
        return view! { <Notice tone=Tone::Bad><p>{t!(i18n, errors.randomness)}</p></Notice> }.into_any();
    };
    let key = |form: &str| DraftKey { case: id, new_case: true, form: form.to_owned(), record: None };
    let (Some(person), Some(help)) = (
        Editor::begin(area, key(known::PERSON), Values::default(), None),
        Editor::begin(area, key(known::HELP), help_values, None),
    ) else {
        return view! { <Notice tone=Tone::Bad><p>{t!(i18n, errors.randomness)}</p></Notice> }.into_any();
    };
    let assignment = Assignment::for_me(area);
    let saver = Saver::new(area);
    let discard = move |()| {
        let items: Vec<Item> = [person, help].into_iter().filter_map(Editor::give_up).collect();
        drafts.offer_undo(items, move |item| {
            person.take_back(item);
            help.take_back(item);
        });
        area.memory.forget_new_case();
    };
    let save = move || {
        // All three are checked, so that everything wrong is told at once.
        let (person_draft, help_draft, chosen) = (person.check(), help.check(), assignment.check());
        let (Some(person_draft), Some(help_draft), Some(chosen), Some(organisation)) =
            (person_draft, help_draft, chosen, area.organisation())
        else {
            return platform::focus_first_invalid();
        };
        if saver.busy.get_untracked() {
            return;
        }
        saver.begin();
        let entries: Vec<(String, Draft)> =
            vec![(known::PERSON.to_owned(), person_draft), (known::HELP.to_owned(), help_draft)];
        let new = NewCase {
            id,
            organisation,
            unit: chosen.unit,
            responsible: chosen.responsible,
            deputy: chosen.deputy,
            team: chosen.team,
            entries,
        };
        platform::spawn(async move {
            match area.vault.get().create_case(new).await {
                Ok(created) => {
                    person.saved(None);
                    help.saved(None);
                    area.memory.forget_new_case();
                    saver.busy.try_set(false);
                    let words = untrack(|| {
                        t_string!(i18n, cases.new.created, code = created.code.clone()).to_string()
                    });
                    area.state.toasts.good(words);
                    area.load_rows();
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate.with_value(|navigate| navigate(&case_path(created.case), options));
                }
                Err(error) => {
                    if let CreateCaseError::Call(call) = &error {
                        notice_session_end(area.state, call);
                    }
                    saver.failed(SaveFailure::Create(error));
                }
            }
        });
    };
    let cancel = move |()| {
        discard(());
        navigate.with_value(|navigate| navigate(pages::CASES, NavigateOptions::default()));
    };
    let changed = Signal::derive(move || person.is_changed() || help.is_changed());
    view! {
        <form
            class="form"
            novalidate=true
            autocomplete="off"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
        >
            <FormNotices editor=person also=help/>
            <FormProblems editor=person also=help/>
            <SealedLegend/>
            <FormCard
                editor=person
                title=move || t_string!(i18n, cases.new.person)
                more=move || t_string!(i18n, cases.new.more_person)
            />
            <FormCard
                editor=help
                title=move || t_string!(i18n, cases.new.help)
                more=move || t_string!(i18n, cases.new.more_help)
            />
            <Card title=move || t_string!(i18n, cases.new.assignment)>
                <AssignmentFields assignment=assignment/>
            </Card>
            <SaverNotices saver=saver/>
            <FormActions saver=saver on_cancel=cancel words=move || t_string!(i18n, cases.new.create)/>
        </form>
        <UnsavedGuard changed=changed discard=discard/>
    }
    .into_any()
}

/// The essentials of a form; the rest is folded away.
#[component]
fn FormCard(editor: Editor, #[prop(into)] title: TextProp, #[prop(into)] more: TextProp) -> impl IntoView {
    let form = editor.form();
    let cell = move |field: Field| {
        view! {
            <div class=cell_class(&field)>
                <FieldInput editor=editor key=field.code.clone() field=field.clone()/>
            </div>
        }
    };
    let (first, rest): (Vec<Field>, Vec<Field>) =
        form.fields.into_iter().partition(|field| is_essential(&form.code, field));
    // What is wrong or brought back from an earlier try must be seen.
    let codes: Vec<String> = rest.iter().map(|field| field.code.clone()).collect();
    let unfold = untrack(|| codes.iter().any(|code| !editor.text(code).is_empty()));
    let rest_is_empty = rest.is_empty();
    view! {
        <Card title=title>
            <div class="form-grid">{first.into_iter().map(cell).collect_view()}</div>
            {(!rest_is_empty)
                .then(|| {
                    view! {
                        <details class="more-fields" open=unfold>
                            <summary>{move || more.get()}</summary>
                            <div class="form-grid">{rest.into_iter().map(cell).collect_view()}</div>
                        </details>
                    }
                })}
        </Card>
    }
}
