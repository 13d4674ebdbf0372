//! The key file: text that a person recognises, and that damage shows in.

use crate::{
    Fingerprint, Head, Id, OrganisationKey, RootPublicKey,
    hash::sha256_parts,
    text::{base64url, uuid},
};
use zeroize::Zeroizing;

/// Longest file that is looked at, in bytes.
pub const MAX_SIZE: usize = 64 * 1024;

const MARK: &str = "wimes-key-file";
const VERSION: &str = "1";
const LABEL: &[u8] = b"wimes/key-file/1";
/// Fields in their order. Everything before the first one is for people only.
const FIELDS: [&str; 9] = [
    MARK,
    "organisation",
    "organisation-id",
    "tenant-id",
    "epoch",
    "fingerprint",
    "root",
    "checkpoint",
    "key",
];
const CHECKSUM: &str = "checksum";
const CHECKSUM_SIZE: usize = 16;

const HEADLINE: &str = "WIMES: Organisationsschlüssel / organisation key";
const EXPLANATION: &str = "\
Diese Datei öffnet die Akten Ihrer Organisation im WIMES-Portal. Legen Sie sie dort
ab, wo nur Ihre Kolleginnen und Kollegen sie lesen können, und geben Sie sie nie nach
außen: nicht per E-Mail, nicht an den Support, nicht an den Betreiber des Portals.
Bitte nichts darin ändern.

This file opens the records of your organisation in the WIMES portal. Keep it where
only your colleagues can read it and never give it away: not by e-mail, not to the
support, not to the operator of the portal. Please do not change anything in it.";

/// What a key file says.
#[derive(Debug, Clone)]
pub struct KeyFile {
    /// Name of the organisation, for people.
    pub organisation_name: String,
    /// The organisation.
    pub organisation: Id,
    /// Its tenant.
    pub tenant: Id,
    /// Public half of the organisation's root key.
    pub root: RootPublicKey,
    /// How far the organisation log reached when the file was made.
    pub checkpoint: Head,
    /// The organisation key with its epoch.
    pub key: OrganisationKey,
}

/// Why a file is not accepted as a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// It is some other file.
    #[error("this is not a key file")]
    NotAKeyFile,
    /// The end is missing.
    #[error("the key file is incomplete")]
    Truncated,
    /// Something in it was changed.
    #[error("the key file is damaged")]
    Damaged,
    /// It was made by a later version of the portal.
    #[error("the key file has an unknown version")]
    UnknownVersion,
}

/// What the verified organisation log says about the key file that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct KeyFileExpectation {
    /// The tenant.
    pub tenant: Id,
    /// The organisation.
    pub organisation: Id,
    /// Public half of the organisation's root key.
    pub root: RootPublicKey,
    /// Current epoch.
    pub epoch: u32,
    /// Fingerprint of the organisation key of that epoch.
    pub fingerprint: Fingerprint,
}

/// Why an intact key file is not the one that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileMismatch {
    /// It belongs to another organisation (or tenant).
    #[error("the key file belongs to another organisation")]
    Foreign,
    /// Same organisation, another root: the file or the log was replaced. Never to be adopted.
    #[error("the key file names another root key")]
    Root,
    /// It is from an earlier epoch.
    #[error("the key file is outdated: epoch {file} instead of {current}")]
    Outdated {
        /// Epoch of the file.
        file: u32,
        /// Current epoch.
        current: u32,
    },
    /// It is from a later epoch than the log knows: the log is behind.
    #[error("the key file is newer than expected: epoch {file} instead of {current}")]
    Newer {
        /// Epoch of the file.
        file: u32,
        /// Epoch that the log knows.
        current: u32,
    },
    /// Same epoch, another key: the file or the log was replaced. Never to be adopted.
    #[error("the key in the file has another fingerprint")]
    Fingerprint,
}

impl KeyFile {
    /// The text to save, UTF-8.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let name = single_line(&self.organisation_name);
        let checkpoint = format!("{} {}", self.checkpoint.n, base64url::encode(&self.checkpoint.hash));
        let key = Zeroizing::new(base64url::encode(self.key.expose()));
        let values: [&str; 9] = [
            VERSION,
            &name,
            &uuid::encode(&self.organisation),
            &uuid::encode(&self.tenant),
            &self.key.epoch().to_string(),
            &self.key.fingerprint().to_string(),
            &base64url::encode(&self.root.to_bytes()),
            &checkpoint,
            &key,
        ];
        // Enough for everything, so that no copy of the key is left behind by growing.
        let mut out = Zeroizing::new(String::with_capacity(4096 + name.len()));
        for line in [HEADLINE, &"=".repeat(HEADLINE.chars().count()), "", EXPLANATION, ""] {
            out.push_str(line);
            out.push('\n');
        }
        for (field, value) in FIELDS.iter().zip(values) {
            push_field(&mut out, field, value);
        }
        push_field(&mut out, CHECKSUM, &checksum(&values));
        out
    }

    /// Reads a file. Line ends, byte order marks, surrounding white space and the common encodings (UTF-8, UTF-16,
    /// Latin-1) make no difference.
    ///
    /// # Errors
    /// [`KeyFileError`] tells the cases apart that people can do something about.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyFileError> {
        if bytes.len() > MAX_SIZE {
            return Err(KeyFileError::NotAKeyFile);
        }
        let text = decode_text(bytes);
        if text.trim_matches(is_blank).is_empty() {
            return Err(KeyFileError::Empty);
        }
        let values = find_fields(&text)?;
        let ([version, name, organisation, tenant, epoch, fingerprint, root, checkpoint, key], given) =
            values;
        if given
            != checksum(&[version, name, organisation, tenant, epoch, fingerprint, root, checkpoint, key])
        {
            // A cut in the last line shows as a short checksum.
            return Err(if checksum_is_cut(given) { KeyFileError::Truncated } else { KeyFileError::Damaged });
        }
        let damaged = KeyFileError::Damaged;
        let (n, hash) = checkpoint.split_once(' ').ok_or(damaged)?;
        let file = Self {
            organisation_name: name.to_owned(),
            organisation: uuid::decode(organisation).ok_or(damaged)?,
            tenant: uuid::decode(tenant).ok_or(damaged)?,
            root: RootPublicKey::from_bytes(base64url::decode::<32>(root).ok_or(damaged)?.as_slice())
                .map_err(|_| damaged)?,
            checkpoint: Head {
                n: n.parse().map_err(|_| damaged)?,
                hash: *base64url::decode(hash).ok_or(damaged)?,
            },
            key: OrganisationKey::from_secret(
                epoch.parse().map_err(|_| damaged)?,
                &*base64url::decode(key).ok_or(damaged)?,
            ),
        };
        if file.key.fingerprint().to_string() == fingerprint { Ok(file) } else { Err(damaged) }
    }

    /// Compares with what the verified organisation log says.
    ///
    /// # Errors
    /// [`KeyFileMismatch`] says in which way this is not the file that is wanted.
    pub fn check(&self, expected: &KeyFileExpectation) -> Result<(), KeyFileMismatch> {
        let (file, current) = (self.key.epoch(), expected.epoch);
        if self.tenant != expected.tenant || self.organisation != expected.organisation {
            return Err(KeyFileMismatch::Foreign);
        }
        if self.root != expected.root {
            return Err(KeyFileMismatch::Root);
        }
        if file < current {
            return Err(KeyFileMismatch::Outdated { file, current });
        }
        if file > current {
            return Err(KeyFileMismatch::Newer { file, current });
        }
        if self.key.fingerprint() != expected.fingerprint {
            return Err(KeyFileMismatch::Fingerprint);
        }
        Ok(())
    }
}

fn push_field(out: &mut String, field: &str, value: &str) {
    for part in [field, ": ", value, "\n"] {
        out.push_str(part);
    }
}

/// First 16 bytes of SHA-256 over the label and all field lines, in base64url.
fn checksum(values: &[&str; 9]) -> String {
    let mut lines = Zeroizing::new(String::with_capacity(4096));
    for (field, value) in FIELDS.iter().zip(values) {
        push_field(&mut lines, field, value);
    }
    base64url::encode(&sha256_parts(&[LABEL, lines.as_bytes()])[..CHECKSUM_SIZE])
}

fn checksum_is_cut(given: &str) -> bool {
    given.len() < (CHECKSUM_SIZE * 8).div_ceil(6)
}

/// The values of all fields and the checksum.
fn find_fields(text: &str) -> Result<([&str; 9], &str), KeyFileError> {
    let mut lines = text.lines().map(|line| line.trim_matches(is_blank)).filter(|line| !line.is_empty());
    let mut first = lines.find(|line| line.starts_with(MARK)).ok_or_else(|| without_mark(text))?;
    let mut lines = lines.peekable();
    let mut values = [""; 9];
    for (at, field) in FIELDS.iter().enumerate() {
        values[at] = field_value(first, field, lines.peek().is_none())?;
        if at == 0 && values[0] != VERSION {
            // Later versions may have other fields.
            let later = values[0].parse::<u32>().is_ok_and(|version| version > 1);
            let cut = values[0].is_empty() && lines.peek().is_none();
            return Err(match (later, cut) {
                (true, _) => KeyFileError::UnknownVersion,
                (false, true) => KeyFileError::Truncated,
                (false, false) => KeyFileError::Damaged,
            });
        }
        first = lines.next().ok_or(KeyFileError::Truncated)?;
    }
    Ok((values, field_value(first, CHECKSUM, lines.peek().is_none())?))
}

/// The value in `line` when it is `field: value`. The last line of a file may be cut.
fn field_value<'a>(line: &'a str, field: &str, last: bool) -> Result<&'a str, KeyFileError> {
    match line.strip_prefix(field).and_then(|rest| rest.strip_prefix(':')) {
        Some(value) => Ok(value.trim_matches(is_blank)),
        None if last && field.starts_with(line) => Err(KeyFileError::Truncated),
        None => Err(KeyFileError::Damaged),
    }
}

/// A file without the first field: ours when it begins or goes on like ours.
fn without_mark(text: &str) -> KeyFileError {
    let text = text.trim_matches(is_blank);
    let ours = |field: &&str| {
        text.lines().any(|line| line.strip_prefix(*field).is_some_and(|r| r.starts_with(": ")))
    };
    if FIELDS[2..].iter().filter(|field| ours(field)).count() > 3 {
        KeyFileError::Damaged
    } else if text.starts_with(HEADLINE) {
        KeyFileError::Truncated
    } else {
        KeyFileError::NotAKeyFile
    }
}

fn single_line(name: &str) -> String {
    name.split(|c: char| c.is_control()).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn is_blank(symbol: char) -> bool {
    symbol.is_whitespace() || matches!(symbol, '\u{feff}' | '\0')
}

/// The text of a file as people's editors save it: UTF-8, UTF-16 with a byte order mark, or else Latin-1.
#[must_use]
pub fn decode_text(bytes: &[u8]) -> Zeroizing<String> {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        Zeroizing::new(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    match bytes {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => Zeroizing::new(match core::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        }),
    }
}
