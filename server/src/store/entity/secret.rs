//! Secrets of the server itself, by name.

use sea_orm::entity::prelude::*;

/// Secrets of the server itself, by name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "secrets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
