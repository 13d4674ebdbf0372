//! An entry of a part's log: a statement where `body` is there, a revision otherwise.

use sea_orm::entity::prelude::*;

/// An entry of a part's log: a statement where `body` is there, a revision otherwise.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i64,
    pub case_id: Uuid,
    pub hash: Vec<u8>,
    pub object: Uuid,
    pub revision: i64,
    pub body: Option<Vec<u8>>,
    pub signature: Vec<u8>,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
