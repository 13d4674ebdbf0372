//! Where a record stands: its current revision.

use sea_orm::entity::prelude::*;

/// Where a record stands: its current revision.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub part: Uuid,
    pub form: String,
    pub singleton: bool,
    pub n: i64,
    pub revision: i64,
    pub hash: Vec<u8>,
    pub withdrawn: bool,
}

impl ActiveModelBehavior for ActiveModel {}
