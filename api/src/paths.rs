//! Addresses: pages of the application, public pages, and the HTTP interface.

/// Pages of the browser application. `:name` marks a parameter. The server answers these with the application,
/// and a test compares them with the router's own list.
pub mod pages {
    /// Start: leads to today, or to the login.
    pub const HOME: &str = "/";
    /// Login without a known tenant.
    pub const LOGIN: &str = "/login";
    /// Login of a tenant.
    pub const LOGIN_TENANT: &str = "/login/:tenant";
    /// An invitation; its id and secret stand in the fragment.
    pub const INVITATION: &str = "/einladung";
    /// First set-up of an organisation; id and secret stand in the fragment.
    pub const SETUP: &str = "/einrichten";
    /// Load the organisation key.
    pub const KEY: &str = "/schluessel";
    /// Set-up of root and organisation key for an organisation that has none.
    pub const KEY_SETUP: &str = "/schluessel/einrichten";
    /// Becoming administrator with the root on the sheet, when nobody else is left.
    pub const KEY_RECOVERY: &str = "/schluessel/wiederherstellen";
    /// Today.
    pub const TODAY: &str = "/heute";
    /// Cases.
    pub const CASES: &str = "/faelle";
    /// New case.
    pub const CASE_NEW: &str = "/faelle/neu";
    /// A case, overview.
    pub const CASE: &str = "/faelle/:case";
    /// A section of a case: person, kontakte, hilfe, bewertungen, ziele, verlauf, abschluss, zugang.
    pub const CASE_SECTION: &str = "/faelle/:case/:section";
    /// An entry of a case: `neu` or a record id.
    pub const CASE_ENTRY: &str = "/faelle/:case/:section/:entry";
    /// The five protections.
    pub const PROTECTIONS: &str = "/schutz";
    /// Own access: password, devices, language.
    pub const ACCOUNT: &str = "/zugang";
    /// More (phone).
    pub const MORE: &str = "/mehr";
    /// Evaluation: counts of the cases in scope.
    pub const EVALUATION: &str = "/auswertung";
    /// Administration.
    pub const ADMIN: &str = "/verwaltung";
    /// A section of the administration: organigramm, personen, organisationen, schluessel, konfiguration, protokoll.
    pub const ADMIN_SECTION: &str = "/verwaltung/:section";
    /// Renewing the organisation key.
    pub const KEY_RENEW: &str = "/verwaltung/schluessel/erneuern";
    /// Whether both copies of the organisation key still open.
    pub const KEY_CHECK: &str = "/verwaltung/schluessel/pruefen";
    /// Further copies of the organisation key.
    pub const KEY_COPY: &str = "/verwaltung/schluessel/kopie";
    /// Another root in place of the one on the sheet.
    pub const KEY_ROOT: &str = "/verwaltung/schluessel/wurzel";
    /// Institute: tenants.
    pub const INSTITUTE: &str = "/institut";
    /// Institute: new tenant.
    pub const INSTITUTE_NEW: &str = "/institut/neu";
    /// Institute: one tenant.
    pub const INSTITUTE_TENANT: &str = "/institut/:tenant";
    /// Institute: one case of a tenant, support view.
    pub const INSTITUTE_CASE: &str = "/institut/:tenant/:case";

    /// All pages, most specific last, as the router knows them.
    pub const ALL: &[&str] = &[
        HOME,
        LOGIN,
        LOGIN_TENANT,
        INVITATION,
        SETUP,
        KEY,
        KEY_SETUP,
        KEY_RECOVERY,
        TODAY,
        CASES,
        CASE_NEW,
        CASE,
        CASE_SECTION,
        CASE_ENTRY,
        PROTECTIONS,
        ACCOUNT,
        MORE,
        EVALUATION,
        ADMIN,
        ADMIN_SECTION,
        KEY_RENEW,
        KEY_CHECK,
        KEY_COPY,
        KEY_ROOT,
        INSTITUTE,
        INSTITUTE_NEW,
        INSTITUTE_TENANT,
        INSTITUTE_CASE,
    ];
}

/// Public pages, server-rendered, without login and without JavaScript; `?lang=en` for English.
pub mod public {
    /// What is protected and how.
    pub const PROTECTION: &str = "/info/schutz";
    /// Accessibility statement.
    pub const ACCESSIBILITY: &str = "/info/barrierefreiheit";
    /// Imprint.
    pub const IMPRINT: &str = "/info/impressum";
    /// Privacy.
    pub const PRIVACY: &str = "/info/datenschutz";

    /// All public pages.
    pub const ALL: &[&str] = &[PROTECTION, ACCESSIBILITY, IMPRINT, PRIVACY];
}

/// The HTTP interface. `{name}` marks a parameter.
pub mod v1 {
    /// `GET` OpenAPI document.
    pub const OPENAPI: &str = "/api/v1/openapi.json";
    /// `GET` 200 when the server can answer and its database too.
    pub const HEALTH: &str = "/api/v1/health";
    /// `POST` [`crate::auth::LoginStart`] → [`crate::auth::LoginChallenge`].
    pub const LOGIN_START: &str = "/api/v1/auth/start";
    /// `POST` [`crate::auth::LoginFinish`] → [`crate::auth::SessionView`] and the session cookie.
    pub const LOGIN_FINISH: &str = "/api/v1/auth/finish";
    /// `POST` ends the session.
    pub const LOGOUT: &str = "/api/v1/auth/logout";
    /// `GET` → [`crate::auth::SessionView`].
    pub const SESSION: &str = "/api/v1/session";
    /// `PUT`/`GET`/`DELETE` [`crate::auth::DeviceShare`] of this session.
    pub const SESSION_SHARE: &str = "/api/v1/session/share";
    /// `PUT`/`GET`/`DELETE` [`crate::auth::DeviceShare`] of a remembered device of this account.
    pub const DEVICE_SHARE: &str = "/api/v1/devices/{device}/share";
    /// `POST` [`crate::auth::PasswordChange`]; other sessions of the account end.
    pub const PASSWORD: &str = "/api/v1/account/password";
    /// `POST` [`crate::invitations::InvitationLook`] → [`crate::invitations::InvitationOffer`].
    pub const INVITATION_LOOK: &str = "/api/v1/invitations/{invitation}/look";
    /// `POST` [`crate::invitations::AcceptInvitation`] → [`crate::auth::SessionView`] and the session cookie.
    pub const INVITATION_ACCEPT: &str = "/api/v1/invitations/{invitation}/accept";
    /// `POST` [`crate::organisations::CreateOrganisation`] (tenant administrator) → 201 [`crate::organisations::OrganisationView`].
    pub const ORGANISATIONS: &str = "/api/v1/organisations";
    /// `GET` → [`crate::organisations::OrganisationView`]; `PATCH` [`crate::organisations::UpdateOrganisation`].
    pub const ORGANISATION: &str = "/api/v1/organisations/{organisation}";
    /// `GET ?after=n` → [`crate::organisations::LogPage`].
    pub const ORGANISATION_LOG: &str = "/api/v1/organisations/{organisation}/log";
    /// `POST` [`crate::organisations::CreateGenesis`] → 201 [`crate::organisations::Receipt`].
    pub const GENESIS: &str = "/api/v1/organisations/{organisation}/genesis";
    /// `POST` [`crate::organisations::CreateCertificate`] → 201 [`crate::organisations::Receipt`].
    pub const CERTIFICATES: &str = "/api/v1/organisations/{organisation}/certificates";
    /// `GET` → [`crate::keys::KeyChain`]; `POST` [`crate::keys::PostKeyEpoch`] (administrators) →
    /// [`crate::organisations::Receipt`].
    pub const KEYS: &str = "/api/v1/organisations/{organisation}/keys";
    /// `GET ?after=case` → CBOR [`crate::keys::SlotPage`]; `POST` CBOR [`crate::keys::Rewrap`] → CBOR
    /// [`crate::keys::RewrapReceipt`]. Administrators.
    pub const KEY_SLOTS: &str = "/api/v1/organisations/{organisation}/keys/slots";
    /// `POST` [`crate::organisations::PostStatement`] with payload `KeyCheck` → [`crate::organisations::Receipt`].
    pub const KEY_CHECKS: &str = "/api/v1/organisations/{organisation}/keys/checks";
    /// `PUT` [`crate::keys::ReplaceBundle`] → 204: the own bundle, sealed under a newer organisation key.
    pub const BUNDLE: &str = "/api/v1/organisations/{organisation}/bundle";
    /// `POST` [`crate::keys::CreateRecovery`] → 201 [`crate::organisations::Receipt`].
    pub const RECOVERY: &str = "/api/v1/organisations/{organisation}/recovery";
    /// `POST` [`crate::organisations::PostStatement`] with payload `SuccessorRoot` → [`crate::organisations::Receipt`].
    pub const ROOT: &str = "/api/v1/organisations/{organisation}/root";
    /// `POST` [`crate::organisations::UnitView`] → 201; ids by the client.
    pub const UNITS: &str = "/api/v1/organisations/{organisation}/units";
    /// `PUT` [`crate::organisations::UnitView`] (rename, move); `DELETE`.
    pub const UNIT: &str = "/api/v1/organisations/{organisation}/units/{unit}";
    /// `POST` [`crate::invitations::CreateInvitation`] → 201 [`crate::invitations::InvitationView`].
    pub const INVITATIONS: &str = "/api/v1/organisations/{organisation}/invitations";
    /// `DELETE` withdraws an open invitation.
    pub const INVITATION: &str = "/api/v1/organisations/{organisation}/invitations/{invitation}";
    /// `POST` [`crate::organisations::PostStatement`] with payload `Rights` → [`crate::organisations::Receipt`].
    pub const RIGHTS: &str = "/api/v1/organisations/{organisation}/people/{account}/rights";
    /// `POST` [`crate::organisations::PostStatement`] with payload `Revocation` → [`crate::organisations::Receipt`];
    /// sessions end at once.
    pub const BLOCK: &str = "/api/v1/organisations/{organisation}/people/{account}/block";
    /// `GET` → list of [`crate::organisations::HandoverCase`]: open cases for which the person is responsible.
    pub const HANDOVER: &str = "/api/v1/organisations/{organisation}/people/{account}/cases";
    /// `GET ?before=n` → [`crate::audit::AuditPage`] of the own tenant (administrators).
    pub const AUDIT: &str = "/api/v1/audit";
    /// `GET` → [`crate::organisations::ConfigurationView`] of the own tenant (operators: the shipped one).
    pub const CONFIGURATION: &str = "/api/v1/configuration";
    /// `GET` with [`crate::cases::CaseListQuery`] → CBOR [`crate::cases::CaseList`]; `POST` CBOR [`crate::cases::CreateCase`] → 201 CBOR [`crate::cases::CaseReceipt`].
    pub const CASES: &str = "/api/v1/organisations/{organisation}/cases";
    /// `GET` with [`crate::cases::CaseFilesQuery`] → CBOR [`crate::cases::CaseFiles`]: several cases at once.
    pub const CASE_FILES: &str = "/api/v1/organisations/{organisation}/files";
    /// `GET ?since=` → [`crate::news::News`].
    pub const NEWS: &str = "/api/v1/organisations/{organisation}/news";
    /// `GET ?organisation=` → CBOR [`crate::cases::CaseFile`].
    pub const CASE: &str = "/api/v1/cases/{case}";
    /// `POST` CBOR [`crate::keys::RenewCase`] → 201 CBOR [`crate::cases::CaseReceipt`].
    pub const CASE_KEYS: &str = "/api/v1/cases/{case}/keys";
    /// `POST` CBOR [`crate::records::Revision`] → 201 CBOR [`crate::organisations::Receipt`]. The same revision again is 200.
    pub const RECORDS: &str = "/api/v1/cases/{case}/records";
    /// `POST` CBOR [`crate::organisations::PostStatement`] with payload `Assignment` → CBOR [`crate::organisations::Receipt`].
    pub const ASSIGNMENT: &str = "/api/v1/cases/{case}/assignment";
    /// `POST` [`crate::presence::WritingHere`] → [`crate::presence::PresenceView`]; `DELETE ?record=`.
    pub const PRESENCE: &str = "/api/v1/cases/{case}/presence";
    /// `GET` → list of [`crate::institute::TenantView`]; `POST` [`crate::institute::CreateTenant`] → 201.
    pub const TENANTS: &str = "/api/v1/institute/tenants";
    /// `GET` → [`crate::institute::TenantStructure`]. Audited.
    pub const TENANT: &str = "/api/v1/institute/tenants/{tenant}";
    /// `POST` [`crate::institute::RenewSetup`] → 201.
    pub const TENANT_SETUP: &str = "/api/v1/institute/tenants/{tenant}/setup";
    /// `GET` → [`crate::institute::TenantCases`]. Audited.
    pub const TENANT_CASES: &str = "/api/v1/institute/tenants/{tenant}/cases";
    /// `GET` → CBOR [`crate::cases::CaseFile`] without envelopes and slots. Audited.
    pub const TENANT_CASE: &str = "/api/v1/institute/tenants/{tenant}/cases/{case}";
    /// `POST` [`crate::invitations::UnsignedInvitation`] → 201: a further operator.
    pub const OPERATORS: &str = "/api/v1/institute/operators";

    /// Media type of bodies that carry envelopes.
    pub const CBOR: &str = "application/cbor";
}
