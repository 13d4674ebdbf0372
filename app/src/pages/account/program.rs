use api::build::{self, Build};
use leptos::prelude::*;

use crate::{
    components::{Card, CopyButton, Notice, Term, Tone},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// What came of comparing the page with the list of files.
#[derive(Clone, PartialEq)]
enum Comparison {
    Running,
    /// The list cannot be had.
    NoList,
    /// The list, and what was not loaded as it says.
    Compared(Build, Vec<String>),
}

async fn compare() -> Comparison {
    let Some(build) = platform::fetch_build().await else { return Comparison::NoList };
    let loaded = platform::loaded_files();
    let mut differing: Vec<String> = build.differing(&loaded).into_iter().map(str::to_owned).collect();
    differing.sort();
    differing.dedup();
    Comparison::Compared(build, differing)
}

/// Which program runs: version, the fingerprint of all its files, and whether they were loaded as listed.
#[component]
pub(super) fn ProgramCard() -> impl IntoView {
    let i18n = use_i18n();
    let comparison = RwSignal::new(Comparison::Running);
    platform::spawn(async move {
        let compared = compare().await;
        // The page may have been left meanwhile.
        let _ = comparison.try_set(compared);
    });
    view! {
        <Card title=move || t_string!(i18n, protections.program.title)>
            <p>{t!(i18n, protections.program.text)}</p>
            {move || match comparison.get() {
                Comparison::Running => view! { <p class="muted">{t!(i18n, protections.program.running)}</p> }.into_any(),
                Comparison::NoList => {
                    view! { <Notice tone=Tone::Warn>{t!(i18n, protections.program.no_list)}</Notice> }.into_any()
                }
                Comparison::Compared(build, differing) => {
                    view! { <Compared list=build differing=differing/> }.into_any()
                }
            }}
            <p class="muted">{t!(i18n, protections.program.outside)}</p>
            <p>
                <a href=build::PATH rel="external">{t!(i18n, protections.program.list)}</a>
            </p>
        </Card>
    }
}

#[component]
fn Compared(list: Build, differing: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let version = list.version.clone();
    let source = list.commit.as_ref().map(|commit| commit.chars().take(12).collect::<String>());
    let changed = list.changed;
    // Computed here: what the list says of itself need not be so.
    let fingerprint = list.computed_fingerprint();
    view! {
        <dl class="terms">
            <Term name=move || t_string!(i18n, protections.program.version)>{version}</Term>
            {source
                .map(|source| {
                    view! {
                        <Term name=move || t_string!(i18n, protections.program.source)>
                            <code>{source}</code>
                            {changed.then(|| view! { " " {t!(i18n, protections.program.changed)} })}
                        </Term>
                    }
                })}
            <Term name=move || t_string!(i18n, protections.program.fingerprint)>
                <code class="fingerprint-groups">
                    {groups(&fingerprint).into_iter().map(|group| view! { <span>{group} " "</span> }).collect_view()}
                </code>
                <p><CopyButton text=fingerprint.clone()/></p>
            </Term>
        </dl>
        {if differing.is_empty() {
            view! { <Notice tone=Tone::Good>{t!(i18n, protections.program.same)}</Notice> }.into_any()
        } else {
            let files = differing.join(", ");
            view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, protections.program.differs_title)>
                    <p class="wrap">
                        {move || t_string!(i18n, protections.program.differs, files = files.clone()).to_string()}
                    </p>
                </Notice>
            }
                .into_any()
        }}
    }
}

/// Groups of four digits, as on the terminal of whoever compares.
fn groups(hex: &str) -> Vec<String> {
    hex.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
}
