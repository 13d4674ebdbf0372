//! "Angefangen": what was typed and not saved, to go on with it or to discard it.
use std::collections::HashSet;

use api::{cases::CaseState, ids::CaseId};
use leptos::prelude::*;
use leptos_router::components::A;
use vault::{DraftId, view::CaseName};

use super::{Drafts, Item, look::LookDialog, notices::when};
use crate::{
    components::{Button, ButtonKind, Card, Chip, Icon, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::Area, file::CaseFile, form::values_of, name::Name},
};

/// One line: a new case has several drafts, one for each of its forms.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    drafts: Vec<DraftId>,
    first: Item,
}

/// The drafts as they are shown, latest first. Reactive.
fn lines(drafts: Drafts, case: Option<CaseId>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in drafts.listed() {
        if case.is_some_and(|case| item.key.case != case || item.key.new_case) {
            continue;
        }
        let same = lines.iter_mut().find(|line| {
            item.key.new_case && line.first.key.new_case && line.first.key.case == item.key.case
        });
        match same {
            Some(line) => line.drafts.push(item.id),
            None => lines.push(Line { drafts: vec![item.id], first: item }),
        }
    }
    lines
}

/// The form in words: "Verlauf", "Neuer Fall". Reactive.
fn form_words(area: Area, item: &Item, new_case: &str) -> String {
    if item.key.new_case {
        return new_case.to_owned();
    }
    let configuration = area.configuration();
    configuration.form(&item.key.form).map(|form| area.label(&form.title)).unwrap_or_default()
}

fn discard(drafts: Drafts, ids: &[DraftId]) {
    let dropped: Vec<Item> = ids.iter().filter_map(|id| drafts.drop(*id)).collect();
    drafts.offer_undo(dropped, |_| {});
}

/// On the page of the day: everything that was begun in this organisation, on this device.
#[component]
pub(crate) fn BegunToday() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let drafts = area.memory.drafts;
    let shown = Memo::new(move |_| lines(drafts, None));
    let closed = Memo::new(move |_| drafts.closed.get());
    let looked_at = RwSignal::new(None::<DraftId>);
    let any = Memo::new(move |_| shown.with(|shown| !shown.is_empty()) || closed.get() > 0);
    // Which cases can be written in; none while the list is not there.
    let open = Memo::new(move |_| {
        area.listed.get().then(|| {
            area.rows.with(|rows| {
                rows.iter()
                    .filter(|row| row.summary.state == CaseState::Open)
                    .map(|row| row.summary.id)
                    .collect::<HashSet<_>>()
            })
        })
    });
    view! {
        <Show when=move || any.get()>
            <Card title=move || t_string!(i18n, cases.drafts.begun) class="begun-card">
                <p class="muted">{t!(i18n, cases.drafts.begun_text)}</p>
                <ul class="lines begun">
                    <For
                        each=move || shown.get()
                        key=|line| (line.first.id, line.first.at, line.drafts.len())
                        children=move |line| {
                            let case = line.first.key.case;
                            let new_case = line.first.key.new_case;
                            let there = Signal::derive(move || {
                                new_case || open.with(|open| open.as_ref().is_none_or(|open| open.contains(&case)))
                            });
                            view! {
                                <li>
                                    <BegunLine line=line there=there looked_at=looked_at named=true/>
                                </li>
                            }
                        }
                    />
                </ul>
                <Show when=move || closed.get() != 0>
                    <p class="begun-closed">
                        <Icon name="lock"/>
                        <span>
                            {move || {
                                if area.state.is_open() {
                                    t_string!(i18n, cases.drafts.closed, count = closed.get()).to_string()
                                } else {
                                    t_string!(i18n, cases.drafts.closed_key, count = closed.get()).to_string()
                                }
                            }}
                        </span>
                    </p>
                </Show>
            </Card>
        </Show>
        <LookDialog draft=looked_at/>
    }
}

/// Forgets drafts of a case that was just opened where the very same is stored already: a save before a crash had
/// arrived, only its answer had not.
fn settle(file: CaseFile) {
    let drafts = file.area.memory.drafts;
    for item in untrack(|| drafts.listed()) {
        if item.key.case != file.id {
            continue;
        }
        let Some(kept) = drafts.kept(item.id) else { continue };
        let stored = untrack(|| match kept.target {
            Some((record, revision)) => file.entry(record).filter(|entry| entry.revision > revision),
            None if item.key.new_case => file.single(&item.key.form),
            None => None,
        });
        let same = stored.is_some_and(|entry| {
            entry.texts.is_open() && !entry.withdrawn && values_of(&entry) == kept.values
        });
        if same {
            drafts.drop(item.id);
        }
    }
}

/// In the head of a case: what was begun in it.
#[component]
pub(crate) fn BegunHere() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let drafts = file.area.memory.drafts;
    let shown = Memo::new(move |_| lines(drafts, Some(file.id)));
    let looked_at = RwSignal::new(None::<DraftId>);
    let there = Signal::derive(move || file.writable());
    Effect::new(move |_| {
        if file.view.with(Option::is_some) {
            settle(file);
        }
    });
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <section class="begun-here" aria-label=move || t_string!(i18n, cases.drafts.begun)>
                <p class="begun-title"><Icon name="pencil"/>{t!(i18n, cases.drafts.begun)}</p>
                <ul class="lines begun">
                    <For
                        each=move || shown.get()
                        key=|line| (line.first.id, line.first.at)
                        children=move |line| {
                            view! {
                                <li>
                                    <BegunLine line=line there=there looked_at=looked_at named=false/>
                                </li>
                            }
                        }
                    />
                </ul>
            </section>
        </Show>
        <LookDialog draft=looked_at/>
    }
}

/// What, where, when; to go on, to look at what cannot be gone on with, to discard.
#[component]
fn BegunLine(
    line: Line,
    #[prop(into)] there: Signal<bool>,
    looked_at: RwSignal<Option<DraftId>>,
    named: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let drafts = area.memory.drafts;
    let item = line.first;
    let (id, at, case) = (item.id, item.at, item.key.case);
    let path = StoredValue::new(item.key.path(id));
    let new_case = item.key.new_case;
    let words = Memo::new(move |_| form_words(area, &item, t_string!(i18n, cases.drafts.new_case)));
    let name = Signal::derive(move || {
        area.rows.with(|rows| {
            rows.iter().find(|row| row.summary.id == case).map_or(CaseName::Pending, |row| row.name.clone())
        })
    });
    let known = Memo::new(move |_| area.rows.with(|rows| rows.iter().any(|row| row.summary.id == case)));
    let label = move || {
        let what = words.get();
        t_string!(i18n, cases.drafts.go_on_with, what = what).to_string()
    };
    let discard_label = move || {
        let what = words.get();
        t_string!(i18n, cases.drafts.discard_what, what = what).to_string()
    };
    let ids = line.drafts;
    view! {
        <div class="begun-what">
            <span class="begun-form">{move || words.get()}</span>
            {(named && !new_case)
                .then(|| {
                    view! {
                        <Show
                            when=move || known.get()
                            fallback=move || {
                                view! {
                                    <Show when=move || !there.get()>
                                        <Chip tone=Tone::Warn>{t!(i18n, cases.drafts.no_access)}</Chip>
                                    </Show>
                                }
                            }
                        >
                            <span class="begun-case"><Name name=name/></span>
                        </Show>
                    }
                })}
            <span class="muted begun-when">{move || when(area, at)}</span>
        </div>
        <div class="actions">
            <Show
                when=move || there.get()
                fallback=move || {
                    view! {
                        <Button class="btn-small" icon="eye" on_click=move |_| looked_at.set(Some(id))>
                            {t!(i18n, cases.drafts.look)}
                        </Button>
                    }
                }
            >
                <A href=path.get_value() attr:class="btn btn-small" attr:aria-label=label>
                    <Icon name="pencil"/>
                    <span>{t!(i18n, cases.drafts.go_on)}</span>
                </A>
            </Show>
            <Button
                kind=ButtonKind::Quiet
                class="btn-small btn-icon"
                icon="trash-2"
                label=discard_label
                on_click=move |_| discard(drafts, &ids)
            />
        </div>
    }
}
