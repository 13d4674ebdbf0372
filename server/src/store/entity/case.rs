//! What is clear about a case.

use sea_orm::entity::prelude::*;

/// What is clear about a case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant: Uuid,
    pub organisation: Uuid,
    pub code: String,
    pub unit: Option<Uuid>,
    pub responsible: Uuid,
    pub deputy: Option<Uuid>,
    pub assignment_version: i64,
    pub state: String,
    pub help_type: Option<String>,
    pub help_start: Option<String>,
    pub help_end: Option<String>,
    pub review: Option<String>,
    pub sex: Option<String>,
    pub birth_month: Option<String>,
    pub ending: Option<String>,
    pub rated: String,
    pub need_first: Option<i64>,
    pub need_latest: Option<i64>,
    pub entries: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
