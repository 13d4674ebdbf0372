//! Administration and institute.

mod institute;
mod invite;
mod organisation;
mod rights;

use crate::{AdminError, http::Failure};
use api::{
    ProblemCode,
    limits::NAME_MAX,
    organisations::{Grant, Scope},
};

/// Length of the hint where the key file lies, in characters.
const HINT_MAX: usize = 4 * NAME_MAX;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

impl From<Failure> for AdminError {
    fn from(failure: Failure) -> Self {
        match failure.code() {
            Some(ProblemCode::LastAdministrator) => Self::LastAdministrator,
            Some(ProblemCode::UnitInUse) => Self::UnitInUse,
            Some(ProblemCode::Conflict) => Self::Conflict,
            _ => Self::Call(failure.into()),
        }
    }
}

/// A clear name without surrounding white space, neither empty nor too long.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NAME_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn admin_name(text: &str) -> Result<String, AdminError> {
    name(text).ok_or(AdminError::Name)
}

/// Rights without repetitions; at least one, each with the unit that its scope needs.
fn grants(grants: &[Grant]) -> Result<Vec<Grant>, AdminError> {
    // The whole organisation is not a unit.
    let whole = |grant: &Grant| grant.scope == Scope::Organisation;
    let mut grants: Vec<Grant> = grants
        .iter()
        .map(|grant| if whole(grant) { Grant { unit: None, ..*grant } } else { *grant })
        .collect();
    grants.sort_unstable();
    grants.dedup();
    let complete = |grant: &Grant| match grant.scope {
        Scope::Unit | Scope::Subtree => grant.unit.is_some(),
        Scope::Own | Scope::Organisation => true,
    };
    if grants.is_empty() || !grants.iter().all(complete) { Err(AdminError::Grants) } else { Ok(grants) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::{ids::UnitId, organisations::Role};
    use uuid::Uuid;

    #[test]
    fn names_are_neither_empty_nor_endless() {
        assert_eq!(name("  Haus am Weg "), Some("Haus am Weg".to_owned()));
        assert_eq!(name("   "), None);
        assert_eq!(name(&"x".repeat(NAME_MAX + 1)), None);
        assert_eq!(name("a\nb"), None);
    }

    #[test]
    fn rights_for_a_unit_need_the_unit() {
        let grant = |scope, unit| Grant { role: Role::Caseworker, scope, unit };
        assert_eq!(grants(&[]), Err(AdminError::Grants));
        assert_eq!(grants(&[grant(Scope::Subtree, None)]), Err(AdminError::Grants));
        let unit = grant(Scope::Unit, Some(UnitId(Uuid::nil())));
        assert_eq!(grants(&[unit, unit]), Ok(vec![unit]));
    }
}
