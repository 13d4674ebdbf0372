//! Limits that browser and server share, so that a person learns of them before sending.

/// Longest sealed envelope of a record in bytes: 4 MiB of text plus padding and tags.
pub const RECORD_ENVELOPE_MAX: usize = 4 * 1024 * 1024 + 512 * 1024;
/// Longest text of one field in bytes of UTF-8.
pub const TEXT_FIELD_MAX: usize = 4_000_000;
/// Longest facts of one record in bytes.
pub const FACTS_MAX: usize = 16 * 1024;
/// Longest signed statement in bytes.
pub const STATEMENT_MAX: usize = 16 * 1024;
/// Longest wrapped key (slot, bundle) in bytes.
pub const SLOT_MAX: usize = 4 * 1024;
/// Longest request body in bytes.
pub const BODY_MAX: usize = 8 * 1024 * 1024;
/// Longest clear name (organisation, unit, person of the staff) in characters.
pub const NAME_MAX: usize = 120;
/// Longest login name in characters.
pub const LOGIN_MAX: usize = 64;
/// Shortest password in characters (NIST SP 800-63B-4 asks for 15 where a password stands alone, OWASP ASVS for 12;
/// here the organisation key stands beside it).
pub const PASSWORD_MIN: usize = 12;
/// Longest password in characters; longer ones are refused, never cut.
pub const PASSWORD_MAX: usize = 256;
/// Most entries in one batch answer.
pub const BATCH_MAX: usize = 500;
/// Bytes of envelopes after which an answer with several cases takes no further one.
pub const FILES_BYTES: usize = 4 * 1024 * 1024;
