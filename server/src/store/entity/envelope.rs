//! The sealed texts of a revision; out of the institute's sight.

use sea_orm::entity::prelude::*;

/// The sealed texts of a revision; out of the institute's sight.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "envelopes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i64,
    pub case_id: Uuid,
    pub envelope: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
