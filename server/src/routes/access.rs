//! Who sees what of which case. Nothing but rights, the org chart and the assignment decides.

use api::{
    ids::{AccountId, UnitId},
    organisations::{Grant, Role, Scope},
};
use std::collections::{HashMap, HashSet};

/// What somebody sees of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    /// Nothing; it does not exist for them.
    Nothing,
    /// Clear facts, as support sees them.
    Facts,
    /// Everything, and may write.
    Texts,
}

/// Where a case hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub unit: Option<UnitId>,
    pub responsible: AccountId,
    pub deputy: Option<AccountId>,
    pub team: Vec<AccountId>,
}

impl Place {
    /// Whether the account works on the case.
    pub(super) fn has(&self, account: AccountId) -> bool {
        self.responsible == account || self.deputy == Some(account) || self.team.contains(&account)
    }
}

/// The org chart: each unit with the one above it.
#[derive(Debug, Clone, Default)]
pub(super) struct Chart(HashMap<UnitId, Option<UnitId>>);

impl Chart {
    pub(super) fn new(units: impl IntoIterator<Item = (UnitId, Option<UnitId>)>) -> Self {
        Self(units.into_iter().collect())
    }

    pub(super) fn has(&self, unit: UnitId) -> bool {
        self.0.contains_key(&unit)
    }

    /// Whether `unit` is `top` or below it.
    pub(super) fn is_within(&self, unit: UnitId, top: UnitId) -> bool {
        let mut seen = HashSet::new();
        let mut current = Some(unit);
        while let Some(unit) = current {
            if unit == top {
                return true;
            }
            if !seen.insert(unit) {
                return false;
            }
            current = self.0.get(&unit).copied().flatten();
        }
        false
    }
}

/// Every reach takes in the own cases: whoever is given a case of another unit must be able to work on it.
fn reaches(grant: &Grant, account: AccountId, chart: &Chart, place: &Place) -> bool {
    place.has(account)
        || match (grant.scope, grant.unit) {
            (Scope::Unit, Some(unit)) => place.unit == Some(unit),
            (Scope::Subtree, Some(top)) => place.unit.is_some_and(|unit| chart.is_within(unit, top)),
            (Scope::Own, _) | (Scope::Unit | Scope::Subtree, None) => false,
            (Scope::Organisation, _) => true,
        }
}

/// What these rights together show of a case. An administrator as such sees none.
pub(super) fn sight(grants: &[Grant], account: AccountId, chart: &Chart, place: &Place) -> Sight {
    grants
        .iter()
        .filter(|grant| reaches(grant, account, chart, place))
        .map(|grant| match grant.role {
            Role::Manager | Role::Caseworker => Sight::Texts,
            Role::Evaluation => Sight::Facts,
            Role::Administrator => Sight::Nothing,
        })
        .max()
        .unwrap_or(Sight::Nothing)
}

/// Whether these rights give the case to other people: administrators, managers of its place, and the responsible person.
pub(super) fn may_assign(grants: &[Grant], account: AccountId, chart: &Chart, place: &Place) -> bool {
    grants.iter().any(|grant| match grant.role {
        Role::Administrator => true,
        Role::Manager => reaches(grant, account, chart, place),
        Role::Caseworker => place.responsible == account,
        Role::Evaluation => false,
    })
}

/// Whether one of the rights is this role.
pub(super) fn is(grants: &[Grant], role: Role) -> bool {
    grants.iter().any(|grant| grant.role == role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ME: AccountId = AccountId(Uuid::from_u128(1));
    const OTHER: AccountId = AccountId(Uuid::from_u128(2));
    const TOP: UnitId = UnitId(Uuid::from_u128(10));
    const BELOW: UnitId = UnitId(Uuid::from_u128(11));
    const ASIDE: UnitId = UnitId(Uuid::from_u128(12));

    fn chart() -> Chart {
        Chart::new([(TOP, None), (BELOW, Some(TOP)), (ASIDE, None)])
    }

    fn grant(role: Role, scope: Scope, unit: Option<UnitId>) -> Grant {
        Grant { role, scope, unit }
    }

    fn place(unit: Option<UnitId>, responsible: AccountId) -> Place {
        Place { unit, responsible, deputy: None, team: Vec::new() }
    }

    fn seen(grants: &[Grant], place: &Place) -> Sight {
        sight(grants, ME, &chart(), place)
    }

    #[test]
    fn own_cases_are_those_of_responsible_deputy_and_team() {
        let own = [grant(Role::Caseworker, Scope::Own, None)];
        assert_eq!(seen(&own, &place(None, ME)), Sight::Texts);
        assert_eq!(seen(&own, &place(None, OTHER)), Sight::Nothing);
        assert_eq!(seen(&own, &Place { deputy: Some(ME), ..place(None, OTHER) }), Sight::Texts);
        assert_eq!(seen(&own, &Place { team: vec![ME], ..place(None, OTHER) }), Sight::Texts);
    }

    #[test]
    fn a_unit_is_not_what_lies_below_it_but_a_subtree_is() {
        let unit = [grant(Role::Manager, Scope::Unit, Some(TOP))];
        let subtree = [grant(Role::Manager, Scope::Subtree, Some(TOP))];
        for (case, in_unit, in_subtree) in [
            (Some(TOP), Sight::Texts, Sight::Texts),
            (Some(BELOW), Sight::Nothing, Sight::Texts),
            (Some(ASIDE), Sight::Nothing, Sight::Nothing),
            (None, Sight::Nothing, Sight::Nothing),
        ] {
            assert_eq!(seen(&unit, &place(case, OTHER)), in_unit);
            assert_eq!(seen(&subtree, &place(case, OTHER)), in_subtree);
        }
    }

    #[test]
    fn a_case_of_another_unit_is_seen_by_those_who_work_on_it() {
        for scope in [Scope::Unit, Scope::Subtree] {
            let grants = [grant(Role::Caseworker, scope, Some(TOP))];
            assert_eq!(seen(&grants, &place(Some(ASIDE), ME)), Sight::Texts);
            assert_eq!(seen(&grants, &Place { team: vec![ME], ..place(None, OTHER) }), Sight::Texts);
        }
    }

    #[test]
    fn an_administrator_opens_no_case_and_evaluation_reads_no_text() {
        let everything = place(Some(TOP), ME);
        let administrator = grant(Role::Administrator, Scope::Organisation, None);
        let evaluation = grant(Role::Evaluation, Scope::Organisation, None);
        assert_eq!(seen(&[administrator], &everything), Sight::Nothing);
        assert_eq!(seen(&[administrator, evaluation], &everything), Sight::Facts);
        let own = grant(Role::Caseworker, Scope::Own, None);
        assert_eq!(seen(&[administrator, evaluation, own], &everything), Sight::Texts);
        assert_eq!(seen(&[], &everything), Sight::Nothing);
    }

    #[test]
    fn assigning_needs_leadership_responsibility_or_administration() {
        let case = place(Some(BELOW), OTHER);
        let may = |grants: &[Grant]| may_assign(grants, ME, &chart(), &case);
        assert!(may(&[grant(Role::Administrator, Scope::Organisation, None)]));
        assert!(may(&[grant(Role::Manager, Scope::Subtree, Some(TOP))]));
        assert!(!may(&[grant(Role::Manager, Scope::Unit, Some(ASIDE))]));
        assert!(!may(&[grant(Role::Caseworker, Scope::Organisation, None)]));
        let own = [grant(Role::Caseworker, Scope::Own, None)];
        assert!(may_assign(&own, ME, &chart(), &place(None, ME)));
        assert!(!may_assign(&own, ME, &chart(), &Place { deputy: Some(ME), ..place(None, OTHER) }));
    }

    #[test]
    fn a_ring_in_the_org_chart_ends() {
        let ring = Chart::new([(TOP, Some(BELOW)), (BELOW, Some(TOP))]);
        assert!(!ring.is_within(TOP, ASIDE));
    }
}
