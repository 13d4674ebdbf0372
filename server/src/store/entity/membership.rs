//! What an account is in an organisation.

use sea_orm::entity::prelude::*;

/// What an account is in an organisation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    pub grants: String,
    pub rights_version: i64,
    pub state: String,
    pub invitation: Option<Uuid>,
    pub certificate: Option<Vec<u8>>,
    pub signing_key: Option<Vec<u8>>,
    pub kem_key: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
