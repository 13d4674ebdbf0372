//! Jobs for another thread.

use crypto::{
    KdfError, KdfParams, PasswordMaster, Salt,
    hazmat::RawKey,
    work::{password_answer, password_job, work},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_password_gives_the_same_on_another_thread() {
    let salt = Salt([7; 32]);
    let here = PasswordMaster::derive("Käsebrot 7", &salt, &KdfParams::FLOOR).unwrap();
    let answer = work(&password_job("Käsebrot 7", &salt, &KdfParams::FLOOR));
    assert_eq!(password_answer(&answer).unwrap().unwrap().raw(), here.raw());
}

#[test]
fn a_reason_to_refuse_comes_back() {
    let salt = Salt([7; 32]);
    let long = "a".repeat(PasswordMaster::MAX_PASSWORD + 1);
    let answer = work(&password_job(&long, &salt, &KdfParams::FLOOR));
    assert_eq!(password_answer(&answer).unwrap().err(), Some(KdfError::PasswordTooLong));
    // Weaker parameters than the floor, put into the job by hand: 8 KiB.
    let mut job = password_job("a", &salt, &KdfParams::FLOOR);
    job[33..37].copy_from_slice(&8_u32.to_be_bytes());
    assert_eq!(password_answer(&work(&job)).unwrap().err(), Some(KdfError::TooWeak));
}

#[test]
fn what_is_no_job_or_no_answer_is_neither() {
    let job = password_job("a", &Salt([7; 32]), &KdfParams::FLOOR);
    for damaged in [&[] as &[u8], &[9], &job[..20], &[&job[..], &[0xff]].concat()] {
        let answer = work(damaged);
        assert!(answer.is_empty() && password_answer(&answer).is_none());
    }
    for answer in [&[0_u8; 32] as &[u8], &[0; 34], &[99], &[1, 0]] {
        assert!(password_answer(answer).is_none());
    }
}
