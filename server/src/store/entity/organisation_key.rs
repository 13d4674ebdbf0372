//! An organisation key of an earlier epoch, sealed under that of the next one.

use sea_orm::entity::prelude::*;

/// An organisation key of an earlier epoch, sealed under that of the next one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    pub envelope: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
