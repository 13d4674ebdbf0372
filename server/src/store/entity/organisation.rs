//! An organisation and the head of its log.

use sea_orm::entity::prelude::*;

/// An organisation and the head of its log.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant: Uuid,
    pub name: String,
    pub state: String,
    pub key_hint: String,
    pub root: Option<Vec<u8>>,
    pub key_epoch: i64,
    pub key_id: Option<Uuid>,
    pub head_n: i64,
    pub head_hash: Vec<u8>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
