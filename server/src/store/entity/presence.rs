//! Somebody who has a form of a case open.

use sea_orm::entity::prelude::*;

/// Somebody who has a form of a case open.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "presences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: Uuid,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
