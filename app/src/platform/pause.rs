//! Letting the page draw and answer in the middle of longer work.
use std::time::Duration;

use js_sys::Promise;
use leptos::leptos_dom::helpers::set_timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Waits, so that the page can draw and answer in between.
pub async fn pause(millis: u64) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            Duration::from_millis(millis),
        );
    });
    let _ = JsFuture::from(promise).await;
}

/// Lets the page do what is waiting, and goes on at once. A message to oneself comes back in the next turn; a timer would
/// be held up for milliseconds each time.
pub async fn breathe() {
    let Ok(channel) = MessageChannel::new() else { return pause(0).await };
    let promise = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(promise).await;
    }
    channel.port1().close();
}
