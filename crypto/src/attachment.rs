//! Plaintext of attachments: name, media type and content of a file, padded in their last chunks.

use crate::{error::OpenError, record::padded_length};
use core::fmt;
use zeroize::{Zeroize, Zeroizing};

/// Schema of the plaintext that this module writes and reads.
pub const SCHEMA: u16 = 1;
/// Longest content in bytes.
pub const MAX_CONTENT: usize = 64 * 1024 * 1024;
/// Longest name in bytes of UTF-8.
pub const MAX_NAME: usize = 255;
/// Longest media type in bytes.
pub const MAX_MEDIA_TYPE: usize = 127;

/// A file that belongs to a case. Wiped on drop, redacted in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    name: String,
    media_type: String,
    content: Zeroizing<Vec<u8>>,
}

/// Why something cannot be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The name is empty, longer than [`MAX_NAME`], or has control characters or path separators.
    #[error("the name of the file cannot be kept")]
    Name,
    /// The media type is empty, longer than [`MAX_MEDIA_TYPE`], or has other characters than visible ASCII.
    #[error("the media type of the file cannot be kept")]
    MediaType,
    /// The content is longer than [`MAX_CONTENT`].
    #[error("the file is too large")]
    TooLarge,
}

impl Attachment {
    /// A file with its name (no folders) and its media type, for example `application/pdf`.
    ///
    /// # Errors
    /// [`AttachmentError`] says what does not fit.
    pub fn new(
        name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Vec<u8>>,
    ) -> Result<Self, AttachmentError> {
        let file = Self {
            name: name.into(),
            media_type: media_type.into(),
            content: Zeroizing::new(content.into()),
        };
        // A name is offered as the name to save under: it must not lead elsewhere.
        let separates = |c: char| c.is_control() || matches!(c, '/' | '\\');
        if file.name.is_empty() || file.name.len() > MAX_NAME || file.name.contains(separates) {
            return Err(AttachmentError::Name);
        }
        let visible = file.media_type.bytes().all(|byte| byte.is_ascii_graphic());
        if file.media_type.is_empty() || file.media_type.len() > MAX_MEDIA_TYPE || !visible {
            return Err(AttachmentError::MediaType);
        }
        if file.content.len() > MAX_CONTENT {
            return Err(AttachmentError::TooLarge);
        }
        Ok(file)
    }

    /// Its name, without folders. Dots and what else has a meaning on some system are the caller's business.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its media type, as its author claims it.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Its content.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.name.zeroize();
        self.media_type.zeroize();
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attachment(redacted)")
    }
}

/// Bytes of the two short and the one long length.
const LENGTHS: usize = 2 + 2 + 8;

/// Writes a plaintext: `u16 ‖ name ‖ u16 ‖ media type ‖ u64 ‖ content ‖ zeroes` up to [`padded_length`].
pub(crate) fn encode(file: &Attachment) -> Zeroizing<Vec<u8>> {
    let used = LENGTHS + file.name.len() + file.media_type.len() + file.content.len();
    let mut out = Zeroizing::new(Vec::with_capacity(padded_length(used)));
    for text in [&file.name, &file.media_type] {
        // Both are bounded by `Attachment::new`.
        out.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(&(file.content.len() as u64).to_be_bytes());
    out.extend_from_slice(&file.content);
    out.resize(padded_length(used), 0);
    out
}

/// Reads a plaintext. Strict: there is exactly one plaintext for a given file. Lengths are compared with what is there
/// before anything is copied.
///
/// # Errors
/// [`OpenError`] for everything that [`encode`] would not have written.
pub(crate) fn decode(plaintext: &[u8]) -> Result<Attachment, OpenError> {
    let (name, rest) = text(plaintext).ok_or(OpenError)?;
    let (media_type, rest) = text(rest).ok_or(OpenError)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(OpenError)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| OpenError)?;
    let (content, padding) = rest.split_at_checked(length).ok_or(OpenError)?;
    let used = plaintext.len() - padding.len();
    if plaintext.len() != padded_length(used) || padding.iter().any(|byte| *byte != 0) {
        return Err(OpenError);
    }
    Attachment::new(name, media_type, content).map_err(|_| OpenError)
}

/// A text with its length before it, and what follows.
fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (text, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    Some((core::str::from_utf8(text).ok()?, rest))
}
