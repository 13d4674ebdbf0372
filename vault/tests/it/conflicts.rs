//! Two people at once, and answers that are lost on their way.

use crate::{
    support::{course, help, test},
    world::{Person, World},
};
use api::{configuration::known, ids::CaseId};
use vault::{
    CallError, CreateCaseError, WriteError,
    view::{NewCase, RotationReason, Start, Text, Texts, WriteEntry},
};

fn edit_help(case: CaseId, record: api::ids::RecordId, based_on: u32, text: &str) -> WriteEntry {
    WriteEntry { case, record, form: known::HELP.to_owned(), based_on, draft: help(text).1 }
}

async fn help_record(world: &World, who: &Person, case: CaseId) -> api::ids::RecordId {
    let view = who.vault.open_case(world.organisation, case).await.unwrap();
    view.single(known::HELP).unwrap().record
}

#[test]
async fn the_second_of_two_is_told_and_gets_the_other_version_opened() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &berta, case).await;
    help_record(&world, &carl, case).await;
    carl.vault.write_entry(edit_help(case, record, 1, "Von Carl")).await.unwrap();
    let told = berta.vault.write_entry(edit_help(case, record, 1, "Von Berta")).await;
    let Err(WriteError::Conflict(theirs)) = told else { panic!("{told:?}") };
    assert_eq!((theirs.revision, theirs.author.name.as_str()), (2, "Carl"));
    assert_eq!(theirs.texts.get("description"), Text::Open("Von Carl".to_owned()));
    let merged = berta.vault.write_entry(edit_help(case, record, 2, "Von Berta und Carl")).await.unwrap();
    assert_eq!(merged.revision, 3);
    let view = carl.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.warnings, []);
}

#[test]
async fn a_second_entry_of_a_form_that_exists_once_is_told_which_one_there_is() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &berta, case).await;
    help_record(&world, &carl, case).await;
    let other = berta.vault.make_record().unwrap();
    let told = berta.vault.write_entry(edit_help(case, other, 0, "Noch eine")).await;
    let Err(WriteError::SingletonExists(known)) = told else { panic!("{told:?}") };
    assert_eq!(known.record, record);
    // Two people close at the same time: neither knew of the other's entry.
    let ending = || crate::support::draft(&[(known::DATE, "2026-11-23")], &[("report", "Bericht")]);
    berta.vault.close_case(case, ending()).await.unwrap();
    let told = carl.vault.close_case(case, ending()).await;
    assert!(matches!(told, Err(WriteError::SingletonExists(theirs)) if theirs.author.name == "Berta"));
}

#[test]
async fn a_save_whose_answer_was_lost_is_written_once() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &berta, case).await;
    let write = edit_help(case, record, 1, "Neuer Auftrag");
    berta.device.weather.lose_next_answer.set(true);
    let lost = berta.vault.write_entry(write.clone()).await;
    assert_eq!(lost, Err(WriteError::Call(CallError::Timeout)));
    let saved = berta.vault.write_entry(write).await.unwrap();
    assert_eq!(saved.revision, 2);
    assert_eq!(berta.vault.history(case, record).await.unwrap().len(), 2);
}

#[test]
async fn a_save_whose_answer_was_lost_is_written_once_even_if_the_case_was_read_again_before_the_next_try() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &berta, case).await;
    let write = edit_help(case, record, 1, "Neuer Auftrag");
    berta.device.weather.lose_next_answer.set(true);
    berta.vault.write_entry(write.clone()).await.unwrap_err();
    assert_eq!(help_record(&world, &berta, case).await, record);
    assert_eq!(berta.vault.write_entry(write.clone()).await.unwrap().revision, 2);
    assert_eq!(berta.vault.history(case, record).await.unwrap().len(), 2);
    // The try is over: the same once more on the old version is a conflict, as for everybody.
    assert!(matches!(berta.vault.write_entry(write).await, Err(WriteError::Conflict(_))));
}

#[test]
async fn typing_on_after_a_lost_answer_is_no_conflict_with_oneself() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &berta, case).await;
    berta.device.weather.lose_next_answer.set(true);
    berta.vault.write_entry(edit_help(case, record, 1, "Neuer")).await.unwrap_err();
    let saved = berta.vault.write_entry(edit_help(case, record, 1, "Neuer Auftrag")).await.unwrap();
    assert_eq!(saved.revision, 3);
    assert_eq!(saved.texts.get("description"), Text::Open("Neuer Auftrag".to_owned()));
}

#[test]
async fn without_a_connection_nothing_is_lost_and_the_next_try_saves() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let write = WriteEntry {
        case,
        record: berta.vault.make_record().unwrap(),
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course("Im Funkloch"),
    };
    berta.device.weather.offline.set(true);
    assert_eq!(berta.vault.write_entry(write.clone()).await, Err(WriteError::Call(CallError::Offline)));
    berta.device.weather.offline.set(false);
    assert_eq!(berta.vault.write_entry(write).await.unwrap().revision, 1);
}

#[test]
async fn a_new_case_whose_answer_was_lost_is_made_once() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = NewCase {
        id: berta.vault.make_case().unwrap(),
        organisation: world.organisation,
        unit: None,
        responsible: berta.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![crate::support::person("Mara", "Lindqvist"), help("Auftrag")],
    };
    berta.device.weather.lose_next_answer.set(true);
    let lost = berta.vault.create_case(case.clone()).await;
    assert_eq!(lost, Err(CreateCaseError::Call(CallError::Timeout)));
    let made = berta.vault.create_case(case).await.unwrap();
    assert_eq!(world.portal.0.borrow().cases.len(), 1);
    let view = berta.vault.open_case(world.organisation, made.case).await.unwrap();
    assert_eq!((view.entries.len(), view.summary.code), (2, made.code));
}

#[test]
async fn a_new_case_that_was_made_before_a_crash_is_made_once_and_never_overwritten() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let mut case = NewCase {
        id: berta.vault.make_case().unwrap(),
        organisation: world.organisation,
        unit: None,
        responsible: berta.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![crate::support::person("Mara", "Lindqvist"), help("Auftrag")],
    };
    berta.device.weather.lose_next_answer.set(true);
    assert!(berta.vault.create_case(case.clone()).await.is_err());
    // The page is gone, and with it what it knew of the try; the draft has kept the id.
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    let made = berta.vault.create_case(case.clone()).await.unwrap();
    assert_eq!(made.case, case.id);
    assert_eq!(world.portal.0.borrow().cases.len(), 1);

    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    case.entries[1] = help("Etwas ganz anderes");
    assert_eq!(berta.vault.create_case(case.clone()).await, Err(CreateCaseError::GoneOn));
    let view = berta.vault.open_case(world.organisation, case.id).await.unwrap();
    assert!(view.entries.iter().all(|entry| entry.revision == 1));
}

#[test]
async fn a_new_case_whose_answer_was_lost_takes_in_what_was_typed_since() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.colleague("carl", "Carl").await;
    let mut case = NewCase {
        id: berta.vault.make_case().unwrap(),
        organisation: world.organisation,
        unit: None,
        responsible: berta.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![crate::support::person("Mara", "Lindqvist"), help("Auftrag")],
    };
    berta.device.weather.lose_next_answer.set(true);
    assert!(berta.vault.create_case(case.clone()).await.is_err());
    case.entries[1] = help("Auftrag, genauer");
    case.deputy = Some(carl.session.account);
    let made = berta.vault.create_case(case).await.unwrap();
    assert_eq!(world.portal.0.borrow().cases.len(), 1);
    let view = carl.vault.open_case(world.organisation, made.case).await.unwrap();
    assert_eq!(view.summary.code, made.code);
    assert_eq!(view.assignment.deputy.map(|person| person.account), Some(carl.session.account));
    let revisions: Vec<u32> = view.entries.iter().map(|entry| entry.revision).collect();
    assert_eq!((revisions, view.warnings), (vec![1, 2], vec![]), "only what differs was written again");
    let Texts::Open(texts) = &view.entries[1].texts else { panic!("the help is not readable") };
    assert!(texts.values().any(|text| text == "Auftrag, genauer"));
}

#[test]
async fn others_writing_in_between_are_read_and_not_overlooked() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    help_record(&world, &berta, case).await;
    help_record(&world, &carl, case).await;
    for (who, text) in [(&berta, "Eins"), (&carl, "Zwei"), (&berta, "Drei"), (&carl, "Vier")] {
        let write = WriteEntry {
            case,
            record: who.vault.make_record().unwrap(),
            form: known::COURSE.to_owned(),
            based_on: 0,
            draft: course(text),
        };
        who.vault.write_entry(write).await.unwrap();
    }
    for who in [&berta, &carl] {
        let view = who.vault.open_case(world.organisation, case).await.unwrap();
        assert_eq!((view.of_form(known::COURSE).count(), view.warnings), (4, Vec::new()));
    }
}

#[test]
async fn two_who_write_first_after_somebody_left_make_one_set_of_new_keys() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let file = world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    for person in [&berta, &carl] {
        world.load_file(person, &file).await.unwrap();
        person.vault.open_case(world.organisation, case).await.unwrap();
    }
    let old = world.portal.0.borrow().cases[&case].slots.len();
    world.write(&berta, case, "Von Berta").await;
    // Carl's copy of the case is from before: his new keys come too late, and he takes Berta's.
    let record = carl.vault.make_record().unwrap();
    let form = known::COURSE.to_owned();
    let write = WriteEntry { case, record, form, based_on: 0, draft: course("Von Carl") };
    carl.vault.write_entry(write).await.unwrap();
    {
        let db = world.portal.0.borrow();
        let stored = &db.cases[&case];
        assert!(stored.parts.iter().all(|part| part.slots.len() == 2 && part.epoch() == 2));
        assert_eq!(stored.slots.len(), old + 1);
    }
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert!(view.warnings.is_empty() && view.writable, "{:?}", view.warnings);
    assert!(view.entries.iter().all(|entry| entry.texts.is_open()));
    carl.vault.list_cases(world.organisation).await.unwrap();
    let batch = carl.vault.open_names(world.organisation, 9).await.unwrap();
    let name = vault::view::CaseName::Open { given: "Mara".to_owned(), family: "Lindqvist".to_owned() };
    assert_eq!(batch.names, [(case, name)]);
}

#[test]
async fn the_very_first_write_after_somebody_left_is_not_sealed_under_the_old_keys() {
    let world = World::make().await;
    let carl = world.colleague("carl", "Carl").await;
    let case = world.case(&carl, "Mara", "Lindqvist").await;
    let record = help_record(&world, &carl, case).await;
    let before = world.portal.0.borrow().cases[&case].parts[0].log.entries.len();
    // Carl's page is open all the time and has asked for nothing since.
    world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    let told = carl.vault.write_entry(edit_help(case, record, 1, "Von Carl")).await;
    assert_eq!(told, Err(WriteError::KeyOutdated));
    assert_eq!(world.portal.0.borrow().cases[&case].parts[0].log.entries.len(), before);
}

#[test]
async fn whoever_has_not_loaded_the_new_key_is_told_when_saving_and_reads_on() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let record = help_record(&world, &carl, case).await;
    let file = world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    world.load_file(&berta, &file).await.unwrap();
    world.write(&berta, case, "Nach dem Weggang").await;
    let told = carl.vault.write_entry(edit_help(case, record, 1, "Von Carl")).await;
    assert_eq!(told, Err(WriteError::KeyOutdated));
    let view = carl.vault.open_case(world.organisation, case).await.unwrap();
    assert!(view.entry(record).unwrap().texts.is_open(), "what was written before stays readable");
    let new = NewCase {
        id: carl.vault.make_case().unwrap(),
        organisation: world.organisation,
        unit: None,
        responsible: carl.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![help("Erster Auftrag")],
    };
    assert_eq!(carl.vault.create_case(new).await, Err(CreateCaseError::KeyOutdated));
    // With the new key the same is saved.
    world.load_file(&carl, &file).await.unwrap();
    assert_eq!(carl.vault.write_entry(edit_help(case, record, 1, "Von Carl")).await.unwrap().revision, 2);
}
