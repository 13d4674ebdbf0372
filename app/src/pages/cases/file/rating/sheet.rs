//! One rating sheet: all dimensions on a desktop, one at a time on phones.
use api::configuration::{Dimension, known};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use vault::view::Entry;

use super::{
    super::{CaseFile, entry_view::Reading, section::SectionHeading, section_path, slug},
    OWN_ROLE, all_sheets,
    dimension::DimensionFields,
};
use crate::{
    components::{Button, ButtonKind, Card, Help, HelpTopic, Icon, Notice, Progress, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{
        drafts::FormNotices,
        due::DueWhat,
        file::TakeUpNotice,
        form::{
            Editor, FieldInput, FormProblems, PresenceNotice, SaverNotices, SealedLegend, Values, Writer,
            WriterDialogs,
        },
    },
    platform,
};

/// A sheet: to be filled in by whoever may write, to be read by everybody else.
#[component]
pub(super) fn Sheet(
    /// The sheet; none for a new one.
    entry: Option<Entry>,
    /// Time point of a new sheet, when the address names one.
    time_point: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let navigate = StoredValue::new_local(use_navigate());
    let list = section_path(file.id, slug::RATINGS);
    let back_path = list.clone();
    let done_path = StoredValue::new(list.clone());
    let go_back = move || {
        done_path
            .with_value(|path| navigate.with_value(|navigate| navigate(path, NavigateOptions::default())));
    };
    let record = entry.as_ref().map(|entry| entry.record);
    let earlier = StoredValue::new(untrack(|| {
        let day = entry.as_ref().and_then(|entry| entry.facts.code(known::DATE)).unwrap_or("9999").to_owned();
        let mut sheets = all_sheets(file);
        sheets.retain(|sheet| {
            Some(sheet.record) != record && sheet.facts.code(known::DATE).unwrap_or_default() <= day.as_str()
        });
        sheets
    }));
    let initial = initial(file, time_point);
    let saved = Callback::new(move |entry: Entry| {
        file.stored(entry);
        area.load_rows();
        // The form of a sheet that is stored now is nothing to go back to.
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        done_path.with_value(|path| navigate.with_value(|navigate| navigate(path, options)));
    });
    let readable_entry = entry.clone();
    let writer = untrack(|| file.writable())
        .then(|| Writer::begin(area, file.id, known::RATING, entry.as_ref(), initial, saved))
        .flatten()
        .filter(|_| entry.as_ref().is_none_or(|entry| entry.texts.is_open() && !entry.withdrawn));
    let title = move || {
        let code = match (&writer, &entry) {
            (Some(writer), _) => writer.editor.text(known::TIME_POINT),
            (None, Some(entry)) => entry.facts.code(known::TIME_POINT).unwrap_or_default().to_owned(),
            (None, None) => String::new(),
        };
        if code.is_empty() {
            t_string!(i18n, cases.ratings.new).to_owned()
        } else {
            let name = area.configuration().time_point_label(&code, area.label_language());
            t_string!(i18n, cases.ratings.new_for, name = name).to_string()
        }
    };
    view! {
        <section class="stack rating">
            <p class="page-back">
                <A href=back_path>
                    <Icon name="chevron-left"/>
                    {t!(i18n, cases.ratings.title)}
                </A>
            </p>
            <SectionHeading title=title/>
            {match writer {
                Some(writer) => {
                    let about = Memo::new(move |_| record.and_then(|record| file.entry(record)));
                    view! {
                        <SheetForm writer=writer earlier=earlier on_cancel=move |()| go_back()/>
                        <Show when=move || about.with(Option::is_some)>
                            <Card>
                                <Reading entry=about editing=RwSignal::new(false) around=true/>
                            </Card>
                        </Show>
                    }
                        .into_any()
                }
                None => view! { <ReadSheet entry=readable_entry/> }.into_any(),
            }}
        </section>
    }
}

/// What a new sheet begins with: the time point that waits, today, the professional's own view, and the relevance of the
/// sheet before.
fn initial(file: CaseFile, time_point: Option<String>) -> Values {
    untrack(|| {
        let mut values = Values::default();
        let waiting = file.due().into_iter().find_map(|due| match due.what {
            DueWhat::Rating { code } => Some(code),
            DueWhat::Review | DueWhat::End => None,
        });
        values.set(known::TIME_POINT, time_point.or(waiting).unwrap_or_default());
        values.set(known::DATE, platform::today_iso());
        values.set(known::RATER_ROLE, OWN_ROLE);
        values
    })
}

/// The form. `step` 0 is the head, then one step per dimension; only phones go step by step.
#[component]
fn SheetForm(
    writer: Writer,
    earlier: StoredValue<Vec<Entry>>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let editor = writer.editor;
    let configuration = area.configuration();
    let dimensions: Vec<Dimension> = configuration
        .instrument
        .groups
        .iter()
        .flat_map(|group| configuration.instrument.of_group(&group.code).cloned())
        .collect();
    let all = dimensions.len();
    let step = RwSignal::new(0_usize);
    let codes =
        StoredValue::new(dimensions.iter().map(|dimension| dimension.code.clone()).collect::<Vec<_>>());
    let done = Memo::new(move |_| {
        codes.with_value(|codes| {
            codes
                .iter()
                .filter(|code| !editor.text(&known::per_dimension(known::VALUE, code)).is_empty())
                .count()
        })
    });
    let go = move |to: usize| {
        step.set(to.min(all));
        platform::scroll_to_top();
        platform::later(0, move || {
            platform::focus_id(&format!("rating-step-{to}"));
        });
    };
    let save_words = move || {
        if writer.saver.failure.with(Option::is_some) {
            t_string!(i18n, cases.save.retry)
        } else if done.get() == all {
            t_string!(i18n, cases.ratings.finish)
        } else {
            t_string!(i18n, cases.ratings.save_partial)
        }
    };
    let head = editor
        .form()
        .fields
        .into_iter()
        .filter(|field| field.per.is_none())
        .map(|field| view! { <FieldInput editor=editor key=field.code.clone() field=field/> })
        .collect_view();
    let mut number = 0;
    let groups = configuration
        .instrument
        .groups
        .iter()
        .map(|group| {
            let label = group.label.clone();
            let cards = configuration
                .instrument
                .of_group(&group.code)
                .cloned()
                .map(|dimension| {
                    number += 1;
                    let own = number;
                    view! {
                        <li
                            class="card rating-step"
                            class:is-current=move || step.get() == own
                            id=format!("rating-step-{own}")
                            tabindex="-1"
                        >
                            <p class="rating-number narrow-only muted">
                                {move || t_string!(i18n, cases.ratings.step, number = own, all = all).to_string()}
                            </p>
                            <DimensionFields editor=editor dimension=dimension earlier=earlier/>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="rating-group">
                    <h3>{move || area.label(&label)}</h3>
                    <ol class="rating-cards">{cards}</ol>
                </section>
            }
        })
        .collect_view();
    view! {
        <form
            class="form rating-form"
            novalidate=true
            autocomplete="off"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                writer.save();
            }
        >
            <PresenceNotice presence=writer.presence/>
            <TakeUpNotice writer=writer/>
            <FormNotices editor=editor/>
            <FormProblems editor=editor/>
            <div
                class="card rating-step"
                class:is-current=move || step.get() == 0 || (editor.complaints() > 0)
                id="rating-step-0"
                tabindex="-1"
            >
                <div class="with-help">
                    <h3>{t!(i18n, cases.ratings.head)}</h3>
                    <Help topic=HelpTopic::Relevant/>
                </div>
                <div class="form-row">{head}</div>
                <Twice editor=editor/>
                <SealedLegend/>
            </div>
            <div class="rating-groups">{groups}</div>
            <SaverNotices saver=writer.saver/>
            <div class="rating-bar" class:is-last=move || step.get() == all>
                <Progress
                    label=move || t_string!(i18n, cases.ratings.rated_of, done = done.get(), all = all).to_string()
                    done=Signal::derive(move || u32::try_from(done.get()).unwrap_or(0))
                    total=Signal::derive(move || u32::try_from(all).unwrap_or(0))
                />
                <div class="actions rating-walk narrow-only">
                    <Button
                        disabled=Signal::derive(move || step.get() == 0)
                        on_click=move |_| go(step.get_untracked().saturating_sub(1))
                    >
                        {t!(i18n, cases.ratings.back)}
                    </Button>
                    <Show when=move || step.get() != all>
                        <Button kind=ButtonKind::Primary on_click=move |_| go(step.get_untracked() + 1)>
                            {t!(i18n, cases.ratings.next)}
                        </Button>
                    </Show>
                </div>
                <div class="actions rating-save-row">
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        busy=writer.saver.busy
                        class="rating-save"
                    >
                        {save_words}
                    </Button>
                    <Button
                        class="wide-only"
                        on_click=move |_| {
                            editor.discard();
                            on_cancel.run(());
                        }
                    >
                        {t!(i18n, common.cancel)}
                    </Button>
                </div>
            </div>
        </form>
        <WriterDialogs writer=writer/>
    }
}

/// There is already a sheet of the same role for the same time point: said, not forbidden.
#[component]
fn Twice(editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let own = editor.key().record;
    let twice = Memo::new(move |_| {
        let (time_point, role) = (editor.text(known::TIME_POINT), editor.text(known::RATER_ROLE));
        let found = file.valid(known::RATING).into_iter().any(|sheet| {
            Some(sheet.record) != own
                && sheet.facts.code(known::TIME_POINT) == Some(time_point.as_str())
                && sheet.facts.code(known::RATER_ROLE) == Some(role.as_str())
        });
        found.then_some(role)
    });
    move || {
        twice.get().map(|role| {
            let role = file.area.word("rater_role", &role);
            let words = t_string!(i18n, cases.ratings.exists, role = role).to_string();
            view! {
                <Notice tone=Tone::Warn>
                    <p>{words}</p>
                </Notice>
            }
        })
    }
}

/// A sheet to be read.
#[component]
fn ReadSheet(entry: Option<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    match entry {
        None => view! { <Notice><p>{t!(i18n, cases.file.readonly)}</p></Notice> }.into_any(),
        Some(entry) => {
            let record = entry.record;
            let entry = Memo::new(move |_| file.entry(record));
            let editing = RwSignal::new(false);
            view! {
                <Card>
                    <Reading entry=entry editing=editing/>
                    <super::read::DimensionTable entry=entry/>
                </Card>
            }
            .into_any()
        }
    }
}
