//! What stays on the device: sealed blobs in IndexedDB and a WebCrypto HMAC key that the browser never gives out.
use js_sys::{Array, Object, Reflect, Uint8Array};
use matrix_indexed_db_futures::{
    KeyRange,
    database::Database,
    error::{DomException, Error, OpenDbError},
    prelude::*,
    transaction::TransactionMode,
};
use vault::{SignatureJob, Store, StoreError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};
use zeroize::Zeroizing;

pub(super) const DATABASE: &str = "wimes";
const VERSION: u8 = 1;
/// Name → sealed bytes.
pub(super) const BLOBS: &str = "blobs";
/// Name → non-extractable `CryptoKey`.
const KEYS: &str = "keys";
const DEVICE_KEY: &str = "device-hmac";

/// The device's storage in the browser. Opens the database anew for each act: they are few, and an open connection
/// would hold up a later version's upgrade in another tab.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserStore;

impl Store for BrowserStore {
    async fn put(&self, name: &str, blob: Vec<u8>) -> Result<(), StoreError> {
        write(BLOBS, name, Uint8Array::from(blob.as_slice()).into()).await
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let value = read(BLOBS, name).await?;
        Ok(value.and_then(|value| value.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
    }

    async fn get_many(&self, names: &[&str]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let values = read_many(names).await?;
        let bytes = |value: JsValue| value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
        Ok(values.into_iter().map(|value| value.and_then(bytes)).collect())
    }

    async fn put_many(&self, blobs: Vec<(String, Vec<u8>)>) -> Result<(), StoreError> {
        write_many(blobs).await
    }

    async fn delete(&self, name: &str) -> Result<(), StoreError> {
        let database = open().await?;
        let transaction =
            database.transaction(BLOBS).with_mode(TransactionMode::Readwrite).build().map_err(failed)?;
        transaction
            .object_store(BLOBS)
            .map_err(failed)?
            .delete(name)
            .primitive()
            .map_err(failed)?
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let database = open().await?;
        let transaction =
            database.transaction(BLOBS).with_mode(TransactionMode::Readonly).build().map_err(failed)?;
        let store = transaction.object_store(BLOBS).map_err(failed)?;
        // Names are ASCII, so that nothing that begins with the prefix lies behind the last sign of all.
        let range = KeyRange::Bound(prefix.to_owned(), false, format!("{prefix}\u{ffff}"), false);
        let names = store
            .get_all_keys::<String>()
            .with_query::<String, _>(range)
            .primitive()
            .map_err(failed)?
            .await
            .map_err(failed)?;
        names.collect::<Result<Vec<_>, _>>().map_err(failed)
    }

    async fn delete_all(&self) -> Result<(), StoreError> {
        let database = open().await?;
        for store in [BLOBS, KEYS] {
            let transaction =
                database.transaction(store).with_mode(TransactionMode::Readwrite).build().map_err(failed)?;
            transaction
                .object_store(store)
                .map_err(failed)?
                .clear()
                .map_err(failed)?
                .await
                .map_err(failed)?;
            transaction.commit().await.map_err(failed)?;
        }
        Ok(())
    }

    async fn device_mac(&self, label: &[u8]) -> Result<[u8; 32], StoreError> {
        let subtle = subtle()?;
        let key = device_key(&subtle).await?;
        let data = Uint8Array::from(label);
        let promise =
            subtle.sign_with_str_and_buffer_source("HMAC", &key, &data).map_err(|_| StoreError::Failed)?;
        let buffer = JsFuture::from(promise).await.map_err(|_| StoreError::Failed)?;
        Uint8Array::new(&buffer).to_vec().try_into().map_err(|_| StoreError::Failed)
    }

    async fn verify(&self, jobs: &[SignatureJob]) -> Vec<bool> {
        super::verify::verify(jobs).await
    }

    async fn work(&self, job: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
        super::worker::do_work(job).await
    }

    async fn breathe(&self) {
        super::pause::breathe().await;
    }
}

async fn read_many(names: &[&str]) -> Result<Vec<Option<JsValue>>, StoreError> {
    let database = open().await?;
    let transaction =
        database.transaction(BLOBS).with_mode(TransactionMode::Readonly).build().map_err(failed)?;
    let store = transaction.object_store(BLOBS).map_err(failed)?;
    let mut all = Vec::with_capacity(names.len());
    for name in names {
        let value: Option<JsValue> = store.get(*name).primitive().map_err(failed)?.await.map_err(failed)?;
        all.push(value.filter(|value| !value.is_undefined()));
    }
    Ok(all)
}

async fn write_many(blobs: Vec<(String, Vec<u8>)>) -> Result<(), StoreError> {
    let database = open().await?;
    let transaction =
        database.transaction(BLOBS).with_mode(TransactionMode::Readwrite).build().map_err(failed)?;
    let store = transaction.object_store(BLOBS).map_err(failed)?;
    for (name, blob) in blobs {
        let value: JsValue = Uint8Array::from(blob.as_slice()).into();
        let put = store.put(value).with_key(name).without_key_type().primitive().map_err(failed)?;
        put.await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

async fn device_key(subtle: &SubtleCrypto) -> Result<CryptoKey, StoreError> {
    if let Some(value) = read(KEYS, DEVICE_KEY).await? {
        return value.dyn_into().map_err(|_| StoreError::Failed);
    }
    let algorithm = Object::new();
    for (name, value) in [("name", "HMAC"), ("hash", "SHA-256")] {
        Reflect::set(&algorithm, &name.into(), &value.into()).map_err(|_| StoreError::Failed)?;
    }
    let usages = Array::of1(&JsValue::from_str("sign"));
    let promise =
        subtle.generate_key_with_object(&algorithm, false, &usages).map_err(|_| StoreError::Failed)?;
    let key: CryptoKey = JsFuture::from(promise)
        .await
        .map_err(|_| StoreError::Failed)?
        .dyn_into()
        .map_err(|_| StoreError::Failed)?;
    write(KEYS, DEVICE_KEY, key.clone().into()).await?;
    Ok(key)
}

fn subtle() -> Result<SubtleCrypto, StoreError> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(StoreError::Unavailable)?;
    // `crypto.subtle` is undefined outside secure contexts, which web-sys does not express.
    let subtle = Reflect::get(&crypto, &JsValue::from_str("subtle")).map_err(|_| StoreError::Unavailable)?;
    subtle.dyn_into().map_err(|_| StoreError::Unavailable)
}

async fn open() -> Result<Database, StoreError> {
    Database::open(DATABASE)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_event, transaction| {
            for store in [BLOBS, KEYS] {
                transaction.db().create_object_store(store).build()?;
            }
            Ok(())
        })
        .await
        .map_err(|error| match error {
            OpenDbError::Base(error) => failed(error),
            _ => StoreError::Unavailable,
        })
}

async fn write(store: &str, name: &str, value: JsValue) -> Result<(), StoreError> {
    let database = open().await?;
    let transaction =
        database.transaction(store).with_mode(TransactionMode::Readwrite).build().map_err(failed)?;
    transaction
        .object_store(store)
        .map_err(failed)?
        .put(value)
        .with_key(name)
        .without_key_type()
        .primitive()
        .map_err(failed)?
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

async fn read(store: &str, name: &str) -> Result<Option<JsValue>, StoreError> {
    let database = open().await?;
    let transaction =
        database.transaction(store).with_mode(TransactionMode::Readonly).build().map_err(failed)?;
    let value: Option<JsValue> = transaction
        .object_store(store)
        .map_err(failed)?
        .get(name)
        .primitive()
        .map_err(failed)?
        .await
        .map_err(failed)?;
    Ok(value.filter(|value| !value.is_undefined()))
}

/// Every database error in the vault's three words.
fn failed(error: Error) -> StoreError {
    match error {
        Error::DomException(DomException::Other(exception)) if exception.name() == "QuotaExceededError" => {
            StoreError::Full
        }
        Error::DomException(DomException::Other(exception)) if exception.name() == "SecurityError" => {
            StoreError::Unavailable
        }
        _ => StoreError::Failed,
    }
}
