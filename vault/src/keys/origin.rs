//! Reading key files and typed groups.

use super::Loading;
use crate::{KeyError, convert, view::KeyOrigin};
use api::ids::OrganisationId;
use crypto::{KeyFile, KeyFileError, OrganisationSheet, RootSheet, SheetError, sheet::GROUPS};

impl From<KeyFileError> for KeyError {
    fn from(error: KeyFileError) -> Self {
        match error {
            KeyFileError::Empty => Self::Empty,
            KeyFileError::NotAKeyFile => Self::NotAKeyFile,
            KeyFileError::Truncated => Self::Truncated,
            KeyFileError::Damaged => Self::Damaged,
            KeyFileError::UnknownVersion => Self::NewerVersion,
        }
    }
}

/// Reads a key for the organisation that needs one.
pub(super) fn read(
    organisation: OrganisationId,
    expected: &str,
    origin: &KeyOrigin,
) -> Result<Loading, KeyError> {
    match origin {
        KeyOrigin::File(text) => {
            let file = KeyFile::parse(text.as_str().as_bytes())?;
            if file.organisation != *organisation.as_bytes() {
                return Err(KeyError::ForeignOrganisation {
                    found: file.organisation_name,
                    expected: expected.to_owned(),
                });
            }
            Ok(Loading {
                organisation,
                key: file.key,
                tenant: Some(file.tenant),
                root: Some(file.root),
                checkpoint: Some(convert::wire_head(&file.checkpoint)),
                password: None,
                outdated: false,
            })
        }
        KeyOrigin::Groups(text) => {
            let key = OrganisationSheet::parse(text.as_str()).map_err(|error| match error {
                SheetError::Empty => KeyError::Empty,
                SheetError::Count { found } => KeyError::GroupCount { found, expected: GROUPS },
                SheetError::Group { number } => KeyError::WrongGroup(number),
                SheetError::Checksum => KeyError::MixedGroups,
                SheetError::Other if RootSheet::parse(text.as_str()).is_ok() => KeyError::RootGroups,
                SheetError::Other => KeyError::NotAKeyFile,
            })?;
            Ok(Loading {
                organisation,
                key,
                tenant: None,
                root: None,
                checkpoint: None,
                password: None,
                outdated: false,
            })
        }
    }
}
