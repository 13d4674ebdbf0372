//! What the institute's operators do.

use super::{SECONDS_PER_DAY, name};
use crate::{
    CallError, CaseError, Method, Store, TenantError, Transport, Vault,
    cases::Reader,
    http::{Failure, path},
    signature::Verdicts,
    view::{CaseView, InvitationLetter, NewTenant, SetupLetter},
};
use api::{
    ProblemCode,
    auth::INSTITUTE_SLUG,
    cases::{CaseFile, CaseSummary},
    ids::{CaseId, OrganisationId, TenantId},
    institute::{CreateTenant, RenewSetup, TenantCases, TenantStructure, TenantView},
    invitations::UnsignedInvitation,
    paths::v1,
};

/// Days until a set-up link or an operator's invitation expires.
const VALID_DAYS: i64 = 14;

impl From<Failure> for TenantError {
    fn from(failure: Failure) -> Self {
        match failure.code() {
            Some(ProblemCode::SlugTaken) => Self::SlugTaken,
            Some(ProblemCode::AlreadySetUp) => Self::AlreadySetUp,
            _ => Self::Call(failure.into()),
        }
    }
}

/// Whether a text may be a slug: `a–z 0–9 -`, 3 to 40 characters, no hyphen at the ends.
fn is_slug(slug: &str) -> bool {
    (3..=40).contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// All tenants.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenants(&self) -> Result<Vec<TenantView>, CallError> {
        Ok(self.get(v1::TENANTS.to_owned()).await?)
    }

    /// Creates a tenant with its first organisation and makes the set-up link here in the browser.
    ///
    /// # Errors
    /// [`TenantError`].
    pub async fn create_tenant(&self, tenant: NewTenant) -> Result<SetupLetter, TenantError> {
        let slug = tenant.slug.trim().to_owned();
        if slug == INSTITUTE_SLUG {
            return Err(TenantError::SlugTaken);
        }
        if !is_slug(&slug) {
            return Err(TenantError::SlugNotAllowed);
        }
        let (letter, invitation) = self.unsigned_invitation(true, &tenant.administrator_name)?;
        let body = CreateTenant {
            id: self.make_id()?,
            slug,
            name: name(&tenant.name).ok_or(TenantError::Name)?,
            organisation: self.make_id()?,
            organisation_name: name(&tenant.organisation_name).ok_or(TenantError::Name)?,
            invitation,
        };
        self.tell(Method::Post, v1::TENANTS.to_owned(), &body).await?;
        Ok(SetupLetter { tenant: body.id, organisation: body.organisation, letter })
    }

    /// Makes a new set-up link for an organisation whose first administrator never arrived.
    ///
    /// # Errors
    /// [`TenantError`].
    pub async fn renew_setup(
        &self,
        tenant: TenantId,
        organisation: OrganisationId,
        administrator_name: String,
    ) -> Result<SetupLetter, TenantError> {
        let (letter, invitation) = self.unsigned_invitation(true, &administrator_name)?;
        let body = RenewSetup { organisation, invitation };
        self.tell(Method::Post, path(v1::TENANT_SETUP, &[&tenant]), &body).await?;
        Ok(SetupLetter { tenant, organisation, letter })
    }

    fn unsigned_invitation(
        &self,
        setup: bool,
        display_name: &str,
    ) -> Result<(InvitationLetter, UnsignedInvitation), TenantError> {
        let display_name = name(display_name).ok_or(TenantError::Name)?;
        let account = self.make_id()?;
        let expires_at = self.now() + VALID_DAYS * SECONDS_PER_DAY;
        let page = Self::invitation_page(setup);
        let (letter, one_use) = self.make_letter(page, account, &display_name, expires_at)?;
        let invitation =
            UnsignedInvitation { id: letter.invitation, account, display_name, one_use, expires_at };
        Ok((letter, invitation))
    }

    /// Structure of a tenant. Stands in its audit.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenant(&self, tenant: TenantId) -> Result<TenantStructure, CallError> {
        let structure: TenantStructure = self.get(path(v1::TENANT, &[&tenant])).await?;
        let mut state = self.state.borrow_mut();
        state.session()?;
        for organisation in &structure.organisations {
            let people = organisation.people.iter();
            state.names.extend(people.map(|person| (person.account, person.display_name.clone())));
        }
        Ok(structure)
    }

    /// Cases of a tenant by short code and clear columns. Stands in its audit.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenant_cases(&self, tenant: TenantId) -> Result<Vec<CaseSummary>, CallError> {
        Ok(self.get::<TenantCases>(path(v1::TENANT_CASES, &[&tenant])).await?.cases)
    }

    /// A case as support sees it: everything sealed is sealed. Stands in the tenant's audit. Names of staff are those
    /// of the last [`tenant`](Self::tenant).
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn support_case(&self, tenant: TenantId, case: CaseId) -> Result<CaseView, CallError> {
        let file: CaseFile = self.get_cbor(path(v1::TENANT_CASE, &[&tenant, &case])).await?;
        let organisation = file.summary.organisation;
        let verdicts = Verdicts::default();
        let reader =
            Reader { tenant, organisation, case, log: None, configuration: None, verdicts: &verdicts };
        let open = self.read_case(&reader, &file).map_err(|error| match error {
            CaseError::Call(error) => error,
            CaseError::NotFound | CaseError::Mismatch => CallError::Protocol,
        })?;
        let state = self.state.borrow();
        state.session()?;
        Ok(state.show(&open))
    }

    /// Invites a further operator.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn invite_operator(&self, display_name: String) -> Result<InvitationLetter, CallError> {
        let made = self.unsigned_invitation(false, &display_name).map_err(|error| match error {
            TenantError::Call(error) => error,
            _ => CallError::Refused(ProblemCode::BadRequest),
        });
        let (letter, invitation) = made?;
        self.tell(Method::Post, v1::OPERATORS.to_owned(), &invitation).await?;
        Ok(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn slugs_are_short_and_plain() {
        assert!(is_slug("demo") && is_slug("jugendhilfe-nord-2"));
        for slug in ["ab", "-abc", "abc-", "Demo", "grün", "a b c", &"x".repeat(41)] {
            assert!(!is_slug(slug), "{slug}");
        }
    }
}
