//! A part key wrapped under a case key.

use sea_orm::entity::prelude::*;

/// A part key wrapped under a case key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part_slots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: Uuid,
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    pub key_id: Uuid,
    pub slot: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
