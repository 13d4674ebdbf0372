//! Login, session, shares, password.

use crate::{
    app::{ORIGIN, TestApp, is_postgres},
    client::{Client, path},
    person::{bundle, key, public, random, sign},
    world::{World, caseworker},
};
use api::{
    Bytes, Bytes32, ProblemCode,
    auth::{
        DeviceShare, Kdf, LoginChallenge, LoginStart, OrganisationBundle, PasswordChange, password_message,
    },
    ids::DeviceId,
    organisations::MemberState,
    paths::v1,
};
use axum::http::Method;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

async fn start(app: &TestApp, tenant: &str, login: &str) -> LoginChallenge {
    let start = LoginStart { tenant: tenant.to_owned(), login: login.to_owned() };
    Client::default().post(app, v1::LOGIN_START, &start).await.ok()
}

#[tokio::test]
async fn a_signed_challenge_logs_in_and_the_session_knows_who_it_is() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let client = Client::default();
    jana.login_on(&world.app, &client).await.done();
    let view: api::auth::SessionView = client.get(&world.app, v1::SESSION).await.ok();
    assert_eq!((view.account, view.login.as_str()), (jana.account, "jana"));
    assert_eq!((view.tenant, view.tenant_slug.as_str(), view.operator), (Some(world.tenant), "demo", false));
    assert_eq!(view.memberships.len(), 1);
    assert_eq!(view.memberships[0].state, MemberState::Certified);
    assert!(view.memberships[0].bundle.is_some() && view.memberships[0].enrolment.is_none());
    assert_eq!(view.salt, jana.salt);
}

#[tokio::test]
async fn the_login_name_is_found_in_upper_and_lower_case() {
    let world = World::new().await;
    let mut jana = world.person("Jana", &[caseworker()]).await;
    jana.login = "jANA".to_owned();
    jana.slug = "Demo".to_owned();
    jana.login(&world.app).await.done();
}

#[tokio::test]
async fn unknown_names_get_a_stable_salt_and_an_answer_of_the_same_shape() {
    let world = World::new().await;
    let first = start(&world.app, "demo", "nobody").await;
    let again = start(&world.app, "demo", "nobody").await;
    assert_eq!(first.salt, again.salt);
    assert_ne!((first.challenge, first.nonce), (again.challenge, again.nonce));
    assert_eq!(first.kdf, Kdf::DEFAULT);
    assert_ne!(first.salt, start(&world.app, "demo", "somebody").await.salt);
    assert_ne!(first.salt, start(&world.app, "nowhere", "nobody").await.salt);
    let known = start(&world.app, "demo", "admin").await;
    assert_eq!(known.salt, world.admin.salt);
    let shape = |challenge: &LoginChallenge| {
        let value = serde_json::to_value(challenge).unwrap();
        let lengths = |value: &serde_json::Value| value.as_str().map(str::len);
        value.as_object().unwrap().iter().map(|(k, v)| (k.clone(), lengths(v))).collect::<Vec<_>>()
    };
    assert_eq!(shape(&first), shape(&known));
}

#[tokio::test]
async fn an_unknown_name_cannot_log_in_with_any_signature() {
    let world = World::new().await;
    let mut stranger = world.person("jana", &[caseworker()]).await;
    stranger.login = "nobody".to_owned();
    assert_eq!(stranger.login(&world.app).await.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn a_challenge_works_once_and_also_a_failed_answer_uses_it_up() {
    let world = World::new().await;
    let challenge = world.admin.challenge(&world.app).await;
    let client = Client::default();
    let good = world.admin.answer(&challenge, ORIGIN);
    client.post(&world.app, v1::LOGIN_FINISH, &good).await.done();
    let replay = client.post(&world.app, v1::LOGIN_FINISH, &good).await;
    assert_eq!(replay.code(), ProblemCode::LoginFailed);

    let challenge = world.admin.challenge(&world.app).await;
    let mut bad = world.admin.answer(&challenge, ORIGIN);
    bad.signature.0[10] ^= 1;
    assert_eq!(client.post(&world.app, v1::LOGIN_FINISH, &bad).await.code(), ProblemCode::LoginFailed);
    let good = world.admin.answer(&challenge, ORIGIN);
    assert_eq!(client.post(&world.app, v1::LOGIN_FINISH, &good).await.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn a_challenge_expires() {
    let world = World::new().await;
    let challenge = world.admin.challenge(&world.app).await;
    world.app.wait(challenge.expires_at - world.app.now());
    let answer = world.admin.answer(&challenge, ORIGIN);
    let late = Client::default().post(&world.app, v1::LOGIN_FINISH, &answer).await;
    assert_eq!(late.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn a_signature_for_another_origin_does_not_log_in() {
    let world = World::new().await;
    let challenge = world.admin.challenge(&world.app).await;
    let phished = world.admin.answer(&challenge, "https://portal.example.evil");
    let answer = Client::default().post(&world.app, v1::LOGIN_FINISH, &phished).await;
    assert_eq!(answer.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn a_session_ends_when_nothing_happens_and_in_any_case() {
    let world = World::new().await;
    world.admin.login(&world.app).await.done();
    world.app.wait(59 * 60);
    world.admin.session(&world.app).await.done();
    // The request before moved the end forward.
    world.app.wait(59 * 60);
    world.admin.session(&world.app).await.done();
    world.app.wait(60 * 60);
    assert_eq!(world.admin.session(&world.app).await.code(), ProblemCode::SessionEnded);

    world.admin.login(&world.app).await.done();
    let begin = world.app.now();
    while world.app.now() < begin + 12 * 3600 - 1800 {
        world.app.wait(1800);
        world.admin.session(&world.app).await.done();
    }
    world.app.wait(1800);
    assert_eq!(world.admin.session(&world.app).await.code(), ProblemCode::SessionEnded);
}

#[tokio::test]
async fn a_new_login_in_the_same_browser_ends_the_session_before() {
    let world = World::new().await;
    let (jana, _) = world.joined("jana", &[caseworker()]).await;
    let before = Client::default();
    before.set_cookie(jana.client.cookie());
    let elsewhere = Client::default();
    jana.login_on(&world.app, &elsewhere).await.done();
    jana.login(&world.app).await.done();
    assert_eq!(before.get(&world.app, v1::SESSION).await.code(), ProblemCode::SessionEnded);
    // An attempt that fails ends nothing, and other browsers go on.
    let challenge = jana.challenge(&world.app).await;
    let wrong = jana.answer(&challenge, "https://portal.example.evil");
    assert_eq!(jana.client.post(&world.app, v1::LOGIN_FINISH, &wrong).await.code(), ProblemCode::LoginFailed);
    jana.session(&world.app).await.done();
    elsewhere.get(&world.app, v1::SESSION).await.done();
}

#[tokio::test]
async fn logout_ends_the_session_on_the_server() {
    let world = World::new().await;
    let cookie = world.admin.client.cookie();
    world.admin.client.post(&world.app, v1::LOGOUT, &()).await.done();
    assert_eq!(world.admin.client.cookie(), None);
    world.admin.client.set_cookie(cookie);
    assert_eq!(world.admin.session(&world.app).await.code(), ProblemCode::SessionEnded);
    // Nothing to end is no failure.
    Client::default().post(&world.app, v1::LOGOUT, &()).await.done();
}

#[tokio::test]
async fn a_made_up_or_shortened_token_opens_nothing() {
    let world = World::new().await;
    let cookie = world.admin.client.cookie().unwrap();
    let name = cookie.split('=').next().unwrap();
    let random = Bytes(random::<32>().to_vec()).to_base64url();
    for wrong in [format!("{name}={random}"), cookie[..cookie.len() - 2].to_owned(), format!("{name}=")] {
        world.admin.client.set_cookie(Some(wrong));
        assert_eq!(world.admin.session(&world.app).await.code(), ProblemCode::SessionEnded);
    }
}

#[tokio::test]
async fn the_share_of_a_session_lives_with_it() {
    let world = World::new().await;
    let (app, client) = (&world.app, &world.admin.client);
    assert_eq!(client.get(app, v1::SESSION_SHARE).await.code(), ProblemCode::NotFound);
    let share = DeviceShare { share: Bytes32(random()) };
    client.json(app, Method::PUT, v1::SESSION_SHARE, &share).await.done();
    assert_eq!(client.get(app, v1::SESSION_SHARE).await.ok::<DeviceShare>(), share);
    let other = Client::default();
    world.admin.login_on(app, &other).await.done();
    assert_eq!(other.get(app, v1::SESSION_SHARE).await.code(), ProblemCode::NotFound);
    client.delete(app, v1::SESSION_SHARE).await.done();
    assert_eq!(client.get(app, v1::SESSION_SHARE).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn the_share_of_a_session_that_nobody_used_is_gone_with_the_next_login() {
    let world = World::new().await;
    let (app, client) = (&world.app, &world.admin.client);
    let share = DeviceShare { share: Bytes32(random()) };
    client.json(app, Method::PUT, v1::SESSION_SHARE, &share).await.done();
    app.wait(60 * 60);
    world.operator.login(app).await.done();
    let raw = app.raw().await;
    if is_postgres() {
        raw.execute_unprepared("SELECT set_config('wimes.scope', 'login', false)").await.unwrap();
    }
    let sql = "SELECT share FROM sessions WHERE share IS NOT NULL";
    let left = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    assert!(left.is_empty());
}

#[tokio::test]
async fn the_share_of_a_device_belongs_to_its_account() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (app, client) = (&world.app, &world.admin.client);
    let address = path(v1::DEVICE_SHARE, &[&DeviceId(Uuid::new_v4())]);
    let share = DeviceShare { share: Bytes32(random()) };
    client.json(app, Method::PUT, &address, &share).await.done();
    assert_eq!(client.get(app, &address).await.ok::<DeviceShare>(), share);
    assert_eq!(jana.client.get(app, &address).await.code(), ProblemCode::NotFound);
    let renewed = DeviceShare { share: Bytes32(random()) };
    client.json(app, Method::PUT, &address, &renewed).await.done();
    assert_eq!(client.get(app, &address).await.ok::<DeviceShare>(), renewed);
    jana.client.delete(app, &address).await.done();
    client.get(app, &address).await.done();
    client.delete(app, &address).await.done();
    assert_eq!(client.get(app, &address).await.code(), ProblemCode::NotFound);
}

fn change(
    world: &World,
    bundles: Vec<OrganisationBundle>,
    new: &ed25519_dalek::SigningKey,
) -> PasswordChange {
    let mut change = PasswordChange {
        salt: Bytes32(random()),
        kdf: Kdf::DEFAULT,
        login_public_key: public(new),
        bundles,
        signature: Bytes(Vec::new()),
    };
    let message = password_message(ORIGIN, world.admin.account, &change);
    change.signature = sign(&world.admin.login_key, &message);
    change
}

#[tokio::test]
async fn a_new_password_replaces_everything_at_once_and_ends_other_sessions() {
    let mut world = World::new().await;
    let other = Client::default();
    world.admin.login_on(&world.app, &other).await.done();
    let new = key();
    let organisation = world.organisation;
    let sealed = OrganisationBundle { organisation, bundle: bundle() };
    let change = change(&world, vec![sealed.clone()], &new);
    world.admin.client.post(&world.app, v1::PASSWORD, &change).await.done();
    let view = world.admin.session_view(&world.app).await;
    assert_eq!(view.salt, change.salt);
    assert_eq!(view.memberships[0].bundle.as_ref(), Some(&sealed.bundle));
    assert_eq!(other.get(&world.app, v1::SESSION).await.code(), ProblemCode::SessionEnded);
    assert_eq!(world.admin.login_on(&world.app, &other).await.code(), ProblemCode::LoginFailed);
    world.admin.login_key = new;
    world.admin.login_on(&world.app, &other).await.done();
}

#[tokio::test]
async fn a_password_change_that_leaves_a_bundle_behind_or_lacks_the_old_key_changes_nothing() {
    let world = World::new().await;
    let new = key();
    let without = change(&world, Vec::new(), &new);
    let refused = world.admin.client.post(&world.app, v1::PASSWORD, &without).await;
    assert_eq!(refused.code(), ProblemCode::BadRequest);
    let sealed = OrganisationBundle { organisation: world.organisation, bundle: bundle() };
    let mut forged = change(&world, vec![sealed], &new);
    forged.bundles[0].bundle.0[90] ^= 1;
    let refused = world.admin.client.post(&world.app, v1::PASSWORD, &forged).await;
    assert_eq!(refused.code(), ProblemCode::BadSignature);
    world.admin.login(&world.app).await.done();
}

#[tokio::test]
async fn whoever_still_waits_for_the_key_takes_the_enrolment_seed_along() {
    let world = World::new().await;
    let (jana, _) = world.joined("jana", &[caseworker()]).await;
    let new = key();
    let seed = bundle();
    let mut change = change(
        &world,
        vec![OrganisationBundle { organisation: world.organisation, bundle: seed.clone() }],
        &new,
    );
    change.signature = sign(&jana.login_key, &password_message(ORIGIN, jana.account, &change));
    jana.client.post(&world.app, v1::PASSWORD, &change).await.done();
    let membership = jana.session_view(&world.app).await.memberships.remove(0);
    assert_eq!((membership.state, membership.enrolment), (MemberState::Joined, Some(seed)));
    assert!(membership.invitation.is_some());
}
