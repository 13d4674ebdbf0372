//! What somebody has looked at on a device is remembered sealed, for that person alone.

use crate::{
    support::test,
    world::{self, Person, World, login},
};
use api::ids::CaseId;
use vault::{Visit, Visits};

fn visits() -> Visits {
    let mut visits = Visits { news_at: Some(1_000), cases: Vec::new() };
    for (case, seen) in [(1, 1_500), (2, 1_600), (1, 1_700)] {
        visits.add(Visit { case: CaseId::from_bytes([case; 16]), at: 7, seen });
    }
    visits
}

#[test]
async fn they_outlive_the_logout_and_are_nobody_elses() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carla = world.colleague("carla", "Carla").await;
    assert_eq!(berta.vault.visits(world.organisation).await, Ok(Visits::default()));
    let before = berta.disk.0.blobs();
    berta.vault.keep_visits(world.organisation, &visits()).await.unwrap();
    let known = |name: &String| before.iter().any(|(known, _)| known == name);
    for (name, blob) in berta.disk.0.blobs().iter().filter(|(name, _)| !known(name)) {
        assert!(!name.contains("visit"), "{name}");
        assert!(!blob.windows(16).any(|bytes| bytes == [1; 16]), "the case stands there in clear");
    }
    berta.vault.logout().await.unwrap();
    let second = world::on(&world.portal, &carla.device, &berta.disk);
    let session = second.login(login("carla")).await.unwrap();
    let second = Person { vault: second, device: carla.device.clone(), disk: berta.disk.clone(), session };
    world.load(&second, false).await;
    assert_eq!(second.vault.visits(world.organisation).await, Ok(Visits::default()));
    second.vault.forget_device().await.unwrap();
    second.vault.logout().await.unwrap();

    berta.vault.login(login("berta")).await.unwrap();
    assert_eq!(berta.vault.visits(world.organisation).await, Ok(Visits::default()), "the key is not there");
    world.load(&berta, false).await;
    assert_eq!(berta.vault.visits(world.organisation).await, Ok(visits()));
    berta.vault.forget_device().await.unwrap();
    assert_eq!(berta.vault.visits(world.organisation).await, Ok(Visits::default()));
}

#[test]
async fn what_was_seen_is_known_and_what_came_later_is_not() {
    let visits = visits();
    let (one, other, never) = ([1; 16], [2; 16], [3; 16]);
    assert_eq!(visits.cases.len(), 2);
    assert_eq!(visits.cases[0].case, CaseId::from_bytes(one), "opened last");
    assert!(visits.knows(CaseId::from_bytes(never), 999));
    assert!(!visits.knows(CaseId::from_bytes(never), 1_000));
    assert!(visits.knows(CaseId::from_bytes(one), 1_700));
    assert!(!visits.knows(CaseId::from_bytes(one), 1_701));
    assert!(!visits.knows(CaseId::from_bytes(other), 1_700));
}
