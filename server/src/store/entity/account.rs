//! A personal access.

use sea_orm::entity::prelude::*;

/// A personal access.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant: Uuid,
    pub home: Option<Uuid>,
    pub login: Option<String>,
    pub login_folded: Option<String>,
    pub display_name: String,
    pub salt: Option<Vec<u8>>,
    pub kdf_memory_kib: i64,
    pub kdf_passes: i64,
    pub kdf_lanes: i64,
    pub login_key: Option<Vec<u8>>,
    pub operator: bool,
    pub created_at: i64,
    pub last_login_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
