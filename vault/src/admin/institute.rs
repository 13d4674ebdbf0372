//! What the institute's operators do.

use crate::{
    CallError, Store, TenantError, Transport, Vault,
    view::{CaseView, InvitationLetter, NewTenant, SetupLetter},
};
use api::{
    cases::CaseSummary,
    ids::{CaseId, OrganisationId, TenantId},
    institute::{TenantStructure, TenantView},
};

impl<T: Transport, S: Store> Vault<T, S> {
    /// All tenants.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenants(&self) -> Result<Vec<TenantView>, CallError> {
        Err(CallError::Protocol)
    }

    /// Creates a tenant with its first organisation and makes the set-up link here in the browser.
    ///
    /// # Errors
    /// [`TenantError`].
    pub async fn create_tenant(&self, tenant: NewTenant) -> Result<SetupLetter, TenantError> {
        let _ = tenant;
        Err(TenantError::Name)
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
        let _ = (tenant, organisation, administrator_name);
        Err(TenantError::Name)
    }

    /// Structure of a tenant. Stands in its audit.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenant(&self, tenant: TenantId) -> Result<TenantStructure, CallError> {
        let _ = tenant;
        Err(CallError::Protocol)
    }

    /// Cases of a tenant by short code and clear columns. Stands in its audit.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn tenant_cases(&self, tenant: TenantId) -> Result<Vec<CaseSummary>, CallError> {
        let _ = tenant;
        Err(CallError::Protocol)
    }

    /// A case as support sees it: everything sealed is sealed. Stands in the tenant's audit.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn support_case(&self, tenant: TenantId, case: CaseId) -> Result<CaseView, CallError> {
        let _ = (tenant, case);
        Err(CallError::Protocol)
    }

    /// Invites a further operator.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn invite_operator(&self, display_name: String) -> Result<InvitationLetter, CallError> {
        let _ = display_name;
        Err(CallError::Protocol)
    }
}
