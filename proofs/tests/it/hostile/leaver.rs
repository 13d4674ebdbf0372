//! Somebody leaves and keeps the old key file and everything that the server ever gave; the server is a friend.

use super::revisions;
use api::{
    cases::CaseFile,
    ids::{CaseId, KeyId},
    keys::{KeyChain, RenewCase},
    organisations::{Grant, Role, Scope},
    paths::v1,
    records::Revision,
};
use crypto::{Header, KeyFile, OrganisationKey, PreviousKeyContext};
use proofs::hostile::{CaseKeys, Device, Stage, Step, Trial, is_path};
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};
use vault::view::{KeyOrigin, RotationReason};

/// What somebody with an organisation key opens of a case: ids of all part keys that the case's slots of that epoch lead to.
fn reachable(stage: &Stage, key: &OrganisationKey, file: &CaseFile) -> BTreeSet<[u8; 16]> {
    CaseKeys::open_all(stage.place.tenant, key, file)
        .iter()
        .flat_map(|keys| &keys.parts)
        .map(|(_, _, key)| key.id().0)
        .collect()
}

fn sealed_under(revision: &Revision) -> [u8; 16] {
    Header::parse(&revision.envelope.as_ref().unwrap().0).unwrap().key.0
}

#[tokio::test]
async fn mal_a35_a_leaver_with_the_old_file_and_the_whole_server_reads_nothing_that_is_written_afterwards() {
    let stage = Stage::build().await.unwrap();
    let carl = stage.caseworker("carl").await.unwrap();
    let case = stage.case(&stage.berta, "Alt").await.unwrap();
    stage.entry(&stage.berta, case, "course", "vor dem Abschied").await.unwrap();
    stage.open(&carl, case).await.unwrap();
    let old = KeyFile::parse(stage.key_file().as_str().as_bytes()).unwrap().key;
    let before = stage.witness.case_file(stage.organisation, case).await.unwrap();
    let old_keys = reachable(&stage, &old, &before);
    assert!(!old_keys.is_empty(), "with the old key the old texts open, as everybody is told");

    let account = carl.session().await.unwrap().account;
    stage.admin.vault.block(stage.organisation, account).await.unwrap();
    stage.rotate(RotationReason::SomebodyLeft).await.unwrap();
    stage.load_key(&stage.berta).await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.entry(&stage.berta, case, "course", "nach dem Abschied").await.unwrap();
    stage.entry(&stage.berta, case, "rating", "nach dem Abschied").await.unwrap();
    let new = stage.case(&stage.berta, "Neu").await.unwrap();

    // Everything that the server has, now and before.
    let chain = stage.witness.ask(v1::KEYS.replace("{organisation}", &stage.organisation.to_string())).await;
    let chain: KeyChain = serde_json::from_slice(&chain.unwrap().body).unwrap();
    assert_eq!(chain.previous.len(), 1);
    let context = PreviousKeyContext {
        tenant: stage.place.tenant.as_bytes(),
        organisation: stage.organisation.as_bytes(),
        key: old.id(),
    };
    let sealed = &chain.previous[0].envelope.0;
    assert!(crypto::unwrap_previous_organisation_key(&old.secrets(), &context, sealed).is_err());
    for (case, entries) in [(case, 2), (new, 2)] {
        let file = stage.witness.case_file(stage.organisation, case).await.unwrap();
        let open: BTreeSet<_> = reachable(&stage, &old, &file).union(&old_keys).copied().collect();
        let written_since: Vec<Revision> = revisions(&file)
            .into_iter()
            .map(|(.., revision)| revision)
            .filter(|revision| !revisions(&before).iter().any(|(.., old)| old.record == revision.record))
            .collect();
        assert!(written_since.len() >= entries, "{} entries", written_since.len());
        for revision in written_since {
            assert!(!open.contains(&sealed_under(&revision)), "{} opens with the old key", revision.form);
        }
    }
    // And carl himself gets nothing any more, whatever his device asks.
    assert!(carl.vault.list_cases(stage.organisation).await.is_err());
    assert!(carl.vault.open_case(stage.organisation, new).await.is_err());
    let view = stage.open(&stage.witness, case).await.unwrap();
    assert!(view.warnings.is_empty() && view.readable && view.writable, "{:?}", view.warnings);
}

/// The server shows the case as it was before the renewal, so that somebody writes under keys that the leaver has.
#[tokio::test]
async fn mal_a35_a_server_that_shows_old_keys_gets_nothing_sealed_under_them() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Alt").await.unwrap();
    let old = KeyFile::parse(stage.key_file().as_str().as_bytes()).unwrap().key;
    let carl = stage.caseworker("carl").await.unwrap();
    let account = carl.session().await.unwrap().account;
    stage.admin.vault.block(stage.organisation, account).await.unwrap();
    stage.rotate(RotationReason::SomebodyLeft).await.unwrap();
    // Re-wrapped, not yet renewed: what the server will show for ever.
    let stale = stage.witness.case_file(stage.organisation, case).await.unwrap();
    let old_parts = old_part_keys(&stale);
    stage.load_key(&stage.berta).await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.entry(&stage.berta, case, "course", "nach dem Abschied").await.unwrap();

    // A device that has never seen the case, and the one that has.
    let fresh = stage.elsewhere(&stage.berta).await.unwrap();
    for device in [&fresh, &stage.berta] {
        let posted: Rc<RefCell<Vec<[u8; 16]>>> = Rc::default();
        let (seen, stale) = (Rc::clone(&posted), stale.clone());
        device.wire.intercept(move |request| {
            if is_path(v1::RECORDS, &request.path) {
                let revision: Revision = minicbor_serde::from_slice(&request.body).unwrap();
                seen.borrow_mut().push(sealed_under(&revision));
                return Step::Lose;
            }
            if is_path(v1::CASE_KEYS, &request.path) {
                let renewed: RenewCase = minicbor_serde::from_slice(&request.body).unwrap();
                assert!(renewed.slot.epoch > 1, "new keys under the old organisation key");
            }
            Step::Pass
        });
        device.wire.edit_case_file(move |file| *file = stale.clone());
        let _shown = device.vault.open_case(stage.organisation, case).await;
        let written = stage.entry(device, case, "course", "an die Freunde").await;
        assert!(written.is_err(), "the write cannot have arrived");
        let leaked: Vec<_> = posted.borrow().iter().filter(|key| old_parts.contains(*key)).copied().collect();
        assert!(leaked.is_empty(), "sealed under a key that the leaver has");
        device.wire.honest();
    }
    assert!(old.epoch() == 1);
    let view = stage.open(&stage.witness, case).await.unwrap();
    assert!(view.warnings.is_empty(), "{:?}", view.warnings);
}

fn old_part_keys(file: &CaseFile) -> BTreeSet<[u8; 16]> {
    file.parts.iter().flat_map(|part| &part.slots).map(|slot| *KeyId::as_bytes(&slot.key)).collect()
}

/// The server hides the renewal: the log ends before it, and the old file still seems to be right.
#[tokio::test]
async fn mal_a35_a_server_that_hides_the_renewal_is_noticed() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Alt").await.unwrap();
    let old_file = stage.key_file();
    let log = stage.witness.log(stage.organisation).await.unwrap();
    stage.rotate(RotationReason::SomebodyLeft).await.unwrap();
    stage.load_key(&stage.berta).await.unwrap();
    stage.berta.vault.organisation(stage.organisation).await.unwrap();
    stage.berta.vault.logout().await.unwrap();
    stage.berta.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    stage.berta.wire.edit_log(move |page| *page = log.clone());
    for (file, what) in [(&old_file, "the old file"), (&stage.key_file(), "the new file")] {
        let origin = KeyOrigin::File(file.clone());
        let loaded = stage.berta.vault.load_key(stage.organisation, origin, false, None).await;
        trial.noticed(&format!("the log before the renewal with {what}"), &loaded).unwrap();
    }
    trial.end().await.unwrap();
}

/// Previous keys that the server exchanges, flips or keeps back.
#[tokio::test]
async fn mal_a07_flipped_and_exchanged_previous_keys_are_refused() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Alt").await.unwrap();
    stage.rotate(RotationReason::Routine).await.unwrap();
    stage.rotate(RotationReason::Routine).await.unwrap();
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    fresh.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for what in 0..40_usize {
        fresh.wire.edit_keys(move |chain| match what {
            0 => chain.previous.clear(),
            1 => {
                let first = chain.previous[0].envelope.clone();
                chain.previous[0].envelope = std::mem::replace(&mut chain.previous[1].envelope, first);
            }
            2 => chain.previous.iter_mut().for_each(|key| key.epoch += 1),
            3 => chain.previous.truncate(1),
            at => {
                for key in &mut chain.previous {
                    let length = key.envelope.0.len();
                    key.envelope.0[(at * 31) % length] ^= 1 << (at % 8);
                }
            }
        });
        let origin = KeyOrigin::File(stage.key_file());
        let loaded = fresh.vault.load_key(stage.organisation, origin, false, None).await;
        trial.noticed(&format!("previous keys, {what}"), &loaded).unwrap();
    }
    fresh.wire.honest();
    stage.load_key(&fresh).await.unwrap();
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a36_of_two_administrators_who_rotate_at_once_one_wins_and_nothing_is_lost() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let grants = vec![Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None }];
    let second = stage.colleague("zweite", grants).await.unwrap();
    let organisation = stage.organisation;
    let reason = RotationReason::SomebodyLeft;
    let (one, two) = tokio::join!(
        stage.admin.vault.begin_rotation(organisation, reason),
        second.vault.begin_rotation(organisation, reason)
    );
    // At least one begins; whoever lost the race is told so and may begin anew, which replaces what was only begun.
    assert!(one.is_ok() || two.is_ok());
    let drafts = [(&stage.admin, one), (&second, two)];
    let mut files = Vec::new();
    for (who, draft) in drafts {
        match draft {
            Ok(draft) => files.push((who, draft.key_file_text)),
            Err(error) => println!("{} is told: {error}", who.login),
        }
    }
    let mut won = Vec::new();
    for (who, file) in &files {
        match who.vault.confirm_rotation(organisation, file.clone(), None).await {
            Ok(overview) => {
                assert_eq!(overview.epoch, 2);
                won.push((*who, file.clone()));
            }
            Err(error) => println!("{} is told: {error}", who.login),
        }
    }
    let [(winner, file)] = &won[..] else { panic!("{} administrators won", won.len()) };
    while !winner.vault.rewrap(organisation, 50).await.unwrap().complete {}
    // Everybody goes on with the file of the winner, the other one is worth nothing.
    let load = async |device: &Device, file: &vault::view::SecretText| {
        device.vault.load_key(organisation, KeyOrigin::File(file.clone()), false, None).await
    };
    for (_, lost) in files.iter().filter(|(_, other)| other.as_str() != file.as_str()) {
        assert!(load(&stage.berta, lost).await.is_err(), "the file of the one who lost is adopted");
    }
    for device in [&stage.berta, &stage.witness, &stage.admin, &second] {
        assert_eq!(load(device, file).await.unwrap().epoch, 2);
    }
    let seen = stage.open(&stage.berta, case).await.unwrap();
    assert!(seen.warnings.is_empty() && seen.readable && seen.writable, "{:?}", seen.warnings);
    stage.entry(&stage.berta, case, "course", "danach").await.unwrap();
    let _case: CaseId = case;
    assert!(stage.open(&stage.witness, case).await.unwrap().warnings.is_empty());
}
