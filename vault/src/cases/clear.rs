//! What is clear about a case against what is signed: the server's columns follow from the signed facts and from the signed
//! assignment, or are visibly wrong.

use super::{
    file::{OpenCase, OpenPart},
    part::CORE,
};
use crate::view::SummaryField;
use api::{
    cases::CaseSummary,
    derive::{self, Current},
    facts::Facts,
};

/// The facts of the current revisions that count, in the order that the server derives its columns in.
fn current(parts: &[OpenPart]) -> Vec<Current> {
    let mut parts: Vec<&OpenPart> = parts.iter().collect();
    parts.sort_by_key(|part| part.id);
    let mut out = Vec::new();
    for part in parts {
        for revision in part.revisions.iter().filter(|revision| revision.counts()) {
            let latest = part.latest(revision.record).is_some_and(|latest| latest.hash == revision.hash);
            if latest {
                out.push((revision.form.clone(), revision.facts.clone()));
            }
        }
    }
    out
}

fn need(value: Option<i64>) -> Option<u8> {
    value.and_then(|value| u8::try_from(value).ok())
}

/// The summary with all values that follow from what is signed; without an assignment that verified its columns stay.
fn signed(open: &OpenCase) -> CaseSummary {
    let current = current(&open.parts);
    let columns = derive::columns(&current);
    let standing = |(_, facts): &&(String, Facts)| !facts.is_withdrawn();
    let mut summary = CaseSummary {
        state: columns.state,
        help_type: columns.help_type,
        help_start: columns.help_start,
        help_end: columns.help_end,
        review: columns.review,
        sex: columns.sex,
        birth_month: columns.birth_month,
        ending: columns.ending,
        rated: columns.rated,
        need_first: need(columns.need_first),
        need_latest: need(columns.need_latest),
        entries: u32::try_from(current.iter().filter(standing).count()).unwrap_or(u32::MAX),
        ..open.summary.clone()
    };
    if let Some(said) = open.part_of_kind(CORE).and_then(|part| part.assignment.as_ref()) {
        summary.assignment_version = said.version;
        summary.unit = said.unit;
        summary.responsible = said.responsible;
        summary.deputy = said.deputy;
        summary.team.clone_from(&said.team);
    }
    summary
}

/// Columns of `shown` that are not what is signed.
fn differences(shown: &CaseSummary, signed: &CaseSummary) -> Vec<SummaryField> {
    let team = |summary: &CaseSummary| {
        let mut team = summary.team.clone();
        team.sort_unstable();
        team
    };
    let all = [
        (SummaryField::State, shown.state != signed.state),
        (SummaryField::HelpType, shown.help_type != signed.help_type),
        (SummaryField::HelpStart, shown.help_start != signed.help_start),
        (SummaryField::HelpEnd, shown.help_end != signed.help_end),
        (SummaryField::Review, shown.review != signed.review),
        (SummaryField::Sex, shown.sex != signed.sex),
        (SummaryField::BirthMonth, shown.birth_month != signed.birth_month),
        (SummaryField::Ending, shown.ending != signed.ending),
        (SummaryField::Rated, shown.rated != signed.rated),
        (SummaryField::NeedFirst, shown.need_first != signed.need_first),
        (SummaryField::NeedLatest, shown.need_latest != signed.need_latest),
        (SummaryField::Entries, shown.entries != signed.entries),
        (SummaryField::Assignment, shown.assignment_version != signed.assignment_version),
        (SummaryField::Unit, shown.unit != signed.unit),
        (SummaryField::Responsible, shown.responsible != signed.responsible),
        (SummaryField::Deputy, shown.deputy != signed.deputy),
        (SummaryField::Team, team(shown) != team(signed)),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

impl OpenCase {
    /// Puts the signed values in the place of the server's, and notes what differed. Where nobody can verify, the
    /// server's columns stay, and so does the mark that nothing was checked.
    pub(super) fn compare_summary(&mut self) {
        if !self.verified || crypto::mutated!("mutant-unsigned-summary-shown") {
            return;
        }
        let signed = signed(self);
        // What follows from a log that is not whole says nothing about the columns; the log itself is complained about.
        if self.parts.iter().all(OpenPart::whole) {
            self.differs = differences(&self.summary, &signed);
            let assigned = self.part_of_kind(CORE).is_some_and(|part| part.assignment.is_some());
            if !assigned && !self.differs.contains(&SummaryField::Assignment) {
                self.differs.push(SummaryField::Assignment);
            }
        }
        self.summary = signed;
    }

    /// After a write of one's own: what is signed now.
    pub(super) fn update_summary(&mut self) {
        if self.verified {
            self.summary = signed(self);
        }
    }
}
