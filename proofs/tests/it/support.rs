//! What several proofs do.

use api::{
    configuration::Configuration,
    ids::{CaseId, OrganisationId},
};
use proofs::{Person, Team, draft};
use std::rc::Rc;
use vault::view::NewCase;

/// Creates a case with person and help.
pub async fn create_case(team: &Team, text: impl Fn(&str) -> String) -> CaseId {
    create_case_as(&team.caseworker, team.organisation, text).await
}

/// Creates a case with person and help in the name of somebody.
pub async fn create_case_as(
    person: &Person,
    organisation: OrganisationId,
    text: impl Fn(&str) -> String,
) -> CaseId {
    let vault = &person.vault;
    let configuration = vault.configuration().await.unwrap();
    let entries =
        ["person", "help"].map(|form| (form.to_owned(), draft(&configuration, form, &text).unwrap()));
    let case = NewCase {
        id: vault.make_case().unwrap(),
        organisation,
        unit: None,
        responsible: person.session.account,
        deputy: None,
        team: Vec::new(),
        entries: entries.into(),
    };
    let created = vault.create_case(case).await.unwrap();
    vault.open_case(organisation, created.case).await.unwrap();
    created.case
}

/// The tenant's configuration document.
pub async fn configuration(team: &Team) -> Rc<Configuration> {
    team.caseworker.vault.configuration().await.unwrap()
}
