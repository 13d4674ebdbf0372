//! Creating, listing, opening, writing.

use crate::{
    support::{course, draft, help, person, test},
    world::{CASEWORKER, EVALUATION, World},
};
use api::{cases::CaseFiles, configuration::known, ids::OrganisationId};
use vault::{
    CaseError, CreateCaseError, WriteError,
    view::{Assign, CaseName, Hidden, NewCase, Text, Texts, Verification, WriteEntry},
};

fn open(given: &str, family: &str) -> CaseName {
    CaseName::Open { given: given.to_owned(), family: family.to_owned() }
}

#[test]
async fn a_colleague_on_another_device_reads_and_continues_a_case() {
    let world = World::make().await;
    let (first, second) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&first, "Mara", "Lindqvist").await;

    let rows = second.vault.list_cases(world.organisation).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].summary.id, rows[0].responsible_name.as_str()), (case, "Berta"));
    assert_eq!(rows[0].name, CaseName::Pending);
    let batch = second.vault.open_names(world.organisation, 10).await.unwrap();
    assert_eq!((batch.names, batch.remaining), (vec![(case, open("Mara", "Lindqvist"))], 0));

    let view = second.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.name, open("Mara", "Lindqvist"));
    assert!(view.readable && view.writable && !view.closed, "{view:?}");
    assert_eq!(view.warnings, []);
    assert_eq!(view.assignment.responsible.name, "Berta");
    let help = view.single(known::HELP).unwrap();
    assert_eq!(help.texts.get("description"), Text::Open("Erster Auftrag der Familie".to_owned()));
    assert_eq!((help.verification, help.author.name.as_str()), (Verification::Verified, "Berta"));

    let write = WriteEntry {
        case,
        record: second.vault.make_record().unwrap(),
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course("Hausbesuch bei der Familie"),
    };
    let written = second.vault.write_entry(write).await.unwrap();
    assert_eq!((written.revision, written.author.name.as_str()), (1, "Carl"));

    let view = first.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.warnings, []);
    let entry = view.of_form(known::COURSE).next().unwrap();
    assert_eq!(entry.texts.get("text"), Text::Open("Hausbesuch bei der Familie".to_owned()));
    assert_eq!(entry.verification, Verification::Verified);
    assert_eq!(entry.facts.int("duration"), Some(45));
}

#[test]
async fn an_edited_entry_keeps_its_history() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    let help = view.single(known::HELP).unwrap();
    let edit = WriteEntry {
        case,
        record: help.record,
        form: known::HELP.to_owned(),
        based_on: 1,
        draft: crate::support::help("Neuer Auftrag").1,
    };
    let edited = berta.vault.write_entry(edit).await.unwrap();
    assert_eq!((edited.revision, edited.record), (2, help.record));
    let history = berta.vault.history(case, help.record).await.unwrap();
    let texts: Vec<Text> = history.iter().map(|version| version.texts.get("description")).collect();
    let expected = ["Erster Auftrag der Familie", "Neuer Auftrag"].map(|text| Text::Open(text.to_owned()));
    assert_eq!(texts, expected);
    assert!(history.iter().all(|version| version.verification == Verification::Verified));
}

#[test]
async fn a_withdrawn_entry_keeps_its_content_and_has_a_reason() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let record = berta.vault.make_record().unwrap();
    let write = WriteEntry {
        case,
        record,
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course("Falscher Fall"),
    };
    berta.vault.write_entry(write).await.unwrap();
    let withdrawn = berta.vault.withdraw_entry(case, record, 1, "Gehört zu K4".to_owned()).await.unwrap();
    assert!(withdrawn.withdrawn);
    assert_eq!(withdrawn.texts.get(known::REASON), Text::Open("Gehört zu K4".to_owned()));
    for (key, text) in course("Falscher Fall").texts {
        assert_eq!(withdrawn.texts.get(&key), Text::Open(text));
    }
    assert_eq!(withdrawn.facts.code(known::KIND), course("").facts.code(known::KIND));
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.of_form(known::COURSE).count(), 0);
    assert_eq!(berta.vault.history(case, record).await.unwrap().len(), 2);
}

#[test]
async fn a_closed_case_takes_no_entries_until_it_is_reopened() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let ending = draft(&[(known::DATE, "2026-11-23"), (known::KIND, "planned")], &[("report", "Alles gut")]);
    berta.vault.close_case(case, ending).await.unwrap();
    assert!(berta.vault.open_case(world.organisation, case).await.unwrap().closed);
    let write = WriteEntry {
        case,
        record: berta.vault.make_record().unwrap(),
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course("Zu spät"),
    };
    assert_eq!(berta.vault.write_entry(write.clone()).await, Err(WriteError::CaseClosed));
    berta.vault.reopen_case(case, "2026-11-24".to_owned()).await.unwrap();
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert!(!view.closed);
    assert_eq!(
        berta.vault.history(case, view.single(known::CLOSING).unwrap().record).await.unwrap().len(),
        2
    );
    assert_eq!(berta.vault.write_entry(write).await.unwrap().revision, 1);
}

#[test]
async fn a_case_is_given_to_other_people_by_a_signed_statement() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let outsider = world.invited("dora", "Dora", CASEWORKER).await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let assign = |responsible| Assign {
        case,
        based_on: 1,
        unit: None,
        responsible,
        deputy: Some(berta.session.account),
        team: Vec::new(),
    };
    let refused = berta.vault.assign_case(assign(outsider.session.account)).await;
    assert_eq!(refused, Err(vault::AssignError::Person), "has not loaded the key yet");
    let view = berta.vault.assign_case(assign(carl.session.account)).await.unwrap();
    assert_eq!((view.version, view.responsible.name.as_str()), (2, "Carl"));
    assert_eq!(view.deputy.unwrap().name, "Berta");
    let late = berta.vault.assign_case(assign(berta.session.account)).await;
    assert!(matches!(late, Err(vault::AssignError::Conflict(now)) if now.responsible.name == "Carl"));
}

#[test]
async fn a_short_code_that_is_taken_is_replaced_and_everything_else_stays_as_sealed() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.portal.0.borrow_mut().refuse_codes = 3;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.warnings, []);
    world.portal.0.borrow_mut().refuse_codes = u32::MAX;
    let case = NewCase {
        id: berta.vault.make_case().unwrap(),
        organisation: world.organisation,
        unit: None,
        responsible: berta.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![person("A", "B"), help("C")],
    };
    assert_eq!(berta.vault.create_case(case).await, Err(CreateCaseError::NoFreeCode));
}

#[test]
async fn without_a_key_everything_sealed_is_sealed_and_nothing_can_be_written() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    for (login, grant) in [("keyless", CASEWORKER), ("figures", EVALUATION)] {
        let person = world.invited(login, login, grant).await;
        let rows = person.vault.list_cases(world.organisation).await.unwrap();
        assert_eq!((rows[0].name.clone(), rows[0].responsible_name.as_str()), (CaseName::Sealed, "Berta"));
        let view = person.vault.open_case(world.organisation, case).await.unwrap();
        assert!(!view.readable && !view.writable);
        assert_eq!(view.name, CaseName::Sealed);
        for entry in &view.entries {
            assert_eq!(entry.texts, Texts::Hidden(Hidden::Sealed));
            assert_eq!(entry.verification, Verification::Unchecked);
        }
        assert_eq!(view.single(known::HELP).unwrap().facts.code(known::HELP_TYPE), Some("§34"));
        let write = WriteEntry {
            case,
            record: person.vault.make_record().unwrap(),
            form: known::COURSE.to_owned(),
            based_on: 0,
            draft: course("Text"),
        };
        assert_eq!(person.vault.write_entry(write).await, Err(WriteError::KeyMissing));
    }
}

#[test]
async fn support_sees_codes_and_dates_and_no_text() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let tenant = world.admin.session.tenant.unwrap();
    let view = world.operator.vault.support_case(tenant, case).await.unwrap();
    assert_eq!(view.name, CaseName::Sealed);
    assert!(!view.readable && !view.writable);
    let help = view.single(known::HELP).unwrap();
    assert_eq!(help.texts.get("description"), Text::Sealed);
    assert_eq!(help.facts.code(known::HELP_TYPE), Some("§34"));
}

#[test]
async fn a_case_seen_without_the_key_is_searched_once_the_key_is_there() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let elsewhere = world.elsewhere("berta").await;
    let vault = &elsewhere.vault;
    assert_eq!(vault.open_case(world.organisation, case).await.unwrap().name, CaseName::Sealed);
    world.load(&elsewhere, false).await;
    vault.list_cases(world.organisation).await.unwrap();
    let progress = vault.index_progress(world.organisation).await.unwrap();
    assert_eq!((progress.done, progress.total), (0, 1), "what was sealed counts as not searched");
    let progress = vault.index_own_cases(world.organisation, 9).await.unwrap();
    assert_eq!((progress.done, progress.total), (1, 1));
    assert_eq!(vault.search(world.organisation, "auftrag", 9)[0].case, case);
}

#[test]
async fn a_list_that_is_older_than_an_opened_name_hears_of_it() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let older = berta.vault.list_cases(world.organisation).await.unwrap();
    assert_eq!(berta.vault.names_now(world.organisation, &[case]).remaining, 1);
    // Another load of the list opens the name meanwhile; it is told of once.
    let told = berta.vault.open_names(world.organisation, 9).await.unwrap();
    assert_eq!(berta.vault.open_names(world.organisation, 9).await.unwrap().names, []);
    assert_eq!(older[0].name, CaseName::Pending);
    assert_eq!(berta.vault.names_now(world.organisation, &[case]), told);
    assert_eq!(told.names, [(case, open("Mara", "Lindqvist"))]);
    berta.vault.lock().await.unwrap();
    assert_eq!(berta.vault.names_now(world.organisation, &[case]).names, []);
}

#[test]
async fn names_and_opened_texts_are_searchable() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (mara, _) = (world.case(&berta, "Mara", "Lindqvist").await, world.case(&berta, "Jörg", "Süß").await);
    berta.vault.list_cases(world.organisation).await.unwrap();
    assert!(berta.vault.search(world.organisation, "lindq", 9).is_empty(), "nothing was opened yet");
    berta.vault.open_names(world.organisation, 1).await.unwrap();
    berta.vault.open_names(world.organisation, 1).await.unwrap();
    assert_eq!(berta.vault.search(world.organisation, "LINDQ", 9)[0].case, mara);
    assert_eq!(berta.vault.search(world.organisation, "suss", 9).len(), 1);
    assert!(berta.vault.search(world.organisation, "auftrag", 9).is_empty());
    let progress = berta.vault.index_cases(world.organisation, 1).await.unwrap();
    assert_eq!((progress.done, progress.total), (1, 2));
    let progress = berta.vault.index_cases(world.organisation, 9).await.unwrap();
    assert_eq!((progress.done, progress.total), (2, 2));
    let hits = berta.vault.search(world.organisation, "auftrag mara", 9);
    assert_eq!(hits.len(), 2, "the name and the text");
    assert_eq!(hits[0].case, mara);
    assert_eq!((hits[1].form.as_deref(), hits[1].field.as_deref()), (Some(known::HELP), Some("description")));
}

#[test]
async fn texts_of_many_cases_are_asked_for_at_once_and_one_that_is_left_out_is_asked_for_alone() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let mut cases = Vec::new();
    for name in ["Mara", "Jörg", "Lena", "Omar"] {
        cases.push(world.case(&berta, name, "Lindqvist").await);
    }
    let (left_out, swapped) = (cases[1], cases[2]);
    berta.vault.list_cases(world.organisation).await.unwrap();
    berta.device.tamper(move |request, answer| {
        if request.path.contains("/files?") {
            let mut files: CaseFiles = minicbor_serde::from_slice(&answer.body).unwrap();
            files.files.retain(|file| file.summary.id != left_out);
            for file in files.files.iter_mut().filter(|file| file.summary.id == swapped) {
                file.summary.organisation = OrganisationId(uuid::Uuid::from_u128(7));
            }
            answer.body = minicbor_serde::to_vec(&files).unwrap();
        }
    });
    let before = berta.sent().len();
    let progress = berta.vault.index_cases(world.organisation, 50).await.unwrap();
    assert_eq!((progress.done, progress.total), (4, 4));
    let sent: Vec<String> = berta.sent()[before..].iter().map(|(path, _)| path.clone()).collect();
    let alone: Vec<&String> = sent.iter().filter(|path| path.contains("/api/v1/cases/")).collect();
    assert_eq!(alone.len(), 1, "{sent:?}");
    assert!(alone[0].contains(&left_out.to_string()));
    // What came under the wrong organisation is no case of this one.
    let found: Vec<_> =
        berta.vault.search(world.organisation, "auftrag", 9).iter().map(|hit| hit.case).collect();
    assert!(!found.contains(&swapped) && found.len() == 3, "{found:?}");
}

#[test]
async fn five_megabytes_of_pasted_text_are_refused_before_anything_is_sent() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let before = berta.sent().len();
    let write = |text: String| WriteEntry {
        case,
        record: berta.vault.make_record().unwrap(),
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course(&text),
    };
    let refused = berta.vault.write_entry(write("x".repeat(5_000_000))).await;
    assert_eq!(refused, Err(WriteError::TextTooLong { field: "text".to_owned() }));
    assert_eq!(berta.sent().len(), before);
    let long = berta.vault.write_entry(write("y".repeat(3_900_000))).await.unwrap();
    assert_eq!(long.texts.get("text").as_open().map(str::len), Some(3_900_000));
}

#[test]
async fn facts_that_do_not_fit_the_form_are_refused_before_anything_is_sent() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let write = |form: &str, draft| WriteEntry {
        case,
        record: berta.vault.make_record().unwrap(),
        form: form.to_owned(),
        based_on: 0,
        draft,
    };
    let before = berta.sent().len();
    for bad in [
        write("unknown", course("x")),
        write(known::COURSE, draft(&[(known::DATE, "2026-02-30"), (known::KIND, "home_visit")], &[])),
        write(known::COURSE, draft(&[("text", "clear")], &[])),
    ] {
        assert!(matches!(berta.vault.write_entry(bad).await, Err(WriteError::Check(_))));
    }
    assert_eq!(berta.sent().len(), before);
}

#[test]
async fn a_case_that_does_not_exist_is_not_found() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let nowhere = berta.vault.make_case().unwrap();
    assert_eq!(berta.vault.open_case(world.organisation, nowhere).await, Err(CaseError::NotFound));
}
