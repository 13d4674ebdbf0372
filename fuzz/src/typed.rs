//! What people hold in their hands: the key file, the sheet in the safe, the letter with an invitation.

use crypto::{
    InvitationSecret, KeyFile, OrganisationSheet, RootSheet, hazmat, hazmat::RawKey, key_file, sheet,
};

/// A chosen key file. What is read is written in one form, and that form reads as the same.
pub fn key_files(bytes: &[u8]) -> bool {
    let Ok(file) = KeyFile::parse(bytes) else {
        let _ = key_file::decode_text(&bytes[..bytes.len().min(key_file::MAX_SIZE)]);
        return false;
    };
    let text = file.to_text();
    let again = KeyFile::parse(text.as_bytes());
    assert!(
        again.is_ok_and(|again| *again.to_text() == *text),
        "a key file was read that cannot be written and read again"
    );
    true
}

/// Typed groups, scanned codes and the fragment of a link: the organisation key, the root seed, an invitation. What is
/// accepted is the same as what would be printed.
pub fn groups(bytes: &[u8]) -> bool {
    let mut read = false;
    let text = String::from_utf8_lossy(bytes);
    if let Ok(key) = OrganisationSheet::parse(&text) {
        read = true;
        let printed = OrganisationSheet::parse(&OrganisationSheet::groups(&key).join(" "));
        let scanned = OrganisationSheet::parse(&OrganisationSheet::qr(&key));
        for again in [printed, scanned] {
            assert!(
                again.is_ok_and(|again| {
                    again.epoch() == key.epoch()
                        && hazmat::organisation_key_bytes(&again) == hazmat::organisation_key_bytes(&key)
                }),
                "the sheet of an organisation key does not read as it was"
            );
        }
    }
    if let Ok(root) = RootSheet::parse(&text) {
        read = true;
        let again = RootSheet::parse(&RootSheet::groups(&root).join(" "));
        assert!(
            again.is_ok_and(|again| again.raw() == root.raw()),
            "the sheet of a root does not read as it was"
        );
    }
    let invitations = [InvitationSecret::from_groups(&text), InvitationSecret::from_fragment(&text)];
    for secret in invitations.into_iter().flatten() {
        read = true;
        let printed = InvitationSecret::from_groups(&secret.to_groups().join("-"));
        let linked = InvitationSecret::from_fragment(&secret.to_fragment());
        for again in [printed, linked] {
            assert!(
                again.is_ok_and(|again| again.id == secret.id && again.seed.raw() == secret.seed.raw()),
                "an invitation does not read as it was"
            );
        }
    }
    for number in 0..=sheet::GROUPS + 1 {
        let _ = sheet::is_group(number, &text);
        let _ = InvitationSecret::is_group(number, &text);
    }
    read
}
