//! From opened cases to what the interface shows.

use super::{
    file::{OpenCase, OpenPart, OpenRevision, OpenTexts},
    part::CORE,
    revision::open_texts,
};
use crate::{
    CaseError, Store, Transport, Vault,
    state::State,
    view::{
        AssignmentView, CaseName, CaseView, CaseWarning, Entry, EntryVersion, Hidden, PersonRef, Texts,
        Verification,
    },
};
use api::{
    cases::{CaseState as Run, CaseSummary},
    configuration::known,
    ids::{AccountId, CaseId, OrganisationId, RecordId},
};

impl<T: Transport, S: Store> Vault<T, S> {
    /// All revisions of an entry of an opened case, oldest first.
    ///
    /// # Errors
    /// [`CaseError`].
    pub async fn history(&self, case: CaseId, record: RecordId) -> Result<Vec<EntryVersion>, CaseError> {
        let state = self.state.borrow();
        state.session()?;
        let open = state.cases.open.get(&case).ok_or(CaseError::NotFound)?;
        let part = open.part_of_record(record).ok_or(CaseError::NotFound)?;
        let place = (&open.tenant, &open.organisation, &case);
        let version = |revision: &OpenRevision| EntryVersion {
            revision: revision.revision,
            facts: revision.facts.clone(),
            texts: match &revision.texts {
                Some(texts) => texts.show(),
                None => open_texts(place, part, revision).show(),
            },
            author: state.person(open.organisation, revision.author),
            at: revision.at,
            withdrawn: revision.facts.is_withdrawn(),
            verification: revision.verification,
        };
        Ok(part.history(record).map(version).collect())
    }

    /// The view of an opened case.
    pub(crate) fn show_case(&self, case: CaseId) -> Result<CaseView, CaseError> {
        let state = self.state.borrow();
        let open = state.cases.open.get(&case).ok_or(CaseError::NotFound)?;
        Ok(state.show(open))
    }

    /// An entry of an opened case.
    pub(crate) fn show_entry(&self, case: CaseId, record: RecordId) -> Result<Entry, CaseError> {
        let state = self.state.borrow();
        let open = state.cases.open.get(&case).ok_or(CaseError::NotFound)?;
        let part = open.part_of_record(record).ok_or(CaseError::NotFound)?;
        state.entry(open, part, record).ok_or(CaseError::NotFound)
    }
}

impl State {
    pub(crate) fn person(&self, organisation: OrganisationId, account: AccountId) -> PersonRef {
        PersonRef { account, name: self.name(organisation, account) }
    }

    /// The view of an opened case.
    pub(crate) fn show(&self, open: &OpenCase) -> CaseView {
        let mut entries: Vec<Entry> = open
            .parts
            .iter()
            .flat_map(|part| part.records().into_iter().filter_map(|record| self.entry(open, part, record)))
            .collect();
        // Parts have logs of their own; between them only the server's clock says what was first.
        entries.sort_by_key(|entry| entry.created_at);
        let (unverified, entries): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.verification == Verification::Failed);
        let state = open.single(known::CLOSING).and_then(|(part, record)| {
            part.latest(record).and_then(|closing| closing.facts.code(known::STATE).map(str::to_owned))
        });
        let closed = match state {
            Some(state) => state == known::CLOSED,
            // Support can't verify; whoever can has the signed value in the summary already.
            None => open.summary.state == Run::Closed,
        };
        let whole = open.parts.iter().all(|part| !part.broken);
        let readable = !open.parts.is_empty() && open.parts.iter().all(|part| !part.keys.is_empty());
        CaseView {
            summary: open.summary.clone(),
            name: case_name(open),
            assignment: self.assignment(open),
            writable: open.may_write && readable && whole,
            readable,
            closed,
            warnings: warnings(open, &entries),
            entries,
            unverified,
        }
    }

    /// The latest revision of an entry.
    pub(crate) fn entry(&self, open: &OpenCase, part: &OpenPart, record: RecordId) -> Option<Entry> {
        let latest = part.latest(record)?;
        let first = part.first(record)?;
        let hidden = OpenTexts::Hidden(Hidden::Sealed);
        Some(Entry {
            case: open.summary.id,
            part: part.id,
            record,
            form: latest.form.clone(),
            revision: latest.revision,
            facts: latest.facts.clone(),
            texts: latest.texts.as_ref().unwrap_or(&hidden).show(),
            author: self.person(open.organisation, latest.author),
            at: latest.at,
            created_by: self.person(open.organisation, first.author),
            created_at: first.at,
            withdrawn: latest.facts.is_withdrawn(),
            verification: latest.verification,
        })
    }

    /// Who works on a case: from the signed statement, else from the server's columns.
    pub(crate) fn assignment(&self, open: &OpenCase) -> AssignmentView {
        let signed = open.part_of_kind(CORE).and_then(|part| part.assignment.as_ref());
        match signed {
            Some(said) => {
                let people = (said.responsible, said.deputy, said.team.as_slice());
                self.assigned(open.organisation, said.version, said.unit, people)
            }
            None => self.assigned_by_summary(&open.summary),
        }
    }

    fn assigned_by_summary(&self, summary: &CaseSummary) -> AssignmentView {
        let people = (summary.responsible, summary.deputy, summary.team.as_slice());
        self.assigned(summary.organisation, summary.assignment_version, summary.unit, people)
    }

    fn assigned(
        &self,
        organisation: OrganisationId,
        version: u32,
        unit: Option<api::ids::UnitId>,
        (responsible, deputy, team): (AccountId, Option<AccountId>, &[AccountId]),
    ) -> AssignmentView {
        AssignmentView {
            version,
            unit,
            responsible: self.person(organisation, responsible),
            deputy: deputy.map(|deputy| self.person(organisation, deputy)),
            team: team.iter().map(|member| self.person(organisation, *member)).collect(),
        }
    }
}

/// Name of an opened case.
fn case_name(open: &OpenCase) -> CaseName {
    let person = open.single(known::PERSON).and_then(|(part, record)| part.latest(record));
    match person.and_then(|person| person.texts.as_ref()) {
        Some(OpenTexts::Open(texts)) => CaseName::Open {
            given: texts.get(known::GIVEN).unwrap_or_default().to_owned(),
            family: texts.get(known::FAMILY).unwrap_or_default().to_owned(),
        },
        Some(OpenTexts::Hidden(Hidden::Damaged | Hidden::Withheld)) => CaseName::Damaged,
        Some(OpenTexts::Hidden(Hidden::Sealed)) | None => CaseName::Sealed,
    }
}

fn warnings(open: &OpenCase, entries: &[Entry]) -> Vec<CaseWarning> {
    let mut warnings: Vec<CaseWarning> = open
        .parts
        .iter()
        .filter(|part| part.broken)
        .map(|part| CaseWarning::LogBroken { part: part.kind.clone() })
        .collect();
    let failed = open
        .parts
        .iter()
        .flat_map(|part| &part.revisions)
        .filter(|revision| revision.verification == Verification::Failed)
        .count();
    if failed > 0 {
        warnings.push(CaseWarning::Unverified { entries: failed });
    }
    let hidden = |why| entries.iter().filter(|entry| entry.texts == Texts::Hidden(why)).count();
    let (damaged, withheld) = (hidden(Hidden::Damaged), hidden(Hidden::Withheld));
    if damaged > 0 {
        warnings.push(CaseWarning::Damaged { entries: damaged });
    }
    if withheld > 0 {
        warnings.push(CaseWarning::Withheld { entries: withheld });
    }
    warnings.extend(open.missing.iter().cloned());
    let ahead = open.parts.iter().filter(|part| part.ahead);
    warnings.extend(ahead.map(|part| CaseWarning::Ahead { part: part.kind.clone() }));
    if !open.differs.is_empty() {
        warnings.push(CaseWarning::Summary { fields: open.differs.clone() });
    }
    warnings
}
