//! Attachments.

use super::{AttachmentContext, Header, Kind, open, seal};
use crate::{
    OpenError, PartKey, SealError,
    attachment::{self, Attachment},
};

/// Longest envelope of an attachment that is opened, in bytes: content, padding, tags and a little more.
pub const MAX_ATTACHMENT_ENVELOPE: usize = attachment::MAX_CONTENT + attachment::MAX_CONTENT / 16;

/// Seals a file under the part key.
///
/// # Errors
/// [`SealError::Random`].
pub fn seal_attachment(
    key: &PartKey,
    context: &AttachmentContext<'_>,
    file: &Attachment,
) -> Result<Vec<u8>, SealError> {
    seal(key.suite(), &header(key), &context.fields(), &attachment::encode(file))
}

/// Opens a file. Needs about three times as much memory as the envelope, whatever the envelope claims.
///
/// # Errors
/// [`OpenError`].
pub fn open_attachment(
    key: &PartKey,
    context: &AttachmentContext<'_>,
    envelope: &[u8],
) -> Result<Attachment, OpenError> {
    if envelope.len() > MAX_ATTACHMENT_ENVELOPE {
        return Err(OpenError);
    }
    attachment::decode(&open(key.suite(), &header(key), &context.fields(), envelope)?)
}

fn header(key: &PartKey) -> Header {
    Header { kind: Kind::Attachment, schema: attachment::SCHEMA, key: key.id() }
}
