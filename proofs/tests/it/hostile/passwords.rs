//! Passwords: weakened derivations, oracles, forced renewals.

use api::{
    ProblemCode,
    auth::{Kdf, LoginStart},
    paths::v1,
};
use proofs::hostile::{CANARY, Device, PASSWORD, Stage, TENANT, Trial, is_path, problem};
use std::collections::BTreeSet;
use vault::{
    AcceptError, ChangePasswordError, LoginError, Method, Request, Transport,
    view::{Accept, ChangePassword, KeyOrigin, Login},
};

const WEAK: &[Kdf] = &[
    Kdf { memory_kib: 0, passes: 0, lanes: 0 },
    Kdf { memory_kib: 8, passes: 1, lanes: 1 },
    Kdf { memory_kib: 19 * 1024 - 1, passes: 2, lanes: 1 },
    Kdf { memory_kib: 64 * 1024, passes: 1, lanes: 1 },
    Kdf { memory_kib: 64 * 1024, passes: 3, lanes: 0 },
];
const INFLATED: &[Kdf] = &[
    Kdf { memory_kib: 1024 * 1024 + 1, passes: 3, lanes: 1 },
    Kdf { memory_kib: 64 * 1024, passes: u32::MAX, lanes: 1 },
    Kdf { memory_kib: 64 * 1024, passes: 3, lanes: u32::MAX },
    Kdf { memory_kib: u32::MAX, passes: u32::MAX, lanes: u32::MAX },
];

fn login() -> Login {
    Login { tenant: TENANT.to_owned(), login: "berta".to_owned(), password: PASSWORD.into() }
}

#[tokio::test]
async fn mal_a17_a_weakened_or_inflated_derivation_is_refused_before_anything_is_derived() {
    let stage = Stage::build().await.unwrap();
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for kdf in WEAK.iter().chain(INFLATED) {
        fresh.wire.edit_challenge(move |challenge| challenge.kdf = *kdf);
        let outcome = fresh.vault.login(login()).await;
        assert_eq!(outcome, Err(LoginError::RefusedParameters), "{kdf:?}");
        trial.noticed(&format!("{kdf:?}"), &outcome).unwrap();
    }
    // Not one signature left: with it, whoever chose the parameters could guess cheaply.
    let finished = fresh.wire.sent().iter().any(|request| is_path(v1::LOGIN_FINISH, &request.path));
    assert!(!finished, "the challenge was answered");
    trial.end().await.unwrap();

    // The same where the session says it, at a change of the password.
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for kdf in WEAK.iter().chain(INFLATED) {
        stage.berta.wire.edit_session(move |session| session.kdf = *kdf);
        stage.berta.vault.refresh_session().await.unwrap();
        let before = stage.berta.wire.count();
        let change = ChangePassword { current: PASSWORD.into(), new: "acht-Quitten-im-Keller".into() };
        let outcome = stage.berta.vault.change_password(change).await;
        assert_eq!(outcome, Err(ChangePasswordError::RefusedParameters), "{kdf:?}");
        trial.noticed(&format!("{kdf:?}"), &outcome).unwrap();
        assert_eq!(stage.berta.wire.count(), before, "something was sent");
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a17_an_invitation_cannot_weaken_the_derivation_either() {
    let stage = Stage::build().await.unwrap();
    let link = stage.invite("Fritz").await.unwrap();
    let fresh = Device::fresh(&stage.portal.origin, "fritz").unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for kdf in WEAK.iter().chain(INFLATED) {
        // The server claims that there is an access already whose parameters are to be used.
        fresh.wire.tamper(move |request, response| {
            if is_path(v1::INVITATION_LOOK, &request.path) {
                let mut offer: api::invitations::InvitationOffer =
                    serde_json::from_slice(&response.body).unwrap();
                (offer.existing_password, offer.existing_login) = (true, Some("fritz".to_owned()));
                response.body = serde_json::to_vec(&offer).unwrap();
            }
            if is_path(v1::LOGIN_START, &request.path) {
                let mut challenge: api::auth::LoginChallenge =
                    serde_json::from_slice(&response.body).unwrap();
                challenge.kdf = *kdf;
                response.body = serde_json::to_vec(&challenge).unwrap();
            }
        });
        let accept = Accept {
            code: link.as_str().parse().unwrap(),
            login: "fritz".to_owned(),
            display_name: "Fritz".to_owned(),
            password: PASSWORD.into(),
        };
        let outcome = fresh.vault.accept_invitation(accept).await;
        assert!(matches!(outcome, Err(AcceptError::Invitation(_))), "{kdf:?}: {outcome:?}");
        trial.noticed(&format!("{kdf:?}"), &outcome).unwrap();
    }
    let accepted = fresh.wire.sent().iter().any(|request| is_path(v1::INVITATION_ACCEPT, &request.path));
    assert!(!accepted, "an access was made");
    trial.end().await.unwrap();
}

/// Answers of the real server to whoever asks without knowing anything.
#[tokio::test]
async fn mal_a30_whether_a_name_or_an_invitation_exists_does_not_show_in_any_answer() {
    let stage = Stage::build().await.unwrap();
    let stranger = Device::fresh(&stage.portal.origin, "niemand").unwrap();
    let trial_victim = &stranger;
    let mut trial = Trial::begin(&stage, trial_victim).await.unwrap();
    let mut shapes = BTreeSet::new();
    for (tenant, login) in
        [(TENANT, "berta"), (TENANT, "niemand"), (TENANT, "zeuge"), ("gibtsnicht", "berta")]
    {
        let start = LoginStart { tenant: tenant.to_owned(), login: login.to_owned() };
        let request = Request {
            method: Method::Post,
            path: v1::LOGIN_START.to_owned(),
            content_type: Some("application/json"),
            body: serde_json::to_vec(&start).unwrap(),
        };
        let first = stranger.wire.http().send(request.clone()).await.unwrap();
        let again = stranger.wire.http().send(request).await.unwrap();
        let challenges = [&first, &again]
            .map(|answer| serde_json::from_slice::<api::auth::LoginChallenge>(&answer.body).unwrap());
        assert_eq!(challenges[0].salt, challenges[1].salt, "the salt of {login} is not stable");
        shapes.insert((
            first.status,
            first.content_type,
            first.body.len(),
            format!("{:?}", challenges[0].kdf),
        ));

        let vault = Device::fresh(&stage.portal.origin, login).unwrap().vault;
        let wrong = Login { tenant: tenant.to_owned(), login: login.to_owned(), password: "falsch".into() };
        let outcome = vault.login(wrong).await;
        assert_eq!(outcome, Err(LoginError::WrongCredentials), "{tenant} {login}");
        trial.noticed_off_wire("a wrong password or name", &outcome).unwrap();
    }
    assert_eq!(shapes.len(), 1, "answers differ: {shapes:?}");
    trial.end().await.unwrap();
}

/// PADMÉ as published: of a length of E bits only the upper ones count, at least 256 bytes.
fn padme(length: usize) -> usize {
    let length = length.max(256);
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept)) - 1;
    (length + mask) & !mask
}

#[tokio::test]
async fn mal_a31_the_lengths_of_envelopes_say_little_about_the_lengths_of_texts() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let mut lengths = BTreeSet::new();
    const TEXTS: usize = 36;
    for length in 0..TEXTS {
        stage.entry(&stage.berta, case, "course", &"x".repeat(length)).await.unwrap();
    }
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    for (.., revision) in super::revisions(&file) {
        lengths.insert(revision.envelope.unwrap().0.len());
    }
    // Header, salt and commitment are 80 bytes, each chunk of 16 KiB carries a tag of 16.
    let allowed: BTreeSet<usize> = (0..8000).map(|length| 80 + 16 + padme(length)).collect();
    assert!(lengths.is_subset(&allowed), "{lengths:?} are not the lengths of the padding");
    assert!(lengths.len() * 4 < TEXTS, "{} lengths for {TEXTS} texts", lengths.len());
}

/// The server claims that a reset was asked for, and sends its own invitation for an account that exists.
#[tokio::test]
async fn mal_a34_a_forced_reset_yields_an_access_that_opens_nothing() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let account = stage.berta.session().await.unwrap().account;
    let letter = stage.admin.vault.reinvite(stage.organisation, account, 3).await.unwrap();

    // Whoever reads the letter (or a server that makes one) takes the account over, without the key file.
    let thief = Device::fresh(&stage.portal.origin, "berta").unwrap();
    thief.accept(letter.link.as_str(), "das-Kennwort-des-Diebs").await.unwrap();
    let session = thief.session().await.unwrap();
    let own = &session.memberships[0];
    assert!(own.bundle.is_none(), "the old bundle is of no use to anybody and is gone");
    let view = thief.vault.open_case(stage.organisation, case).await;
    if let Ok(view) = &view {
        assert!(!view.readable && !view.writable && view.entries.iter().all(|entry| !entry.texts.is_open()));
    }
    assert!(thief.vault.open_names(stage.organisation, 9).await.unwrap().names.is_empty());
    let other = KeyOrigin::File(stage.other_organisation().await.unwrap().1.key_file());
    assert!(thief.vault.load_key(stage.organisation, other, false, None).await.is_err());
    // What she wrote before stays valid and hers.
    let seen = stage.open(&stage.witness, case).await.unwrap();
    assert!(seen.warnings.is_empty() && seen.readable);
    // She is out, and told so.
    assert!(matches!(stage.berta.vault.login(login()).await, Err(LoginError::WrongCredentials)));
    let sent = thief.wire.sent();
    assert!(sent.iter().all(|request| !String::from_utf8_lossy(&request.body).contains(CANARY)));
}

#[tokio::test]
async fn mal_a34_a_renewal_that_no_administrator_signed_certifies_nobody() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let link = stage.invite("Fritz").await.unwrap();
    let fritz = Device::fresh(&stage.portal.origin, "fritz").unwrap();
    fritz.accept(link.as_str(), PASSWORD).await.unwrap();
    let mut trial = Trial::begin(&stage, &fritz).await.unwrap();
    // Even with the key file: the invitation that the certificate must contain is another one than the administrator's.
    for kind in 0..3 {
        fritz.wire.edit_session(move |session| {
            let own = &mut session.memberships[0];
            match kind {
                0 => own.invitation.as_mut().unwrap().signature.0[7] ^= 1,
                1 => {
                    let invitation = own.invitation.as_mut().unwrap();
                    let mut statement = invitation.decode().unwrap();
                    statement.at += 1;
                    invitation.body = api::Bytes(statement.to_cbor());
                }
                _ => own.enrolment.as_mut().unwrap().0[90] ^= 1,
            }
        });
        fritz.vault.refresh_session().await.unwrap();
        let origin = KeyOrigin::File(stage.place.key_file());
        let loaded = fritz.vault.load_key(stage.organisation, origin, false, None).await;
        trial.noticed(&format!("an invitation of the server's own, {kind}"), &loaded).unwrap();
    }
    trial.end().await.unwrap();
}

/// A server that only says so cannot make anybody give up the password.
#[tokio::test]
async fn mal_a34_a_server_that_says_the_password_was_reset_learns_nothing() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for code in [ProblemCode::SessionEnded, ProblemCode::AccountBlocked, ProblemCode::UpgradeRequired] {
        stage.berta.wire.intercept(move |_| proofs::hostile::Step::Answer(problem(code)));
        let before = stage.berta.wire.count();
        let outcome = stage.berta.vault.list_cases(stage.organisation).await;
        trial.noticed(&format!("{code:?}"), &outcome).unwrap();
        assert_eq!(stage.berta.wire.count(), before + 1, "it is asked once and nothing else is sent");
    }
    trial.end().await.unwrap();
}
