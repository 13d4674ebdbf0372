use std::fmt;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, Event, File, HtmlAnchorElement, HtmlInputElement, Url};

/// A file as chosen by a person, read completely.
#[derive(Clone, PartialEq, Eq)]
pub struct PickedFile {
    /// The file's own name, for display only.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

// It may be a key file.
impl fmt::Debug for PickedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PickedFile({} bytes)", self.bytes.len())
    }
}

/// Why a chosen file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Larger than what the caller can use; it was not read.
    #[error("the file is larger than allowed")]
    TooLarge,
    /// The browser could not read it (moved, removed, no permission).
    #[error("the file could not be read")]
    Unreadable,
}

/// The first file of a file input's change event. The input is emptied, so that choosing the same file again
/// is noticed.
#[must_use]
pub fn first_picked(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The first file of a drop event.
#[must_use]
pub fn first_dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// [`FileError`]: too large (nothing is read then), or refused by the browser.
pub async fn read_file(file: File, limit: u32) -> Result<PickedFile, FileError> {
    if file.size() > f64::from(limit) {
        return Err(FileError::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| FileError::Unreadable)?;
    Ok(PickedFile { name: file.name(), bytes: Uint8Array::new(&buffer).to_vec() })
}

/// Offers `text` as a file to save.
pub fn download_text(name: &str, text: &str) {
    download(name, "text/plain;charset=utf-8", &JsValue::from_str(text));
}

/// Offers `bytes` as a file to save.
pub fn download_bytes(name: &str, media_type: &str, bytes: &[u8]) {
    download(name, media_type, &Uint8Array::from(bytes));
}

fn download(name: &str, media_type: &str, part: &JsValue) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(part), &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Some(link) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok())
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The click has started the download; the address is freed so that the content does not stay in memory.
    super::later(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    });
}
