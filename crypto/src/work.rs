//! Long work as plain bytes, so that another thread of the same program can do it.
//!
//! Jobs and answers hold secrets. They pass between the page and its own worker and are never stored or sent.

use crate::{KdfError, KdfParams, PasswordMaster, Salt};
use zeroize::{Zeroize, Zeroizing};

const PASSWORD: u8 = 1;
const SALT: usize = 32;
const PARAMS: usize = 12;

/// Argon2id of a password as a job for [`work`]: kind ‖ salt ‖ parameters ‖ password.
#[must_use]
pub fn password_job(password: &str, salt: &Salt, params: &KdfParams) -> Zeroizing<Vec<u8>> {
    // With room for everything, so that no copy is left behind by growing.
    let mut job = Zeroizing::new(Vec::with_capacity(1 + SALT + PARAMS + password.len()));
    job.push(PASSWORD);
    job.extend_from_slice(&salt.0);
    job.extend_from_slice(&params.to_bytes());
    job.extend_from_slice(password.as_bytes());
    job
}

/// What [`work`] answered to a [`password_job`]. None when the answer is not one.
#[must_use]
pub fn password_answer(answer: &[u8]) -> Option<Result<PasswordMaster, KdfError>> {
    match answer {
        [0, master @ ..] => Some(Ok(PasswordMaster::from_secret(master.try_into().ok()?))),
        [code] => FAILURES.iter().find(|(known, _)| known == code).map(|(_, error)| Err(*error)),
        _ => None,
    }
}

/// Does a job. The answer to something that is none is empty.
#[must_use]
pub fn work(job: &[u8]) -> Zeroizing<Vec<u8>> {
    match job {
        [PASSWORD, job @ ..] => derive(job),
        _ => Zeroizing::default(),
    }
}

const FAILURES: [(u8, KdfError); 4] = [
    (1, KdfError::TooWeak),
    (2, KdfError::TooExpensive),
    (3, KdfError::PasswordTooLong),
    (4, KdfError::OutOfMemory),
];

fn derive(job: &[u8]) -> Zeroizing<Vec<u8>> {
    let derived = || {
        let (salt, rest) = job.split_first_chunk::<SALT>()?;
        let (params, password) = rest.split_first_chunk::<PARAMS>()?;
        let password = core::str::from_utf8(password).ok()?;
        let number = |at: usize| Some(u32::from_be_bytes(params.get(at..at + 4)?.try_into().ok()?));
        let params = KdfParams::new(number(0)?, number(4)?, number(8)?);
        Some(params.and_then(|params| PasswordMaster::derive(password, &Salt(*salt), &params)))
    };
    match derived() {
        Some(Ok(master)) => {
            let mut answer = Zeroizing::new(Vec::with_capacity(33));
            answer.push(0);
            let mut bytes = *master.expose();
            answer.extend_from_slice(&bytes);
            bytes.zeroize();
            answer
        }
        Some(Err(error)) => {
            let code = FAILURES.iter().find(|(_, known)| *known == error).map(|(code, _)| *code);
            Zeroizing::new(code.into_iter().collect())
        }
        None => Zeroizing::default(),
    }
}
