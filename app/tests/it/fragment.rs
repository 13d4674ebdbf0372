//! A secret in the address is read once and is gone from it.
use app::platform::take_fragment;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_secret_in_the_address_is_read_once_and_wiped_from_it() {
    let location = web_sys::window().unwrap().location();
    location.set_hash("id.secret").unwrap();
    assert_eq!(take_fragment().as_deref(), Some("id.secret"));
    assert_eq!(location.hash().unwrap(), "");
    assert!(!location.href().unwrap().contains("secret"));
    assert_eq!(take_fragment(), None);
}
