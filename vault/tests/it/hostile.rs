//! Servers that lie in what they send; see `hostile_cases` for those that lie about cases with signatures that fit.

use crate::{
    support::{help, is_list, test},
    world::{CASEWORKER, Person, World},
};
use api::{
    Bytes,
    cases::{CaseFile, CaseList},
    configuration::known,
    ids::CaseId,
    organisations::LogPage,
    records::LogContent,
};
use vault::{
    CallError, CaseError, KeyError, LogError, Request, Response,
    view::{CaseName, CaseView, CaseWarning, Hidden, KeyOrigin, Texts, Verification, WriteEntry},
};

/// Changes every case file on its way to somebody.
pub fn change_files(who: &Person, change: impl Fn(&mut CaseFile) + 'static) {
    who.device.tamper(move |request: &Request, response: &mut Response| {
        if request.path.starts_with("/api/v1/cases/") && request.path.contains('?') {
            let mut file: CaseFile = minicbor_serde::from_slice(&response.body).unwrap();
            change(&mut file);
            response.body = minicbor_serde::to_vec(&file).unwrap();
        }
    });
}

fn change_logs(who: &Person, change: impl Fn(&mut LogPage) + 'static) {
    who.device.tamper(move |request: &Request, response: &mut Response| {
        if request.path.contains("/log?") {
            let mut page: LogPage = serde_json::from_slice(&response.body).unwrap();
            change(&mut page);
            response.body = serde_json::to_vec(&page).unwrap();
        }
    });
}

pub async fn opened(world: &World, who: &Person, case: CaseId) -> CaseView {
    who.vault.open_case(world.organisation, case).await.unwrap()
}

#[test]
async fn mal_a07_flipped_bits_of_envelopes_facts_and_slots_show() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;

    change_files(&berta, |file| {
        let LogContent::Revision(revision) = &mut file.parts[0].entries[2].content else { panic!() };
        revision.envelope.as_mut().unwrap().0[120] ^= 1;
    });
    // One damaged envelope is one damaged entry: what is clear in it and all the rest is signed and stays.
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::Damaged { entries: 1 }]);
    assert!(view.writable && view.entries.iter().all(|entry| entry.verification == Verification::Verified));

    change_files(&berta, |file| {
        let LogContent::Revision(revision) = &mut file.parts[0].entries[3].content else { panic!() };
        revision.facts = Bytes(vec![0xa0]);
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::Unverified { entries: 1 }]);
    assert!(view.single(known::HELP).is_none(), "what was changed is no content");

    change_files(&berta, |file| file.parts[0].slots[0].slot.0[90] ^= 1);
    let view = opened(&world, &berta, case).await;
    assert!(!view.readable);

    change_files(&berta, |file| file.slots[0].slot.0[90] ^= 1);
    assert!(!opened(&world, &berta, case).await.readable);

    berta.device.honest();
    assert_eq!(opened(&world, &berta, case).await.warnings, []);
}

#[test]
async fn mal_a05_a_part_slot_of_another_case_or_part_opens_nothing() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (one, two) = (world.case(&berta, "Mara", "Eins").await, world.case(&berta, "Jona", "Zwei").await);
    let other = world.portal.0.borrow().cases[&two].parts[0].slots[0].clone();
    change_files(&berta, move |file| file.parts[0].slots = vec![other.clone()]);
    let view = opened(&world, &berta, one).await;
    assert!(!view.readable);
    assert_ne!(view.name, CaseName::Open { given: "Jona".to_owned(), family: "Zwei".to_owned() });
    change_files(&berta, |file| {
        let slot = file.parts[1].slots[0].clone();
        file.parts[0].slots = vec![slot];
    });
    assert!(!opened(&world, &berta, one).await.readable);
}

#[test]
async fn mal_a40_an_answer_for_another_case_is_refused() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (one, two) = (world.case(&berta, "Mara", "Eins").await, world.case(&berta, "Jona", "Zwei").await);
    let portal = world.portal.clone();
    let account = berta.session.account;
    berta.device.tamper(move |request, response| {
        if request.path.starts_with("/api/v1/cases/") {
            *response = portal.0.borrow().open_case(two, account).unwrap();
        }
    });
    let refused = berta.vault.open_case(world.organisation, one).await;
    assert_eq!(refused, Err(CaseError::Mismatch));

    // The same with the ids of the case that was asked for.
    let portal = world.portal.clone();
    berta.device.tamper(move |request, response| {
        if request.path.starts_with("/api/v1/cases/") {
            let answer = portal.0.borrow().open_case(two, account).unwrap();
            let mut file: CaseFile = minicbor_serde::from_slice(&answer.body).unwrap();
            file.summary.id = one;
            response.body = minicbor_serde::to_vec(&file).unwrap();
        }
    });
    let view = opened(&world, &berta, one).await;
    assert!(!view.readable);
    assert!(view.entries.is_empty() && !view.unverified.is_empty());
    assert!(view.unverified.iter().all(|entry| entry.verification == Verification::Failed));
    assert!(view.unverified.iter().all(|entry| !entry.texts.is_open()));
}

#[test]
async fn mal_a12_an_older_state_of_a_case_is_noticed_on_the_same_device() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let view = opened(&world, &berta, case).await;
    let edit = WriteEntry {
        case,
        record: view.single(known::HELP).unwrap().record,
        form: known::HELP.to_owned(),
        based_on: 1,
        draft: help("Neuer Auftrag").1,
    };
    berta.vault.write_entry(edit).await.unwrap();
    change_files(&berta, |file| {
        let part = &mut file.parts[0];
        part.entries.pop();
        let last = part.entries.last().unwrap();
        part.head = api::chain::Head { n: last.n, hash: last.hash };
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::LogBroken { part: "core".to_owned() }]);
    assert!(!view.writable);
}

#[test]
async fn mal_a13_the_memory_of_a_device_survives_a_reload_and_a_new_login() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    opened(&world, &berta, case).await;
    let shorter = |file: &mut CaseFile| {
        let part = &mut file.parts[0];
        part.entries.pop();
        let last = part.entries.last().unwrap();
        part.head = api::chain::Head { n: last.n, hash: last.hash };
    };
    berta.reload(&world.portal);
    berta.vault.resume().await.unwrap();
    change_files(&berta, shorter);
    let broken = CaseWarning::LogBroken { part: "core".to_owned() };
    assert_eq!(opened(&world, &berta, case).await.warnings, std::slice::from_ref(&broken));
    berta.device.honest();
    berta.vault.logout().await.unwrap();
    berta.vault.login(crate::world::login("berta")).await.unwrap();
    world.load(&berta, false).await;
    change_files(&berta, shorter);
    assert_eq!(opened(&world, &berta, case).await.warnings, [broken]);
}

#[test]
async fn mal_a16_a_log_that_was_shortened_reordered_or_changed_is_refused() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.colleague("carl", "Carl").await;
    let dora = world.invited("dora", "Dora", CASEWORKER).await;
    let load = async || {
        let origin = KeyOrigin::File(world.key_file());
        dora.vault.load_key(world.organisation, origin, false, None).await
    };
    let refused = |error| Err(KeyError::Call(CallError::Log(error)));
    change_logs(&dora, |page| page.entries.swap(1, 2));
    assert_eq!(load().await, refused(LogError::Chain));
    change_logs(&dora, |page| {
        page.entries.remove(1);
    });
    assert_eq!(load().await, refused(LogError::Chain));
    change_logs(&dora, |page| {
        let LogContent::Statement(signed) = &mut page.entries[1].content else { panic!() };
        signed.signature.0[0] ^= 1;
    });
    assert_eq!(load().await, refused(LogError::Chain));
    change_logs(&dora, |page| page.entries.clear());
    assert_eq!(load().await, refused(LogError::Genesis));
    dora.device.honest();
    assert!(load().await.is_ok());

    // Berta has seen three entries; the server shows two from now on, in a chain that fits.
    berta.vault.organisation(world.organisation).await.unwrap();
    berta.vault.lock().await.unwrap();
    berta.vault.unlock(crate::world::PASSWORD.into()).await.unwrap();
    change_logs(&berta, |page| {
        page.entries.truncate(2);
        let last = page.entries.last().unwrap();
        page.head = api::chain::Head { n: last.n, hash: last.hash };
    });
    let origin = KeyOrigin::File(world.key_file());
    let shortened = berta.vault.load_key(world.organisation, origin, false, None).await;
    assert_eq!(shortened, refused(LogError::RolledBack));
}

#[test]
async fn mal_a04_a_member_that_nobody_signed_is_never_a_writer() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    // The server claims that Berta's entries are somebody else's.
    let stranger = api::ids::AccountId::from_bytes([0x42; 16]);
    change_files(&berta, move |file| {
        for entry in &mut file.parts[0].entries {
            if let LogContent::Revision(revision) = &mut entry.content {
                revision.author = stranger;
            }
        }
    });
    let view = opened(&world, &berta, case).await;
    assert!(view.entries.is_empty() && !view.unverified.is_empty());
    assert!(view.unverified.iter().all(|entry| entry.verification == Verification::Failed));
    assert!(view.unverified.iter().all(|entry| entry.texts == Texts::Hidden(Hidden::Damaged)));
}

#[test]
async fn mal_a09_exchanged_names_in_a_list_are_damaged_and_never_shown_at_the_wrong_case() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.case(&berta, "Mara", "Eins").await;
    world.case(&berta, "Jona", "Zwei").await;
    berta.device.tamper(|request, response| {
        if is_list(&request.path) {
            let mut list: CaseList = minicbor_serde::from_slice(&response.body).unwrap();
            let first = list.cases[0].name.take();
            list.cases[0].name = list.cases[1].name.take();
            list.cases[1].name = first;
            response.body = minicbor_serde::to_vec(&list).unwrap();
        }
    });
    berta.vault.list_cases(world.organisation).await.unwrap();
    let batch = berta.vault.open_names(world.organisation, 9).await.unwrap();
    assert!(batch.names.iter().all(|(_, name)| *name == CaseName::Damaged), "{batch:?}");
}

#[test]
async fn mal_a41_random_answers_are_typed_errors() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    for body in [
        Vec::new(),
        vec![0xff; 40],
        vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        b"<html>".to_vec(),
    ] {
        berta.device.tamper(move |_, response| response.body = body.clone());
        assert_eq!(berta.vault.list_cases(world.organisation).await, Err(CallError::Protocol));
        let refused = berta.vault.open_case(world.organisation, case).await;
        assert_eq!(refused, Err(CaseError::Call(CallError::Protocol)));
        assert_eq!(berta.vault.organisation(world.organisation).await.map(drop), Err(CallError::Protocol));
    }
    for (status, expected) in [
        (502, CallError::Offline),
        (500, CallError::Server { request_id: None }),
        (401, CallError::SessionEnded),
        (413, CallError::TooLarge),
    ] {
        berta.device.tamper(move |_, response| response.status = status);
        assert_eq!(berta.vault.list_cases(world.organisation).await, Err(expected));
    }
}

#[test]
async fn mal_a22_the_name_that_is_certified_is_the_one_of_the_signed_invitation() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    berta.device.tamper(|request, response| {
        if request.path == "/api/v1/session" && response.status == 200 {
            let mut session: api::auth::SessionView = serde_json::from_slice(&response.body).unwrap();
            session.display_name = "Anna Admin".to_owned();
            response.body = serde_json::to_vec(&session).unwrap();
        }
    });
    // At the first loading the session is asked for once more.
    world.load(&berta, false).await;
    assert_eq!(berta.vault.session().unwrap().display_name, "Anna Admin", "the lie was not told");
    berta.device.honest();
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let carl = world.colleague("carl", "Carl").await;
    let view = opened(&world, &carl, case).await;
    assert_eq!(view.single(known::HELP).unwrap().author.name, "Berta");
}
