//! A further member of a case's team.

use sea_orm::entity::prelude::*;

/// A further member of a case's team.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Uuid,
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
