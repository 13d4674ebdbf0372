//! The contexts: what an envelope is for. The reader builds them from what it asked for and from verified statements.

use super::{Header, Kind};
use crate::{
    Hash, Id, KeyId,
    password::{KdfParams, Salt},
};

/// What a wrapped secret is; the last field but one of the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Content {
    CaseKey = 1,
    PartKey = 2,
    OrganisationKey = 3,
    AccountKeys = 4,
    EnrolmentSeed = 5,
    BundleKey = 6,
    Data = 7,
}

/// All fields of all kinds in their fixed order. Absent ones are empty.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub tenant: Option<&'a Id>,
    pub organisation: Option<&'a Id>,
    pub case: Option<&'a Id>,
    pub part: Option<&'a Id>,
    pub object: Option<&'a Id>,
    pub form: Option<&'a str>,
    pub form_version: Option<u32>,
    pub epoch: Option<u32>,
    pub revision: Option<u32>,
    pub author: Option<&'a Id>,
    pub certificate: Option<&'a Hash>,
    pub previous: Option<&'a Hash>,
    pub facts: Option<&'a Hash>,
    pub account: Option<&'a Id>,
    pub kdf: Option<(&'a KdfParams, &'a Salt)>,
    pub content: Option<Content>,
    pub device: Option<&'a Id>,
}

impl Fields<'_> {
    /// Header, then each field with its length as 4 bytes big-endian.
    pub(super) fn bytes(&self, header: &Header) -> Vec<u8> {
        let mut out = Vec::with_capacity(400);
        out.extend_from_slice(&header.to_bytes());
        let mut field = |bytes: &[u8]| {
            // Forms are codes of a few letters; one of 4 GiB could not exist beside its copy here.
            out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(bytes);
        };
        let id = |id: Option<&Id>| id.map_or_else(Vec::new, |id| id.to_vec());
        let hash = |hash: Option<&Hash>| hash.map_or_else(Vec::new, |hash| hash.to_vec());
        let number =
            |number: Option<u32>| number.map_or_else(Vec::new, |number| number.to_be_bytes().to_vec());
        field(&id(self.tenant));
        field(&id(self.organisation));
        field(&id(self.case.filter(|_| !mutated!("mutant-context-field-left-out"))));
        field(&id(self.part));
        field(&id(self.object));
        field(self.form.unwrap_or_default().as_bytes());
        field(&number(self.form_version));
        field(&number(self.epoch));
        field(&number(self.revision));
        field(&id(self.author));
        field(&hash(self.certificate));
        field(&hash(self.previous));
        field(&hash(self.facts));
        field(&id(self.account));
        field(&self.kdf.map_or_else(Vec::new, |(params, salt)| [&params.to_bytes()[..], &salt.0].concat()));
        field(&self.content.map_or_else(Vec::new, |content| vec![content as u8]));
        field(&id(self.device));
        out
    }
}

/// Context of a revision of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordContext<'a> {
    /// Tenant of the author, as certified.
    pub tenant: &'a Id,
    /// Organisation of the author, as certified.
    pub organisation: &'a Id,
    /// The case.
    pub case: &'a Id,
    /// The part of the case.
    pub part: &'a Id,
    /// The record.
    pub record: &'a Id,
    /// Code of the form.
    pub form: &'a str,
    /// Version of the form.
    pub form_version: u32,
    /// Epoch of the part key, from a verified access statement.
    pub epoch: u32,
    /// Number of the revision, from 1.
    pub revision: u32,
    /// Account of the author.
    pub author: &'a Id,
    /// Hash of the author's certificate.
    pub certificate: &'a Hash,
    /// Hash of the previous revision, zeroes for the first.
    pub previous: &'a Hash,
    /// SHA-256 of the facts' bytes as they stand beside the envelope.
    pub facts_hash: &'a Hash,
}

impl RecordContext<'_> {
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            case: Some(self.case),
            part: Some(self.part),
            object: Some(self.record),
            form: Some(self.form),
            form_version: Some(self.form_version),
            epoch: Some(self.epoch),
            revision: Some(self.revision),
            author: Some(self.author),
            certificate: Some(self.certificate),
            previous: Some(self.previous),
            facts: Some(self.facts_hash),
            ..Fields::default()
        }
    }
}

/// Context of an attachment: that of a revision of a record, with the attachment's own id in the place of the record's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentContext<'a> {
    /// Tenant of the author, as certified.
    pub tenant: &'a Id,
    /// Organisation of the author, as certified.
    pub organisation: &'a Id,
    /// The case.
    pub case: &'a Id,
    /// The part of the case.
    pub part: &'a Id,
    /// The attachment.
    pub attachment: &'a Id,
    /// Code of the form that says what kind of file it is.
    pub form: &'a str,
    /// Version of the form.
    pub form_version: u32,
    /// Epoch of the part key, from a verified access statement.
    pub epoch: u32,
    /// Number of the revision, from 1.
    pub revision: u32,
    /// Account of the author.
    pub author: &'a Id,
    /// Hash of the author's certificate.
    pub certificate: &'a Hash,
    /// Hash of the previous revision, zeroes for the first.
    pub previous: &'a Hash,
    /// SHA-256 of the facts' bytes as they stand beside the envelope.
    pub facts_hash: &'a Hash,
}

impl AttachmentContext<'_> {
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            case: Some(self.case),
            part: Some(self.part),
            object: Some(self.attachment),
            form: Some(self.form),
            form_version: Some(self.form_version),
            epoch: Some(self.epoch),
            revision: Some(self.revision),
            author: Some(self.author),
            certificate: Some(self.certificate),
            previous: Some(self.previous),
            facts: Some(self.facts_hash),
            ..Fields::default()
        }
    }
}

/// What has revisions that are signed: records and attachments.
pub trait RevisionContext: sealed::Revised {}

impl RevisionContext for RecordContext<'_> {}
impl RevisionContext for AttachmentContext<'_> {}

mod sealed {
    use crate::Hash;

    /// What the signature of a revision needs of its context.
    pub trait Revised {
        /// The bytes of the context with this header; none when the header is that of another kind.
        fn signed_bytes(&self, header: &super::Header) -> Option<Vec<u8>>;
        /// SHA-256 of the facts.
        fn signed_facts(&self) -> &Hash;
    }
}

impl sealed::Revised for RecordContext<'_> {
    fn signed_bytes(&self, header: &Header) -> Option<Vec<u8>> {
        (header.kind == Kind::Record).then(|| self.fields().bytes(header))
    }

    fn signed_facts(&self) -> &Hash {
        self.facts_hash
    }
}

impl sealed::Revised for AttachmentContext<'_> {
    fn signed_bytes(&self, header: &Header) -> Option<Vec<u8>> {
        (header.kind == Kind::Attachment).then(|| self.fields().bytes(header))
    }

    fn signed_facts(&self) -> &Hash {
        self.facts_hash
    }
}

/// Context of a case key under an organisation key, whose id and epoch are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseKeyContext<'a> {
    /// Tenant of the organisation.
    pub tenant: &'a Id,
    /// Organisation whose case key it is.
    pub organisation: &'a Id,
    /// The case.
    pub case: &'a Id,
    /// Id of the case key.
    pub key: KeyId,
}

impl CaseKeyContext<'_> {
    pub(super) fn fields(&self, epoch: u32) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            case: Some(self.case),
            object: Some(&self.key.0),
            epoch: Some(epoch),
            content: Some(Content::CaseKey),
            ..Fields::default()
        }
    }
}

/// Context of a part key under a case key, whose id is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartKeyContext<'a> {
    /// Tenant of the reader organisation.
    pub tenant: &'a Id,
    /// Reader organisation, whose case key wraps.
    pub organisation: &'a Id,
    /// The case.
    pub case: &'a Id,
    /// The part.
    pub part: &'a Id,
    /// Epoch of the part key, from a verified access statement.
    pub epoch: u32,
    /// Id of the part key, from a verified access statement.
    pub key: KeyId,
}

impl PartKeyContext<'_> {
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            case: Some(self.case),
            part: Some(self.part),
            object: Some(&self.key.0),
            epoch: Some(self.epoch),
            content: Some(Content::PartKey),
            ..Fields::default()
        }
    }
}

/// Context of the previous organisation key under the current one, whose id and epoch are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviousKeyContext<'a> {
    /// Tenant of the organisation.
    pub tenant: &'a Id,
    /// The organisation.
    pub organisation: &'a Id,
    /// Id of the previous organisation key.
    pub key: KeyId,
}

impl PreviousKeyContext<'_> {
    pub(super) fn fields(&self, epoch: u32) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            object: Some(&self.key.0),
            epoch: Some(epoch),
            content: Some(Content::OrganisationKey),
            ..Fields::default()
        }
    }
}

/// Context of an account's bundle, and of its enrolment seed before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleContext<'a> {
    /// Tenant of the organisation.
    pub tenant: &'a Id,
    /// Organisation of the membership.
    pub organisation: &'a Id,
    /// The account.
    pub account: &'a Id,
    /// Parameters that the bundle key was derived with.
    pub kdf: &'a KdfParams,
    /// Salt that the bundle key was derived with.
    pub salt: &'a Salt,
}

impl BundleContext<'_> {
    pub(super) fn fields(&self, epoch: Option<u32>, content: Content) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            epoch,
            account: Some(self.account),
            kdf: Some((self.kdf, self.salt)),
            content: Some(content),
            ..Fields::default()
        }
    }
}

/// Context of data of the organisation itself; id and epoch of the organisation key are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganisationDataContext<'a> {
    /// Tenant of the organisation.
    pub tenant: &'a Id,
    /// The organisation.
    pub organisation: &'a Id,
    /// The object.
    pub object: &'a Id,
    /// Code of what it is.
    pub form: &'a str,
    /// Number of the revision, from 1.
    pub revision: u32,
}

impl OrganisationDataContext<'_> {
    pub(super) fn fields(&self, epoch: u32) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            object: Some(self.object),
            form: Some(self.form),
            epoch: Some(epoch),
            revision: Some(self.revision),
            ..Fields::default()
        }
    }
}

/// Context of what a device keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceContext<'a> {
    /// Tenant of the account.
    pub tenant: &'a Id,
    /// Organisation that is open.
    pub organisation: &'a Id,
    /// The account that uses the device.
    pub account: &'a Id,
    /// The device.
    pub device: &'a Id,
    /// What is kept: an id of the caller's choice, for example of the draft.
    pub object: &'a Id,
}

impl DeviceContext<'_> {
    pub(super) fn fields(&self, epoch: Option<u32>, content: Content) -> Fields<'_> {
        Fields {
            tenant: Some(self.tenant),
            organisation: Some(self.organisation),
            object: Some(self.object),
            epoch,
            account: Some(self.account),
            content: Some(content),
            device: Some(self.device),
            ..Fields::default()
        }
    }
}
