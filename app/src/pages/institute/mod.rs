//! The institute: tenants, their structure, and cases as support sees them. No key, no text.
mod case;
mod cases;
mod new_tenant;
mod operators;
mod setup_letter;
mod tenant;
mod tenants;

pub use case::SupportCasePage;
pub use new_tenant::NewTenantPage;
pub use tenant::TenantPage;
pub use tenants::TenantsPage;
