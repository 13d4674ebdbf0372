//! What a renewal leaves beside each other: contents and slots of two epochs of one case, exchanged on the wire.

use super::{open, revision_at, revisions};
use api::{
    cases::{CaseFile, CaseSlot, PartSlot},
    ids::CaseId,
};
use proofs::hostile::{Notices, Stage, Trial, rechain_part, shown};
use std::collections::BTreeSet;
use vault::{
    CaseError,
    view::{CaseView, RotationReason},
};

/// A case that was written in before and after somebody left, and how the server had it between.
async fn renewed_case(stage: &Stage) -> (CaseId, CaseFile) {
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let record = stage.entry(&stage.berta, case, "course", "vorher").await.unwrap();
    stage.entry(&stage.berta, case, "rating", "vorher").await.unwrap();
    let before = stage.witness.case_file(stage.organisation, case).await.unwrap();
    stage.rotate(RotationReason::SomebodyLeft).await.unwrap();
    stage.load_key(&stage.berta).await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.change(&stage.berta, case, "course", (record, 1), "nachher").await.unwrap();
    stage.entry(&stage.berta, case, "rating", "nachher").await.unwrap();
    let view = stage.open(&stage.berta, case).await.unwrap();
    assert!(view.notices().is_empty(), "{:?}", view.notices());
    (case, before)
}

#[tokio::test]
async fn mal_a11_contents_of_two_epochs_exchanged_on_the_wire_are_never_shown() {
    let stage = Stage::build().await.unwrap();
    let (case, _) = renewed_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let places = revisions(&file);
    let epochs: BTreeSet<u32> = places.iter().map(|(.., revision)| revision.epoch).collect();
    assert!(epochs.len() > 1, "nothing was written under new keys: {epochs:?}");
    // The device that has opened it all and keeps what it verified, and one that has never seen the case.
    let fresh = stage.elsewhere(&stage.berta).await.unwrap();
    for device in [&stage.berta, &fresh] {
        let mut trial = Trial::begin(&stage, device).await.unwrap();
        for (part, entry, target) in &places {
            let (part, entry) = (*part, *entry);
            for (.., source) in places.iter().filter(|(.., source)| source.epoch != target.epoch) {
                // The claimed epoch alone, the envelope alone, both, all that is sealed and signed, the whole revision.
                for depth in 0..5 {
                    let what = format!(
                        "{} {} in the place of {} {}",
                        source.form, source.epoch, target.form, target.epoch
                    );
                    let source = source.clone();
                    device.wire.edit_case_file(move |file| {
                        let here = revision_at(file, part, entry);
                        match depth {
                            0 => here.epoch = source.epoch,
                            1 => here.envelope = source.envelope.clone(),
                            2 => {
                                here.epoch = source.epoch;
                                here.envelope = source.envelope.clone();
                            }
                            3 => {
                                here.epoch = source.epoch;
                                here.envelope = source.envelope.clone();
                                here.facts = source.facts.clone();
                                here.heads = source.heads;
                                here.signature = source.signature.clone();
                            }
                            _ => {
                                let place = (here.part, here.record, here.revision, here.previous);
                                *here = source.clone();
                                (here.part, here.record, here.revision, here.previous) = place;
                            }
                        }
                        rechain_part(&mut file.parts[part]);
                    });
                    trial.noticed(&format!("{what}, {depth}"), &open(&stage, device, case).await).unwrap();
                }
            }
        }
        assert!(trial.tried() >= 20, "only {} variants", trial.tried());
        trial.end().await.unwrap();
    }
}

/// A device that has opened the case before still has the keys, and shows what is true without asking the slots.
fn judge(trial: &mut Trial<'_>, what: &str, view: &Result<CaseView, CaseError>, honest: &str) {
    match view {
        Ok(view) if view.notices().is_empty() => trial.without_effect(what, &shown(view), honest).unwrap(),
        seen => trial.noticed(what, seen).unwrap(),
    }
}

#[tokio::test]
async fn mal_a10_slots_of_two_epochs_exchanged_on_the_wire_never_show_anything_else() {
    let stage = Stage::build().await.unwrap();
    let (case, before) = renewed_case(&stage).await;
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let honest = shown(&stage.open(&stage.witness, case).await.unwrap());
    let mut exchanged = 0;
    for (part, now) in file.parts.iter().enumerate() {
        for (at, own) in now.slots.iter().enumerate() {
            for other in now.slots.iter().filter(|other| other.epoch != own.epoch) {
                // In its clothes, in those of the slot that belongs here, and with the epoch of the other only.
                let variants = [
                    other.clone(),
                    PartSlot { slot: other.slot.clone(), ..own.clone() },
                    PartSlot { epoch: other.epoch, ..own.clone() },
                ];
                for (number, slot) in variants.into_iter().enumerate() {
                    stage.berta.wire.edit_case_file(move |file| file.parts[part].slots[at] = slot.clone());
                    let view = open(&stage, &stage.berta, case).await;
                    let what = format!("slot {} of part {part} is {}, {number}", own.epoch, other.epoch);
                    judge(&mut trial, &what, &view, &honest);
                    exchanged += 1;
                }
            }
        }
    }
    assert!(exchanged > 0, "no part has slots of two epochs");
    // The case keys of before and after, in the clothes of each other.
    for own in &file.slots {
        for other in before.slots.iter().chain(&file.slots).filter(|other| other.slot != own.slot) {
            let variants = [other.clone(), CaseSlot { slot: other.slot.clone(), ..own.clone() }];
            for (number, slot) in variants.into_iter().enumerate() {
                let key = own.slot.clone();
                stage.berta.wire.edit_case_file(move |file| {
                    for here in file.slots.iter_mut().filter(|here| here.slot == key) {
                        *here = slot.clone();
                    }
                });
                let view = open(&stage, &stage.berta, case).await;
                judge(
                    &mut trial,
                    &format!("case slot {} is {}, {number}", own.epoch, other.epoch),
                    &view,
                    &honest,
                );
            }
        }
    }
    // All slots as they were before the renewal: what was written since stays closed, and nothing can be written.
    let (cases, parts) = (before.slots.clone(), before.parts.clone());
    stage.berta.wire.edit_case_file(move |file| {
        file.slots = cases.clone();
        for (part, old) in file.parts.iter_mut().zip(&parts) {
            part.slots = old.slots.clone();
        }
    });
    let view = open(&stage, &stage.berta, case).await;
    judge(&mut trial, "all slots from before the renewal", &view, &honest);
    // And none of it stays: without lies everything is there again.
    stage.berta.wire.honest();
    assert_eq!(shown(&stage.open(&stage.berta, case).await.unwrap()), honest);
    trial.end().await.unwrap();
}
