//! A unit of an org chart.

use sea_orm::entity::prelude::*;

/// A unit of an org chart.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org_units")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation: Uuid,
    pub parent: Option<Uuid>,
    pub name: String,
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
