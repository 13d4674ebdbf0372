//! Invitations.

use crate::{
    portal::ORIGIN,
    support::test,
    world::{self, CASEWORKER, PASSWORD, Person, TENANT, World, login},
};
use api::{auth::LoginChallenge, invitations::InvitationOffer};
use vault::{
    AcceptError, CallError, CodeError, InvitationCode, InvitationError, KeyError,
    view::{Accept, KeyOrigin, KeyState, Login, NewInvitation, SecretText},
};

fn invitation(world: &World) -> NewInvitation {
    NewInvitation {
        organisation: world.organisation,
        display_name: "Berta".to_owned(),
        grants: vec![CASEWORKER],
        valid_days: 3,
    }
}

fn accept(code: &InvitationCode, login: &str) -> Accept {
    Accept {
        code: code.clone(),
        login: login.to_owned(),
        display_name: "Berta".to_owned(),
        password: PASSWORD.into(),
    }
}

#[test]
async fn link_fragment_and_typed_groups_are_the_same_invitation() {
    let world = World::make().await;
    let letter = world.admin.vault.invite(invitation(&world)).await.unwrap();
    let link = letter.link.as_str();
    assert!(link.starts_with(&format!("{ORIGIN}/einladung#")));
    assert_eq!(letter.address, format!("{ORIGIN}/einladung"));
    let groups: Vec<&str> = letter.groups.iter().map(SecretText::as_str).collect();
    let (vault, _, _) = world::fresh(&world.portal);
    for text in [link, link.split_once('#').unwrap().1, &groups.join(" "), &groups.join("-").to_lowercase()] {
        let code: InvitationCode = text.parse().unwrap();
        assert_eq!(code.id(), letter.invitation);
        let offer = vault.look_at_invitation(&code).await.unwrap();
        assert_eq!((offer.display_name.as_str(), offer.tenant_slug.as_str()), ("Berta", TENANT));
    }
    assert!(InvitationCode::is_group(3, groups[2]) && !InvitationCode::is_group(4, groups[2]));
}

#[test]
async fn mal_a17_a_server_that_claims_a_known_password_with_weak_parameters_gets_nothing() {
    let world = World::make().await;
    let letter = world.admin.vault.invite(invitation(&world)).await.unwrap();
    let (vault, device, _) = world::fresh(&world.portal);
    device.tamper(|request, response| {
        if request.path.ends_with("/look") {
            let mut offer: InvitationOffer = serde_json::from_slice(&response.body).unwrap();
            (offer.existing_password, offer.existing_login) = (true, Some("anna".to_owned()));
            response.body = serde_json::to_vec(&offer).unwrap();
        } else if request.path.ends_with("/auth/start") {
            let mut challenge: LoginChallenge = serde_json::from_slice(&response.body).unwrap();
            challenge.kdf.memory_kib = 1024;
            response.body = serde_json::to_vec(&challenge).unwrap();
        }
    });
    let code: InvitationCode = letter.link.as_str().parse().unwrap();
    let refused = vault.accept_invitation(accept(&code, "anna")).await;
    assert_eq!(refused, Err(AcceptError::Invitation(InvitationError::Call(CallError::Protocol))));
    assert!(!device.weather.sent.borrow().iter().any(|(path, _)| path.ends_with("/accept")));
}

#[test]
async fn what_is_no_invitation_says_why() {
    let world = World::make().await;
    let letter = world.admin.vault.invite(invitation(&world)).await.unwrap();
    let mut groups: Vec<String> = letter.groups.iter().map(|group| group.as_str().to_owned()).collect();
    let few = groups[..5].join(" ");
    let changed = if groups[6].starts_with('A') { "B" } else { "A" };
    groups[6].replace_range(0..1, changed);
    let cut = &letter.link.as_str()[..letter.link.as_str().len() - 3];
    for (text, expected) in [
        ("", CodeError::Empty),
        (cut, CodeError::Incomplete),
        (letter.address.as_str(), CodeError::Incomplete),
        ("https://portal.example/faelle", CodeError::NotAnInvitation),
        (few.as_str(), CodeError::Incomplete),
        (groups.join(" ").as_str(), CodeError::WrongGroup(7)),
    ] {
        assert_eq!(text.parse::<InvitationCode>().map(drop), Err(expected), "{text}");
    }
}

#[test]
async fn used_expired_withdrawn_and_unknown_invitations_say_so() {
    let world = World::make().await;
    let letters = [
        world.admin.vault.invite(invitation(&world)).await.unwrap(),
        world.admin.vault.invite(invitation(&world)).await.unwrap(),
        world.admin.vault.invite(invitation(&world)).await.unwrap(),
        world.admin.vault.invite(invitation(&world)).await.unwrap(),
    ];
    let code = |n: usize| letters[n].link.as_str().parse::<InvitationCode>().unwrap();
    let (vault, _, _) = world::fresh(&world.portal);
    vault.accept_invitation(accept(&code(0), "berta")).await.unwrap();
    let again = vault.accept_invitation(accept(&code(0), "berta2")).await;
    assert_eq!(again, Err(AcceptError::Invitation(InvitationError::Used)));
    let renewed =
        world.admin.vault.renew_invitation(world.organisation, letters[1].invitation, 3).await.unwrap();
    assert_eq!(renewed.account, letters[1].account);
    assert_eq!(vault.look_at_invitation(&code(1)).await.map(drop), Err(InvitationError::Revoked));
    world.admin.vault.revoke_invitation(world.organisation, letters[2].invitation).await.unwrap();
    assert_eq!(vault.look_at_invitation(&code(2)).await.map(drop), Err(InvitationError::Revoked));
    world.portal.wait(3 * 24 * 3600 + 1);
    assert_eq!(vault.look_at_invitation(&code(3)).await.map(drop), Err(InvitationError::Expired));
    world.portal.0.borrow_mut().invitations.clear();
    assert_eq!(vault.look_at_invitation(&code(3)).await.map(drop), Err(InvitationError::Unknown));
}

#[test]
async fn a_taken_login_name_leaves_the_invitation_open() {
    let world = World::make().await;
    let letter = world.admin.vault.invite(invitation(&world)).await.unwrap();
    let code: InvitationCode = letter.link.as_str().parse().unwrap();
    let (vault, _, _) = world::fresh(&world.portal);
    assert_eq!(vault.accept_invitation(accept(&code, "anna")).await, Err(AcceptError::LoginTaken));
    for bad in ["", "ber ta", &"x".repeat(65)] {
        assert_eq!(vault.accept_invitation(accept(&code, bad)).await, Err(AcceptError::LoginNotAllowed));
    }
    assert!(vault.accept_invitation(accept(&code, "berta")).await.is_ok());
}

#[test]
async fn a_forgotten_password_is_renewed_and_nothing_is_lost() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let letter = world.admin.vault.reinvite(world.organisation, berta.session.account, 3).await.unwrap();
    assert_eq!(letter.account, berta.session.account);

    let (vault, device, disk) = world::fresh(&world.portal);
    let code: InvitationCode = letter.link.as_str().parse().unwrap();
    assert_eq!(vault.look_at_invitation(&code).await.unwrap().existing_login.as_deref(), Some("berta"));
    let new = "Acht Quitten im Keller";
    let session =
        vault.accept_invitation(Accept { password: new.into(), ..accept(&code, "berta") }).await.unwrap();
    assert_eq!(session.account, berta.session.account);
    let renewed = Person { vault, device, disk, session };
    let origin = KeyOrigin::File(world.key_file());
    assert!(renewed.vault.load_key(world.organisation, origin, false, None).await.unwrap().first);
    let view = renewed.vault.open_case(world.organisation, case).await.unwrap();
    assert_eq!(view.warnings, [], "what was written under the old certificate stays valid");
    assert!(view.writable);
    world.case(&renewed, "Noch", "Eins").await;

    let old = berta.vault.login(login("berta")).await;
    assert_eq!(old, Err(vault::LoginError::WrongCredentials));
    let (vault, _, _) = world::fresh(&world.portal);
    vault.login(Login { password: new.into(), ..login("berta") }).await.unwrap();
}

#[test]
async fn mal_a14_a_server_that_swaps_the_invitation_statement_gets_no_certificate_accepted() {
    let world = World::make().await;
    let (berta, carl) =
        (world.invited("berta", "Berta", CASEWORKER).await, world.invited("carl", "Carl", CASEWORKER).await);
    // Berta gets Carl's signed invitation: her one-use key does not fit.
    let foreign = {
        let db = world.portal.0.borrow();
        db.memberships[&(world.organisation, carl.session.account)].invitation.clone()
    };
    let account = berta.session.account;
    if let Some(member) = world.portal.0.borrow_mut().memberships.get_mut(&(world.organisation, account)) {
        member.invitation = foreign;
    }
    let origin = KeyOrigin::File(world.key_file());
    let refused = berta.vault.load_key(world.organisation, origin, false, None).await;
    assert_eq!(refused, Err(KeyError::DoesNotFit));
    assert!(!berta.sent().iter().any(|(path, _)| path.contains("/certificates")), "nothing was signed");
    assert_eq!(berta.vault.session().unwrap().memberships[0].key, KeyState::Missing);
    let overview = world.admin.vault.organisation(world.organisation).await.unwrap();
    let trust = overview.person(account).unwrap().trust;
    assert_eq!(trust, vault::view::PersonTrust::NotCertified);
}
