//! Servers that lie about cases: what they leave out, put in, keep back or say beside what is signed, in chains that fit.

use crate::{
    hostile::{change_files, opened},
    support::{course, help, is_list, test},
    world::{Person, World},
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::{CaseFile, CaseList, CaseState, PartFile, VisibleCase, visible_hash},
    chain::{Entry, Head, next_head, revision_hash_from, sha256},
    configuration::known,
    facts::Fact,
    ids::{AccountId, CaseId, RecordId, UnitId},
    records::{LogContent, LogEntry, Revision},
};
use vault::{
    WriteError,
    view::{CaseWarning, Hidden, SummaryField, Texts, Verification, WriteEntry},
};

/// Numbers and hashes of a log anew, as a server computes them.
fn chain_anew(part: &mut PartFile) {
    let mut head = Head::EMPTY;
    for entry in &mut part.entries {
        let hash = match &entry.content {
            LogContent::Statement(signed) => signed.hash(),
            LogContent::Revision(revision) => revision_hash_from(&revision.envelope_hash, &revision.facts.0),
        };
        let object = entry.object.0.clone().try_into().unwrap();
        head = next_head(part.id.as_bytes(), &head, &Entry { object, revision: entry.revision, hash });
        (entry.n, entry.hash) = (head.n, head.hash);
    }
    part.head = head;
}

fn revisions(part: &mut PartFile) -> impl Iterator<Item = &mut Revision> {
    part.entries.iter_mut().filter_map(|entry| match &mut entry.content {
        LogContent::Revision(revision) => Some(revision),
        LogContent::Statement(_) => None,
    })
}

async fn write_help(world: &World, who: &Person, case: CaseId, text: &str) {
    let view = opened(world, who, case).await;
    let entry = view.single(known::HELP).unwrap();
    let write = WriteEntry {
        case,
        record: entry.record,
        form: known::HELP.to_owned(),
        based_on: entry.revision,
        draft: help(text).1,
    };
    who.vault.write_entry(write).await.unwrap();
}

/// What the server does to a case file.
type Edit = fn(&mut CaseFile);

fn change_lists(who: &Person, change: impl Fn(&mut CaseList) + 'static) {
    who.device.tamper(move |request, response| {
        if is_list(&request.path) {
            let mut list: CaseList = minicbor_serde::from_slice(&response.body).unwrap();
            change(&mut list);
            response.body = minicbor_serde::to_vec(&list).unwrap();
        }
    });
}

#[test]
async fn mal_a22_clear_columns_that_were_edited_are_named_and_the_signed_values_are_shown() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let honest = opened(&world, &berta, case).await;
    assert_eq!(honest.warnings, []);
    assert_eq!(honest.summary.help_type.as_deref(), Some("§34"));
    let stranger = AccountId::from_bytes([0x42; 16]);
    let wrong: [(Edit, SummaryField); 17] = [
        (|file| file.summary.state = CaseState::Closed, SummaryField::State),
        (|file| file.summary.help_type = Some("§35a".to_owned()), SummaryField::HelpType),
        (|file| file.summary.help_start = None, SummaryField::HelpStart),
        (|file| file.summary.help_end = Some("2027-01-01".to_owned()), SummaryField::HelpEnd),
        (|file| file.summary.review = Some("2027-01-01".to_owned()), SummaryField::Review),
        (|file| file.summary.sex = Some("m".to_owned()), SummaryField::Sex),
        (|file| file.summary.birth_month = Some("2012-03".to_owned()), SummaryField::BirthMonth),
        (|file| file.summary.ending = Some("planned".to_owned()), SummaryField::Ending),
        (|file| file.summary.rated = vec!["start".to_owned()], SummaryField::Rated),
        (|file| file.summary.need_first = Some(7), SummaryField::NeedFirst),
        (|file| file.summary.need_latest = Some(7), SummaryField::NeedLatest),
        (|file| file.summary.entries = 0, SummaryField::Entries),
        (|file| file.summary.assignment_version = 9, SummaryField::Assignment),
        (|file| file.summary.unit = Some(UnitId::from_bytes([1; 16])), SummaryField::Unit),
        (|file| file.summary.responsible = AccountId::from_bytes([0x42; 16]), SummaryField::Responsible),
        (|file| file.summary.deputy = Some(AccountId::from_bytes([0x42; 16])), SummaryField::Deputy),
        (|file| file.summary.team = vec![AccountId::from_bytes([0x42; 16])], SummaryField::Team),
    ];
    for (change, field) in wrong {
        change_files(&berta, change);
        let view = opened(&world, &berta, case).await;
        assert_eq!(view.warnings, [CaseWarning::Summary { fields: vec![field] }]);
        assert_eq!((&view.summary, view.closed), (&honest.summary, false), "{field:?}");
        assert_ne!(view.assignment.responsible.account, stranger);
    }
}

#[test]
async fn mal_a22_sex_and_month_of_birth_in_the_list_are_the_signed_ones() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    change_lists(&berta, |list| {
        list.cases[0].summary.sex = Some("m".to_owned());
        list.cases[0].summary.birth_month = Some("1999-01".to_owned());
    });
    berta.vault.list_cases(world.organisation).await.unwrap();
    let batch = berta.vault.open_names(world.organisation, 9).await.unwrap();
    let signed = &batch.signed[0];
    assert_eq!((signed.case, signed.sex.as_deref(), signed.differs), (case, Some("f"), true));
    assert_eq!(signed.birth_month, None);
    let row = &berta.vault.list_cases(world.organisation).await.unwrap()[0];
    assert_eq!((row.summary.sex.as_deref(), row.differs), (Some("f"), true));
    berta.device.honest();
    assert!(!berta.vault.list_cases(world.organisation).await.unwrap()[0].differs);
}

#[test]
async fn mal_a16_an_entry_left_out_in_a_chain_that_fits_is_noticed_by_what_others_have_signed() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    write_help(&world, &berta, case, "Davon soll niemand wissen").await;
    write_help(&world, &berta, case, "Neuer Auftrag").await;
    // Carl's device has never seen the case.
    let carl = world.colleague("carl", "Carl").await;
    change_files(&carl, |file| {
        let part = &mut file.parts[0];
        let hidden = part.entries.len() - 2;
        part.entries.remove(hidden);
        chain_anew(part);
    });
    let view = opened(&world, &carl, case).await;
    assert!(view.warnings.contains(&CaseWarning::Ahead { part: "core".to_owned() }), "{:?}", view.warnings);
    assert!(view.warnings.contains(&CaseWarning::Unverified { entries: 1 }));
    let help = view.single(known::HELP).unwrap();
    assert_eq!(help.revision, 1, "what does not fit does not count");
}

#[test]
async fn mal_a16_a_part_that_is_left_out_is_missed() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let kind = {
        let db = world.portal.0.borrow();
        db.cases[&case].parts.last().unwrap().kind.clone()
    };
    change_files(&berta, |file| {
        file.parts.pop();
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::PartMissing { part: kind.clone() }]);
    // Nor does another part with a new id and nothing signed in it help.
    change_files(&berta, move |file| {
        let mut part = file.parts.pop().unwrap();
        part.id = api::ids::PartId::from_bytes([0x55; 16]);
        part.entries.clear();
        part.head = Head::EMPTY;
        file.parts.push(part);
    });
    let view = opened(&world, &berta, case).await;
    assert!(view.warnings.contains(&CaseWarning::PartMissing { part: kind }));
}

#[test]
async fn mal_a12_a_part_that_this_device_has_seen_is_missed_even_if_another_takes_its_place() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    opened(&world, &berta, case).await;
    berta.reload(&world.portal);
    berta.vault.resume().await.unwrap();
    // The same part twice is no help either.
    change_files(&berta, |file| {
        let first = file.parts[0].clone();
        *file.parts.last_mut().unwrap() = first;
    });
    let view = opened(&world, &berta, case).await;
    assert!(view.warnings.iter().any(|warning| matches!(warning, CaseWarning::PartMissing { .. })));
    assert!(!view.writable);
}

#[test]
async fn mal_a16_cases_that_this_device_has_opened_and_the_list_leaves_out_are_counted() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let (one, two) = (world.case(&berta, "Mara", "Eins").await, world.case(&berta, "Jona", "Zwei").await);
    opened(&world, &berta, one).await;
    opened(&world, &berta, two).await;
    berta.vault.list_cases(world.organisation).await.unwrap();
    assert_eq!(berta.vault.missing_cases(world.organisation), 0);
    berta.reload(&world.portal);
    berta.vault.resume().await.unwrap();
    change_lists(&berta, move |list| {
        list.cases.retain(|item| item.summary.id != two);
        // It fits together what it says.
        if let Some(state) = &mut list.state {
            state.visible = visible_hash(vec![VisibleCase { case: one, readable: true }]);
            state.cases = None;
        }
    });
    berta.vault.list_cases(world.organisation).await.unwrap();
    assert_eq!(berta.vault.missing_cases(world.organisation), 1);
    // It was given to a colleague, and the person knows.
    berta.vault.accept_missing_cases(world.organisation).await.unwrap();
    assert_eq!(berta.vault.missing_cases(world.organisation), 0);
}

#[test]
async fn mal_a16_texts_and_keys_that_are_kept_back_are_called_so_and_nothing_is_written_over_them() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    change_files(&berta, |file| {
        let help = revisions(&mut file.parts[0]).find(|revision| revision.form == known::HELP).unwrap();
        help.envelope = None;
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::Withheld { entries: 1 }]);
    let entry = view.single(known::HELP).unwrap();
    assert_eq!(entry.texts, Texts::Hidden(Hidden::Withheld));
    assert_eq!(entry.verification, Verification::Verified);
    let write = WriteEntry {
        case,
        record: entry.record,
        form: known::HELP.to_owned(),
        based_on: 1,
        draft: help("Überschrieben").1,
    };
    assert_eq!(berta.vault.write_entry(write).await, Err(WriteError::Unreadable));

    change_files(&berta, |file| file.parts[0].slots.clear());
    let view = opened(&world, &berta, case).await;
    assert!(!view.readable && !view.writable);
    assert!(view.entries.iter().all(|entry| entry.texts == Texts::Hidden(Hidden::Withheld)));
    assert_eq!(view.warnings, [CaseWarning::Withheld { entries: 2 }]);
}

/// A revision that nobody has signed, appended by the server in a chain that fits.
fn inject(part: &mut PartFile, change: impl FnOnce(&mut Revision)) {
    let mut revision = revisions(part).last().unwrap().clone();
    change(&mut revision);
    let object = Bytes(revision.record.as_bytes().to_vec());
    let (n, number) = (0, revision.revision);
    let content = LogContent::Revision(revision);
    part.entries.push(LogEntry { n, hash: Bytes32::ZERO, object, revision: number, at: 9, content });
    chain_anew(part);
}

#[test]
async fn mal_a23_injected_entries_are_shown_beside_the_history_only() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let honest = opened(&world, &berta, case).await;
    let injected = RecordId::from_bytes([0x66; 16]);
    change_files(&berta, move |file| {
        inject(&mut file.parts[0], |revision| {
            revision.record = injected;
            revision.revision = 1;
            revision.previous = Bytes32::ZERO;
            revision.form = "course".to_owned();
            revision.facts = Bytes(course("").facts.to_cbor());
        });
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.entries, honest.entries);
    assert_eq!(view.unverified.len(), 1);
    assert_eq!(
        (view.unverified[0].record, view.unverified[0].verification),
        (injected, Verification::Failed)
    );
    assert!(!view.unverified[0].texts.is_open());
    assert!(view.warnings.contains(&CaseWarning::Unverified { entries: 1 }));
    assert_eq!(view.summary, honest.summary);
    // Nobody writes on top of it.
    let form = "course".to_owned();
    let write = WriteEntry { case, record: injected, form, based_on: 1, draft: course("Weiter") };
    assert_eq!(berta.vault.write_entry(write).await, Err(WriteError::Unreadable));
}

#[test]
async fn mal_a23_an_injected_revision_does_not_take_the_place_of_the_honest_one() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let honest = opened(&world, &berta, case).await;
    let record = honest.single(known::HELP).unwrap().record;
    change_files(&berta, |file| {
        // The same envelope and signature once more, as the next revision with other facts.
        inject(&mut file.parts[0], |revision| {
            revision.previous = revision_hash_from(&revision.envelope_hash, &revision.facts.0);
            revision.revision = 2;
            let mut facts = help("").1.facts;
            facts.set(known::HELP_TYPE, Fact::Code("§35a".to_owned())).unwrap();
            revision.facts = Bytes(facts.to_cbor());
        });
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.entries, honest.entries);
    assert_eq!(view.summary.help_type.as_deref(), Some("§34"));
    let history = berta.vault.history(case, record).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].verification, Verification::Failed);
}

#[test]
async fn mal_a12_a_revision_left_out_of_the_end_is_noticed_on_the_same_device_only() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    write_help(&world, &berta, case, "Neuer Auftrag").await;
    let shorten = |file: &mut CaseFile| {
        file.parts[0].entries.pop();
        chain_anew(&mut file.parts[0]);
    };
    change_files(&berta, shorten);
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::LogBroken { part: "core".to_owned() }]);
    // Nothing is sealed on top of an older state.
    // Bodies that go out; looking whether the log has grown has none.
    let written = || berta.sent().iter().filter(|(_, body)| !body.is_empty()).count();
    let sent = written();
    let entry = view.single(known::HELP).unwrap();
    let (record, based_on) = (entry.record, entry.revision);
    let form = known::HELP.to_owned();
    let write = WriteEntry { case, record, form, based_on, draft: help("Weiter").1 };
    assert_eq!(berta.vault.write_entry(write).await, Err(WriteError::Unreadable));
    assert_eq!(written(), sent);
    // A device that never saw it can't know: said so in the threat model.
    let carl = world.colleague("carl", "Carl").await;
    change_files(&carl, shorten);
    assert_eq!(opened(&world, &carl, case).await.warnings, []);
}

/// The course with three entries, each written by somebody who has seen the one before.
async fn course_of_three(world: &World, who: &Person) -> (CaseId, Vec<RecordId>) {
    let case = world.case(who, "Mara", "Lindqvist").await;
    let mut records = Vec::new();
    for text in ["Eins", "Zwei", "Drei"] {
        records.push(world.write(who, case, text).await.record);
    }
    (case, records)
}

fn course_part(file: &mut CaseFile) -> &mut PartFile {
    file.parts.iter_mut().find(|part| part.kind == "course").unwrap()
}

#[test]
async fn mal_a41_a_poisoned_revision_leaves_everything_behind_it_usable() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (case, records) = course_of_three(&world, &berta).await;
    // As somebody does who edits a day in the database.
    let poison = |file: &mut CaseFile| {
        let first = revisions(course_part(file)).next().unwrap();
        let mut facts = course("Eins").facts;
        facts.set(known::DATE, Fact::Code("2020-01-01".to_owned())).unwrap();
        first.facts = Bytes(facts.to_cbor());
    };
    change_files(&berta, poison);
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, [CaseWarning::Unverified { entries: 1 }]);
    let shown: Vec<_> = view.entries.iter().filter(|entry| entry.form == known::COURSE).collect();
    assert_eq!(shown.iter().map(|entry| entry.record).collect::<Vec<_>>(), records[1..]);
    assert!(shown.iter().all(|entry| entry.verification == Verification::Verified && entry.texts.is_open()));
    assert_eq!(view.unverified.iter().map(|entry| entry.record).collect::<Vec<_>>(), records[..1]);
    // Others can go on; only the poisoned entry itself takes no further revision.
    assert!(view.writable);
    let form = known::COURSE.to_owned();
    let write = WriteEntry { case, record: records[0], form, based_on: 1, draft: course("Weiter") };
    assert_eq!(berta.vault.write_entry(write).await, Err(WriteError::Unreadable));
    world.write(&berta, case, "Vier").await;
    // What is seen meanwhile is not taken for the truth later on.
    berta.device.honest();
    let view = opened(&world, &berta, case).await;
    assert_eq!(view.warnings, []);
    assert_eq!(view.entries.iter().filter(|entry| entry.form == known::COURSE).count(), 4);
}

#[test]
async fn mal_a16_hashes_that_a_server_invents_for_a_poisoned_revision_cost_it_what_follows() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (case, records) = course_of_three(&world, &berta).await;
    let carl = world.colleague("carl", "Carl").await;
    // The second entry takes the place of the first, in a chain of the server's own making.
    change_files(&carl, |file| {
        let part = course_part(file);
        part.entries.remove(1);
        part.entries[1].hash.0[0] ^= 1;
        let mut head = Head { n: 2, hash: part.entries[1].hash };
        part.entries[1].n = 2;
        let last = &mut part.entries[2];
        let LogContent::Revision(revision) = &last.content else { panic!() };
        let hash = revision_hash_from(&revision.envelope_hash, &revision.facts.0);
        let object = last.object.0.clone().try_into().unwrap();
        head = next_head(part.id.as_bytes(), &head, &Entry { object, revision: last.revision, hash });
        (last.n, last.hash, part.head) = (head.n, head.hash, head);
    });
    let view = opened(&world, &carl, case).await;
    assert!(view.entries.iter().all(|entry| entry.form != known::COURSE), "{:?}", view.entries);
    let unverified: Vec<_> = view.unverified.iter().map(|entry| entry.record).collect();
    assert_eq!(unverified, records[1..]);
    assert!(view.warnings.iter().any(|warning| matches!(warning, CaseWarning::Unverified { entries: 2 })));
}

#[test]
async fn mal_a23_an_exchanged_envelope_of_the_same_author_does_not_verify() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (one, two) = (world.case(&berta, "Mara", "Eins").await, world.case(&berta, "Jona", "Zwei").await);
    let other = {
        let mut db = world.portal.0.borrow_mut();
        let part = &mut db.cases.get_mut(&two).unwrap().parts[0];
        let LogContent::Revision(revision) = &part.log.entries.last().unwrap().content else { panic!() };
        revision.envelope.clone().unwrap()
    };
    change_files(&berta, move |file| {
        let help = revisions(&mut file.parts[0]).last().unwrap();
        help.envelope = Some(other.clone());
        help.envelope_hash = sha256(&other.0);
        chain_anew(&mut file.parts[0]);
    });
    let view = opened(&world, &berta, one).await;
    assert!(view.single(known::HELP).is_none());
    assert!(view.unverified.iter().all(|entry| !entry.texts.is_open()));
    assert_eq!(view.unverified.len(), 1);
}

#[test]
async fn a_second_visit_verifies_no_signature_even_after_a_reload() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.disk.verified();
    opened(&world, &berta, case).await;
    let first = berta.disk.verified();
    assert!(first >= 5, "access of every part, assignment, two entries: {first}");
    opened(&world, &berta, case).await;
    assert_eq!(berta.disk.verified(), 0, "remembered by the session");
    berta.reload(&world.portal);
    berta.vault.resume().await.unwrap();
    opened(&world, &berta, case).await;
    assert_eq!(berta.disk.verified(), 0, "remembered by the device");
    let carl = world.colleague("carl", "Carl").await;
    write_help(&world, &carl, case, "Von Carl").await;
    opened(&world, &berta, case).await;
    assert_eq!(berta.disk.verified(), 1, "only what is new");

    // A signature changed behind what is remembered shows.
    berta.reload(&world.portal);
    berta.vault.resume().await.unwrap();
    change_files(&berta, |file| {
        revisions(&mut file.parts[0]).next().unwrap().signature.0[3] ^= 1;
    });
    let view = opened(&world, &berta, case).await;
    assert_eq!(berta.disk.verified(), first + 1 - other_parts(&world, case));
    assert!(view.warnings.contains(&CaseWarning::Unverified { entries: 1 }));
}

/// How many parts a case has beside the core, each with a single access statement.
fn other_parts(world: &World, case: CaseId) -> usize {
    world.portal.0.borrow().cases[&case].parts.len() - 1
}
