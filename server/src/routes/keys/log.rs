//! What an organisation's log says of the epochs of its key.

use crate::{
    http::ApiResult,
    store::{
        Organisation, StoreError, Tx,
        entity::{org_log, organisation},
    },
};
use api::{
    ids::KeyId,
    limits::BATCH_MAX,
    statement::{EpochState, KeyEpoch, Payload, Statement},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The epoch in force and the one that is being made.
pub(super) struct Epochs {
    /// As its latest statement says, active or complete.
    pub in_force: KeyEpoch,
    /// The latest announcement of the next one.
    pub begun: Option<KeyEpoch>,
}

impl Epochs {
    /// Reads the log from its end back to the statement with which the epoch in force began.
    pub(super) async fn read(tx: &Tx<Organisation>, row: &organisation::Model) -> ApiResult<Self> {
        let mut begun = None;
        let mut before = row.head_n.saturating_add(1);
        loop {
            let entries = org_log::Entity::find()
                .filter(org_log::Column::Organisation.eq(row.id))
                .filter(org_log::Column::N.lt(before))
                .order_by_desc(org_log::Column::N)
                .limit(BATCH_MAX as u64)
                .all(tx.c())
                .await?;
            let last = entries.last().ok_or(StoreError::Damaged("org_log"))?;
            before = last.n;
            for entry in &entries {
                let Some(epoch) = epoch_of(entry)? else { continue };
                if epoch.state == EpochState::Begun {
                    if i64::from(epoch.epoch) > row.key_epoch && begun.is_none() {
                        begun = Some(epoch);
                    }
                } else if i64::from(epoch.epoch) == row.key_epoch {
                    return Ok(Self { in_force: epoch, begun });
                }
            }
        }
    }
}

/// Number of the entry with which the epoch in force began; 1 for the first epoch.
pub(in crate::routes) async fn in_force_since(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
) -> ApiResult<i64> {
    if row.key_epoch <= 1 {
        return Ok(1);
    }
    let entries = org_log::Entity::find()
        .filter(org_log::Column::Organisation.eq(row.id))
        .filter(org_log::Column::Object.eq(row.key_id))
        .order_by_asc(org_log::Column::N)
        .all(tx.c())
        .await?;
    for entry in &entries {
        if epoch_of(entry)?.is_some_and(|epoch| epoch.state == EpochState::Active) {
            return Ok(entry.n);
        }
    }
    Err(StoreError::Damaged("org_log").into())
}

/// The epoch that an entry is about.
fn epoch_of(entry: &org_log::Model) -> Result<Option<KeyEpoch>, StoreError> {
    let statement = Statement::from_cbor(&entry.body).map_err(|_| StoreError::Damaged("org_log.body"))?;
    Ok(match statement.payload {
        Payload::Genesis(genesis) => Some(genesis.epoch),
        Payload::KeyEpoch(epoch) => Some(epoch),
        _ => None,
    })
}

/// Whether a key's id is free for an epoch: nothing in the log is about it but announcements of the same epoch.
pub(super) async fn is_free(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    key: KeyId,
    epoch: u32,
) -> ApiResult<bool> {
    let entries = org_log::Entity::find()
        .filter(org_log::Column::Organisation.eq(row.id))
        .filter(org_log::Column::Object.eq(key.0))
        .all(tx.c())
        .await?;
    for entry in &entries {
        let known = epoch_of(entry)?;
        if !known.is_some_and(|known| known.epoch == epoch && known.state == EpochState::Begun) {
            return Ok(false);
        }
    }
    // The genesis is about the organisation and names the first key inside.
    Ok(row.key_id != Some(key.0))
}
