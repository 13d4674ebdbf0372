//! What the server itself needs in a database: the institute's own tenant and the secret behind invented salts.

use super::{
    Database, Mode, StoreError,
    entity::{secret, tenant},
};
use api::auth::INSTITUTE_SLUG;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Id of the institute's own tenant, to which its operators belong.
pub const INSTITUTE: Uuid = Uuid::nil();

const FAKE_SALT: &str = "fake_salt";

pub(super) async fn prepare(database: &Database, now: i64) -> Result<(), StoreError> {
    let tx = database.login(Mode::Write).await?;
    if tenant::Entity::find_by_id(INSTITUTE).one(tx.c()).await?.is_none() {
        let row = tenant::Model {
            id: INSTITUTE,
            slug: INSTITUTE_SLUG.to_owned(),
            name: "Institut".to_owned(),
            institute: true,
            created_at: now,
            audit_n: 0,
            audit_hash: vec![0; 32],
        };
        match tx.insert(row).await {
            // Another server was faster.
            Err(error) if error.is_taken() => return Ok(()),
            outcome => outcome?,
        }
    }
    if secret::Entity::find_by_id(FAKE_SALT).one(tx.c()).await?.is_none() {
        let mut value = vec![0; 32];
        getrandom::fill(&mut value).map_err(|_| StoreError::Randomness)?;
        tx.insert(secret::Model { name: FAKE_SALT.to_owned(), value }).await?;
    }
    tx.commit().await
}

/// The secret from which the salts of unknown login names are made.
pub(crate) async fn fake_salt_secret(tx: &super::Tx<super::Login>) -> Result<Vec<u8>, StoreError> {
    let row = secret::Entity::find_by_id(FAKE_SALT).one(tx.c()).await?;
    Ok(row.ok_or(StoreError::Damaged("secrets"))?.value)
}
