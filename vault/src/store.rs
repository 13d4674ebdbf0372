//! What stays on the device: sealed blobs and the device's own HMAC key. IndexedDB and WebCrypto in the browser.

use crate::SignatureJob;
use crypto::SoftwareDevice;
use std::{cell::RefCell, collections::BTreeMap, future::Future};
use zeroize::Zeroizing;

/// The device could not keep or give back something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The device offers no storage (private window, storage blocked).
    #[error("this device offers no storage")]
    Unavailable,
    /// There is no room left.
    #[error("the device's storage is full")]
    Full,
    /// Anything else.
    #[error("the device's storage failed")]
    Failed,
}

/// Storage of one device for one origin. Everything secret that is put here is sealed.
pub trait Store {
    /// Keeps a blob under a name, replacing an earlier one.
    ///
    /// # Errors
    /// [`StoreError`].
    fn put(&self, name: &str, blob: Vec<u8>) -> impl Future<Output = Result<(), StoreError>>;

    /// Gives back a blob.
    ///
    /// # Errors
    /// [`StoreError`]; a name that was never kept is no error.
    fn get(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Gives back several blobs at once, in the order of the names.
    ///
    /// # Errors
    /// [`StoreError`].
    fn get_many(&self, names: &[&str]) -> impl Future<Output = Result<Vec<Option<Vec<u8>>>, StoreError>> {
        async move {
            let mut all = Vec::with_capacity(names.len());
            for name in names {
                all.push(self.get(name).await?);
            }
            Ok(all)
        }
    }

    /// Keeps several blobs, in a browser all of them or none.
    ///
    /// # Errors
    /// [`StoreError`].
    fn put_many(&self, blobs: Vec<(String, Vec<u8>)>) -> impl Future<Output = Result<(), StoreError>> {
        async move {
            for (name, blob) in blobs {
                self.put(&name, blob).await?;
            }
            Ok(())
        }
    }

    /// Forgets a blob; unknown names are no error.
    ///
    /// # Errors
    /// [`StoreError`].
    fn delete(&self, name: &str) -> impl Future<Output = Result<(), StoreError>>;

    /// The names of all blobs that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn names(&self, prefix: &str) -> impl Future<Output = Result<Vec<String>, StoreError>>;

    /// Forgets every blob and the device's HMAC key.
    ///
    /// # Errors
    /// [`StoreError`].
    fn delete_all(&self) -> impl Future<Output = Result<(), StoreError>>;

    /// HMAC-SHA-256 of `label` by the device's non-extractable key, which is made at the first call.
    ///
    /// # Errors
    /// [`StoreError`].
    fn device_mac(&self, label: &[u8]) -> impl Future<Output = Result<[u8; 32], StoreError>>;

    /// Verifies many signatures by whatever is fastest on this device, with exactly the verdicts of
    /// [`SignatureJob::verify`], in the order of the jobs. A browser does it on threads of its own.
    fn verify(&self, jobs: &[SignatureJob]) -> impl Future<Output = Vec<bool>> {
        async { jobs.iter().map(SignatureJob::verify).collect() }
    }

    /// Does a job of [`crate::work`], by whatever lets a page answer meanwhile.
    fn work(&self, job: Zeroizing<Vec<u8>>) -> impl Future<Output = Zeroizing<Vec<u8>>> {
        async move { crate::work(&job) }
    }

    /// Lets a page answer whoever uses it, in the middle of longer work. Elsewhere there is nobody to answer.
    fn breathe(&self) -> impl Future<Output = ()> {
        std::future::ready(())
    }
}

/// A store in memory: for native programs and tests. It lives as long as the value.
#[derive(Default)]
pub struct MemoryStore {
    blobs: RefCell<BTreeMap<String, Vec<u8>>>,
    key: RefCell<Option<SoftwareDevice>>,
}

impl Store for MemoryStore {
    async fn put(&self, name: &str, blob: Vec<u8>) -> Result<(), StoreError> {
        self.blobs.borrow_mut().insert(name.to_owned(), blob);
        Ok(())
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.blobs.borrow().get(name).cloned())
    }

    async fn delete(&self, name: &str) -> Result<(), StoreError> {
        self.blobs.borrow_mut().remove(name);
        Ok(())
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.blobs.borrow().keys().filter(|name| name.starts_with(prefix)).cloned().collect())
    }

    async fn delete_all(&self) -> Result<(), StoreError> {
        self.blobs.borrow_mut().clear();
        self.key.borrow_mut().take();
        Ok(())
    }

    async fn device_mac(&self, label: &[u8]) -> Result<[u8; 32], StoreError> {
        let mut key = self.key.borrow_mut();
        let key = match key.as_mut() {
            Some(key) => key,
            None => key.insert(SoftwareDevice::make().map_err(|_| StoreError::Failed)?),
        };
        Ok(key.mac(label))
    }
}

impl MemoryStore {
    /// All blobs as they lie on the device, for tests that look for secrets.
    #[must_use]
    pub fn blobs(&self) -> Vec<(String, Vec<u8>)> {
        self.blobs.borrow().iter().map(|(name, blob)| (name.clone(), blob.clone())).collect()
    }

    /// A device with copied blobs but without this device's HMAC key: what a copied disk is worth.
    #[must_use]
    pub fn copy_without_key(&self) -> Self {
        Self { blobs: RefCell::new(self.blobs.borrow().clone()), key: RefCell::default() }
    }
}
