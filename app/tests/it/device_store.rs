//! The device's storage keeps, forgets, and never gives its key away.
use app::platform::BrowserStore;
use vault::Store;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
async fn a_blob_is_given_back_until_it_is_forgotten() {
    BrowserStore.put("a", vec![1, 2, 3]).await.unwrap();
    BrowserStore.put("a", vec![4, 5]).await.unwrap();
    assert_eq!(BrowserStore.get("a").await.unwrap(), Some(vec![4, 5]));
    BrowserStore.delete("a").await.unwrap();
    assert_eq!(BrowserStore.get("a").await.unwrap(), None);
    BrowserStore.delete("never kept").await.unwrap();
}

#[test]
async fn the_device_key_is_stable_tells_labels_apart_and_goes_with_everything_else() {
    let first = BrowserStore.device_mac(b"label").await.unwrap();
    assert_eq!(BrowserStore.device_mac(b"label").await.unwrap(), first);
    assert_ne!(BrowserStore.device_mac(b"other label").await.unwrap(), first);
    BrowserStore.put("b", vec![9]).await.unwrap();
    BrowserStore.delete_all().await.unwrap();
    assert_eq!(BrowserStore.get("b").await.unwrap(), None);
    assert_ne!(BrowserStore.device_mac(b"label").await.unwrap(), first);
}
