//! A rated dimension of a current rating sheet, derived from its facts.

use sea_orm::entity::prelude::*;

/// A rated dimension of a current rating sheet, derived from its facts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ratings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: String,
    pub case_id: Uuid,
    pub time_point: String,
    pub date: String,
    pub rater_role: Option<String>,
    pub value: Option<i64>,
    pub relevant: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
