//! The life of an organisation key with the real server: renewed, checked, recovered.

use proofs::hostile::{Device, Stage};
use vault::{
    KeyError, RecoverError, RotationError, WriteError,
    view::{CopyCheck, KeyOrigin, KeyState, LoadedKey, RotationReason, SecretText, WriteEntry},
};

async fn load(stage: &Stage, device: &Device, file: &SecretText) -> Result<LoadedKey, KeyError> {
    device.vault.load_key(stage.organisation, KeyOrigin::File(file.clone()), false, None).await
}

async fn complete(stage: &Stage, device: &Device) {
    while device.vault.rewrap(stage.organisation, 2).await.unwrap().remaining > 0 {}
    let overview = device.vault.key_overview(stage.organisation).await.unwrap();
    assert!(overview.complete && overview.waiting == 0);
}

fn administrator() -> api::organisations::Grant {
    api::organisations::Grant {
        role: api::organisations::Role::Administrator,
        scope: api::organisations::Scope::Organisation,
        unit: None,
    }
}

#[tokio::test]
async fn a_key_is_renewed_after_somebody_left_by_two_administrators_and_nothing_is_lost() {
    let stage = Stage::build().await.unwrap();
    let o = stage.organisation;
    let zoe = stage.colleague("zoe", vec![administrator()]).await.unwrap();
    let mut cases = Vec::new();
    for number in 0..5 {
        cases.push(stage.case(&stage.berta, &format!("Alt {number}")).await.unwrap());
    }
    let left = stage.caseworker("carl").await.unwrap();
    let account = left.session().await.unwrap().account;
    stage.admin.vault.block(o, account).await.unwrap();
    let overview = stage.admin.vault.key_overview(o).await.unwrap();
    assert_eq!(overview.left.iter().map(|person| person.account).collect::<Vec<_>>(), [account]);

    let void = stage.admin.vault.begin_rotation(o, RotationReason::SomebodyLeft).await.unwrap();
    let draft = zoe.vault.begin_rotation(o, RotationReason::SomebodyLeft).await.unwrap();
    let refused = stage.admin.vault.confirm_rotation(o, void.key_file_text, None).await;
    assert_eq!(refused, Err(RotationError::Conflict));
    let file = draft.key_file_text;
    let overview = zoe.vault.confirm_rotation(o, file.clone(), None).await.unwrap();
    assert_eq!((overview.epoch, overview.waiting, overview.min_seal), (2, 5, true));
    assert_eq!(stage.admin.vault.rewrap(o, 1).await, Err(RotationError::KeyOutdated));

    // Reading goes on with the old key; writing asks for the new file.
    let view = stage.open(&stage.berta, cases[0]).await.unwrap();
    assert!(view.readable);
    stage.berta.vault.organisation(o).await.unwrap();
    let state = stage.berta.vault.session().unwrap().memberships[0].key;
    assert_eq!(state, KeyState::Outdated);
    let help = view.single("help").unwrap();
    let write = WriteEntry {
        case: cases[0],
        record: help.record,
        form: "help".to_owned(),
        based_on: help.revision,
        draft: vault::view::Draft { facts: help.facts.clone(), texts: Default::default() },
    };
    assert_eq!(stage.berta.vault.write_entry(write).await, Err(WriteError::KeyOutdated));

    assert_eq!(zoe.vault.rewrap(o, 1).await.unwrap().remaining, 4);
    load(&stage, &stage.admin, &file).await.unwrap();
    complete(&stage, &stage.admin).await;
    let outdated = load(&stage, &stage.berta, &stage.place.key_file()).await;
    assert_eq!(outdated, Err(KeyError::OutdatedEpoch { found: 1, current: 2 }));
    assert!(!load(&stage, &stage.berta, &file).await.unwrap().first);
    for case in &cases {
        let view = stage.open(&stage.berta, *case).await.unwrap();
        assert!(view.readable && view.warnings.is_empty());
    }
    // The first write gives the case new keys by itself.
    stage.entry(&stage.berta, cases[0], "course", "Danach").await.unwrap();
    stage.case(&stage.berta, "Neu").await.unwrap();

    // Somebody else comes back on another device after one more renewal.
    let draft = zoe.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    zoe.vault.confirm_rotation(o, draft.key_file_text.clone(), None).await.unwrap();
    complete(&stage, &zoe).await;
    let back = Device::fresh(&stage.portal.origin, "zeuge").unwrap();
    back.log_in().await.unwrap();
    let loaded = load(&stage, &back, &draft.key_file_text).await.unwrap();
    assert_eq!((loaded.epoch, loaded.first), (3, false));
    let view = stage.open(&back, cases[0]).await.unwrap();
    assert_eq!((view.of_form("course").count(), view.warnings.len()), (1, 0));
    // Its bundle was sealed anew, so that a password is changed under the newest key too.
    let session = back.session().await.unwrap();
    let bundle = session.memberships[0].bundle.as_ref().unwrap();
    let key = crypto::KeyFile::parse(draft.key_file_text.as_str().as_bytes()).unwrap().key;
    assert_eq!(crypto::Header::parse(&bundle.0).unwrap().key, key.id());
}

#[tokio::test]
async fn copies_are_checked_and_the_root_makes_a_new_administrator_and_a_successor() {
    let stage = Stage::build().await.unwrap();
    let o = stage.organisation;
    let file = KeyOrigin::File(stage.place.key_file());
    let sheet = KeyOrigin::Groups(stage.place.made.sheet.key.qr.clone());
    assert!(!stage.admin.vault.check_copy(o, file).await.unwrap().recorded);
    let both = stage.admin.vault.check_copy(o, sheet).await.unwrap();
    assert_eq!(both, CopyCheck { file: true, sheet: true, recorded: true });
    assert!(stage.admin.vault.key_overview(o).await.unwrap().last_check.is_some());

    let case = stage.case(&stage.berta, "Mara").await.unwrap();
    let root = stage.place.made.sheet.root.qr.clone();
    let loaded = stage.berta.vault.recover_administration(o, root.clone(), None, None).await.unwrap();
    assert_eq!((loaded.epoch, loaded.first), (1, true));
    stage.berta.vault.refresh_session().await.unwrap();
    assert!(stage.berta.vault.session().unwrap().memberships[0].has(api::organisations::Role::Administrator));
    assert!(stage.open(&stage.berta, case).await.unwrap().warnings.is_empty());
    stage.entry(&stage.berta, case, "course", "Danach").await.unwrap();
    let account = stage.admin.session().await.unwrap().account;
    stage.berta.vault.block(o, account).await.unwrap();

    let draft = stage.berta.vault.replace_root(o, root.clone()).await.unwrap();
    let overview = stage.berta.vault.confirm_root(o, draft.root.qr.clone()).await.unwrap();
    assert_eq!(overview.root_fingerprint, draft.root_fingerprint);
    let refused = stage.witness.vault.recover_administration(o, root, None, None).await;
    assert_eq!(refused, Err(RecoverError::ReplacedRoot));
    // The key file of before names the old root: the log leads from it to the new one.
    let elsewhere = stage.elsewhere(&stage.witness).await.unwrap();
    let new_root = draft.root.qr;
    assert!(elsewhere.vault.recover_administration(o, new_root, None, None).await.is_ok());
}

#[tokio::test]
async fn where_nobody_has_an_account_any_more_the_sheet_makes_an_administrator_of_an_access_without_rights() {
    let stage = Stage::build().await.unwrap();
    let o = stage.organisation;
    let file = KeyOrigin::File(stage.rotate(RotationReason::CopyLost).await.unwrap());
    let setup = stage.operator.vault.renew_setup(stage.place.tenant, o, "Hilde".to_owned()).await.unwrap();
    let helper = Device::fresh(&stage.portal.origin, "hilde").unwrap();
    let session = helper.accept(setup.letter.link.as_str(), "ein Satz für den Notzugang").await.unwrap();
    let membership = &session.memberships[0];
    assert_eq!((membership.grants.as_slice(), membership.key), ([].as_slice(), KeyState::Missing));
    // Nobody certified this access, so the key alone makes nothing of it.
    let refused = helper.vault.load_key(o, file.clone(), false, None).await;
    assert_eq!(refused, Err(KeyError::BundleDoesNotOpen));
    let account = stage.admin.session().await.unwrap().account;
    assert!(helper.vault.block(o, account).await.is_err());

    let root = stage.place.made.sheet.root.qr.clone();
    let loaded = helper.vault.recover_administration(o, root, Some(file), None).await.unwrap();
    assert_eq!((loaded.epoch, loaded.first), (2, true));
    let overview = helper.vault.key_overview(o).await.unwrap();
    assert!(overview.complete && overview.epoch == 2);
    helper.vault.block(o, account).await.unwrap();
}
