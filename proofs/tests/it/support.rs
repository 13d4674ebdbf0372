//! What several proofs do.

use api::{configuration::Configuration, ids::CaseId};
use proofs::{Team, draft};
use std::rc::Rc;
use vault::view::NewCase;

/// Creates a case with person and help.
pub async fn create_case(team: &Team, text: impl Fn(&str) -> String) -> CaseId {
    let vault = &team.caseworker.vault;
    let configuration = vault.configuration().await.unwrap();
    let entries =
        ["person", "help"].map(|form| (form.to_owned(), draft(&configuration, form, &text).unwrap()));
    let case = NewCase {
        id: vault.make_case().unwrap(),
        organisation: team.organisation,
        unit: None,
        responsible: team.caseworker.session.account,
        deputy: None,
        team: Vec::new(),
        entries: entries.into(),
    };
    let created = vault.create_case(case).await.unwrap();
    vault.open_case(team.organisation, created.case).await.unwrap();
    created.case
}

/// The tenant's configuration document.
pub async fn configuration(team: &Team) -> Rc<Configuration> {
    team.caseworker.vault.configuration().await.unwrap()
}
