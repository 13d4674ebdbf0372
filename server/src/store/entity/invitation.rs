//! An invitation.

use sea_orm::entity::prelude::*;

/// An invitation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant: Uuid,
    pub organisation: Option<Uuid>,
    pub account: Uuid,
    pub kind: String,
    pub state: String,
    pub display_name: String,
    pub grants: String,
    pub rights_version: i64,
    pub one_use: Vec<u8>,
    pub body: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
    pub expires_at: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
