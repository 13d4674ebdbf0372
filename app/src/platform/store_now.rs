//! Keeping a blob in the last moment of a page. Opening the database takes turns of the event loop that a closing page is
//! not given any more; so a connection is held while somebody writes.
use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, IdbDatabase, IdbOpenDbRequest, IdbTransactionMode};

use super::store::{BLOBS, DATABASE};

thread_local! {
    static HELD: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Opens the connection, if there is none yet. The database itself is made by the store.
pub fn hold_store() {
    if HELD.with_borrow(Option::is_some) {
        return;
    }
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let Some(request) = factory.and_then(|factory| factory.open(DATABASE).ok()) else { return };
    let opened = Closure::once_into_js(move |event: Event| {
        let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
        let database = request
            .and_then(|request| request.result().ok())
            .and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = database {
            keep(database);
        }
    });
    request.set_onsuccess(Some(opened.unchecked_ref()));
    // A database that is not there is made by the store, with everything in it, and not here.
    let missing = Closure::once_into_js(move |event: Event| {
        let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
        if let Some(transaction) = request.and_then(|request| request.transaction()) {
            let _ = transaction.abort();
        }
    });
    request.set_onupgradeneeded(Some(missing.unchecked_ref()));
}

fn keep(database: IdbDatabase) {
    if !database.object_store_names().contains(BLOBS) {
        // Nothing was ever kept on this device: it is the store's to make.
        return database.close();
    }
    // A newer version of the portal in another tab must not wait for this one.
    let give_way = Closure::once_into_js(|| {
        if let Some(database) = HELD.with_borrow_mut(Option::take) {
            database.close();
        }
    });
    database.set_onversionchange(Some(give_way.unchecked_ref()));
    let closed = Closure::once_into_js(|| HELD.with_borrow_mut(|held| *held = None));
    database.set_onclose(Some(closed.unchecked_ref()));
    HELD.with_borrow_mut(|held| *held = Some(database));
}

/// Hands a blob to the browser before this call returns. Whether it was kept nobody is there to hear: whoever can wait
/// uses the store.
pub fn put_at_once(name: &str, blob: &[u8]) {
    HELD.with_borrow(|held| {
        let Some(database) = held else { return };
        let begun = database.transaction_with_str_and_mode(BLOBS, IdbTransactionMode::Readwrite);
        let Ok(transaction) = begun else { return };
        if let Ok(store) = transaction.object_store(BLOBS) {
            let put = store.put_with_key(&Uint8Array::from(blob), &JsValue::from_str(name));
            if put.is_ok() {
                // Without waiting for the request's answer, which a closing page does not hear.
                if let Ok(commit) = js_sys::Reflect::get(&transaction, &"commit".into())
                    && let Ok(commit) = commit.dyn_into::<js_sys::Function>()
                {
                    let _ = commit.call0(&transaction);
                }
            }
        }
    });
}
