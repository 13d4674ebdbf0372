//! Copies of an organisation key: the text of the key file and the sheet.

use crate::{
    CallError, RotationError, Store, Transport, Vault, convert,
    log::OrganisationLog,
    view::{KeyCopy, KeyCopySheet, SecretText, Sheet},
};
use api::ids::OrganisationId;
use crypto::{Fingerprint, KeyFile, OrganisationKey, OrganisationSheet, RootKey, RootSheet};

impl<T: Transport, S: Store> Vault<T, S> {
    /// Further copies of the organisation key that is loaded, for administrators: when a file or a sheet was lost and
    /// surely nobody else has it. Whenever that is not sure, the key is renewed instead. Everything is made here, nothing is
    /// sent.
    ///
    /// # Errors
    /// [`RotationError`], typically `KeyMissing` or `KeyOutdated`.
    pub async fn copy_key(&self, organisation: OrganisationId) -> Result<KeyCopy, RotationError> {
        let author = self.key_keeper(organisation).await?;
        let state = self.state.borrow();
        let name = state.membership(organisation)?.organisation_name.clone();
        let keys = state.keys.get(&organisation).ok_or(RotationError::KeyMissing)?;
        Ok(copy(&name, &author.log, &keys.key))
    }
}

/// File and sheet of a key, with the head of the verified log as checkpoint.
pub(super) fn copy(name: &str, log: &OrganisationLog, key: &OrganisationKey) -> KeyCopy {
    let file = KeyFile {
        organisation_name: name.to_owned(),
        organisation: *log.organisation.as_bytes(),
        tenant: *log.tenant.as_bytes(),
        root: log.root,
        checkpoint: convert::head(&log.head()),
        key: key.clone(),
    };
    KeyCopy {
        key_file_name: file_name(name, key.epoch()),
        key_file_text: file.to_text().as_str().into(),
        sheet: KeyCopySheet {
            organisation_name: name.to_owned(),
            epoch: key.epoch(),
            key: key_sheet(key),
            key_fingerprint: key.fingerprint().to_string(),
            root_fingerprint: Fingerprint::of_root(&log.root).to_string(),
        },
    }
}

fn texts(groups: &[String]) -> Vec<SecretText> {
    groups.iter().map(|group| SecretText::from(group.as_str())).collect()
}

/// An organisation key on paper.
pub(super) fn key_sheet(key: &OrganisationKey) -> Sheet {
    Sheet { qr: OrganisationSheet::qr(key).as_str().into(), groups: texts(&OrganisationSheet::groups(key)) }
}

/// A root on paper.
pub(super) fn root_sheet(root: &RootKey) -> Sheet {
    Sheet { qr: RootSheet::qr(root).as_str().into(), groups: texts(&RootSheet::groups(root)) }
}

/// A file name from the organisation's name that every file system takes. Later epochs are named, so that the new file
/// does not replace the old one while that is still needed.
pub(super) fn file_name(organisation: &str, epoch: u32) -> String {
    let mut name = String::from("wimes-schluessel");
    for word in crate::text::fold(organisation).split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && name.len() + word.len() < 80 {
            name.push('-');
            name.push_str(word);
        }
    }
    if epoch > 1 {
        name.push_str(&format!("-ausgabe-{epoch}"));
    }
    name.push_str(".txt");
    name
}

impl From<crypto::RandomError> for RotationError {
    fn from(error: crypto::RandomError) -> Self {
        Self::Call(CallError::from(error))
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names_have_no_letters_that_a_file_system_refuses() {
        assert_eq!(
            file_name("Jugendhilfe »Grüner Weg« / Köln", 1),
            "wimes-schluessel-jugendhilfe-gruner-weg-koln.txt"
        );
        assert_eq!(file_name("???", 1), "wimes-schluessel.txt");
    }

    #[test]
    fn the_file_of_a_later_epoch_has_a_name_of_its_own() {
        assert_eq!(file_name("Haus am Weg", 3), "wimes-schluessel-haus-am-weg-ausgabe-3.txt");
    }
}
