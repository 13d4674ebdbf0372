//! A tenant, or the institute itself.

use sea_orm::entity::prelude::*;

/// A tenant, or the institute itself.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub institute: bool,
    pub created_at: i64,
    pub audit_n: i64,
    pub audit_hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
