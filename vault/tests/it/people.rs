//! Rights, blocking, handing over, tenants.

use crate::{
    support::{course, test},
    world::{self, ADMINISTRATOR, CASEWORKER, EVALUATION, World, login},
};
use vault::{
    AdminError, CallError, LoginError, TenantError, WriteError,
    view::{Handover, KeyState, NewTenant, PersonTrust, Verification, WriteEntry},
};

#[test]
async fn people_are_compared_with_the_log() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let joined = world.invited("carl", "Carl", CASEWORKER).await;
    let overview = world.admin.vault.organisation(world.organisation).await.unwrap();
    let trust = |account| overview.person(account).unwrap().trust;
    assert_eq!(trust(world.admin.session.account), PersonTrust::Verified);
    assert_eq!(trust(berta.session.account), PersonTrust::Verified);
    assert_eq!(trust(joined.session.account), PersonTrust::NotCertified);
    assert_eq!(overview.administrators(), 1, "time to name a second one");
    let key = overview.key.unwrap();
    assert_eq!((key.epoch, key.fingerprint), (1, world.draft.sheet.key_fingerprint.clone()));
    assert_eq!(key.root_fingerprint, world.draft.sheet.root_fingerprint);
    let seen = joined.vault.organisation(world.organisation).await.unwrap();
    assert!(seen.people.iter().all(|person| person.trust == PersonTrust::Unchecked));
}

#[test]
async fn rights_are_changed_by_a_signed_statement() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (o, account) = (world.organisation, berta.session.account);
    world.admin.vault.set_rights(o, account, vec![CASEWORKER, ADMINISTRATOR]).await.unwrap();
    let overview = world.admin.vault.organisation(o).await.unwrap();
    assert_eq!(overview.administrators(), 2);
    assert_eq!(overview.person(account).unwrap().trust, PersonTrust::Verified);
    berta.vault.refresh_session().await.unwrap();
    assert!(berta.vault.session().unwrap().memberships[0].has(api::organisations::Role::Administrator));
    let own = world.admin.session.account;
    berta.vault.set_rights(o, own, vec![EVALUATION]).await.unwrap();
    let last = berta.vault.set_rights(o, account, vec![CASEWORKER]).await;
    assert_eq!(last, Err(AdminError::LastAdministrator));
    assert_eq!(world.admin.vault.set_rights(o, account, Vec::new()).await, Err(AdminError::Grants));
}

#[test]
async fn somebody_who_only_evaluated_can_be_given_cases_to_work_on() {
    let world = World::make().await;
    let ines = world.invited("ines", "Ines", EVALUATION).await;
    world.admin.vault.set_rights(world.organisation, ines.session.account, vec![CASEWORKER]).await.unwrap();
    ines.vault.refresh_session().await.unwrap();
    world.load(&ines, false).await;
    let case = world.case(&ines, "Mara", "Lindqvist").await;
    assert!(ines.vault.open_case(world.organisation, case).await.unwrap().readable);
    let overview = world.admin.vault.organisation(world.organisation).await.unwrap();
    assert_eq!(overview.person(ines.session.account).unwrap().trust, PersonTrust::Verified);
}

#[test]
async fn a_blocked_person_is_out_at_once_and_the_cases_are_handed_over() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let cases = world.admin.vault.block(world.organisation, berta.session.account).await.unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(berta.vault.list_cases(world.organisation).await, Err(CallError::SessionEnded));
    assert_eq!(berta.vault.login(login("berta")).await, Err(LoginError::Call(CallError::AccountBlocked)));
    let handover = Handover { organisation: world.organisation, cases, to: carl.session.account };
    assert_eq!(world.admin.vault.hand_over(handover.clone()).await, Ok(1));
    assert_eq!(world.admin.vault.hand_over(handover).await, Ok(0), "again does no harm");
    let view = carl.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.assignment.responsible.name, "Carl");
    assert_eq!(view.warnings, [], "what Berta wrote before stays valid");
    let overview = world.admin.vault.organisation(world.organisation).await.unwrap();
    assert_eq!(overview.person(berta.session.account).unwrap().trust, PersonTrust::Verified);
    assert_eq!(
        world.admin.vault.block(world.organisation, world.admin.session.account).await.map(drop),
        Err(AdminError::LastAdministrator)
    );
}

#[test]
async fn mal_a35_what_a_blocked_person_writes_with_the_help_of_the_server_does_not_count() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    let cookie_of_berta = berta_session(&world, &berta);
    let saved = world.portal.0.borrow_mut().sessions.remove(&cookie_of_berta).unwrap();
    let cookie = world.portal.0.borrow().counter + 1000;
    world.admin.vault.block(world.organisation, berta.session.account).await.unwrap();
    let write = |who: &world::Person, text: &str| WriteEntry {
        case,
        record: who.vault.make_record().unwrap(),
        form: "course".to_owned(),
        based_on: 0,
        draft: course(text),
    };
    carl.vault.open_case(world.organisation, case).await.unwrap();
    carl.vault.organisation(world.organisation).await.unwrap();
    carl.vault.write_entry(write(&carl, "Nach der Sperre")).await.unwrap();
    // The server lets her in all the same, with the log as she knew it.
    world.portal.0.borrow_mut().sessions.insert(cookie, saved);
    berta.device.use_session(cookie);
    if let Some(member) =
        world.portal.0.borrow_mut().memberships.get_mut(&(world.organisation, berta.session.account))
    {
        member.state = api::organisations::MemberState::Certified;
    }
    let _told = berta.vault.write_entry(write(&berta, "Trotzdem")).await;
    let view = carl.vault.open_case(world.organisation, case).await.unwrap();
    assert!(!view.entries.iter().any(|entry| entry.author.name == "Berta" && entry.form == "course"));
    let entry = view.unverified.iter().find(|entry| entry.author.name == "Berta").unwrap();
    assert_eq!((entry.form.as_str(), entry.verification), ("course", Verification::Failed));
    assert!(view.warnings.contains(&vault::view::CaseWarning::Unverified { entries: 1 }));
}

fn berta_session(world: &World, berta: &world::Person) -> u64 {
    let db = world.portal.0.borrow();
    *db.sessions.iter().find(|(_, session)| session.account == berta.session.account).unwrap().0
}

#[test]
async fn a_person_who_was_blocked_comes_back_with_a_new_invitation() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    world.admin.vault.block(world.organisation, berta.session.account).await.unwrap();
    let letter = world.admin.vault.reinvite(world.organisation, berta.session.account, 3).await.unwrap();
    let back = world::Person::accept(&world.portal, letter.link.as_str(), "berta", "Berta").await;
    world.load(&back, false).await;
    assert_eq!(back.session.memberships[0].key, KeyState::Missing);
    let view = back.vault.open_case(world.organisation, case).await.unwrap();
    assert!(view.writable && view.warnings.is_empty());
}

#[test]
async fn an_administrator_alone_writes_in_no_case() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let view = world.admin.vault.open_case(world.organisation, case).await.unwrap();
    assert!(!view.readable && !view.writable, "an honest server sends no envelopes");
    let write = WriteEntry {
        case,
        record: world.admin.vault.make_record().unwrap(),
        form: "course".to_owned(),
        based_on: 0,
        draft: course("Notiz"),
    };
    assert_eq!(world.admin.vault.write_entry(write).await, Err(WriteError::KeyMissing));
}

#[test]
async fn units_and_hints_are_kept() {
    let world = World::make().await;
    let (vault, o) = (&world.admin.vault, world.organisation);
    let house = vault.add_unit(o, None, " Haus Nord ".to_owned(), 1).await.unwrap();
    let group = vault.add_unit(o, Some(house), "Gruppe 1".to_owned(), 1).await.unwrap();
    assert_eq!(vault.remove_unit(o, house).await, Err(AdminError::UnitInUse));
    vault.remove_unit(o, group).await.unwrap();
    assert_eq!(vault.add_unit(o, None, "  ".to_owned(), 2).await.map(drop), Err(AdminError::Name));
    vault.set_key_hint(o, "Laufwerk K, Ordner Portal".to_owned()).await.unwrap();
    vault.rename_organisation(o, "Haus am Wald".to_owned()).await.unwrap();
    let overview = vault.organisation(o).await.unwrap();
    assert_eq!((overview.units.len(), overview.units[0].name.as_str()), (1, "Haus Nord"));
    assert_eq!(overview.key_hint, "Laufwerk K, Ordner Portal");
    assert_eq!(vault.session().unwrap().memberships[0].name, "Haus am Wald");
}

#[test]
async fn tenants_need_a_free_and_plain_short_name() {
    let world = World::make().await;
    let tenant = |slug: &str| NewTenant {
        slug: slug.to_owned(),
        name: "Zweiter Träger".to_owned(),
        organisation_name: "Haus".to_owned(),
        administrator_name: "Otto".to_owned(),
    };
    let create = async |slug: &str| world.operator.vault.create_tenant(tenant(slug)).await.map(drop);
    assert_eq!(create("demo").await, Err(TenantError::SlugTaken));
    assert_eq!(create("institut").await, Err(TenantError::SlugTaken));
    assert_eq!(create("Zwei!").await, Err(TenantError::SlugNotAllowed));
    let setup = world.operator.vault.create_tenant(tenant("zweiter")).await.unwrap();
    assert!(setup.letter.link.as_str().contains("/einrichten#"));
    assert_eq!(world.operator.vault.tenants().await.unwrap().len(), 2);
}

#[test]
async fn one_login_works_in_two_organisations_with_a_key_each() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let first_case = world.case(&berta, "Mara", "Lindqvist").await;
    let second = world.admin.vault.create_organisation("Haus am See".to_owned()).await.unwrap();
    let draft = world.admin.vault.begin_setup(second).await.unwrap();
    world.admin.vault.confirm_setup(second, draft.key_file_text.clone(), None).await.unwrap();
    let invitation = vault::view::NewInvitation {
        organisation: second,
        display_name: "Berta".to_owned(),
        grants: vec![CASEWORKER],
        valid_days: 3,
    };
    let letter = world.admin.vault.invite_existing(berta.session.account, invitation).await.unwrap();
    let code: vault::InvitationCode = letter.link.as_str().parse().unwrap();
    let offer = berta.vault.look_at_invitation(&code).await.unwrap();
    assert!(offer.existing_password);
    let accept = |password: &str| vault::view::Accept {
        code: code.clone(),
        login: "berta".to_owned(),
        display_name: "Berta".to_owned(),
        password: password.into(),
    };
    let wrong = berta.vault.accept_invitation(accept("Falsches Kennwort")).await;
    assert_eq!(wrong, Err(vault::AcceptError::WrongPassword));
    let session = berta.vault.accept_invitation(accept(world::PASSWORD)).await.unwrap();
    assert_eq!(session.memberships.len(), 2);

    world.load(&berta, false).await;
    let origin = vault::view::KeyOrigin::File(draft.key_file_text.clone());
    assert!(berta.vault.load_key(second, origin, false, None).await.unwrap().first);
    assert!(berta.vault.open_case(world.organisation, first_case).await.unwrap().writable);
    assert_eq!(berta.vault.list_cases(second).await.unwrap(), []);
    let foreign = berta.vault.open_case(second, first_case).await;
    assert_eq!(foreign, Err(vault::CaseError::Mismatch), "a case belongs to one organisation");
}
