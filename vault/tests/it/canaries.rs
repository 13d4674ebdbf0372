//! What is typed into sealed fields never leaves the browser readable, and never stays on the device readable.

use crate::{
    support::{course, draft, test},
    world::World,
};
use api::configuration::known;
use vault::view::{NewCase, WriteEntry};

const CANARY: &str = "Kanarienvogel";

#[test]
async fn mal_a33_no_typed_text_is_sent_or_stored_readable() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.load(&berta, true).await;
    let configuration = berta.vault.configuration().await.unwrap();
    let sealed = |form: &str| {
        let form = configuration.form(form).unwrap();
        let fields = configuration.fields(form);
        let keys: Vec<String> =
            fields.into_iter().filter(|field| field.field.is_sealed()).map(|field| field.key).collect();
        keys
    };
    let filled = |form: &str, facts: &[(&str, &str)]| {
        let mut draft = draft(facts, &[]);
        draft.texts = sealed(form).into_iter().map(|key| (key.clone(), format!("{CANARY} {key}"))).collect();
        draft
    };
    let case = berta.vault.make_case().unwrap();
    let new = NewCase {
        id: case,
        organisation: world.organisation,
        unit: None,
        responsible: berta.session.account,
        deputy: None,
        team: Vec::new(),
        entries: vec![
            (known::PERSON.to_owned(), filled(known::PERSON, &[])),
            (known::CONTACT.to_owned(), filled(known::CONTACT, &[("role", "mother")])),
            (
                known::HELP.to_owned(),
                filled(known::HELP, &[(known::HELP_TYPE, "§34"), (known::START, "2026-09-01")]),
            ),
        ],
    };
    berta.vault.create_case(new).await.unwrap();
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let record = berta.vault.make_record().unwrap();
    let write = WriteEntry {
        case,
        record,
        form: known::COURSE.to_owned(),
        based_on: 0,
        draft: course(&format!("{CANARY} im Verlauf")),
    };
    berta.vault.write_entry(write).await.unwrap();
    berta.vault.withdraw_entry(case, record, 1, format!("{CANARY} als Grund")).await.unwrap();
    let closing = filled(known::CLOSING, &[(known::DATE, "2026-11-23")]);
    berta.vault.close_case(case, closing).await.unwrap();
    berta.vault.list_cases(world.organisation).await.unwrap();
    berta.vault.open_names(world.organisation, 9).await.unwrap();
    assert!(!berta.vault.search(world.organisation, CANARY, 9).is_empty(), "it is readable here");

    let needle = CANARY.as_bytes();
    for (place, bytes) in berta.sent().into_iter().chain(berta.disk.0.blobs()) {
        assert!(!place.contains(CANARY));
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{place}");
    }
}
