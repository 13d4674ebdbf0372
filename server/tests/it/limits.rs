//! Guessing is slowed down. The limits let one more attempt through per minute at most, so that no test comes by one.

use crate::{
    app::TestApp,
    client::{Answer, Client},
    person::{Invited, Person, key, public, sign},
    world::{WEEK, World, caseworker, operator, tenant},
};
use api::{
    Bytes32, ProblemCode,
    auth::{Kdf, LoginStart, PasswordChange},
    ids::AccountId,
    paths::v1,
};
use axum::http::{StatusCode, header};
use std::num::NonZeroU32;
use uuid::Uuid;

fn number(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

async fn start(app: &TestApp, tenant: &str, login: &str) -> Answer {
    let start = LoginStart { tenant: tenant.to_owned(), login: login.to_owned() };
    Client::default().post(app, v1::LOGIN_START, &start).await
}

#[track_caller]
fn assert_slowed_down(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let problem = answer.problem();
    assert_eq!(problem.code, ProblemCode::TooManyAttempts);
    let wait = problem.retry_after.unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    assert_eq!(answer.headers[header::RETRY_AFTER].to_str().unwrap(), wait.to_string());
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_and_other_people_still_come_in() {
    let app = TestApp::with(|config| {
        config.limits.login_burst = number(3);
        config.limits.login_per_minute = number(1);
    })
    .await;
    let world = World::on(app).await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let right = std::mem::replace(&mut jana.login_key, key());
    for _ in 0..3 {
        assert_eq!(jana.login(&world.app).await.code(), ProblemCode::LoginFailed);
    }
    jana.login_key = right;
    for name in ["jana", "JANA", " jana "] {
        assert_slowed_down(&start(&world.app, "demo", name).await);
    }
    world.admin.login(&world.app).await.done();
    // Names that do not exist are counted in the same way, so that the limit tells nobody which ones do.
    for _ in 0..3 {
        start(&world.app, "demo", "nobody").await.done();
    }
    assert_slowed_down(&start(&world.app, "demo", "nobody").await);
}

#[tokio::test]
async fn whoever_logs_in_may_do_so_again() {
    let app = TestApp::with(|config| {
        config.limits.login_burst = number(2);
        config.limits.login_per_minute = number(1);
    })
    .await;
    let world = World::on(app).await;
    for _ in 0..6 {
        world.admin.login(&world.app).await.done();
    }
}

#[tokio::test]
async fn trying_many_names_from_one_address_is_slowed_down() {
    let app = TestApp::with(|config| {
        config.limits.peer_burst = number(5);
        config.limits.peer_per_minute = number(1);
    })
    .await;
    for n in 0..5 {
        start(&app, "demo", &format!("name{n}")).await.done();
    }
    assert_slowed_down(&start(&app, "demo", "another").await);
}

#[tokio::test]
async fn guessing_the_secret_of_an_invitation_is_slowed_down() {
    let app = TestApp::with(|config| {
        config.limits.invitation_burst = number(3);
        config.limits.invitation_per_minute = number(1);
    })
    .await;
    let operator = operator(&app).await;
    let (create, invited) = tenant(&app, &operator, "demo").await;
    let guess = Invited { id: invited.id, account: invited.account, one_use: key(), signed: None };
    assert_eq!(guess.look(&app).await.code(), ProblemCode::InvitationUnknown);
    let person = Person::new(create.id, "demo", "mallory", invited.account);
    assert_eq!(person.accept(&app, &guess, true).await.code(), ProblemCode::InvitationUnknown);
    assert_eq!(guess.look(&app).await.code(), ProblemCode::InvitationUnknown);
    assert_slowed_down(&guess.look(&app).await);
    assert_slowed_down(&person.accept(&app, &guess, true).await);
    // Another invitation is not held up.
    let other = Invited { account: AccountId(Uuid::new_v4()), ..Invited::new() };
    let unsigned = other.unsigned("Zweite", app.now() + WEEK);
    operator.client.post(&app, v1::OPERATORS, &unsigned).await.done();
    other.look(&app).await.done();
}

#[tokio::test]
async fn guessing_the_password_with_a_stolen_session_is_slowed_down() {
    let app = TestApp::with(|config| {
        config.limits.login_burst = number(3);
        config.limits.login_per_minute = number(1);
    })
    .await;
    let world = World::on(app).await;
    let guess = PasswordChange {
        salt: Bytes32([1; 32]),
        kdf: Kdf::DEFAULT,
        login_public_key: public(&key()),
        bundles: Vec::new(),
        signature: sign(&key(), b"a guess"),
    };
    let (app, admin) = (&world.app, &world.admin);
    for _ in 0..3 {
        assert_eq!(admin.client.post(app, v1::PASSWORD, &guess).await.code(), ProblemCode::BadSignature);
    }
    assert_slowed_down(&admin.client.post(app, v1::PASSWORD, &guess).await);
    // Nobody else is held up, nor the same person at the login.
    let other = world.operator.client.post(app, v1::PASSWORD, &guess).await;
    assert_eq!(other.code(), ProblemCode::BadSignature);
    admin.login(app).await.done();
}
