//! Members, units and invitations that nobody signed, and servers that ask for something.

use super::open;
use api::{
    Bytes, Bytes32,
    chain::{Head, Heads},
    ids::{AccountId, UnitId},
    organisations::{Grant, MemberState, OrganisationState, Role, Scope, UnitView},
    paths::v1,
    records::LogContent,
    statement::{EpochState, KeyEpoch, Payload, Revocation, Rights},
};
use crypto::{
    AccountKeys,
    statement::{KEY_EPOCH, REVOCATION, RIGHTS},
};
use proofs::{
    Kind,
    hostile::{Books, Device, Forger, Injected, PASSWORD, Stage, Trial, is_path, rechain_log, shown},
};
use vault::{
    AcceptError, AssignError, InvitationError,
    view::{Accept, Assign, OrganisationOverview, PersonTrust},
};

const GHOST: AccountId = AccountId(uuid::Uuid::from_bytes([9; 16]));

fn everything() -> Vec<Grant> {
    [Role::Administrator, Role::Manager, Role::Caseworker]
        .map(|role| Grant { role, scope: Scope::Organisation, unit: None })
        .into()
}

/// What the organisation's overview says about people.
fn people(overview: &OrganisationOverview) -> String {
    let mut lines: Vec<String> = overview
        .people
        .iter()
        .map(|person| {
            let (account, grants) = (person.person.account, &person.person.grants);
            format!(
                "{account} {grants:?} {:?} {:?} {:?}",
                person.person.state, person.trust, person.fingerprint
            )
        })
        .collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[tokio::test]
async fn mal_a04_a_member_that_the_server_invents_is_never_a_reader_or_writer() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let berta = stage.berta.session().await.unwrap().account;
    stage.open(&stage.berta, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for what in 0..5 {
        stage.berta.wire.edit_organisation(move |view| {
            let model = view.people.iter().find(|person| person.account == berta).unwrap().clone();
            match what {
                // Somebody new, who claims to be certified.
                0 => view.people.push(api::organisations::PersonView {
                    account: GHOST,
                    grants: everything(),
                    ..model
                }),
                // Somebody who is there gets more rights, or is unblocked, or blocked.
                1 => view.people.iter_mut().for_each(|person| person.grants = everything()),
                2 => view.people.iter_mut().for_each(|person| person.grants.clear()),
                3 => view.people.iter_mut().for_each(|person| person.state = MemberState::Blocked),
                _ => view.people.iter_mut().for_each(|person| {
                    if person.account == berta {
                        person.state = MemberState::Blocked;
                    }
                }),
            }
        });
        let seen = stage.berta.vault.organisation(stage.organisation).await;
        trial.noticed(&format!("an invented member, {what}"), &seen).unwrap();
        let seen = seen.unwrap();
        if let Some(ghost) = seen.person(GHOST) {
            assert_eq!(ghost.trust, PersonTrust::Differs);
            assert_eq!(ghost.fingerprint, None);
        }
    }
    // Nobody can be given a case whom the log does not know.
    let assign =
        Assign { case, based_on: 1, unit: None, responsible: GHOST, deputy: None, team: vec![berta] };
    let refused = stage.berta.vault.assign_case(assign).await;
    assert_eq!(refused, Err(AssignError::Person));
    trial.noticed_off_wire("a case for somebody invented", &refused.map(drop)).unwrap();
    trial.end().await.unwrap();
}

/// Statements in the log that nobody with the right has signed: they stand there, and change nothing.
#[tokio::test]
async fn mal_a04_statements_without_a_valid_signature_change_nobodys_rights() {
    let stage = Stage::build().await.unwrap();
    let organisation = stage.organisation;
    let (admin, berta, witness) = (
        stage.admin.session().await.unwrap().account,
        stage.berta.session().await.unwrap().account,
        stage.witness.session().await.unwrap().account,
    );
    let log = stage.witness.log(organisation).await.unwrap();
    let LogContent::Statement(genesis) = &log.entries[0].content else { panic!("no genesis") };
    let forger = |account, keys| Forger {
        tenant: stage.place.tenant,
        organisation,
        account,
        certificate: genesis.hash(),
        keys,
    };
    // Keys of the server's own in the administrator's name, and a caseworker's real keys in their own name.
    let invented = forger(admin, AccountKeys::make().unwrap());
    let caseworker = forger(witness, stage.keys(&stage.witness).await.unwrap().account);
    let heads = Heads { organisation: log.head, part: Head::EMPTY };
    let epoch = KeyEpoch {
        epoch: 2,
        key: api::ids::KeyId::from_bytes([9; 16]),
        fingerprint: Bytes32([9; 32]),
        kem: Bytes(AccountKeys::make().unwrap().kem.public().as_bytes().to_vec()),
        state: EpochState::Begun,
        min_seal: 2,
    };
    let payloads = [
        (RIGHTS, Payload::Rights(Rights { account: GHOST, grants: everything(), version: 9 })),
        (RIGHTS, Payload::Rights(Rights { account: berta, grants: everything(), version: 9 })),
        (REVOCATION, Payload::Revocation(Revocation { account: berta, version: 9 })),
        (REVOCATION, Payload::Revocation(Revocation { account: admin, version: 9 })),
        (KEY_EPOCH, Payload::KeyEpoch(epoch.clone())),
        (KEY_EPOCH, Payload::KeyEpoch(KeyEpoch { state: EpochState::Active, ..epoch.clone() })),
        (KEY_EPOCH, Payload::KeyEpoch(KeyEpoch { epoch: 1, state: EpochState::Complete, ..epoch })),
    ];
    let honest = stage.berta.vault.organisation(organisation).await.unwrap();
    for signer in [&invented, &caseworker] {
        for (namespace, payload) in &payloads {
            let fresh = stage.elsewhere(&stage.berta).await.unwrap();
            let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
            let what = format!("{} by {}", namespace.name(), signer.account);
            let statement = signer.statement(*namespace, payload.clone(), heads);
            let next = log.entries.len() as u64;
            let whole = {
                let mut whole = log.clone();
                whole.entries.push(Injected::entry(statement));
                rechain_log(organisation, &mut whole);
                whole
            };
            fresh.wire.edit_log(move |page| {
                let asked = page.entries.first().map_or(next, |entry| entry.n - 1);
                *page = whole.clone();
                page.entries.retain(|entry| entry.n > asked);
            });
            let seen = fresh.vault.organisation(organisation).await;
            match &seen {
                Ok(seen) => {
                    assert_eq!(seen.key, honest.key, "{what}");
                    trial.without_effect(&what, &people(seen), &people(&honest)).unwrap();
                }
                refused => trial.noticed(&what, refused).unwrap(),
            }
            trial.end().await.unwrap();
        }
    }
}

#[tokio::test]
async fn mal_a04_a_unit_that_the_server_invents_gives_nobody_anything() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let honest = stage.berta.vault.organisation(stage.organisation).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    stage.berta.wire.edit_organisation(|view| {
        let id = UnitId::from_bytes([9; 16]);
        view.units.push(UnitView { id, parent: None, name: "Erfunden".to_owned(), position: 9 });
    });
    let seen = stage.berta.vault.organisation(stage.organisation).await.unwrap();
    trial.without_effect("an invented unit", &people(&seen), &people(&honest)).unwrap();
    trial.end().await.unwrap();
}

/// Whatever the server asks for: keys leave the device only after an act of the person who holds it.
#[tokio::test]
async fn mal_a06_no_answer_makes_a_client_seal_or_send_keys_by_itself() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let honest = shown(&stage.open(&stage.berta, case).await.unwrap());
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let before = stage.berta.wire.count();
    for what in 0..4 {
        stage.berta.wire.tamper(move |_, response| {
            let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(&response.body) else {
                return;
            };
            for wish in ["escrow", "auto_accept", "rotate", "share_key_with", "recovery_key", "export"] {
                fields.insert(wish.to_owned(), serde_json::json!({ "required": true, "public_key": "AAAA" }));
            }
            if let Some(memberships) = fields.get_mut("memberships").and_then(serde_json::Value::as_array_mut)
            {
                for own in memberships {
                    match what {
                        // The organisation has no key yet: make one. The bundle is gone: make a new one.
                        1 => {
                            own["organisation_state"] =
                                serde_json::to_value(OrganisationState::Created).unwrap()
                        }
                        2 => own["bundle"] = serde_json::Value::Null,
                        3 => own["state"] = serde_json::to_value(MemberState::Joined).unwrap(),
                        _ => {}
                    }
                }
            }
            response.body = serde_json::to_vec(&fields).unwrap();
        });
        stage.berta.vault.refresh_session().await.unwrap();
        stage.berta.vault.organisation(stage.organisation).await.unwrap();
        stage.berta.vault.list_cases(stage.organisation).await.unwrap();
        let view = stage.open(&stage.berta, case).await.unwrap();
        trial.without_effect(&format!("wishes of the server's, {what}"), &shown(&view), &honest).unwrap();
    }
    let wrote: Vec<String> = stage
        .berta
        .wire
        .sent_since(before)
        .into_iter()
        .filter(|request| request.method.writes())
        .map(|request| request.path)
        .collect();
    assert_eq!(wrote, [""; 0], "the client wrote by itself");
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a14_a_used_or_withdrawn_invitation_makes_no_second_access() {
    let stage = Stage::build().await.unwrap();
    let used = stage.invite("Fritz").await.unwrap();
    let fritz = Device::fresh(&stage.portal.origin, "fritz").unwrap();
    fritz.accept(used.as_str(), PASSWORD).await.unwrap();
    stage.load_key(&fritz).await.unwrap();
    let withdrawn = stage.invite("Gerda").await.unwrap();
    let code: vault::InvitationCode = withdrawn.as_str().parse().unwrap();
    stage.admin.vault.revoke_invitation(stage.organisation, code.id()).await.unwrap();

    let thief = Device::fresh(&stage.portal.origin, "dieb").unwrap();
    let mut trial = Trial::begin(&stage, &thief).await.unwrap();
    for (link, expected) in [(&used, InvitationError::Used), (&withdrawn, InvitationError::Revoked)] {
        for login in ["dieb", "fritz"] {
            let accept = Accept {
                code: link.as_str().parse().unwrap(),
                login: login.to_owned(),
                display_name: "Dieb".to_owned(),
                password: PASSWORD.into(),
            };
            let refused = thief.vault.accept_invitation(accept).await;
            assert_eq!(refused, Err(AcceptError::Invitation(expected.clone())), "{login}");
            trial.noticed_off_wire(&format!("{expected:?} as {login}"), &refused).unwrap();
        }
    }
    // A server that claims it were still good is asked to accept it and has to say no to itself: the log knows.
    let old: api::invitations::InvitationOffer = serde_json::from_slice(
        &fritz.wire.answer(|request| is_path(v1::INVITATION_LOOK, &request.path)).unwrap().body,
    )
    .unwrap();
    let offer = serde_json::to_vec(&old).unwrap();
    thief.wire.tamper(move |request, response| {
        if is_path(v1::INVITATION_LOOK, &request.path) {
            response.status = 200;
            response.content_type = "application/json".to_owned();
            response.body = offer.clone();
        }
    });
    let refused = accept_as_thief(&thief, &used).await;
    trial.noticed("a used invitation, offered again", &refused).unwrap();
    trial.end().await.unwrap();
}

/// The end of an invitation comes while somebody else has the link, and what it offered is shown once more as if it were
/// still good.
#[tokio::test]
async fn mal_a14_an_invitation_past_its_end_makes_no_access() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    let link = stage.invite("Hanna").await.unwrap();
    let code: vault::InvitationCode = link.as_str().parse().unwrap();
    let thief = Device::fresh(&stage.portal.origin, "dieb").unwrap();
    let offered = thief.vault.look_at_invitation(&code).await;
    assert!(offered.is_ok(), "{offered:?}");
    let offer = thief.wire.answer(|request| is_path(v1::INVITATION_LOOK, &request.path)).unwrap();
    let books = Books::open(&stage.portal).await.unwrap();
    let id: String = code.id().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let ended = books.run(&format!("UPDATE invitations SET expires_at = 1 WHERE id = x'{id}'")).await;
    assert_eq!(ended.unwrap(), 1);

    let mut trial = Trial::begin(&stage, &thief).await.unwrap();
    let refused = accept_as_thief(&thief, &link).await;
    assert_eq!(refused, Err(AcceptError::Invitation(InvitationError::Expired)));
    trial.noticed_off_wire("an invitation past its end", &refused).unwrap();
    let body = offer.body.clone();
    thief.wire.tamper(move |request, response| {
        if is_path(v1::INVITATION_LOOK, &request.path) {
            response.status = 200;
            response.content_type = "application/json".to_owned();
            response.body = body.clone();
        }
    });
    let refused = accept_as_thief(&thief, &link).await;
    assert_eq!(refused, Err(AcceptError::Invitation(InvitationError::Expired)));
    trial.noticed("an invitation past its end, offered again", &refused).unwrap();
    trial.end().await.unwrap();

    // With a new link the person comes in all the same, and the old one is worth nothing.
    let letter = stage.admin.vault.renew_invitation(stage.organisation, code.id(), 7).await.unwrap();
    let hanna = Device::fresh(&stage.portal.origin, "hanna").unwrap();
    hanna.accept(letter.link.as_str(), PASSWORD).await.unwrap();
    assert!(matches!(accept_as_thief(&thief, &link).await, Err(AcceptError::Invitation(_))));
}

/// Somebody who found a link makes an access with it.
async fn accept_as_thief(
    thief: &Device,
    link: &vault::view::SecretText,
) -> Result<vault::view::SessionInfo, AcceptError> {
    let accept = Accept {
        code: link.as_str().parse().unwrap(),
        login: "dieb".to_owned(),
        display_name: "Dieb".to_owned(),
        password: PASSWORD.into(),
    };
    thief.vault.accept_invitation(accept).await
}

/// A certificate that stands in the log already is put there once more, and an invitation is used for other keys.
#[tokio::test]
async fn mal_a14_a_certificate_replayed_in_the_log_counts_once() {
    let stage = Stage::build().await.unwrap();
    let organisation = stage.organisation;
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let account = stage.berta.session().await.unwrap().account;
    stage.admin.vault.block(organisation, account).await.unwrap();
    let log = stage.witness.log(organisation).await.unwrap();
    let honest = stage.witness.vault.organisation(organisation).await.unwrap();
    let fresh = stage.elsewhere(&stage.witness).await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for at in 1..log.entries.len() {
        let mut whole = log.clone();
        whole.entries.push(log.entries[at].clone());
        rechain_log(organisation, &mut whole);
        fresh.wire.edit_log(move |page| {
            let asked = page.entries.first().map_or(page.head.n, |entry| entry.n - 1);
            *page = whole.clone();
            page.entries.retain(|entry| entry.n > asked);
        });
        let device = fresh.reload();
        device.vault.resume().await.unwrap();
        let seen = device.vault.organisation(organisation).await;
        match &seen {
            Ok(seen) => {
                trial.without_effect(&format!("entry {at} again"), &people(seen), &people(&honest)).unwrap();
            }
            refused => trial.noticed(&format!("entry {at} again"), refused).unwrap(),
        }
    }
    let view = open(&stage, &stage.witness, case).await.unwrap();
    assert!(view.warnings.is_empty());
    trial.end().await.unwrap();
}
