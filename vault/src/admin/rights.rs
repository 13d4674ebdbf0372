//! Rights, blocking, handing over.

use super::grants;
use crate::{
    AdminError, CallError, Store, Transport, Vault,
    http::path,
    log::{Author, Member},
    view::Handover,
};
use api::{
    ProblemCode,
    chain::Head,
    ids::{AccountId, OrganisationId},
    organisations::{Grant, HandoverCase, PostStatement, Receipt},
    paths::v1,
    statement::{Assignment, Payload, Revocation, Rights},
};
use crypto::statement::{ASSIGNMENT, REVOCATION, RIGHTS};

impl<T: Transport, S: Store> Vault<T, S> {
    /// Replaces all rights of a person.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_rights(
        &self,
        organisation: OrganisationId,
        account: AccountId,
        new: Vec<Grant>,
    ) -> Result<(), AdminError> {
        let grants = grants(&new)?;
        let author = self.fresh_author(organisation).await?;
        let version = self.next_version(&author, organisation, account).await?;
        let payload = Payload::Rights(Rights { account, grants, version });
        let statement = author.sign(RIGHTS, payload, Head::EMPTY, self.now());
        let path = path(v1::RIGHTS, &[&organisation, &account]);
        let _receipt: Receipt = self.post(path, &PostStatement { statement }).await?;
        self.refresh_log(organisation).await?;
        Ok(())
    }

    /// Blocks a person at once; their sessions end. Answers with the cases that must be handed over.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn block(
        &self,
        organisation: OrganisationId,
        account: AccountId,
    ) -> Result<Vec<HandoverCase>, AdminError> {
        let author = self.fresh_author(organisation).await?;
        let blocked = author.log.member(account).is_some_and(Member::is_blocked);
        if !blocked {
            let version = self.next_version(&author, organisation, account).await?;
            let payload = Payload::Revocation(Revocation { account, version });
            let statement = author.sign(REVOCATION, payload, Head::EMPTY, self.now());
            let path = path(v1::BLOCK, &[&organisation, &account]);
            let _receipt: Receipt = self.post(path, &PostStatement { statement }).await?;
            self.refresh_log(organisation).await?;
        }
        self.handover_cases(organisation, account).await
    }

    /// The version after the last: of the log, or of the server where the person is not certified yet.
    async fn next_version(
        &self,
        author: &Author,
        organisation: OrganisationId,
        account: AccountId,
    ) -> Result<u32, AdminError> {
        let view = self.organisation_view(organisation).await?;
        let person =
            view.people.iter().find(|person| person.account == account).ok_or(CallError::NotFound)?;
        let signed = author.log.member(account).map_or(0, Member::version);
        let certified = author.log.current_certificate(account).is_some();
        Ok(1 + if certified { signed } else { signed.max(person.rights_version) })
    }

    /// Open cases for which a person is responsible, named by what an administrator may see.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn handover_cases(
        &self,
        organisation: OrganisationId,
        account: AccountId,
    ) -> Result<Vec<HandoverCase>, AdminError> {
        Ok(self.get(path(v1::HANDOVER, &[&organisation, &account])).await?)
    }

    /// Hands cases over to somebody else by signed statements. Returns how many; repeating it does the rest.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn hand_over(&self, handover: Handover) -> Result<usize, AdminError> {
        let author = self.fresh_author(handover.organisation).await?;
        let mut done = 0;
        for case in handover.cases {
            let assignment = Assignment {
                case: case.case,
                part: case.part,
                version: case.assignment_version + 1,
                unit: case.unit,
                responsible: handover.to,
                deputy: case.deputy.filter(|deputy| *deputy != handover.to),
                team: case.team.into_iter().filter(|member| *member != handover.to).collect(),
            };
            // An administrator opens no case, has verified nothing of the part's log and so names the empty head.
            let statement = author.sign(ASSIGNMENT, Payload::Assignment(assignment), Head::EMPTY, self.now());
            let posted = self
                .post_cbor::<_, Receipt>(path(v1::ASSIGNMENT, &[&case.case]), &PostStatement { statement })
                .await;
            match posted {
                Ok(_) => done += 1,
                // Given to somebody meanwhile, perhaps by an earlier try.
                Err(failure) if failure.code() == Some(ProblemCode::Conflict) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(done)
    }
}
