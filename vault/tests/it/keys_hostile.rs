//! Attacks on the life of the organisation key.

use crate::{
    support::test,
    thief::opened_with,
    world::{CASEWORKER, Person, World},
};
use api::{
    bytes::{Bytes, Bytes32},
    chain::{Head, Heads},
    ids::{CaseId, OrganisationId},
    keys::{HeldSlot, KeyChain, SlotPage},
    organisations::OrganisationState,
    records::LogContent,
    statement::{EpochState, KeyEpoch, Payload, SignedStatement, Statement},
};
use crypto::{KeyFile, OrganisationKey};
use vault::{
    CallError, KeyError, LogError, RotationError,
    view::{KeyOrigin, KeyState, RotationReason, SecretText},
};

fn parsed(file: &SecretText) -> KeyFile {
    KeyFile::parse(file.as_str().as_bytes()).unwrap()
}

fn text(file: &KeyFile) -> SecretText {
    file.to_text().as_str().into()
}

/// What was sent about keys, by path.
fn key_writes(person: &Person) -> Vec<String> {
    let about = ["/keys", "/bundle", "/genesis", "/certificates", "/recovery", "/root"];
    let written =
        |(path, body): &(String, Vec<u8>)| !body.is_empty() && about.iter().any(|about| path.contains(about));
    person.sent().into_iter().filter(written).map(|(path, _)| path).collect()
}

/// A statement of whoever signs, appended to the log by the server.
fn inject(world: &World, signer: &Person, key: &crypto::SigningKey, payload: Payload) {
    let mut db = world.portal.0.borrow_mut();
    let now = db.now;
    let org = db.organisations.get_mut(&world.organisation).unwrap();
    let statement = Statement {
        organisation: world.organisation,
        signer: signer.session.account,
        certificate: Bytes32([7; 32]),
        heads: Heads { organisation: org.log.head, part: Head::EMPTY },
        at: now,
        payload,
    };
    let body = statement.to_cbor();
    let context = crypto::statement::organisation_context(org.tenant.as_bytes(), &org.log.id);
    let signature = key.sign(crypto::statement::KEY_EPOCH, &context, &body);
    let signed = SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) };
    org.log.append_statement(&signed, now);
}

fn announced(key: &OrganisationKey, state: EpochState) -> Payload {
    Payload::KeyEpoch(KeyEpoch {
        epoch: key.epoch(),
        key: api::ids::KeyId::from_bytes(key.id().0),
        fingerprint: Bytes32(key.fingerprint().to_bytes()),
        kem: Bytes(key.secrets().kem().public().as_bytes().to_vec()),
        state,
        min_seal: key.epoch(),
    })
}

#[test]
async fn mal_a06_nothing_that_the_server_says_makes_a_client_renew_or_hand_out_a_key() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let slot = world.portal.0.borrow().cases[&case].slots[0].clone();
    // An epoch that the server made up, with a key that it holds.
    let own = OrganisationKey::make(2).unwrap();
    let nobody = crypto::SigningKey::make().unwrap();
    inject(&world, &world.admin, &nobody, announced(&own, EpochState::Begun));
    inject(&world, &world.admin, &nobody, announced(&own, EpochState::Active));
    for person in [&world.admin, &berta] {
        let slot = slot.clone();
        person.device.tamper(move |request, response| {
            if request.path.ends_with("/keys") {
                response.body = serde_json::to_vec(&KeyChain { previous: Vec::new(), waiting: 500 }).unwrap();
            }
            if request.path.contains("/keys/slots") {
                let page = SlotPage { slots: vec![HeldSlot { case, slot: slot.clone() }], remaining: 1 };
                response.body = minicbor_serde::to_vec(&page).unwrap();
            }
        });
    }
    let before = (key_writes(&world.admin).len(), key_writes(&berta).len());
    let o = world.organisation;
    for person in [&world.admin, &berta] {
        let _resumed = person.vault.resume().await;
        let _listed = person.vault.list_cases(o).await;
        let _opened = person.vault.open_case(o, case).await;
        let _refreshed = person.vault.refresh_session().await;
        let _looked = person.vault.organisation(o).await;
        let overview = person.vault.key_overview(o).await.unwrap();
        assert_eq!((overview.epoch, overview.pending), (1, None));
        assert_eq!(world.key_state(person), KeyState::Loaded);
    }
    assert_eq!(world.admin.vault.rewrap(o, 5).await, Err(RotationError::NotBegun));
    let own_file = KeyFile { key: own, ..parsed(&world.key_file()) };
    assert_eq!(world.load_file(&berta, &text(&own_file)).await.map(drop), Err(KeyError::DoesNotFit));
    assert_eq!((key_writes(&world.admin).len(), key_writes(&berta).len()), before);

    // A server that says that there is no key yet gets no new one either, unless somebody makes it by hand.
    world.portal.0.borrow_mut().organisations.get_mut(&o).unwrap().state = OrganisationState::Created;
    berta.device.honest();
    berta.reload(&world.portal);
    let _resumed = berta.vault.resume().await;
    assert_eq!(key_writes(&berta), Vec::<String>::new());
}

/// A reset that no administrator has signed makes an access without any key.
#[test]
async fn mal_a34_a_forced_reset_gives_an_empty_access() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let secret = crypto::InvitationSecret {
        id: crypto::make_id().unwrap(),
        seed: crypto::OneUseSeed::make().unwrap(),
    };
    {
        let mut db = world.portal.0.borrow_mut();
        let head = db.organisations[&world.organisation].log.head;
        let expires_at = db.now + 1000;
        // The server signs the invitation itself, in the administrator's name.
        let said = api::statement::Invitation {
            id: api::ids::InvitationId::from_bytes(secret.id),
            account: berta.session.account,
            display_name: "Berta".to_owned(),
            grants: vec![CASEWORKER],
            expires_at,
            one_use: Bytes32(secret.seed.key().public().to_bytes()),
            rights_version: 1,
        };
        let statement = Statement {
            organisation: world.organisation,
            signer: world.admin.session.account,
            certificate: Bytes32([7; 32]),
            heads: Heads { organisation: head, part: Head::EMPTY },
            at: db.now,
            payload: Payload::Invitation(said.clone()),
        };
        let signed = SignedStatement { body: Bytes(statement.to_cbor()), signature: Bytes(vec![7; 64]) };
        db.invite(world.organisation, api::invitations::CreateInvitation { statement: signed }).unwrap();
    }
    let link = format!("{}/einladung#{}", crate::portal::ORIGIN, *secret.to_fragment());
    let thief = Person::accept(&world.portal, &link, "berta", "Berta").await;
    assert_eq!(world.key_state(&thief), KeyState::Missing);
    let view = thief.vault.open_case(world.organisation, case).await.unwrap();
    assert!(!view.readable && !view.writable);
    // Not even with the key file is anything signed in Berta's name.
    assert!(world.load_file(&thief, &world.key_file()).await.is_err());
    assert_eq!(key_writes(&thief), Vec::<String>::new());
}

/// For real, with the cryptography alone: no right and no server stands in the way of whoever left.
#[test]
async fn mal_a35_whoever_left_with_the_key_file_and_all_slots_opens_nothing_written_afterwards() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.colleague("carl", "Carl").await;
    let old_case = world.case(&carl, "Mara", "Alteakte").await;
    world.write(&carl, old_case, "Vor dem Weggang").await;

    world.admin.vault.block(world.organisation, berta.session.account).await.unwrap();
    let file = world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    world.rewrap(&world.admin).await;
    world.load_file(&carl, &file).await.unwrap();
    world.case(&carl, "Jona", "Neueakte").await;
    world.write(&carl, old_case, "Nach dem Weggang").await;

    let db = world.portal.0.borrow();
    let left_with = opened_with(&db, world.organisation, &parsed(&world.key_file()).key);
    assert!(left_with.iter().any(|text| text == "Vor dem Weggang"), "the tool opens what it can");
    assert!(left_with.iter().any(|text| text == "Alteakte"));
    for text in ["Nach dem Weggang", "Jona", "Neueakte"] {
        assert!(!left_with.iter().any(|opened| opened == text), "{text}");
    }
    let all = opened_with(&db, world.organisation, &parsed(&file).key);
    for text in ["Vor dem Weggang", "Nach dem Weggang", "Alteakte", "Neueakte"] {
        assert!(all.iter().any(|opened| opened == text), "{text}");
    }
}

#[test]
async fn mal_a35_the_old_key_file_of_whoever_left_loads_nowhere_any_more() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.invited("carl", "Carl", CASEWORKER).await;
    world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    let outdated = Err(KeyError::OutdatedEpoch { found: 1, current: 2 });
    for person in [&berta, &carl, &world.elsewhere("anna").await] {
        assert_eq!(world.load_file(person, &world.key_file()).await.map(drop), outdated);
    }
    assert_eq!(key_writes(&carl), Vec::<String>::new(), "nobody enrols with it");
}

#[test]
async fn mal_a36_of_two_administrators_who_renew_at_once_one_wins_and_nothing_is_lost() {
    let world = World::make().await;
    let zoe = world.second_admin().await;
    let carl = world.colleague("carl", "Carl").await;
    let case = world.case(&carl, "Mara", "Lindqvist").await;
    let o = world.organisation;
    let anna = &world.admin.vault;
    let first = anna.begin_rotation(o, RotationReason::Routine).await.unwrap();
    // The one who begins later replaces what was only announced; the other learns of it when confirming.
    let second = zoe.vault.begin_rotation(o, RotationReason::SomebodyLeft).await.unwrap();
    let void = anna.confirm_rotation(o, first.key_file_text.clone(), None).await;
    assert_eq!(void, Err(RotationError::Conflict));
    assert_eq!(anna.key_overview(o).await.unwrap().pending.unwrap().by.name, "Zoe Zweite");
    let overview = zoe.vault.confirm_rotation(o, second.key_file_text.clone(), None).await.unwrap();
    assert_eq!((overview.epoch, overview.min_seal), (2, true));

    let void = anna.confirm_rotation(o, first.key_file_text.clone(), None).await;
    assert_eq!(void, Err(RotationError::Conflict));
    let refused = world.load_file(&carl, &first.key_file_text).await;
    assert_eq!(
        refused,
        Err(KeyError::NotInUse { found: 2 }),
        "the void file is told apart from a forged one"
    );
    assert_eq!(
        anna.begin_rotation(o, RotationReason::Routine).await.map(drop),
        Err(RotationError::KeyOutdated)
    );
    world.load_file(&world.admin, &second.key_file_text).await.unwrap();
    assert!(world.rewrap(&world.admin).await.complete);
    world.load_file(&carl, &second.key_file_text).await.unwrap();
    assert!(carl.vault.open_case(o, case).await.unwrap().readable);
}

/// Both have read the same head; the server takes the steps of one and tells the other.
#[test]
async fn mal_a36_a_step_that_does_not_follow_the_head_that_it_names_does_not_count() {
    let world = World::make().await;
    let zoe = world.second_admin().await;
    let o = world.organisation;
    let anna = &world.admin.vault;
    let first = anna.begin_rotation(o, RotationReason::Routine).await.unwrap();
    let second = zoe.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    // A server that takes the first one's announcement again behind the second one's forges no order.
    {
        let mut db = world.portal.0.borrow_mut();
        let now = db.now;
        let log = &mut db.organisations.get_mut(&o).unwrap().log;
        let announcements: Vec<SignedStatement> = log
            .entries
            .iter()
            .filter_map(|entry| match &entry.content {
                LogContent::Statement(signed) => Some(signed.clone()),
                LogContent::Revision(_) => None,
            })
            .filter(|signed| matches!(signed.decode().unwrap().payload, Payload::KeyEpoch(_)))
            .collect();
        log.append_statement(&announcements[0], now);
    }
    let pending = anna.key_overview(o).await.unwrap().pending.unwrap();
    assert_eq!(pending.fingerprint, second.sheet.key_fingerprint);
    let refused = anna.confirm_rotation(o, first.key_file_text, None).await;
    assert_eq!(refused, Err(RotationError::Conflict));
}

#[test]
async fn mal_a38_neither_key_file_nor_database_nor_a_foreign_file_opens_anything() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.case(&berta, "Mara", "Lindqvist").await;
    // The key file of another organisation of the same tenant.
    let second = world.admin.vault.create_organisation("Haus am See".to_owned()).await.unwrap();
    let draft = world.admin.vault.begin_setup(second).await.unwrap();
    world.admin.vault.confirm_setup(second, draft.key_file_text.clone(), None).await.unwrap();
    let refused = world.load_file(&berta, &draft.key_file_text).await;
    assert!(matches!(refused, Err(KeyError::ForeignOrganisation { .. })));
    // The same with the name and id of this one written into it.
    let (own, foreign) = (parsed(&world.key_file()), parsed(&draft.key_file_text));
    let relabelled = KeyFile { key: foreign.key.clone(), ..own.clone() };
    assert_eq!(world.load_file(&berta, &text(&relabelled)).await.map(drop), Err(KeyError::DoesNotFit));
    let db = world.portal.0.borrow();
    assert_eq!(opened_with(&db, world.organisation, &foreign.key), Vec::<String>::new());
    assert!(!opened_with(&db, world.organisation, &own.key).is_empty());
    // The file alone holds nothing but the key: no name, no text.
    let file = world.key_file();
    assert!(!file.as_str().contains("Lindqvist") && !file.as_str().contains("Berta"));
}

#[test]
async fn mal_a39_a_key_file_replaced_in_the_intranet_is_never_adopted() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.invited("carl", "Carl", CASEWORKER).await;
    let honest = parsed(&world.key_file());
    let other_key = KeyFile { key: OrganisationKey::make(1).unwrap(), ..honest.clone() };
    let other_root = KeyFile { root: crypto::RootKey::make().unwrap().public(), ..honest.clone() };
    for replaced in [&other_key, &other_root] {
        for person in [&berta, &carl] {
            let refused = world.load_file(person, &text(replaced)).await;
            assert_eq!(refused.map(drop), Err(KeyError::DoesNotFit));
        }
    }
    let typed = KeyOrigin::Groups(crypto::OrganisationSheet::qr(&other_key.key).as_str().into());
    let refused = carl.vault.load_key(world.organisation, typed, false, None).await;
    assert_eq!(refused, Err(KeyError::DoesNotFit));
    assert_eq!(key_writes(&carl), Vec::<String>::new(), "nobody enrols with a key of somebody else");
    // Nor is it taken for a copy, or put in force.
    let check = world.admin.vault.check_copy(world.organisation, KeyOrigin::File(text(&other_key))).await;
    assert_eq!(check, Err(KeyError::DoesNotFit));
    world.admin.vault.begin_rotation(world.organisation, RotationReason::Routine).await.unwrap();
    let next = KeyFile { key: OrganisationKey::make(2).unwrap(), ..honest };
    let confirmed = world.admin.vault.confirm_rotation(world.organisation, text(&next), None).await;
    assert_eq!(confirmed, Err(RotationError::OtherFile));
}

#[test]
async fn mal_a13_a_new_device_notices_by_the_checkpoint_of_the_key_file() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.admin.vault.block(world.organisation, berta.session.account).await.unwrap();
    let file = world.admin.vault.copy_key(world.organisation).await.unwrap().key_file_text;
    {
        // The block never happened, says the server.
        let mut db = world.portal.0.borrow_mut();
        let log = &mut db.organisations.get_mut(&world.organisation).unwrap().log;
        log.entries.pop();
        let last = log.entries.last().unwrap();
        log.head = Head { n: last.n, hash: last.hash };
    }
    let elsewhere = world.elsewhere("anna").await;
    let refused = world.load_file(&elsewhere, &file).await;
    assert_eq!(refused.map(drop), Err(KeyError::Call(CallError::Log(LogError::RolledBack))));
    assert_eq!(world.key_state(&elsewhere), KeyState::Missing);
}

/// Whoever wraps keys anew looks at each of them, and a server that answers in circles is not followed.
#[test]
async fn mal_a05_slots_that_were_exchanged_are_not_wrapped_under_the_new_key() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let mut cases = Vec::new();
    for family in ["Eins", "Zwei", "Drei"] {
        cases.push(world.case(&berta, "Mara", family).await);
    }
    cases.sort_unstable();
    world.renew(&world.admin, RotationReason::Routine).await;
    let slot = |case: usize| world.portal.0.borrow().cases[&cases[case]].slots[0].clone();
    let (first, second, third) = (slot(0), slot(1), slot(2));
    let pages: [Vec<HeldSlot>; 3] = [
        // Each in the other's place: neither opens there.
        vec![
            HeldSlot { case: cases[0], slot: second.clone() },
            HeldSlot { case: cases[1], slot: first.clone() },
        ],
        // Of another organisation, says the server.
        vec![HeldSlot {
            case: cases[2],
            slot: api::cases::CaseSlot { organisation: OrganisationId::from_bytes([7; 16]), ..third.clone() },
        }],
        // Under a key that nobody knows.
        vec![HeldSlot { case: cases[2], slot: unknown_key(&third) }],
    ];
    let before = key_writes(&world.admin).len();
    for page in pages {
        let shown = page.clone();
        world.admin.device.tamper(move |request, response| {
            if request.path.contains("/keys/slots") {
                let remaining = if request.path.contains("after=") { 0 } else { shown.len() };
                let slots = if remaining == 0 { Vec::new() } else { shown.clone() };
                let page = SlotPage { slots, remaining: u32::try_from(remaining).unwrap() };
                response.body = minicbor_serde::to_vec(&page).unwrap();
            }
        });
        let progress = world.admin.vault.rewrap(world.organisation, 10).await.unwrap();
        let damaged: Vec<CaseId> = progress.damaged.iter().map(|slot| slot.case).collect();
        assert_eq!(damaged, page.iter().map(|held| held.case).collect::<Vec<_>>());
        assert!(!progress.complete);
    }
    // Pages that do not go on are no pages.
    let circle = vec![HeldSlot { case: cases[1], slot: second }, HeldSlot { case: cases[0], slot: first }];
    world.admin.device.tamper(move |request, response| {
        if request.path.contains("/keys/slots") {
            let page = SlotPage { slots: circle.clone(), remaining: 2 };
            response.body = minicbor_serde::to_vec(&page).unwrap();
        }
    });
    let refused = world.admin.vault.rewrap(world.organisation, 10).await;
    assert_eq!(refused, Err(RotationError::Call(CallError::Protocol)));
    assert_eq!(key_writes(&world.admin).len(), before, "nothing was wrapped");
    world.admin.device.honest();
    assert!(world.rewrap(&world.admin).await.complete);
}

fn unknown_key(slot: &api::cases::CaseSlot) -> api::cases::CaseSlot {
    let mut envelope = slot.slot.0.clone();
    envelope[8] ^= 1;
    api::cases::CaseSlot { slot: Bytes(envelope), ..slot.clone() }
}
