//! Servers that answer with ids of their own. Ids come from clients and are bound into everything that is sealed and
//! signed.

use super::{open, revision_at, revisions};
use api::{
    cases::CaseReceipt,
    ids::{AccountId, CaseId, KeyId, OrganisationId, PartId, RecordId, TenantId},
    organisations::Receipt,
    paths::v1,
    records::LogContent,
};
use proofs::{
    draft,
    hostile::{CANARY, Device, Stage, Trial, is_path, rechain_part, shown},
};
use vault::view::{KeyOrigin, WriteEntry};

const OTHER: [u8; 16] = [9; 16];

#[tokio::test]
async fn mal_a40_a_case_file_with_other_ids_is_refused_or_marked() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    stage.entry(&stage.berta, case, "course", "Besuch").await.unwrap();
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for what in 0..8 {
        for part in 0..file.parts.len() {
            stage.berta.wire.edit_case_file(move |file| {
                match what {
                    0 => file.summary.id = CaseId::from_bytes(OTHER),
                    1 => file.summary.organisation = OrganisationId::from_bytes(OTHER),
                    2 => file.parts[part].id = PartId::from_bytes(OTHER),
                    3 => file.slots[0].key = KeyId::from_bytes(OTHER),
                    4 => file.parts[part].slots[0].key = KeyId::from_bytes(OTHER),
                    5 => file.slots[0].organisation = OrganisationId::from_bytes(OTHER),
                    6 => file.parts[part].slots[0].organisation = OrganisationId::from_bytes(OTHER),
                    _ => file.parts[part].kind = "erfunden".to_owned(),
                }
                rechain_part(&mut file.parts[part]);
            });
            let seen = open(&stage, &stage.berta, case).await;
            trial.noticed(&format!("id {what} of part {part}"), &seen).unwrap();
        }
    }
    // Ids inside of the revisions.
    for (part, entry, _) in revisions(&file) {
        for what in 0..4 {
            stage.berta.wire.edit_case_file(move |file| {
                let revision = revision_at(file, part, entry);
                match what {
                    0 => revision.case = CaseId::from_bytes(OTHER),
                    1 => revision.part = PartId::from_bytes(OTHER),
                    2 => revision.record = RecordId::from_bytes(OTHER),
                    _ => revision.author = AccountId::from_bytes(OTHER),
                }
                rechain_part(&mut file.parts[part]);
            });
            let seen = open(&stage, &stage.berta, case).await;
            trial.noticed(&format!("id {what} of entry {entry} in part {part}"), &seen).unwrap();
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a40_receipts_with_other_ids_and_heads_change_nothing_of_what_was_written() {
    let stage = Stage::build().await.unwrap();
    // A case is created and the server answers with parts of its own.
    stage.berta.wire.tamper(|request, response| {
        if is_path(v1::CASES, &request.path) && request.method.writes() {
            let mut receipt: CaseReceipt = minicbor_serde::from_slice(&response.body).unwrap();
            for part in &mut receipt.heads {
                part.part = PartId::from_bytes(OTHER);
                part.head.hash.0[0] ^= 1;
            }
            response.body = minicbor_serde::to_vec(&receipt).unwrap();
        }
    });
    let configuration = stage.berta.vault.configuration().await.unwrap();
    let entries = ["person", "help"]
        .map(|form| (form.to_owned(), draft(&configuration, form, |key| format!("{CANARY} {key}")).unwrap()));
    let id = stage.berta.vault.make_case().unwrap();
    let new = vault::view::NewCase {
        id,
        organisation: stage.organisation,
        unit: None,
        responsible: stage.berta.session().await.unwrap().account,
        deputy: None,
        team: Vec::new(),
        entries: entries.into(),
    };
    let created = stage.berta.vault.create_case(new).await;
    assert!(created.as_ref().map_or(true, |created| created.case == id), "the client took the server's id");
    assert!(stage.berta.wire.lies() > 0);
    stage.berta.wire.honest();
    let view = stage.open(&stage.berta, id).await.unwrap();
    assert!(view.warnings.is_empty() && view.writable);

    // An entry is written and the server answers with a head of its own: the next opening tells which one is right.
    let lies = stage.berta.wire.lies();
    stage.berta.wire.tamper(|request, response| {
        if is_path(v1::RECORDS, &request.path) {
            let mut receipt: Receipt = minicbor_serde::from_slice(&response.body).unwrap();
            receipt.head.hash.0[0] ^= 1;
            response.body = minicbor_serde::to_vec(receipt).unwrap();
        }
    });
    let record = stage.berta.vault.make_record().unwrap();
    let text = draft(&configuration, "course", |key| format!("{CANARY} {key}")).unwrap();
    let write = WriteEntry { case: id, record, form: "course".to_owned(), based_on: 0, draft: text };
    let _answered = stage.berta.vault.write_entry(write.clone()).await;
    assert!(stage.berta.wire.lies() > lies);
    stage.berta.wire.honest();
    // Whatever was answered: the entry is there once, and a repetition makes no second one.
    let _again = stage.berta.vault.write_entry(write).await;
    let view = stage.open(&stage.berta, id).await.unwrap();
    assert!(view.warnings.is_empty(), "{:?}", view.warnings);
    assert_eq!(view.of_form("course").count(), 1);
    let witness = stage.open(&stage.witness, id).await.unwrap();
    assert_eq!(shown(&view), shown(&witness));
}

#[tokio::test]
async fn mal_a40_lists_sessions_and_organisations_with_other_ids_are_refused() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let organisation = stage.organisation;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    stage.berta.wire.edit_case_list(|list| {
        for item in &mut list.cases {
            item.summary.organisation = OrganisationId::from_bytes(OTHER);
        }
    });
    trial
        .noticed("a list of another organisation", &stage.berta.vault.list_cases(organisation).await)
        .unwrap();
    stage.berta.wire.edit_case_list(|list| {
        for item in &mut list.cases {
            item.summary.id = CaseId::from_bytes(OTHER);
        }
    });
    trial.noticed("a list with other cases", &stage.berta.vault.list_cases(organisation).await).unwrap();
    stage.berta.wire.edit_organisation(|view| view.id = OrganisationId::from_bytes(OTHER));
    trial.noticed("another organisation", &stage.berta.vault.organisation(organisation).await).unwrap();
    trial.end().await.unwrap();

    // The session claims another tenant, organisation or account: no key of this person opens anything there.
    for what in 0..3 {
        let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
        fresh.log_in().await.unwrap();
        let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
        fresh.wire.edit_session(move |session| match what {
            0 => session.tenant = Some(TenantId::from_bytes(OTHER)),
            1 => session.memberships[0].organisation = OrganisationId::from_bytes(OTHER),
            _ => session.account = AccountId::from_bytes(OTHER),
        });
        let refreshed = fresh.vault.refresh_session().await;
        let origin = KeyOrigin::File(stage.place.key_file());
        let loaded = fresh.vault.load_key(organisation, origin, false, None).await;
        if let Err(error) = refreshed {
            trial.noticed(&format!("session {what}"), &Err::<(), _>(error)).unwrap();
        } else {
            trial.noticed(&format!("session {what}"), &loaded).unwrap();
        }
        assert!(loaded.is_err(), "{what}");
        trial.end().await.unwrap();
    }
}

/// The organisation log with the ids of another one.
#[tokio::test]
async fn mal_a40_the_log_of_another_organisation_is_refused() {
    let stage = Stage::build().await.unwrap();
    let (emil, house) = stage.other_organisation().await.unwrap();
    let foreign = emil.log(house.organisation).await.unwrap();
    let organisation = stage.organisation;
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    fresh.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for what in 0..3 {
        let foreign = foreign.clone();
        fresh.wire.edit_log(move |page| {
            *page = foreign.clone();
            if what > 0 {
                for entry in &mut page.entries {
                    let LogContent::Statement(signed) = &mut entry.content else { panic!() };
                    let mut statement = signed.decode().unwrap();
                    statement.organisation = organisation;
                    if what == 2 {
                        signed.body = api::Bytes(statement.to_cbor());
                    }
                }
                proofs::hostile::rechain_log(organisation, page);
            }
        });
        let origin = KeyOrigin::File(stage.place.key_file());
        let loaded = fresh.vault.load_key(organisation, origin, false, None).await;
        trial.noticed(&format!("the log of another organisation, {what}"), &loaded).unwrap();
    }
    trial.end().await.unwrap();
}
