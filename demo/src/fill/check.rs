//! A look at what was filled, by people who did not write it: the demo is itself a test.

use super::{At, FillError, organisations::Ready, people::Colleague};
use crate::model::World;
use api::ids::TenantId;
use vault::view::{CaseName, Texts};

/// How many cases are opened completely.
const SAMPLE: usize = 12;
/// Names opened at once.
const BATCH: usize = 100;

/// A manager of each organisation finds every case with its name and opens some without a warning; the operator sees
/// the same cases without any text.
pub(super) async fn look(
    world: &World,
    people: &[Colleague],
    organisations: &[Ready],
    operator: &Colleague,
    tenant: TenantId,
    cases: usize,
) -> Result<(), FillError> {
    let mut found = 0;
    for (index, organisation) in organisations.iter().enumerate() {
        let manager = world.managers(index).find_map(|login| people.iter().find(|own| own.login == login));
        let manager = manager.ok_or(FillError::Missing("a manager"))?;
        found += look_as_manager(manager, organisation).await?;
    }
    expect(found == cases, "a manager does not find every case")?;

    let seen = operator.vault.tenant_cases(tenant).await.at("look at the tenant's cases")?;
    expect(seen.len() == cases, "the institute does not see every case")?;
    for summary in seen.iter().take(SAMPLE) {
        let case = operator.vault.support_case(tenant, summary.id).await.at("look at a case as support")?;
        let sealed = case.entries.iter().all(|entry| matches!(entry.texts, Texts::Hidden(_)));
        expect(sealed && !matches!(case.name, CaseName::Open { .. }), "the institute reads texts")?;
    }
    Ok(())
}

async fn look_as_manager(manager: &Colleague, organisation: &Ready) -> Result<usize, FillError> {
    let vault = &manager.vault;
    vault.list_cases(organisation.id).await.at("list the cases")?;
    while vault.open_names(organisation.id, BATCH).await.at("open the names")?.remaining > 0 {}
    let rows = vault.list_cases(organisation.id).await.at("list the cases")?;
    let named = rows.iter().all(|row| matches!(row.name, CaseName::Open { .. }));
    expect(named, "a manager does not read every name")?;
    for row in rows.iter().take(SAMPLE) {
        let case = vault.open_case(organisation.id, row.summary.id).await.at("open a colleague's case")?;
        expect(case.warnings.is_empty(), "a colleague's case opens with warnings")?;
        expect(case.entries.iter().all(|entry| entry.texts.is_open()), "a colleague's texts stay closed")?;
    }
    Ok(rows.len())
}

fn expect(holds: bool, otherwise: &'static str) -> Result<(), FillError> {
    if holds { Ok(()) } else { Err(FillError::Unexpected(otherwise)) }
}
