//! Logs that are rolled back, shortened, reordered or forked.

use super::{open, revision_at, revisions};
use api::{
    chain::Head,
    ids::{CaseId, RecordId},
    organisations::LogPage,
    paths::v1,
    records::LogContent,
};
use proofs::hostile::{Device, Stage, Trial, is_path, rechain_log, rechain_part};
use vault::{
    CallError, KeyError, LogError,
    view::{CaseName, KeyOrigin},
};

/// A case that two people write in by turns, so that entries name what they have seen.
async fn shared_case(stage: &Stage) -> (CaseId, RecordId) {
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let record = stage.entry(&stage.berta, case, "course", "erster Besuch").await.unwrap();
    stage.open(&stage.witness, case).await.unwrap();
    stage.change(&stage.witness, case, "course", (record, 1), "ergänzt").await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.entry(&stage.berta, case, "course", "zweiter Besuch").await.unwrap();
    stage.entry(&stage.berta, case, "rating", "Einschätzung").await.unwrap();
    (case, record)
}

#[tokio::test]
async fn mal_a12_an_older_revision_is_noticed_by_a_device_that_has_seen_a_newer_one() {
    let stage = Stage::build().await.unwrap();
    let (case, _) = shared_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for part in 0..file.parts.len() {
        for keep in 0..file.parts[part].entries.len() {
            stage.berta.wire.edit_case_file(move |file| {
                file.parts[part].entries.truncate(keep);
                rechain_part(&mut file.parts[part]);
            });
            let what = format!("part {part} as it was after entry {keep}");
            let view = open(&stage, &stage.berta, case).await;
            trial.noticed(&what, &view).unwrap();
            assert!(!view.unwrap().writable, "{what}: nothing may be written upon an older state");
            // The same after a page load: the device remembers.
            let reloaded = stage.berta.reload();
            reloaded.vault.resume().await.unwrap();
            trial.noticed(&format!("{what}, after a reload"), &open(&stage, &reloaded, case).await).unwrap();
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a12_an_older_name_in_the_list_is_noticed_by_a_device_that_has_seen_a_newer_one() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Alt").await.unwrap();
    stage.berta.vault.list_cases(stage.organisation).await.unwrap();
    stage.berta.vault.open_names(stage.organisation, 9).await.unwrap();
    // The answer that brought the name.
    let old = stage.berta.wire.answer(|request| is_path(v1::CASES, &request.path)).unwrap();
    let person = stage.open(&stage.berta, case).await.unwrap().single("person").unwrap().record;
    stage.change(&stage.berta, case, "person", (person, 1), "Neu").await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.berta.vault.list_cases(stage.organisation).await.unwrap();
    stage.berta.vault.open_names(stage.organisation, 9).await.unwrap();

    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let old = minicbor_serde::from_slice::<api::cases::CaseList>(&old.body).unwrap();
    assert!(old.cases[0].name.is_some());
    stage.berta.wire.edit_case_list(move |list| {
        // Something about the case has changed, says the server, and then gives the old name.
        list.cases.clone_from(&old.cases);
        for item in &mut list.cases {
            item.summary.updated_at += 1;
        }
    });
    let rows = stage.berta.vault.list_cases(stage.organisation).await.unwrap();
    let names = stage.berta.vault.open_names(stage.organisation, 9).await.unwrap();
    // Whichever of the two says it.
    let shows_old = rows
        .iter()
        .map(|row| &row.name)
        .chain(names.names.iter().map(|(_, name)| name))
        .any(|name| matches!(name, CaseName::Open { family, .. } if family.contains("Alt")));
    assert!(!shows_old, "the list shows a name that this device knows to be an older one");
    trial.noticed("an older list", &notices(&rows, &names)).unwrap();
    trial.end().await.unwrap();
}

/// Rows or names, whichever warns.
fn notices(
    rows: &[vault::view::CaseRow],
    names: &vault::view::NameBatch,
) -> Result<Vec<vault::view::CaseRow>, CaseName> {
    match names.names.iter().find(|(_, name)| *name == CaseName::Damaged) {
        Some((_, name)) => Err(name.clone()),
        None => Ok(rows.to_vec()),
    }
}

#[tokio::test]
async fn mal_a13_a_rolled_back_organisation_is_noticed_by_memory_and_by_the_key_files_checkpoint() {
    let stage = Stage::build().await.unwrap();
    let full = stage.berta.log(stage.organisation).await.unwrap();
    assert!(full.entries.len() >= 3, "genesis and two certificates");
    // Berta's device has seen everything; it comes back on the next day.
    stage.berta.vault.organisation(stage.organisation).await.unwrap();
    stage.berta.vault.logout().await.unwrap();
    stage.berta.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let load = async |device: &Device, file: &str| {
        let origin = KeyOrigin::File(file.into());
        device.vault.load_key(stage.organisation, origin, false, None).await
    };
    for keep in 0..full.entries.len() {
        stage.berta.wire.edit_log(move |page| shorten(page, keep));
        let loaded = load(&stage.berta, stage.place.key_file().as_str()).await;
        trial.noticed(&format!("{keep} entries are left, seen by the same device"), &loaded).unwrap();
        let rolled_back =
            [LogError::RolledBack, LogError::Genesis].map(|error| KeyError::Call(CallError::Log(error)));
        assert!(loaded.is_err_and(|error| rolled_back.contains(&error)));
    }
    trial.end().await.unwrap();

    // A new device knows only what the key file says: a file that was saved later carries a later checkpoint.
    let head = full.entries.last().map(|entry| Head { n: entry.n, hash: entry.hash }).unwrap();
    let file = crypto::KeyFile::parse(stage.place.key_file().as_str().as_bytes()).unwrap();
    let checkpoint = crypto::Head { n: head.n, hash: head.hash.0 };
    let later = crypto::KeyFile { checkpoint, ..file }.to_text();
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    fresh.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for keep in 0..full.entries.len() {
        fresh.wire.edit_log(move |page| shorten(page, keep));
        let loaded = load(&fresh, &later).await;
        trial.noticed(&format!("{keep} entries are left, seen by a new device"), &loaded).unwrap();
    }
    fresh.wire.honest();
    load(&fresh, &later).await.unwrap();
    trial.end().await.unwrap();
}

fn shorten(page: &mut LogPage, keep: usize) {
    page.entries.truncate(keep);
    page.head = page.entries.last().map_or(Head::EMPTY, |last| Head { n: last.n, hash: last.hash });
}

#[tokio::test]
async fn mal_a16_every_entry_left_out_and_every_pair_of_neighbours_swapped_shows() {
    let stage = Stage::build().await.unwrap();
    let (case, _) = shared_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for part in 0..file.parts.len() {
        let length = file.parts[part].entries.len();
        for at in 0..length {
            // As it stands, and with numbers and hashes that fit again.
            for fitting in [false, true] {
                stage.berta.wire.edit_case_file(move |file| {
                    file.parts[part].entries.remove(at);
                    if fitting {
                        rechain_part(&mut file.parts[part]);
                    }
                });
                let view = open(&stage, &stage.berta, case).await;
                trial.noticed(&format!("part {part} without entry {at}, fitting: {fitting}"), &view).unwrap();
                if at + 1 < length {
                    stage.berta.wire.edit_case_file(move |file| {
                        file.parts[part].entries.swap(at, at + 1);
                        if fitting {
                            rechain_part(&mut file.parts[part]);
                        }
                    });
                    let view = open(&stage, &stage.berta, case).await;
                    trial.noticed(&format!("part {part}, {at} swapped, fitting: {fitting}"), &view).unwrap();
                }
            }
        }
        // The whole part is missing.
        stage.berta.wire.edit_case_file(move |file| {
            file.parts.remove(part);
        });
        let view = open(&stage, &stage.berta, case).await;
        trial.noticed(&format!("without part {part}"), &view).unwrap();
    }
    trial.end().await.unwrap();
}

/// A device that has never seen the case has nothing but what later entries name.
#[tokio::test]
async fn mal_a16_a_new_device_notices_what_later_entries_have_acknowledged() {
    let stage = Stage::build().await.unwrap();
    let (case, _) = shared_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let fresh = stage.elsewhere(&stage.berta).await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for part in 0..file.parts.len() {
        let named = |n: u64| {
            file.parts[part].entries.iter().any(|entry| match &entry.content {
                LogContent::Revision(revision) => entry.n > n && revision.heads.part.n >= n,
                LogContent::Statement(signed) => entry.n > n && signed.decode().unwrap().heads.part.n >= n,
            })
        };
        for (at, entry) in file.parts[part].entries.iter().enumerate() {
            if named(entry.n) {
                fresh.wire.edit_case_file(move |file| {
                    file.parts[part].entries.remove(at);
                    rechain_part(&mut file.parts[part]);
                });
                let view = open(&stage, &fresh, case).await;
                trial.noticed(&format!("part {part} without entry {at} on a new device"), &view).unwrap();
            }
        }
    }
    assert!(trial.tried() >= 4, "only {} entries are acknowledged", trial.tried());
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a16_the_organisation_log_without_an_entry_or_in_another_order_is_refused() {
    let stage = Stage::build().await.unwrap();
    let dora = stage.caseworker("dora").await.unwrap();
    stage.admin.vault.block(stage.organisation, dora.session().await.unwrap().account).await.unwrap();
    let organisation = stage.organisation;
    let full = stage.berta.log(organisation).await.unwrap();
    stage.berta.vault.organisation(organisation).await.unwrap();
    stage.berta.vault.logout().await.unwrap();
    stage.berta.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for at in 0..full.entries.len() {
        for (swap, fitting) in [(false, false), (false, true), (true, false), (true, true)] {
            if swap && at + 1 == full.entries.len() {
                continue;
            }
            let n = full.entries[at].n;
            stage.berta.wire.edit_log(move |page| {
                // By number, because a client that misses something asks for the rest.
                if swap {
                    let Some(at) = page.entries.iter().position(|entry| entry.n == n) else { return };
                    if at + 1 < page.entries.len() {
                        page.entries.swap(at, at + 1);
                    }
                } else {
                    page.entries.retain(|entry| entry.n != n);
                }
                if fitting {
                    rechain_log(organisation, page);
                }
            });
            let origin = KeyOrigin::File(stage.place.key_file());
            let loaded = stage.berta.vault.load_key(organisation, origin, false, None).await;
            trial.noticed(&format!("entry {at}, swapped: {swap}, fitting: {fitting}"), &loaded).unwrap();
        }
    }
    trial.end().await.unwrap();
}

/// An entry is put twice: at its place and once more at the end.
#[tokio::test]
async fn mal_a16_doubled_revisions_do_not_count_twice() {
    let stage = Stage::build().await.unwrap();
    let (case, _) = shared_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for (part, entry, revision) in revisions(&file) {
        stage.berta.wire.edit_case_file(move |file| {
            let again = file.parts[part].entries[entry].clone();
            assert_eq!(revision_at(file, part, entry).record, revision.record);
            file.parts[part].entries.push(again);
            rechain_part(&mut file.parts[part]);
        });
        let view = open(&stage, &stage.berta, case).await;
        trial.noticed(&format!("entry {entry} of part {part} once more"), &view).unwrap();
    }
    trial.end().await.unwrap();
}
