//! What clear names, rights, parameters and sealed bytes must look like before they are stored.

use crate::http::ApiError;
use api::{
    Bytes, ProblemCode,
    auth::Kdf,
    ids::KeyId,
    limits::{LOGIN_MAX, NAME_MAX, SLOT_MAX},
    organisations::{Grant, Scope},
    signing::{EnvelopeHeader, KIND_BUNDLE, KIND_SLOT},
};

/// Most rights of one person.
const GRANTS_MAX: usize = 32;
/// Longest life of an invitation in seconds: a year.
const INVITATION_MAX: i64 = 366 * 24 * 3600;
/// Bounds of the Argon2id parameters, the same as in the clients: 19 MiB, 2 passes, 1 lane up to 1 GiB, 16 passes, 4
/// lanes. An account with others could never log in again.
const KDF_MEMORY_KIB: std::ops::RangeInclusive<u32> = 19 * 1024..=1024 * 1024;
const KDF_PASSES: std::ops::RangeInclusive<u32> = 2..=16;
const KDF_LANES: std::ops::RangeInclusive<u32> = 1..=4;

fn require(fits: bool) -> Result<(), ApiError> {
    if fits { Ok(()) } else { Err(ProblemCode::BadRequest.into()) }
}

/// A clear name: not empty, one line, no spaces around it.
pub(super) fn name(text: &str) -> Result<(), ApiError> {
    let count = text.chars().count();
    if count > NAME_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    require(count > 0 && text.trim() == text && !text.chars().any(char::is_control))
}

/// A hint of one or several lines; may be empty.
pub(super) fn hint(text: &str) -> Result<(), ApiError> {
    if text.chars().count() > 4 * NAME_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    require(!text.chars().any(|c| c.is_control() && c != '\n'))
}

/// A login name: letters, digits and `. _ - @ +`, so that nothing invisible can tell two of them apart.
pub(super) fn login(text: &str) -> Result<(), ApiError> {
    let count = text.chars().count();
    require(
        (1..=LOGIN_MAX).contains(&count) && text.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c)),
    )
}

/// The form in which login names are unique: upper and lower case are the same person.
pub(super) fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

/// A tenant's slug: `a–z 0–9 -`, 3 to 40 characters.
pub(super) fn slug(text: &str) -> Result<(), ApiError> {
    let letters = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    require((3..=40).contains(&text.len()) && letters && !text.starts_with('-') && !text.ends_with('-'))
}

/// Argon2id parameters within the bounds that clients accept.
pub(super) fn kdf(kdf: Kdf) -> Result<(), ApiError> {
    require(
        KDF_MEMORY_KIB.contains(&kdf.memory_kib)
            && KDF_PASSES.contains(&kdf.passes)
            && KDF_LANES.contains(&kdf.lanes),
    )
}

/// The form of rights; whether their units exist is asked elsewhere.
pub(super) fn grants(grants: &[Grant]) -> Result<(), ApiError> {
    let forms = grants.iter().all(|grant| match grant.scope {
        Scope::Own => true,
        Scope::Unit | Scope::Subtree => grant.unit.is_some(),
        Scope::Organisation => grant.unit.is_none(),
    });
    require(!grants.is_empty() && grants.len() <= GRANTS_MAX && forms)
}

/// When an invitation ends: in the future, and not for ever.
pub(super) fn expiry(expires_at: i64, now: i64) -> Result<(), ApiError> {
    require(expires_at > now && expires_at <= now.saturating_add(INVITATION_MAX))
}

/// Id of the key that a small envelope of this kind is sealed under.
fn sealing_key(envelope: &Bytes, kind: u8) -> Result<[u8; 16], ApiError> {
    if envelope.0.len() > SLOT_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    let header = EnvelopeHeader::read(&envelope.0).filter(|header| header.kind == kind);
    Ok(header.ok_or(ProblemCode::BadStatement)?.key)
}

/// A sealed bundle or enrolment seed.
pub(super) fn bundle(bundle: &Bytes) -> Result<(), ApiError> {
    sealing_key(bundle, KIND_BUNDLE).map(drop)
}

/// An envelope of this kind, sealed under `key`.
pub(super) fn sealed(envelope: &Bytes, kind: u8, key: KeyId) -> Result<(), ApiError> {
    if sealing_key(envelope, kind)? == *key.as_bytes() {
        Ok(())
    } else {
        Err(ProblemCode::BadStatement.into())
    }
}

/// An envelope of this kind, sealed under the organisation key in use. Whoever has sealed it under another one has missed a
/// rotation.
pub(super) fn under_key_in_use(envelope: &Bytes, kind: u8, key: KeyId) -> Result<(), ApiError> {
    if sealing_key(envelope, kind)? == *key.as_bytes() {
        Ok(())
    } else {
        Err(ProblemCode::KeyOutdated.into())
    }
}

/// A wrapped key, sealed under `key`.
pub(super) fn slot(slot: &Bytes, key: KeyId) -> Result<(), ApiError> {
    sealed(slot, KIND_SLOT, key)
}

/// A short code of a case: groups of Crockford's letters and digits, `K7-2M`.
pub(super) fn case_code(text: &str) -> Result<(), ApiError> {
    let letters = |group: &str| {
        (2..=4).contains(&group.len())
            && group.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c)))
    };
    let groups: Vec<&str> = text.split('-').collect();
    require((2..=4).contains(&groups.len()) && groups.into_iter().all(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_hold_nothing_invisible() {
        for good in ["jana", "j.reuter@haus-am-see", "Übung-2"] {
            assert!(login(good).is_ok(), "{good}");
        }
        for bad in ["", "jana reuter", "jana\u{200b}", "a\nb", &"x".repeat(65)] {
            assert!(login(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn case_codes_are_crockford_groups() {
        for good in ["K7-2M", "A1B2-C3D4", "00-11-22"] {
            assert!(case_code(good).is_ok(), "{good}");
        }
        for bad in ["", "K7", "k7-2m", "KI-2M", "K7-2M-", "Mara", "K7 2M", "ABCDE-12"] {
            assert!(case_code(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn weak_and_gigantic_parameters_are_refused() {
        assert!(kdf(Kdf::DEFAULT).is_ok());
        for bad in [
            Kdf { memory_kib: 19 * 1024 - 1, ..Kdf::DEFAULT },
            Kdf { memory_kib: 1024 * 1024 + 1, ..Kdf::DEFAULT },
            Kdf { passes: 1, ..Kdf::DEFAULT },
            Kdf { passes: 17, ..Kdf::DEFAULT },
            Kdf { lanes: 0, ..Kdf::DEFAULT },
            Kdf { lanes: 5, ..Kdf::DEFAULT },
        ] {
            assert!(kdf(bad).is_err());
        }
    }

    #[test]
    fn slugs_fit_into_addresses() {
        for bad in ["ab", "Demo", "demo_1", "-demo", "demo-", &"x".repeat(41)] {
            assert!(slug(bad).is_err(), "{bad}");
        }
        assert!(slug("haus-am-see-2").is_ok());
    }
}
