//! A version of a tenant's configuration document.

use sea_orm::entity::prelude::*;

/// A version of a tenant's configuration document.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "configuration_documents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub hash: Vec<u8>,
    pub document: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
