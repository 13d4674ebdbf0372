//! A case key wrapped under an organisation key.

use sea_orm::entity::prelude::*;

/// A case key wrapped under an organisation key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    pub slot: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
