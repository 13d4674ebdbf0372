//! A login that has begun.

use sea_orm::entity::prelude::*;

/// A login that has begun.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_challenges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_slug: String,
    pub login: String,
    pub tenant: Option<Uuid>,
    pub account: Option<Uuid>,
    pub nonce: Vec<u8>,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
