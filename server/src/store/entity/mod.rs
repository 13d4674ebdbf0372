//! The tables as types. What the columns mean stands in the migrations; numbers are `i64` because both databases
//! have nothing smaller in common, ids and hashes are bare bytes. Nothing outside [`crate::store`] and
//! [`crate::routes`] sees them.
#![expect(
    missing_docs,
    reason = "columns are documented where the tables are made: in the crate `migrations`"
)]

pub mod account;
pub mod audit;
pub mod bundle;
pub mod case;
pub mod case_key;
pub mod case_team;
pub mod configuration_document;
pub mod device;
pub mod envelope;
pub mod invitation;
pub mod login_challenge;
pub mod membership;
pub mod org_log;
pub mod org_unit;
pub mod organisation;
pub mod organisation_key;
pub mod part;
pub mod part_log;
pub mod part_slot;
pub mod presence;
pub mod rating;
pub mod record;
pub mod revision;
pub mod secret;
pub mod session;
pub mod tenant;
