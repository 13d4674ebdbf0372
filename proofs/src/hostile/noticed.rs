//! What a person would notice: errors, warnings, marks.

use std::fmt::{Debug, Write};
use vault::view::{
    CaseName, CaseRow, CaseView, EntryVersion, Hidden, LoadedKey, NameBatch, OrganisationOverview,
    PersonTrust, SessionInfo, Texts, Verification,
};

/// Something that a client says, as far as it warns.
pub trait Notices {
    /// What a person would notice; nothing when all looks well.
    fn notices(&self) -> Vec<String>;
}

impl<T: Notices, E: Debug> Notices for Result<T, E> {
    fn notices(&self) -> Vec<String> {
        match self {
            Ok(value) => value.notices(),
            Err(error) => vec![format!("error {error:?}")],
        }
    }
}

impl Notices for CaseView {
    fn notices(&self) -> Vec<String> {
        let mut notices: Vec<String> =
            self.warnings.iter().map(|warning| format!("warning {warning:?}")).collect();
        if !self.readable {
            notices.push("unreadable".to_owned());
        }
        if self.name == CaseName::Damaged {
            notices.push("damaged name".to_owned());
        }
        for entry in &self.entries {
            notices.extend(mark(entry.verification, &entry.texts));
        }
        notices
    }
}

impl Notices for Vec<EntryVersion> {
    fn notices(&self) -> Vec<String> {
        self.iter().filter_map(|version| mark(version.verification, &version.texts)).collect()
    }
}

fn mark(verification: Verification, texts: &Texts) -> Option<String> {
    if verification == Verification::Failed {
        return Some("marked entry".to_owned());
    }
    (*texts == Texts::Hidden(Hidden::Damaged)).then(|| "damaged entry".to_owned())
}

impl Notices for Vec<CaseRow> {
    fn notices(&self) -> Vec<String> {
        let damaged = self.iter().filter(|row| row.name == CaseName::Damaged);
        damaged.map(|_| "damaged name".to_owned()).collect()
    }
}

impl Notices for NameBatch {
    fn notices(&self) -> Vec<String> {
        let damaged = self.names.iter().filter(|(_, name)| *name == CaseName::Damaged);
        damaged.map(|_| "damaged name".to_owned()).collect()
    }
}

impl Notices for OrganisationOverview {
    fn notices(&self) -> Vec<String> {
        let differs = self.people.iter().filter(|person| person.trust == PersonTrust::Differs);
        differs.map(|_| "person differs from the log".to_owned()).collect()
    }
}

impl Notices for LoadedKey {
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Notices for SessionInfo {
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Notices for () {
    fn notices(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Everything that an opened case shows, texts included, without what only the server's clock says.
#[must_use]
pub fn shown(view: &CaseView) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{}", name(&view.name));
    let _ = writeln!(out, "{:?}", view.assignment);
    let _ = writeln!(out, "{} {} {} {:?}", view.writable, view.readable, view.closed, view.warnings);
    let mut summary = view.summary.clone();
    (summary.created_at, summary.updated_at) = (0, 0);
    let _ = writeln!(out, "{summary:?}");
    for entry in &view.entries {
        let _ = writeln!(
            out,
            "{} {} {} {:?} {} {:?} {:?} {} {:?}",
            entry.record,
            entry.form,
            entry.revision,
            entry.facts,
            texts(&entry.texts),
            entry.author,
            entry.created_by,
            entry.withdrawn,
            entry.verification
        );
    }
    out
}

/// The versions of an entry as the history shows them.
pub(super) fn versions(history: &[EntryVersion]) -> String {
    let mut out = String::new();
    for version in history {
        let _ = writeln!(
            out,
            "{} {:?} {} {:?} {} {:?}",
            version.revision,
            version.facts,
            texts(&version.texts),
            version.author,
            version.withdrawn,
            version.verification
        );
    }
    out
}

fn texts(shown: &Texts) -> String {
    match shown {
        Texts::Open(texts) => format!("{texts:?}"),
        Texts::Hidden(hidden) => format!("{hidden:?}"),
    }
}

/// A case's name as it is shown.
pub(super) fn name(name: &CaseName) -> String {
    match name {
        CaseName::Open { given, family } => format!("{given} {family}"),
        other => format!("{other:?}"),
    }
}
