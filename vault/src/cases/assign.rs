//! Giving a case to other people.

use super::part::CORE;
use crate::{
    AssignError, CaseError, Store, Transport, Vault,
    http::path,
    view::{Assign, AssignmentView},
};
use api::{
    ProblemCode,
    ids::CaseId,
    organisations::{PostStatement, Receipt},
    paths::v1,
    statement::{Assignment, Payload},
};
use crypto::statement::ASSIGNMENT;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Gives a case to other people by a signed statement.
    ///
    /// # Errors
    /// [`AssignError`].
    pub async fn assign_case(&self, assign: Assign) -> Result<AssignmentView, AssignError> {
        self.require_open(assign.case).await?;
        let organisation = self.organisation_of(assign.case)?;
        let author = self.author(organisation).await?.ok_or(AssignError::KeyMissing)?;
        let people =
            [Some(assign.responsible), assign.deputy].into_iter().flatten().chain(assign.team.clone());
        let log = self.refresh_log(organisation).await?;
        for account in people {
            let able = log.member(account).is_some_and(|member| member.writes_at(log.head().n));
            // Whoever was in it before may stay, so that a blocked colleague does not stand in the way.
            if !able && !self.is_assigned(assign.case, account) {
                return Err(AssignError::Person);
            }
        }
        let statement = {
            let state = self.state.borrow();
            let open = state.cases.open.get(&assign.case).ok_or(CaseError::NotFound)?;
            let part = open.part_of_kind(CORE).ok_or(CaseError::Mismatch)?;
            let current = state.assignment(open);
            if current.version != assign.based_on {
                return Err(AssignError::Conflict(Box::new(current)));
            }
            let assignment = Assignment {
                case: assign.case,
                part: part.id,
                version: current.version + 1,
                unit: assign.unit,
                responsible: assign.responsible,
                deputy: assign.deputy,
                team: assign.team.clone(),
            };
            author.sign(ASSIGNMENT, Payload::Assignment(assignment), part.head(), self.now())
        };
        let body = PostStatement { statement };
        let posted = self.post_cbor::<_, Receipt>(path(v1::ASSIGNMENT, &[&assign.case]), &body).await;
        let refused = posted.err();
        if let Some(failure) = &refused
            && failure.code() != Some(ProblemCode::Conflict)
        {
            return Err(AssignError::Call(failure.clone().into()));
        }
        match self.open_case(organisation, assign.case).await {
            Ok(view) if refused.is_none() || said(&view.assignment, &assign) => Ok(view.assignment),
            Ok(view) => Err(AssignError::Conflict(Box::new(view.assignment))),
            // Whoever gives a case away may no longer see it.
            Err(CaseError::NotFound) if refused.is_none() => Ok(self.as_said(&assign, organisation)),
            Err(error) => Err(error.into()),
        }
    }

    fn is_assigned(&self, case: CaseId, account: api::ids::AccountId) -> bool {
        let state = self.state.borrow();
        let Some(open) = state.cases.open.get(&case) else { return false };
        let current = state.assignment(open);
        current.responsible.account == account
            || current.deputy.is_some_and(|deputy| deputy.account == account)
            || current.team.iter().any(|member| member.account == account)
    }

    fn as_said(&self, assign: &Assign, organisation: api::ids::OrganisationId) -> AssignmentView {
        let mut state = self.state.borrow_mut();
        state.cases.open.remove(&assign.case);
        AssignmentView {
            version: assign.based_on + 1,
            unit: assign.unit,
            responsible: state.person(organisation, assign.responsible),
            deputy: assign.deputy.map(|deputy| state.person(organisation, deputy)),
            team: assign.team.iter().map(|member| state.person(organisation, *member)).collect(),
        }
    }
}

/// Whether an assignment is the one that was asked for: then the refusal came after an own try whose answer was lost.
fn said(view: &AssignmentView, assign: &Assign) -> bool {
    view.version == assign.based_on + 1
        && view.unit == assign.unit
        && view.responsible.account == assign.responsible
        && view.deputy.as_ref().map(|deputy| deputy.account) == assign.deputy
        && view.team.iter().map(|member| member.account).eq(assign.team.iter().copied())
}
