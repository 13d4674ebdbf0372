//! Entries that nobody with the right to write here has signed: shown in this one place, marked, and nowhere else.
use api::configuration::known;
use leptos::{prelude::*, text_prop::TextProp};
use vault::view::Entry;

use super::{CaseFile, section::SectionHeading, section_path, slug};
use crate::{
    components::{Card, Chip, EmptyState, LinkButton, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::instant_text, form::EntryTerms},
    platform,
};

/// What the server shows and nobody confirmed.
#[component]
pub(super) fn Unconfirmed() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let entries = Memo::new(move |_| file.with(|case| case.unverified.clone()).unwrap_or_default());
    view! {
        <SectionHeading title=move || t_string!(i18n, cases.unconfirmed.title)/>
        <Notice tone=Tone::Warn title=move || t_string!(i18n, cases.unconfirmed.what_title)>
            <p>{t!(i18n, cases.unconfirmed.what)}</p>
            <p>{t!(i18n, cases.unconfirmed.nowhere)}</p>
            <p>{t!(i18n, cases.unconfirmed.next)}</p>
        </Notice>
        {move || {
            let entries = entries.get();
            if entries.is_empty() {
                return view! {
                    <Card>
                        <EmptyState icon="shield-check" title=move || t_string!(i18n, cases.unconfirmed.none)/>
                    </Card>
                }
                    .into_any();
            }
            let several = entries.len() > 1;
            entries
                .into_iter()
                .zip(1_usize..)
                .map(|(entry, number)| view! { <Claimed entry number=several.then_some(number)/> })
                .collect_view()
                .into_any()
        }}
    }
}

/// One of them: who is said to have written it, and only on demand what it says.
#[component]
fn Claimed(
    entry: Entry,
    /// Tells it from the others of the same form, where there are several.
    number: Option<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    let form = entry.form.clone();
    let title = move || {
        let name =
            area.configuration().form(&form).map_or_else(|| form.clone(), |form| area.label(&form.title));
        number.map_or_else(|| name.clone(), |number| format!("{name} ({number})"))
    };
    let (name, at) = (entry.author.name.clone(), entry.at);
    let claimed = move || {
        let when = platform::format_date_time(area.language(), &instant_text(at));
        if name.is_empty() {
            t_string!(i18n, cases.unconfirmed.claimed_nobody, when = when).to_string()
        } else {
            t_string!(i18n, cases.unconfirmed.claimed, name = name.clone(), when = when).to_string()
        }
    };
    view! {
        <Card title=title aside=ViewFn::from(move || view! { <UnconfirmedChip/> }) class="card-unconfirmed">
            <p class="muted">{claimed}</p>
            <details class="more">
                <summary>{t!(i18n, cases.unconfirmed.look)}</summary>
                <EntryTerms form=entry.form facts=entry.facts texts=entry.texts/>
            </details>
        </Card>
    }
}

/// "Nicht bestätigt".
#[component]
pub(super) fn UnconfirmedChip() -> impl IntoView {
    let i18n = use_i18n();
    view! { <Chip tone=Tone::Bad icon="shield">{t!(i18n, cases.unconfirmed.chip)}</Chip> }
}

/// A section without an entry that counts. Where the server has some that nobody confirmed, saying that there is none
/// would be wrong: it says so then, and where they are.
#[component]
pub(super) fn NoEntries(
    /// Form code of the section.
    form: &'static str,
    /// Picture, where there is nothing at all.
    icon: &'static str,
    /// What is missing, where there is nothing at all.
    #[prop(into)]
    title: TextProp,
    /// A sentence of help, where there is nothing at all.
    #[prop(into)]
    text: TextProp,
    /// The next step, where there is nothing at all.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let count = Memo::new(move |_| {
        let of_form = |entry: &&Entry| entry.form == form;
        file.with(|case| case.unverified.iter().filter(of_form).count()).unwrap_or(0)
    });
    let rating = form == known::RATING;
    move || {
        let count = count.get();
        if count == 0 {
            let children = children.clone();
            return view! {
                <EmptyState icon=icon title=title.clone() text=text.clone()>
                    {children()}
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <EmptyState
                icon="shield"
                title=move || {
                    if rating {
                        t_string!(i18n, cases.unconfirmed.ratings_title)
                    } else {
                        t_string!(i18n, cases.unconfirmed.entries_title)
                    }
                }
                text=move || {
                    if rating {
                        t_string!(i18n, cases.unconfirmed.ratings, count = count).to_string()
                    } else {
                        t_string!(i18n, cases.unconfirmed.entries, count = count).to_string()
                    }
                }
            >
                <LinkButton href=section_path(file.id, slug::UNCONFIRMED) icon="shield">
                    {t!(i18n, cases.unconfirmed.link)}
                </LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}
