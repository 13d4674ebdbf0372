//! A session; the token itself is not stored, only its hash.

use sea_orm::entity::prelude::*;

/// A session; the token itself is not stored, only its hash.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub account: Uuid,
    pub tenant: Uuid,
    pub share: Option<Vec<u8>>,
    pub created_at: i64,
    pub idle_expires_at: i64,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
