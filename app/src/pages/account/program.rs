use leptos::prelude::*;

use crate::{
    components::{Card, CopyButton, Term},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// Which program runs: version and the checksum under which the browser loaded it.
#[component]
pub(super) fn ProgramCard() -> impl IntoView {
    let i18n = use_i18n();
    let checksum = platform::program_checksum();
    let version = env!("CARGO_PKG_VERSION");
    view! {
        <Card title=move || t_string!(i18n, protections.program.title)>
            <p>{t!(i18n, protections.program.version, version = version)}</p>
            <dl class="terms">
                <Term name=move || t_string!(i18n, protections.program.script)>
                    {match checksum {
                        Some(checksum) => {
                            view! {
                                <code class="wrap">{checksum.clone()}</code>
                                <p><CopyButton text=checksum/></p>
                            }
                                .into_any()
                        }
                        None => t!(i18n, protections.program.unknown).into_any(),
                    }}
                </Term>
            </dl>
            <p class="muted">{t!(i18n, protections.program.text)}</p>
        </Card>
    }
}
