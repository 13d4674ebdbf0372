//! Logs that are signed by hand: what counts, what does not, and what makes the whole log be refused.

pub(crate) mod fixture;

use super::LogError;
use api::{
    bytes::Bytes32,
    chain::Head,
    records::LogContent,
    statement::{EpochState, KeyCheck, KeyEpoch, Payload, Recovery, Revocation, Rights, SuccessorRoot},
};
use crypto::RootKey;
use fixture::{ADMINISTRATOR, CASEWORKER, Maker, Someone, epoch, signed};

fn next(state: EpochState, of: &KeyEpoch) -> Payload {
    Payload::KeyEpoch(KeyEpoch { state, ..of.clone() })
}

#[test]
fn mal_a16_entries_left_out_or_reordered_break_the_chain() {
    let mut made = Maker::new();
    made.join(11, CASEWORKER);
    made.join(12, CASEWORKER);
    assert!(made.log().is_ok());
    let whole = made.entries.clone();
    for at in 1..whole.len() - 1 {
        made.entries = whole.clone();
        made.entries.remove(at);
        assert_eq!(made.log().map(drop), Err(LogError::Chain), "without entry {at}");
    }
    made.entries = whole.clone();
    made.entries.swap(1, 2);
    assert_eq!(made.log().map(drop), Err(LogError::Chain));
    // A head that is ahead of the entries, or another one than theirs.
    made.entries = whole;
    let mut page = made.page();
    page.head.hash = Bytes32([9; 32]);
    let log = super::OrganisationLog::begin(fixture::TENANT, fixture::ORGANISATION, &page);
    assert_eq!(log.map(drop), Err(LogError::RolledBack));
}

#[test]
fn mal_a04_a_certificate_that_no_administrator_invited_makes_no_member() {
    let mut made = Maker::new();
    let berta = made.join(11, CASEWORKER);
    // A caseworker invites somebody, and somebody invites himself.
    let (friend, stranger) = (Someone::new(12), Someone::new(13));
    let by_berta = made.certificate(&berta, &friend, ADMINISTRATOR);
    made.append(&by_berta);
    let mut pretender = stranger.clone();
    pretender.certificate = made.admin.certificate;
    let by_nobody = made.certificate(&pretender, &stranger, ADMINISTRATOR);
    made.append(&by_nobody);
    let log = made.log().unwrap();
    assert!(log.current_certificate(berta.account).is_some());
    for nobody in [friend, stranger] {
        assert!(log.member(nobody.account).is_none_or(|member| member.certificate.is_none()));
    }
}

#[test]
fn mal_a04_rights_without_a_valid_signature_of_an_administrator_do_not_count() {
    let mut made = Maker::new();
    let berta = made.join(11, CASEWORKER);
    let rights = Rights { account: berta.account, grants: vec![ADMINISTRATOR], version: 2 };
    made.say(&berta, Payload::Rights(rights.clone()));
    // The server writes it in the name of the administrator.
    let forged = made.admin.says(Payload::Rights(rights), made.head());
    let body = forged.to_cbor();
    let unsigned = signed(body, crypto::Signature::from_bytes(&[7; 64]).unwrap());
    made.append(&unsigned);
    let log = made.log().unwrap();
    assert_eq!(log.head().n, 4);
    assert!(!log.member(berta.account).unwrap().administers_at(4));
}

#[test]
fn mal_a04_whoever_was_blocked_or_lost_the_right_signs_nothing_any_more() {
    let mut made = Maker::new();
    let berta = made.join(11, ADMINISTRATOR);
    let admin = made.admin.clone();
    made.say(&admin, Payload::Revocation(Revocation { account: berta.account, version: 2 }));
    made.say(&berta, Payload::Revocation(Revocation { account: admin.account, version: 2 }));
    let log = made.log().unwrap();
    assert!(log.member(berta.account).unwrap().is_blocked());
    assert!(!log.member(admin.account).unwrap().is_blocked());
    assert_eq!(log.left_since_epoch(), [berta.account]);
}

#[test]
fn mal_a16_a_signed_head_of_another_history_refuses_the_log() {
    let mut made = Maker::new();
    let berta = made.join(11, CASEWORKER);
    let admin = made.admin.clone();
    let other = Head { n: 2, hash: Bytes32([5; 32]) };
    let rights = Payload::Rights(Rights { account: berta.account, grants: vec![ADMINISTRATOR], version: 2 });
    let statement = admin.sign(&admin.says(rights, other));
    made.append(&statement);
    assert_eq!(made.log().map(drop), Err(LogError::RolledBack));
}

#[test]
fn mal_a13_a_page_that_ends_before_what_is_known_is_a_rollback() {
    let mut made = Maker::new();
    made.join(11, CASEWORKER);
    let mut log = made.log().unwrap();
    let shorter =
        api::organisations::LogPage { entries: Vec::new(), head: Head { n: 1, hash: made.entries[0].hash } };
    assert_eq!(log.extend(&shorter), Err(LogError::RolledBack));
}

#[test]
fn a_second_genesis_changes_nothing() {
    let mut made = Maker::new();
    let before = made.log().unwrap();
    let again = made.genesis();
    made.append(&again);
    let log = made.log().unwrap();
    assert_eq!(log.epoch(), before.epoch());
    assert!(log.root == before.root && log.head().n == 2);
}

#[test]
fn a_rotation_is_announced_then_in_force_then_complete() {
    let mut made = Maker::new();
    let admin = made.admin.clone();
    let second = epoch(2, EpochState::Begun, 2);
    made.say(&admin, next(EpochState::Begun, &second));
    let log = made.log().unwrap();
    assert_eq!((log.epoch().unwrap().epoch, log.min_seal_entry()), (1, 1));
    let pending = log.pending().unwrap();
    assert_eq!((pending.epoch, pending.by), (&second, admin.account));

    made.say(&admin, next(EpochState::Active, &second));
    let log = made.log().unwrap();
    assert_eq!(log.epoch().unwrap().epoch, 2);
    assert_eq!((log.min_seal_entry(), log.epoch_since()), (3, 1_795_000_002));
    assert!(log.pending().is_none());

    made.say(&admin, next(EpochState::Complete, &second));
    let log = made.log().unwrap();
    assert_eq!(log.epoch().unwrap().state, EpochState::Complete);
    assert_eq!((log.min_seal_entry(), log.epoch_since()), (3, 1_795_000_002));
    // Once is enough.
    made.say(&admin, next(EpochState::Complete, &second));
    assert_eq!(made.log().unwrap().epoch().unwrap().state, EpochState::Complete);
}

#[test]
fn a_routine_rotation_leaves_older_keys_good_for_sealing() {
    let mut made = Maker::new();
    let admin = made.admin.clone();
    let second = epoch(2, EpochState::Begun, 1);
    made.say(&admin, next(EpochState::Begun, &second));
    made.say(&admin, next(EpochState::Active, &second));
    assert_eq!(made.log().unwrap().min_seal_entry(), 1);
}

#[test]
fn mal_a36_of_two_epochs_that_name_the_same_head_the_first_counts() {
    let mut made = Maker::new();
    let (admin, other) = (made.admin.clone(), made.join(11, ADMINISTRATOR));
    let (one, two) = (epoch(2, EpochState::Begun, 1), epoch(2, EpochState::Begun, 1));
    let head = made.head();
    let first = admin.sign(&admin.says(next(EpochState::Begun, &one), head));
    let second = other.sign(&other.says(next(EpochState::Begun, &two), head));
    made.append(&first);
    made.append(&second);
    let log = made.log().unwrap();
    assert_eq!(log.pending().unwrap().epoch, &one);

    // Announced anew with the head as it is, it takes the place of the first, which can't come into force any more.
    made.say(&other, next(EpochState::Begun, &two));
    made.say(&admin, next(EpochState::Active, &one));
    let log = made.log().unwrap();
    assert_eq!((log.epoch().unwrap().epoch, log.pending().unwrap().epoch), (1, &two));
    let head = made.head();
    let (yes, no) = (next(EpochState::Active, &two), next(EpochState::Active, &two));
    let (yes, no) = (other.sign(&other.says(yes, head)), admin.sign(&admin.says(no, head)));
    made.append(&yes);
    made.append(&no);
    let log = made.log().unwrap();
    assert_eq!((log.epoch().unwrap(), log.head().n), (&KeyEpoch { state: EpochState::Active, ..two }, 8));
}

#[test]
fn epochs_that_skip_go_back_or_change_their_key_do_not_count() {
    let mut made = Maker::new();
    let admin = made.admin.clone();
    let second = epoch(2, EpochState::Begun, 2);
    for bad in [
        epoch(3, EpochState::Begun, 1),
        epoch(1, EpochState::Begun, 1),
        epoch(2, EpochState::Active, 1),
        epoch(2, EpochState::Begun, 3),
        epoch(2, EpochState::Begun, 0),
        KeyEpoch { kem: api::bytes::Bytes(vec![0xff; 1216]), ..epoch(2, EpochState::Begun, 1) },
    ] {
        made.say(&admin, Payload::KeyEpoch(bad));
    }
    let log = made.log().unwrap();
    assert!(log.epoch().unwrap().epoch == 1 && log.pending().is_none());

    made.say(&admin, next(EpochState::Begun, &second));
    for bad in [
        KeyEpoch { fingerprint: Bytes32([1; 32]), ..second.clone() },
        KeyEpoch { key: api::ids::KeyId::from_bytes([1; 16]), ..second.clone() },
        KeyEpoch { kem: epoch(2, EpochState::Active, 2).kem, ..second.clone() },
        KeyEpoch { min_seal: 3, ..second.clone() },
    ] {
        made.say(&admin, next(EpochState::Active, &bad));
    }
    assert_eq!(made.log().unwrap().epoch().unwrap().epoch, 1);
    made.say(&admin, next(EpochState::Active, &second));
    // The oldest key to seal under never becomes older again.
    made.say(&admin, Payload::KeyEpoch(epoch(3, EpochState::Begun, 1)));
    made.say(&admin, next(EpochState::Complete, &KeyEpoch { min_seal: 1, ..second.clone() }));
    // A key that was in force does not come back.
    made.say(&admin, next(EpochState::Begun, &KeyEpoch { epoch: 3, ..second }));
    let log = made.log().unwrap();
    assert!(log.pending().is_none());
    assert_eq!(log.epoch().unwrap().state, EpochState::Active);
}

#[test]
fn mal_a06_an_epoch_that_only_a_caseworker_or_the_server_wants_is_none() {
    let mut made = Maker::new();
    let berta = made.join(11, CASEWORKER);
    made.say(&berta, next(EpochState::Begun, &epoch(2, EpochState::Begun, 2)));
    assert!(made.log().unwrap().pending().is_none());
}

#[test]
fn a_check_of_both_copies_is_remembered_and_half_a_check_is_not() {
    let mut made = Maker::new();
    let (admin, berta) = (made.admin.clone(), made.join(11, CASEWORKER));
    let check = |epoch, file, sheet| Payload::KeyCheck(KeyCheck { epoch, file, sheet });
    made.say(&admin, check(1, true, false));
    made.say(&admin, check(2, true, true));
    made.say(&berta, check(1, true, true));
    assert_eq!(made.log().unwrap().last_check(), None);
    made.say(&admin, check(1, true, true));
    let done = made.log().unwrap().last_check().unwrap();
    assert_eq!((done.epoch, done.by, done.at), (1, admin.account, 1_795_000_005));
}

fn recovery(of: &Someone, version: u32) -> Payload {
    let display_name = "Nora".to_owned();
    Payload::Recovery(Recovery { keys: of.public(), display_name, grants: vec![ADMINISTRATOR], version })
}

#[test]
fn the_root_makes_an_administrator_whose_statements_count() {
    let mut made = Maker::new();
    let (admin, berta) = (made.admin.clone(), made.join(11, CASEWORKER));
    let mut nora = Someone::new(12);
    let root = RootKey::clone(&made.root);
    nora.certificate = made.root_says(&root, &nora.clone(), recovery(&nora, 1));
    made.say(&nora, Payload::Revocation(Revocation { account: admin.account, version: 2 }));
    // Also for somebody who was blocked, with new keys and a newer version.
    made.say(&nora, Payload::Revocation(Revocation { account: berta.account, version: 2 }));
    made.root_says(&root, &berta, recovery(&berta, 2));
    assert!(made.log().unwrap().member(berta.account).unwrap().is_blocked(), "an old version");
    made.root_says(&root, &berta, recovery(&berta, 3));
    let log = made.log().unwrap();
    assert!(log.member(admin.account).unwrap().is_blocked());
    assert!(log.member(nora.account).unwrap().administers_at(log.head().n));
    assert!(log.member(berta.account).unwrap().administers_at(log.head().n));
}

#[test]
fn mal_a34_nobody_but_the_root_recovers_an_account() {
    let mut made = Maker::new();
    let (admin, nora) = (made.admin.clone(), Someone::new(12));
    made.root_says(&RootKey::make().unwrap(), &nora, recovery(&nora, 1));
    made.say(&admin, recovery(&nora, 1));
    let log = made.log().unwrap();
    assert!(log.member(nora.account).is_none());
    assert_eq!(log.head().n, 3);
}

#[test]
fn a_successor_of_the_root_is_signed_by_the_one_before() {
    let mut made = Maker::new();
    let admin = made.admin.clone();
    let (first, second, stranger) =
        (RootKey::clone(&made.root), RootKey::make().unwrap(), RootKey::make().unwrap());
    let successor =
        |root: &RootKey| Payload::SuccessorRoot(SuccessorRoot { root: Bytes32(root.public().to_bytes()) });
    made.root_says(&stranger, &admin, successor(&stranger));
    assert!(made.log().unwrap().root == first.public());
    made.root_says(&first, &admin, successor(&second));
    // The old root is none any more, and does not come back.
    made.root_says(&first, &admin, successor(&stranger));
    made.root_says(&second, &admin, successor(&first));
    let log = made.log().unwrap();
    assert!(log.root == second.public());
    assert!(log.knows_root(&first.public()) && log.knows_root(&second.public()));
    assert!(!log.knows_root(&stranger.public()));
    let nora = Someone::new(12);
    made.root_says(&first, &nora, recovery(&nora, 1));
    assert!(made.log().unwrap().member(nora.account).is_none());
}

#[test]
fn entries_that_do_not_decode_stay_in_the_chain_and_say_nothing() {
    let mut made = Maker::new();
    let admin = made.admin.clone();
    let rights = Rights { account: admin.account, grants: vec![CASEWORKER], version: 2 };
    made.say(&admin, Payload::Rights(rights));
    let LogContent::Statement(last) = &made.entries[1].content else { unreachable!() };
    // A payload of a later release: the same statement with an unknown number of its payload.
    let mut unknown = last.clone();
    let at = unknown.body.0.windows(3).rposition(|three| three == [0x05, 0x82, 0x03]).unwrap();
    unknown.body.0[at + 2] = 0x0f;
    assert!(unknown.decode().is_err());
    made.entries.truncate(1);
    let entry = api::chain::Entry { object: *admin.account.as_bytes(), revision: 0, hash: unknown.hash() };
    let head = api::chain::next_head(fixture::ORGANISATION.as_bytes(), &made.head(), &entry);
    let content = LogContent::Statement(unknown);
    let object = api::bytes::Bytes(admin.account.as_bytes().to_vec());
    made.entries.push(api::records::LogEntry { n: 2, hash: head.hash, object, revision: 0, at: 0, content });
    let log = made.log().unwrap();
    assert!(log.member(admin.account).unwrap().administers_at(2));
    assert_eq!(log.head(), head);
}
