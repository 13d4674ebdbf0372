//! A revision of a record, without its envelope.

use sea_orm::entity::prelude::*;

/// A revision of a record, without its envelope.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i64,
    pub case_id: Uuid,
    pub record: Uuid,
    pub form: String,
    pub form_version: i64,
    pub revision: i64,
    pub epoch: i64,
    pub previous: Vec<u8>,
    pub facts: Vec<u8>,
    pub envelope_hash: Vec<u8>,
    pub author: Uuid,
    pub certificate: Vec<u8>,
    pub organisation_n: i64,
    pub organisation_hash: Vec<u8>,
    pub part_n: i64,
    pub part_hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
