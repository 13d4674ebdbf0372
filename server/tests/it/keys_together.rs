//! Rotations, re-wrapping and renewals by several at once: one of them has done it, nothing is lost or doubled.

use crate::{
    client::path,
    renewal::{renewal_of, send},
    rotation::wrapped,
    together::{ROUNDS, one_of},
    world::{World, administrator, caseworker, manager},
};
use api::{
    ProblemCode,
    cases::CaseList,
    keys::{HeldSlot, KeyChain, RewrapReceipt},
    organisations::{LogPage, Receipt},
    paths::v1,
    records::LogContent,
    statement::{EpochState, SignedStatement},
};

#[tokio::test]
async fn of_two_rotations_that_begin_at_once_one_wins_and_the_other_is_told_the_head() {
    let mut world = World::new().await;
    let second = world.person("second", &[administrator()]).await;
    for _ in 0..ROUNDS {
        let (mine, theirs) = (world.next_epoch(), world.next_epoch());
        let first = world.step_of(&world.admin, &mine, EpochState::Begun).await;
        let other = world.step_of(&second, &theirs, EpochState::Begun).await;
        let (won, lost) =
            one_of(tokio::join!(world.post_step(&world.admin, &first), world.post_step(&second, &other)));
        let (problem, head) = (lost.problem(), world.head().await);
        assert_eq!((problem.code, problem.head), (ProblemCode::Conflict, Some(head)));
        assert_eq!(won.ok::<Receipt>().head, head);
        // Both take the key that won into use at once: again one of them does.
        let log = world.admin.organisation(&world.app, world.organisation).await.head;
        let winner = if first_won(&world, &first.statement).await { mine } else { theirs };
        let by_admin = world.step_of(&world.admin, &winner, EpochState::Active).await;
        let by_second = world.step_of(&second, &winner, EpochState::Active).await;
        let (won, lost) = one_of(tokio::join!(
            world.post_step(&world.admin, &by_admin),
            world.post_step(&second, &by_second)
        ));
        assert_eq!(won.ok::<Receipt>().head.n, log.n + 1);
        assert_eq!(lost.code(), ProblemCode::Conflict);
        (world.ok, world.epoch) = (winner.key, winner.epoch);
        let chain: KeyChain = world.admin.client.get(&world.app, &world.keys()).await.ok();
        assert_eq!(chain.previous.last().unwrap().epoch, world.epoch);
        assert_eq!(chain.previous.len() + 1, usize::try_from(world.epoch).unwrap());
    }
}

/// Whether a statement is the last one of the organisation's log.
async fn first_won(world: &World, statement: &SignedStatement) -> bool {
    let address = path(v1::ORGANISATION_LOG, &[&world.organisation]);
    let log: LogPage = world.admin.client.get(&world.app, &address).await.ok();
    log.entries.last().unwrap().content == LogContent::Statement(statement.clone())
}

#[tokio::test]
async fn cases_that_begin_while_a_rotation_ends_are_under_a_key_that_stays() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    for _ in 0..ROUNDS {
        let epoch = world.next_epoch();
        world.step(&world.admin, &epoch, EpochState::Begun).await.done();
        let draft = world.draft(&jana, |_| {}).await;
        let active = world.step_of(&world.admin, &epoch, EpochState::Active).await;
        let (made, active) =
            tokio::join!(world.send(&jana, &draft.create), world.post_step(&world.admin, &active));
        active.done();
        (world.ok, world.epoch) = (epoch.key, epoch.epoch);
        if !made.status.is_success() {
            assert_eq!(made.code(), ProblemCode::KeyOutdated);
        }
        world.rewrap_all(&epoch).await;
        world.step(&world.admin, &epoch, EpochState::Complete).await.done();
    }
    let list: CaseList = jana.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await.ok();
    for case in list.cases {
        assert_eq!(case.name.unwrap().case_slot.epoch, world.epoch);
    }
}

#[tokio::test]
async fn administrators_who_wrap_at_once_make_one_slot_for_each_key() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let second = world.person("second", &[administrator()]).await;
    for _ in 0..3 {
        world.case(&jana).await;
    }
    for _ in 0..ROUNDS {
        let epoch = world.rotate().await;
        let page = world.slot_page("").await;
        let wrap = || {
            page.slots
                .iter()
                .map(|held| HeldSlot { case: held.case, slot: wrapped(&held.slot, &epoch) })
                .collect::<Vec<_>>()
        };
        let (mine, theirs) = (wrap(), wrap());
        let (a, b) = tokio::join!(
            world.send_slots(&world.admin, mine.clone()),
            world.send_slots(&second, theirs.clone())
        );
        assert_eq!(a.ok::<RewrapReceipt>().remaining + b.ok::<RewrapReceipt>().remaining, 0);
        for held in &page.slots {
            let slots = world.file(&jana, held.case).await.slots;
            let new: Vec<_> = slots.into_iter().filter(|slot| slot.epoch == epoch.epoch).collect();
            assert_eq!(new.len(), 1);
            assert!(mine.iter().chain(&theirs).any(|sent| sent.slot == new[0]));
        }
    }
}

#[tokio::test]
async fn a_case_that_two_renew_at_once_is_renewed_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    for round in 0..ROUNDS {
        let (mine, mut theirs) =
            (renewal_of(&world, &jana, &case).await, renewal_of(&world, &kai, &case).await);
        // In another order, so that each could wait for what the other holds.
        theirs.parts.reverse();
        let (_, lost) =
            one_of(tokio::join!(send(&world, &jana, &case, &mine), send(&world, &kai, &case, &theirs)));
        assert_eq!(lost.code(), ProblemCode::CaseKeyOutdated);
        let file = world.file(&jana, case.id()).await;
        assert_eq!(file.slots.len(), round + 2);
        assert!(file.parts.iter().all(|part| part.slots.len() == round + 2));
    }
}
