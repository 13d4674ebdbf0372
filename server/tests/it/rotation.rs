//! Steps of a rotation of the organisation key, as an administrator's client takes them.

use crate::{
    client::{Answer, path},
    person::{Person, envelope, kem_key, random},
    world::World,
};
use api::{
    Bytes, Bytes32,
    cases::CaseSlot,
    chain::Head,
    ids::KeyId,
    keys::{HeldSlot, PostKeyEpoch, Rewrap, RewrapReceipt, SlotPage},
    organisations::Receipt,
    paths::v1,
    statement::{EpochState, KeyEpoch, Payload},
};
use uuid::Uuid;

/// An envelope of a kind under an organisation key.
pub fn under(kind: u8, key: KeyId) -> Bytes {
    envelope(kind, key.as_bytes(), &random::<64>())
}

/// A case key wrapped under an organisation key.
pub fn wrapped(slot: &CaseSlot, epoch: &KeyEpoch) -> CaseSlot {
    CaseSlot { epoch: epoch.epoch, slot: under(2, epoch.key), ..slot.clone() }
}

impl World {
    pub async fn head(&self) -> Head {
        self.admin.organisation(&self.app, self.organisation).await.head
    }

    pub fn keys(&self) -> String {
        path(v1::KEYS, &[&self.organisation])
    }

    pub fn key_slots(&self) -> String {
        path(v1::KEY_SLOTS, &[&self.organisation])
    }

    /// A new key for the epoch after the one in force.
    pub fn next_epoch(&self) -> KeyEpoch {
        KeyEpoch {
            epoch: self.epoch + 1,
            key: KeyId(Uuid::new_v4()),
            fingerprint: Bytes32(random()),
            kem: kem_key(),
            state: EpochState::Begun,
            min_seal: 1,
        }
    }

    /// A step on the current head, with everything that belongs to it.
    pub async fn step_of(&self, signer: &Person, epoch: &KeyEpoch, state: EpochState) -> PostKeyEpoch {
        let payload = Payload::KeyEpoch(KeyEpoch { state, ..epoch.clone() });
        let statement = signer.signed(&self.app, self.organisation, payload).await;
        let active = state == EpochState::Active;
        PostKeyEpoch {
            statement,
            previous: active.then(|| under(8, epoch.key)),
            bundle: active.then(|| under(3, epoch.key)),
        }
    }

    pub async fn post_step(&self, signer: &Person, post: &PostKeyEpoch) -> Answer {
        signer.client.post(&self.app, &self.keys(), post).await
    }

    pub async fn step(&self, signer: &Person, epoch: &KeyEpoch, state: EpochState) -> Answer {
        let post = self.step_of(signer, epoch, state).await;
        self.post_step(signer, &post).await
    }

    /// A rotation up to the point where the new key is in use.
    pub async fn rotate(&mut self) -> KeyEpoch {
        let epoch = self.next_epoch();
        for state in [EpochState::Begun, EpochState::Active] {
            let _: Receipt = self.step(&self.admin, &epoch, state).await.ok();
        }
        (self.ok, self.epoch) = (epoch.key, epoch.epoch);
        epoch
    }

    pub async fn slot_page(&self, query: &str) -> SlotPage {
        self.admin.client.get(&self.app, &format!("{}{query}", self.key_slots())).await.ok()
    }

    pub async fn send_slots(&self, signer: &Person, slots: Vec<HeldSlot>) -> Answer {
        signer.client.cbor(&self.app, &self.key_slots(), &Rewrap { slots }).await
    }

    /// Wraps everything that waits; gives back what it sent.
    pub async fn rewrap_all(&self, epoch: &KeyEpoch) -> Vec<HeldSlot> {
        let page = self.slot_page("").await;
        let slots: Vec<HeldSlot> = page
            .slots
            .iter()
            .map(|held| HeldSlot { case: held.case, slot: wrapped(&held.slot, epoch) })
            .collect();
        let receipt: RewrapReceipt = self.send_slots(&self.admin, slots.clone()).await.ok();
        assert_eq!(receipt.remaining, 0);
        slots
    }
}
