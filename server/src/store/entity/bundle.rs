//! What is sealed of a membership; out of the institute's sight.

use sea_orm::entity::prelude::*;

/// What is sealed of a membership; out of the institute's sight.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bundles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: Uuid,
    pub bundle: Option<Vec<u8>>,
    pub enrolment: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
