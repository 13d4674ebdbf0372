//! An entry of an organisation's log.

use sea_orm::entity::prelude::*;

/// An entry of an organisation's log.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i64,
    pub hash: Vec<u8>,
    pub object: Uuid,
    pub body: Vec<u8>,
    pub signature: Vec<u8>,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
