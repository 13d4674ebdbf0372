//! Parts that are signed by hand: which access statements and revisions count, and what is verified once only.

mod fixture;

use super::{access::NoSealing, seen::Prefix};
use crate::{
    log::tests::fixture::{ADMINISTRATOR, CASEWORKER, Someone, epoch},
    signature::Verdicts,
    view::{Hidden, Verification},
};
use api::{
    bytes::Bytes32,
    chain::{Head, Heads},
    ids::OrganisationId,
    records::LogContent,
    statement::{Access, EpochState, KeyEpoch, Payload, Revocation},
};
use crypto::{KeyId, PartKey, hazmat};
use fixture::{Bench, RECORD};

const PARTNER: OrganisationId = OrganisationId(uuid::Uuid::from_u128(77));

fn verdicts(bench: &Bench) -> Vec<Verification> {
    bench.read().revisions.iter().map(|revision| revision.verification).collect()
}

#[test]
fn readers_and_writers_are_added_under_the_same_key() {
    let (mut bench, _, first) = Bench::opened();
    let berta = bench.berta.clone();
    let shared = Access { readers: vec![first.owner, PARTNER], previous: bench.last(), ..first.clone() };
    bench.say(&berta, Payload::Access(shared.clone()));
    let both = vec![first.owner, PARTNER];
    let writes = Access { readers: both.clone(), writers: both, previous: bench.last(), ..first.clone() };
    bench.say(&berta, Payload::Access(writes.clone()));
    let part = bench.read();
    assert_eq!(part.access.len(), 3);
    assert_eq!(part.access_now().unwrap().said, writes);
    assert_eq!(part.epoch(), 1);
}

#[test]
fn mal_a05_a_reader_or_writer_is_not_removed_without_a_new_key() {
    let (mut bench, _, first) = Bench::opened();
    let berta = bench.berta.clone();
    let both = vec![first.owner, PARTNER];
    let shared = Access {
        readers: both.clone(),
        writers: both.clone(),
        expires_at: Some(100),
        previous: bench.last(),
        ..first.clone()
    };
    // Shortened to a time from no limit at all: does not count either.
    bench.say(&berta, Payload::Access(shared));
    assert_eq!(bench.read().access.len(), 1);
    let shared = Access {
        readers: both.clone(),
        writers: both,
        previous: bench.read().access_now().unwrap().hash,
        ..first.clone()
    };
    bench.say(&berta, Payload::Access(shared.clone()));
    let hash = bench.last();
    assert_eq!(bench.read().access.len(), 2);
    for removed in [
        Access { readers: vec![first.owner], writers: vec![first.owner], previous: hash, ..first.clone() },
        Access { writers: vec![first.owner], previous: hash, ..shared.clone() },
    ] {
        bench.say(&berta, Payload::Access(removed));
        assert_eq!(bench.read().access_now().unwrap().said, shared);
    }
    // With a new key it counts.
    let key = PartKey::make().unwrap();
    let removed = bench.access(2, &key, hash);
    bench.say(&berta, Payload::Access(removed));
    let part = bench.read();
    assert_eq!((part.epoch(), part.access.len(), part.keys.len()), (2, 3, 2));
}

#[test]
fn mal_a05_a_part_that_names_other_readers_gives_no_key() {
    let mut bench = Bench::new();
    let berta = bench.berta.clone();
    let key = PartKey::make().unwrap();
    let foreign = Access { readers: vec![PARTNER], ..bench.access(1, &key, Bytes32::ZERO) };
    bench.say(&berta, Payload::Access(foreign));
    let part = bench.read();
    assert!(part.access.is_empty() && part.keys.is_empty());
    assert_eq!(part.sealing_key(1).err(), Some(NoSealing::Missing));
}

#[test]
fn mal_a05_a_slot_with_another_key_than_the_check_value_says_opens_nothing() {
    let (mut bench, _, first) = Bench::opened();
    let part = bench.read();
    assert_eq!(part.keys.len(), 1);
    // Somebody who has the case key seals another key, under the id that the statement names and so in its context: only
    // the check value tells them apart.
    let other = hazmat::part_key(KeyId(*first.key.as_bytes()), &[5; 32]);
    bench.slots.clear();
    bench.access(1, &other, Bytes32::ZERO);
    assert_eq!(bench.slots[0].key, first.key);
    let part = bench.read();
    assert!(part.keys.is_empty());
    assert_eq!(part.without_key(1), Hidden::Damaged);
    // The server says that a slot of another key is that of the statement.
    let foreign = PartKey::make().unwrap();
    bench.slots.clear();
    bench.access(1, &foreign, Bytes32::ZERO);
    bench.slots[0].key = first.key;
    let part = bench.read();
    assert!(part.keys.is_empty());
    assert_eq!(part.without_key(1), Hidden::Damaged);
}

#[test]
fn access_that_changes_its_owner_its_key_or_its_predecessor_does_not_count() {
    let (mut bench, _, first) = Bench::opened();
    let berta = bench.berta.clone();
    let previous = bench.last();
    let (key, third) = (PartKey::make().unwrap(), PartKey::make().unwrap());
    let second = bench.access(2, &key, previous);
    let skipped = bench.access(3, &third, previous);
    for bad in [
        Access { owner: PARTNER, ..second.clone() },
        Access { key: first.key, check: first.check, ..second.clone() },
        Access { check: first.check, ..second.clone() },
        Access { epoch: 1, ..second.clone() },
        Access { kind: "notes".to_owned(), ..second.clone() },
        skipped,
    ] {
        bench.say(&berta, Payload::Access(bad));
    }
    assert_eq!(bench.read().access.len(), 1);
}

#[test]
fn mal_a16_access_that_does_not_follow_the_one_before_does_not_count() {
    let (mut bench, ..) = Bench::opened();
    let berta = bench.berta.clone();
    let key = PartKey::make().unwrap();
    let second = bench.access(2, &key, Bytes32([3; 32]));
    bench.say(&berta, Payload::Access(second));
    assert_eq!(bench.read().epoch(), 1);
}

#[test]
fn mal_a04_access_and_revisions_by_somebody_without_the_right_do_not_count() {
    let mut bench = Bench::new();
    let admin = bench.maker.admin.clone();
    let key = PartKey::make().unwrap();
    let by_admin = bench.access(1, &key, Bytes32::ZERO);
    bench.say(&admin, Payload::Access(by_admin));
    assert!(bench.read().access.is_empty());

    let (mut bench, key, _) = Bench::opened();
    let (admin, stranger) = (bench.maker.admin.clone(), Someone::new(13));
    let by_admin = bench.seal(&admin, (1, &key), 1, Bytes32::ZERO);
    bench.append_revision(by_admin);
    let by_nobody = bench.seal(&stranger, (1, &key), 1, Bytes32::ZERO);
    bench.append_revision(by_nobody);
    // Somebody else's certificate does not help.
    let mut pretender = stranger;
    pretender.certificate = bench.berta.certificate;
    let pretended = bench.seal(&pretender, (1, &key), 1, Bytes32::ZERO);
    bench.append_revision(pretended);
    assert_eq!(verdicts(&bench), [Verification::Failed; 3]);
}

#[test]
fn mal_a35_whoever_was_blocked_writes_nothing_that_counts_once_the_part_knows() {
    let (mut bench, key, _) = Bench::opened();
    let (berta, admin) = (bench.berta.clone(), bench.maker.admin.clone());
    let before = bench.maker.head();
    let carl = bench.maker.join(12, CASEWORKER);
    bench.maker.say(&admin, Payload::Revocation(Revocation { account: berta.account, version: 2 }));
    let by_carl = bench.seal(&carl, (1, &key), 1, Bytes32::ZERO);
    let hash = bench.append_revision(by_carl);
    // With the log as it was before the block.
    let by_berta = bench.seal(&berta, (1, &key), 2, hash);
    let heads = Heads { organisation: before, part: bench.head() };
    let by_berta = bench.with_heads(&berta, by_berta, heads);
    bench.append_revision(by_berta);
    assert_eq!(verdicts(&bench), [Verification::Verified, Verification::Failed]);
}

#[test]
fn mal_a11_a_revision_under_an_old_epoch_does_not_count_after_a_newer_one() {
    let (mut bench, old, _) = Bench::opened();
    let berta = bench.berta.clone();
    let first = bench.seal(&berta, (1, &old), 1, Bytes32::ZERO);
    let hash = bench.append_revision(first);
    let late = bench.seal(&berta, (1, &old), 2, hash);
    let key = PartKey::make().unwrap();
    let previous = bench.last();
    let second = bench.access(2, &key, previous);
    bench.say(&berta, Payload::Access(second));
    bench.append_revision(late);
    assert_eq!(verdicts(&bench), [Verification::Verified, Verification::Failed]);
    // What was sealed before stays readable and counts.
    let new = bench.seal(&berta, (2, &key), 2, hash);
    bench.append_revision(new);
    let part = bench.read();
    assert_eq!((part.latest(RECORD).unwrap().epoch, part.keys.len()), (2, 2));
}

#[test]
fn mal_a16_a_revision_that_does_not_follow_its_predecessor_does_not_count() {
    let (mut bench, key, _) = Bench::opened();
    let berta = bench.berta.clone();
    let first = bench.seal(&berta, (1, &key), 1, Bytes32::ZERO);
    let hash = bench.append_revision(first);
    let other = bench.seal(&berta, (1, &key), 2, Bytes32([8; 32]));
    bench.append_revision(other);
    let skipped = bench.seal(&berta, (1, &key), 3, hash);
    bench.append_revision(skipped);
    let second = bench.seal(&berta, (1, &key), 2, hash);
    bench.append_revision(second);
    let (yes, no) = (Verification::Verified, Verification::Failed);
    assert_eq!(verdicts(&bench), [yes, no, no, yes]);
}

#[test]
fn mal_a16_a_signed_head_that_the_server_does_not_show_is_noticed() {
    let (mut bench, key, _) = Bench::opened();
    let berta = bench.berta.clone();
    let revision = bench.seal(&berta, (1, &key), 1, Bytes32::ZERO);
    // Berta had seen an assignment that the server leaves out, in a chain that fits.
    let kept = bench.entries.clone();
    let assigned = bench.assignment(1);
    bench.say(&berta, assigned);
    let heads = Heads { organisation: bench.maker.head(), part: bench.head() };
    bench.entries = kept;
    let revision = bench.with_heads(&berta, revision, heads);
    bench.append_revision(revision);
    let part = bench.read();
    assert!(part.ahead && !part.broken);
    assert_eq!(verdicts(&bench), [Verification::Failed]);
    // Nor is an entry of the organisation's log that the server keeps back.
    let (mut bench, key, _) = Bench::opened();
    let revision = bench.seal(&berta, (1, &key), 1, Bytes32::ZERO);
    let later = Head { n: 9, hash: Bytes32([4; 32]) };
    let heads = Heads { organisation: later, part: bench.head() };
    let revision = bench.with_heads(&bench.berta.clone(), revision, heads);
    bench.append_revision(revision);
    assert!(!bench.read().revisions[0].counts());
}

#[test]
fn mal_a16_a_withheld_envelope_is_verified_all_the_same_and_called_withheld() {
    let (mut bench, key, _) = Bench::opened();
    let berta = bench.berta.clone();
    let mut revision = bench.seal(&berta, (1, &key), 1, Bytes32::ZERO);
    revision.envelope = None;
    bench.append_revision(revision.clone());
    let mut part = bench.read();
    let place =
        (&crate::log::tests::fixture::TENANT, &crate::log::tests::fixture::ORGANISATION, &fixture::CASE);
    super::open::open_latest(place, &mut part);
    assert_eq!(part.revisions[0].verification, Verification::Verified);
    let texts = part.revisions[0].texts.as_ref().unwrap().show();
    assert_eq!(texts, crate::view::Texts::Hidden(Hidden::Withheld));
    // Nobody signs an envelope that the author has not sealed: another hash does not verify.
    bench.entries.pop();
    revision.envelope_hash = Bytes32([1; 32]);
    bench.append_revision(revision);
    assert_eq!(verdicts(&bench), [Verification::Failed]);
}

#[test]
fn mal_a35_nothing_is_sealed_under_a_key_that_somebody_may_know_who_left() {
    let (mut bench, old, _) = Bench::opened();
    let (berta, admin) = (bench.berta.clone(), bench.maker.admin.clone());
    let min_seal = |bench: &Bench| bench.log().min_seal_entry();
    assert_eq!(bench.read().sealing_key(min_seal(&bench)).map(|(epoch, _)| epoch), Ok(1));
    let second = epoch(2, EpochState::Begun, 2);
    bench.maker.say(&admin, Payload::KeyEpoch(second.clone()));
    bench.maker.say(&admin, Payload::KeyEpoch(KeyEpoch { state: EpochState::Active, ..second }));
    assert_eq!(bench.read().sealing_key(min_seal(&bench)).err(), Some(NoSealing::TooOld));
    // A new statement about the same key makes it no younger.
    let previous = bench.last();
    let again = bench.access(1, &old, previous);
    bench.say(&berta, Payload::Access(again));
    assert_eq!(bench.read().access.len(), 2);
    assert_eq!(bench.read().sealing_key(min_seal(&bench)).err(), Some(NoSealing::TooOld));
    let key = PartKey::make().unwrap();
    let previous = bench.last();
    let renewed = bench.access(2, &key, previous);
    bench.say(&berta, Payload::Access(renewed));
    assert_eq!(bench.read().sealing_key(min_seal(&bench)).map(|(epoch, _)| epoch), Ok(2));
}

#[test]
fn whoever_may_only_administer_assigns_and_nobody_skips_a_version() {
    let (mut bench, ..) = Bench::opened();
    let (berta, admin) = (bench.berta.clone(), bench.maker.admin.clone());
    let other = bench.maker.join(14, ADMINISTRATOR);
    for (who, version) in [(&admin, 1), (&other, 3), (&berta, 2)] {
        let said = bench.assignment(version);
        bench.say(who, said);
    }
    assert_eq!(bench.read().assignment.unwrap().version, 2);
}

fn verify_all(bench: &Bench, verdicts: &mut Verdicts) -> Prefix {
    let jobs = bench.jobs(&bench.file());
    for (digest, job) in jobs.all() {
        verdicts.put(*digest, job.verify());
    }
    jobs.prefix(verdicts)
}

#[test]
fn what_this_device_has_verified_is_not_verified_again_unless_a_bit_of_it_differs() {
    let (mut bench, key, _) = Bench::opened();
    let berta = bench.berta.clone();
    let assigned = bench.assignment(1);
    bench.say(&berta, assigned);
    let first = bench.seal(&berta, (1, &key), 1, Bytes32::ZERO);
    let hash = bench.append_revision(first);
    let prefix = verify_all(&bench, &mut Verdicts::default());
    assert_eq!(prefix.count, 3);

    // The same again: everything is known. One more: only that one is not.
    let recalled = |bench: &Bench| {
        let mut verdicts = Verdicts::default();
        let jobs = bench.jobs(&bench.file());
        jobs.recall(&prefix, &mut verdicts);
        jobs.all().iter().filter(|(digest, _)| verdicts.is_good(digest)).count()
    };
    assert_eq!(recalled(&bench), 3);
    let second = bench.seal(&berta, (1, &key), 2, hash);
    bench.append_revision(second);
    assert_eq!(recalled(&bench), 3);

    // Changed behind what is remembered: nothing is known any more, and the change shows.
    let whole = bench.entries.clone();
    for at in 0..3 {
        bench.entries = whole.clone();
        match &mut bench.entries[at].content {
            LogContent::Statement(signed) => signed.signature.0[5] ^= 1,
            LogContent::Revision(revision) => revision.signature.0[5] ^= 1,
        }
        assert_eq!(recalled(&bench), 0, "entry {at}");
        let mut verdicts = Verdicts::default();
        assert_eq!(verify_all(&bench, &mut verdicts).count, at as u64);
    }
    bench.entries = whole;
    bench.entries.remove(1);
    assert_eq!(recalled(&bench), 0);
}
