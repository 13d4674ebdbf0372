//! Envelopes and wrapped keys: changed, exchanged, of another suite.

use super::{open, revision_at, revisions};
use api::{
    Bytes,
    cases::{CaseFile, CaseSlot, PartSlot},
    chain::sha256,
    ids::CaseId,
    records::Revision,
};
use proofs::{
    Chance, Kind,
    hostile::{Device, Place, Stage, Trial, rechain_part},
};
use vault::view::{CaseName, CaseView};

/// A case with several parts and records and a changed record.
async fn full_case(stage: &Stage, device: &Device, family: &str) -> CaseId {
    let case = stage.case(device, family).await.unwrap();
    let record = stage.entry(device, case, "course", "erster Besuch").await.unwrap();
    stage.change(device, case, "course", (record, 1), "doch ein anderer").await.unwrap();
    stage.entry(device, case, "rating", "Einschätzung").await.unwrap();
    case
}

#[tokio::test]
async fn mal_a07_any_bit_of_any_wrapped_key_flipped_opens_nothing_and_always_shows_the_same() {
    flipped_slots(Stage::build().await.unwrap(), 60).await;
}

/// The same attack with PostgreSQL below, where `WIMES_TEST_DATABASE` says so: the layer is above the store, so that one
/// attack for both is enough.
#[tokio::test]
async fn mal_a07_flipped_slots_show_on_the_database_of_the_environment_too() {
    flipped_slots(Stage::build_on(Kind::of_environment().unwrap()).await.unwrap(), 4).await;
}

async fn flipped_slots(stage: Stage, times: usize) {
    let case = full_case(&stage, &stage.berta, "Eins").await;
    let mut chance = Chance::of_environment().unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let mut seen: Vec<CaseView> = Vec::new();
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    for number in 0..times {
        let slot = &file.slots[0].slot.0;
        let (at, bit) = (chance.below(slot.len()), chance.below(8));
        stage.berta.wire.edit_case_file(move |file| file.slots[0].slot.0[at] ^= 1 << bit);
        let view = open(&stage, &stage.berta, case).await;
        trial.noticed(&format!("case slot {number}, byte {at}, bit {bit}"), &view).unwrap();
        seen.push(view.unwrap());
    }
    // Every failure of a case key looks the same, wherever the bit was.
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "the place of the bit shows");
    assert!(!seen[0].readable && !seen[0].writable);
    for part in 0..file.parts.len() {
        seen.clear();
        for number in 0..times / 2 {
            let slot = &file.parts[part].slots[0].slot.0;
            let (at, bit) = (chance.below(slot.len()), chance.below(8));
            stage.berta.wire.edit_case_file(move |file| file.parts[part].slots[0].slot.0[at] ^= 1 << bit);
            let view = open(&stage, &stage.berta, case).await;
            trial.noticed(&format!("slot {number} of part {part}, byte {at}, bit {bit}"), &view).unwrap();
            seen.push(view.unwrap());
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "the place of the bit shows in part {part}");
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a05_slots_that_the_server_adds_or_exchanges_are_never_used() {
    let stage = Stage::build().await.unwrap();
    let case = full_case(&stage, &stage.berta, "Eins").await;
    let keys = stage.keys(&stage.berta).await.unwrap();
    let known = stage.case_keys(case, &keys).await.unwrap();
    let tenant = stage.place.tenant;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let honest = proofs::hostile::shown(&stage.open(&stage.berta, case).await.unwrap());

    // A part key of the attacker's, wrapped as it should be under the case key (which whoever holds the key file can
    // open), with the id that the access statement names: only the check value tells.
    for (part, access, key) in &known.parts {
        let evil = crypto::hazmat::part_key(key.id(), &[0x42; 32]);
        let context = crypto::PartKeyContext {
            tenant: tenant.as_bytes(),
            organisation: stage.organisation.as_bytes(),
            case: case.as_bytes(),
            part: part.as_bytes(),
            epoch: access.epoch,
            key: key.id(),
        };
        let slot = crypto::wrap_part_key(&known.case, &context, &evil).unwrap();
        let part = *part;
        for replace in [true, false] {
            let slot = slot.clone();
            stage.berta.wire.edit_case_file(move |file| {
                let file = file.parts.iter_mut().find(|file| file.id == part).unwrap();
                let evil = PartSlot { slot: Bytes(slot.clone()), ..file.slots[0].clone() };
                if replace { file.slots = vec![evil] } else { file.slots.insert(0, evil) }
            });
            let view = open(&stage, &stage.berta, case).await.unwrap();
            let what = format!("a part key of the attacker's, replaced: {replace}");
            if replace {
                trial.noticed(&what, &view).unwrap();
                assert!(!view.writable, "nothing may be sealed under a key that no statement names");
            } else {
                // The right one stands there too, and is found by its check value.
                trial.without_effect(&what, &proofs::hostile::shown(&view), &honest).unwrap();
            }
        }
        // Behind the right one, and of epochs that no statement names, it is not even looked at.
        let slot = slot.clone();
        stage.berta.wire.edit_case_file(move |file| {
            let file = file.parts.iter_mut().find(|file| file.id == part).unwrap();
            let right = file.slots[0].clone();
            file.slots.push(PartSlot { slot: Bytes(slot.clone()), ..right.clone() });
            file.slots.push(PartSlot { slot: Bytes(slot.clone()), epoch: right.epoch + 1, ..right });
        });
        let view = stage.open(&stage.berta, case).await.unwrap();
        trial.without_effect("further slots", &proofs::hostile::shown(&view), &honest).unwrap();
    }
    // A case key of the attacker's beside the right one.
    let evil = crypto::hazmat::case_key(known.case.id(), &[0x42; 32]);
    let context = crypto::CaseKeyContext {
        tenant: tenant.as_bytes(),
        organisation: stage.organisation.as_bytes(),
        case: case.as_bytes(),
        key: evil.id(),
    };
    let slot = Bytes(crypto::wrap_case_key(&keys.organisation.secrets(), &context, &evil).unwrap());
    stage.berta.wire.edit_case_file(move |file| {
        file.slots = vec![CaseSlot { slot: slot.clone(), ..file.slots[0].clone() }];
    });
    let view = open(&stage, &stage.berta, case).await;
    trial.noticed("a case key of the attacker's", &view).unwrap();
    assert!(!view.unwrap().writable);
    trial.end().await.unwrap();
}

/// Somewhere that an envelope stands.
struct Standing {
    what: String,
    revision: Revision,
}

async fn collect(device: &Device, place: &Place, case: CaseId, what: &str) -> (CaseFile, Vec<Standing>) {
    let file = device.case_file(place.organisation, case).await.unwrap();
    let standing = revisions(&file)
        .into_iter()
        .map(|(part, entry, revision)| {
            let what =
                format!("{what} {} {entry} {} {}", file.parts[part].kind, revision.form, revision.revision);
            Standing { what, revision }
        })
        .collect();
    (file, standing)
}

/// Forms, records, revisions, parts, cases, organisations, tenants: everything that a server has to choose from.
#[tokio::test]
async fn mal_a09_envelopes_exchanged_between_any_two_places_are_never_shown_as_content() {
    let stage = Stage::build().await.unwrap();
    let (one, two) =
        (full_case(&stage, &stage.berta, "Eins").await, full_case(&stage, &stage.berta, "Zwei").await);
    let (emil, house) = stage.other_organisation().await.unwrap();
    let (dora, tenant) = stage.other_tenant("fremde").await.unwrap();
    let there = proofs::hostile::case_of(&emil, house.organisation, "Drei").await.unwrap();
    let far = proofs::hostile::case_of(&dora, tenant.organisation, "Vier").await.unwrap();
    let (_, targets) = collect(&stage.berta, &stage.place, one, "case").await;
    let mut sources = collect(&stage.berta, &stage.place, one, "case").await.1;
    sources.extend(collect(&stage.berta, &stage.place, two, "other case").await.1);
    sources.extend(collect(&emil, &house, there, "other organisation").await.1);
    sources.extend(collect(&dora, &tenant, far, "other tenant").await.1);
    let places = {
        let file = stage.berta.case_file(stage.organisation, one).await.unwrap();
        revisions(&file)
    };
    assert!(
        targets.len() >= 5 && sources.len() >= 14,
        "{} places, {} envelopes",
        targets.len(),
        sources.len()
    );

    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for ((part, entry, target), standing) in places.iter().zip(&targets) {
        let (part, entry) = (*part, *entry);
        for source in sources.iter().filter(|source| source.revision.envelope != target.envelope) {
            let what = format!("{} in the place of {}", source.what, standing.what);
            // The envelope alone, with chains that fit; the same with what belongs to it; and the whole revision.
            for depth in 0..3 {
                let source = source.revision.clone();
                stage.berta.wire.edit_case_file(move |file| {
                    let here = revision_at(file, part, entry);
                    match depth {
                        0 => here.envelope = source.envelope.clone(),
                        1 => {
                            here.envelope = source.envelope.clone();
                            here.facts = source.facts.clone();
                            here.signature = source.signature.clone();
                        }
                        _ => {
                            let place = (here.case, here.part, here.record);
                            *here = source.clone();
                            (here.case, here.part, here.record) = place;
                        }
                    }
                    rechain_part(&mut file.parts[part]);
                });
                trial.noticed(&format!("{what}, {depth}"), &open(&stage, &stage.berta, one).await).unwrap();
            }
        }
    }
    assert!(trial.tried() > 150, "only {} variants", trial.tried());
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a10_slots_exchanged_between_any_two_places_open_nothing() {
    let stage = Stage::build().await.unwrap();
    let (one, two) =
        (full_case(&stage, &stage.berta, "Eins").await, full_case(&stage, &stage.berta, "Zwei").await);
    let (emil, house) = stage.other_organisation().await.unwrap();
    let (dora, tenant) = stage.other_tenant("fremde").await.unwrap();
    let there = proofs::hostile::case_of(&emil, house.organisation, "Drei").await.unwrap();
    let far = proofs::hostile::case_of(&dora, tenant.organisation, "Vier").await.unwrap();
    let files = [
        stage.berta.case_file(stage.organisation, one).await.unwrap(),
        stage.berta.case_file(stage.organisation, two).await.unwrap(),
        emil.case_file(house.organisation, there).await.unwrap(),
        dora.case_file(tenant.organisation, far).await.unwrap(),
    ];
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let slots: Vec<(String, PartSlot)> = files
        .iter()
        .enumerate()
        .flat_map(|(number, file)| {
            file.parts.iter().flat_map(move |part| {
                part.slots.iter().map(move |slot| (format!("{number} {}", part.kind), slot.clone()))
            })
        })
        .collect();
    for (part, file) in files[0].parts.iter().enumerate() {
        let own = &file.slots[0];
        for (what, slot) in slots.iter().filter(|(_, slot)| slot.slot != own.slot) {
            // As it is, and with the clear columns of the slot that belongs here.
            for dressed in [false, true] {
                let other =
                    if dressed { PartSlot { slot: slot.slot.clone(), ..own.clone() } } else { slot.clone() };
                stage.berta.wire.edit_case_file(move |file| file.parts[part].slots = vec![other.clone()]);
                let view = open(&stage, &stage.berta, one).await;
                trial.noticed(&format!("part slot {what} in part {part}, {dressed}"), &view).unwrap();
            }
        }
        // A part slot is no case slot either, nor the reverse.
        let (as_case, as_part) = (own.slot.clone(), files[0].slots[0].slot.clone());
        stage.berta.wire.edit_case_file(move |file| file.slots[0].slot = as_case.clone());
        trial.noticed("a part slot as case slot", &open(&stage, &stage.berta, one).await).unwrap();
        stage.berta.wire.edit_case_file(move |file| file.parts[part].slots[0].slot = as_part.clone());
        trial.noticed("a case slot as part slot", &open(&stage, &stage.berta, one).await).unwrap();
    }
    for (number, file) in files.iter().enumerate().skip(1) {
        for dressed in [false, true] {
            let (other, own) = (file.slots[0].clone(), files[0].slots[0].clone());
            let other = if dressed { CaseSlot { slot: other.slot, ..own } } else { other };
            stage.berta.wire.edit_case_file(move |file| file.slots = vec![other.clone()]);
            let view = open(&stage, &stage.berta, one).await;
            trial.noticed(&format!("case slot of {number}, {dressed}"), &view).unwrap();
        }
    }
    // Claimed to be of another epoch.
    for epoch in [0, 2, u32::MAX] {
        stage.berta.wire.edit_case_file(move |file| file.slots[0].epoch = epoch);
        trial.noticed("another epoch of the case slot", &open(&stage, &stage.berta, one).await).unwrap();
        stage.berta.wire.edit_case_file(move |file| file.parts[0].slots[0].epoch = epoch);
        trial.noticed("another epoch of the part slot", &open(&stage, &stage.berta, one).await).unwrap();
    }
    trial.end().await.unwrap();
}

/// The list carries envelopes of its own: both slots, access statements and the person record of every case.
#[tokio::test]
async fn mal_a11_what_opens_names_in_the_list_opens_them_nowhere_else() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    stage.case(&stage.berta, "Zwei").await.unwrap();
    for field in 0..6 {
        // A device that has not opened the names yet.
        let fresh = stage.elsewhere(&stage.berta).await.unwrap();
        let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
        fresh.wire.edit_case_list(move |list| {
            // The list comes before the names.
            if list.cases.iter().any(|item| item.name.is_none()) {
                return;
            }
            let (left, right) = list.cases.split_at_mut(1);
            let (Some(one), Some(two)) = (&mut left[0].name, &mut right[0].name) else { panic!("no names") };
            match field {
                0 => std::mem::swap(one, two),
                1 => std::mem::swap(&mut one.case_slot, &mut two.case_slot),
                2 => std::mem::swap(&mut one.part_slot, &mut two.part_slot),
                3 => std::mem::swap(&mut one.access, &mut two.access),
                4 => std::mem::swap(&mut one.person, &mut two.person),
                _ => std::mem::swap(&mut one.person.envelope, &mut two.person.envelope),
            }
        });
        fresh.vault.list_cases(stage.organisation).await.unwrap();
        let names = fresh.vault.open_names(stage.organisation, 10).await;
        trial.noticed(&format!("field {field} of names exchanged"), &names).unwrap();
        let names = names.unwrap().names;
        assert!(names.iter().all(|(_, name)| *name == CaseName::Damaged), "{names:?}");
        trial.end().await.unwrap();
    }
}

#[tokio::test]
async fn mal_a18_other_suites_and_unknown_kinds_are_refused_and_nothing_falls_back() {
    let stage = Stage::build().await.unwrap();
    let case = full_case(&stage, &stage.berta, "Eins").await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let (part, entry, _) = revisions(&file)[0].clone();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    // Magic, suite, kind and schema, each with values near the right one and far from it.
    for at in [0_usize, 3, 4, 5, 6, 7] {
        for value in [0_u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x7f, 0x80, 0xff] {
            let envelope = revision_at(&mut file.clone(), part, entry).envelope.clone().unwrap();
            if envelope.0[at] != value {
                stage.berta.wire.edit_case_file(move |file| {
                    let here = revision_at(file, part, entry).envelope.as_mut().unwrap();
                    here.0[at] = value;
                    let hash = sha256(&here.0);
                    revision_at(file, part, entry).envelope_hash = hash;
                    rechain_part(&mut file.parts[part]);
                });
                let view = open(&stage, &stage.berta, case).await;
                trial.noticed(&format!("byte {at} of an envelope is {value}"), &view).unwrap();
            }
            if file.slots[0].slot.0[at] != value {
                stage.berta.wire.edit_case_file(move |file| file.slots[0].slot.0[at] = value);
                let view = open(&stage, &stage.berta, case).await;
                trial.noticed(&format!("byte {at} of a slot is {value}"), &view).unwrap();
            }
        }
    }
    trial.end().await.unwrap();
}
