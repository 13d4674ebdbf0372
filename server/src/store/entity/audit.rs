//! An entry of the audit.

use sea_orm::entity::prelude::*;

/// An entry of the audit.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i64,
    pub at: i64,
    pub account: Option<Uuid>,
    pub who: Option<String>,
    pub institute: bool,
    pub organisation: Option<Uuid>,
    pub action: String,
    pub object: Option<Uuid>,
    pub label: Option<String>,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
