//! The audit is complete, chained, and shown to those whom it concerns.

use crate::{
    client::Client,
    world::{World, administrator, caseworker, course_facts},
};
use api::{
    Bytes32,
    audit::{AuditAction, AuditEntry, AuditPage},
    ids::TenantId,
    paths::v1,
};

/// All entries, oldest first.
async fn all(world: &World) -> Vec<AuditEntry> {
    let mut entries = Vec::new();
    let mut address = v1::AUDIT.to_owned();
    loop {
        let page: AuditPage = world.admin.client.get(&world.app, &address).await.ok();
        entries.extend(page.entries);
        match page.before {
            Some(before) => address = format!("{}?before={before}", v1::AUDIT),
            None => break,
        }
    }
    entries.reverse();
    entries
}

#[track_caller]
fn assert_chain(tenant: TenantId, entries: &[AuditEntry]) {
    let mut previous = Bytes32::ZERO;
    for (n, entry) in (1..).zip(entries) {
        assert_eq!(entry.n, n);
        assert_eq!(entry.hash, entry.chain_hash(tenant, &previous), "entry {n}");
        previous = entry.hash;
    }
}

#[tokio::test]
async fn who_did_what_stands_in_one_unbroken_chain() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    world.file(&jana, case.id()).await;
    world.file(&jana, case.id()).await;
    jana.login(&world.app).await.done();
    let entries = all(&world).await;
    assert_chain(world.tenant, &entries);
    use AuditAction::{
        CaseCreated, CaseOpened, Certified, InvitationUsed, Invited, LoggedIn, OrganisationReady,
        TenantCreated,
    };
    let actions: Vec<AuditAction> = entries.iter().map(|entry| entry.action).collect();
    // The second look at the same case within a quarter of an hour is the same look.
    let expected = [
        TenantCreated,
        InvitationUsed,
        OrganisationReady,
        Invited,
        InvitationUsed,
        Certified,
        CaseCreated,
        CaseOpened,
        LoggedIn,
    ];
    assert_eq!(actions, expected);
    let opened = &entries[7];
    assert_eq!((opened.account, opened.object), (Some(jana.account), Some(case.id().0)));
    assert_eq!(
        (opened.organisation, opened.label.as_ref()),
        (Some(world.organisation), Some(&case.create.code))
    );
    assert_eq!(opened.who.as_deref(), Some("Person jana"));
}

#[tokio::test]
async fn a_changed_entry_breaks_the_chain() {
    let world = World::new().await;
    let entries = all(&world).await;
    let mut changed = entries[0].clone();
    changed.label = Some("Anders".to_owned());
    assert_ne!(changed.chain_hash(world.tenant, &Bytes32::ZERO), entries[0].hash);
    let mut moved = entries[0].clone();
    moved.label = None;
    moved.who = entries[0].label.clone();
    assert_ne!(moved.chain_hash(world.tenant, &Bytes32::ZERO), entries[0].hash);
}

#[tokio::test]
async fn long_audits_come_in_pages() {
    let world = World::new().await;
    for _ in 0..130 {
        world.admin.login(&world.app).await.done();
    }
    let first: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert_eq!(first.entries.len(), 100);
    let entries = all(&world).await;
    assert_eq!(entries.len(), 133);
    assert_chain(world.tenant, &entries);
}

#[tokio::test]
async fn a_refused_act_leaves_no_trace_of_an_act() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let before = all(&world).await.len();
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.signature.0[0] ^= 1;
    world.write(&jana, &entry).await.problem();
    world.admin.block(&world.app, world.organisation, world.admin.account, 2).await.problem();
    assert_eq!(all(&world).await.len(), before);
}

#[tokio::test]
async fn a_failed_login_names_no_text_that_somebody_typed() {
    let world = World::new().await;
    let mut stranger = world.person("jana", &[administrator()]).await;
    stranger.login = "MyPassword1234".to_owned();
    stranger.login_on(&world.app, &Client::default()).await.problem();
    let last = all(&world).await.pop().unwrap();
    assert_eq!(last.action, AuditAction::LoginFailed);
    assert_eq!((last.account, last.who, last.label), (None, None, None));
}

#[tokio::test]
async fn acts_at_the_same_time_are_chained_one_after_the_other() {
    let world = World::new().await;
    let clients: Vec<Client> = (0..8).map(|_| Client::default()).collect();
    let [a, b, c, d, ..] = &clients[..] else { panic!("eight clients") };
    let (app, admin) = (&world.app, &world.admin);
    let logins = tokio::join!(
        admin.login_on(app, a),
        admin.login_on(app, b),
        admin.login_on(app, c),
        admin.login_on(app, d)
    );
    for answer in [logins.0, logins.1, logins.2, logins.3] {
        answer.done();
    }
    let entries = all(&world).await;
    assert_eq!(entries.len(), 7);
    assert_chain(world.tenant, &entries);
}
