//! A part of a case and the head of its log.

use sea_orm::entity::prelude::*;

/// A part of a case and the head of its log.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub position: i64,
    pub epoch: i64,
    pub key_id: Uuid,
    pub head_n: i64,
    pub head_hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
