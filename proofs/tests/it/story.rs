//! The whole way, once: from the operator's invitation to a colleague who was blocked, with several people on devices of
//! their own against the real server.

use api::{
    configuration::known,
    ids::{CaseId, OrganisationId, RecordId, UnitId},
    organisations::{Grant, Role, Scope},
};
use proofs::{Http, Portal, draft};
use vault::{
    CallError, InvitationCode, KeyError, LoginError, MemoryStore, SystemClock, Vault, WriteError,
    view::{
        Accept, CaseName, ChangePassword, Handover, KeyOrigin, KeyState, Login, NewCase, NewInvitation,
        NewTenant, PersonTrust, SecretText, SessionInfo, Start, Text, Verification, WriteEntry,
    },
};

type Device = Vault<Http, MemoryStore>;

const PASSWORD: &str = "sieben-Birnen-im-Korb";
const TENANT: &str = "geschichte";

fn device(portal: &Portal) -> Device {
    Vault::new(Http::new(&portal.origin).unwrap(), MemoryStore::default(), SystemClock)
}

async fn join(portal: &Portal, link: &str, login: &str, name: &str) -> (Device, SessionInfo) {
    let vault = device(portal);
    let code: InvitationCode = link.parse().unwrap();
    let accept =
        Accept { code, login: login.to_owned(), display_name: name.to_owned(), password: PASSWORD.into() };
    let session = vault.accept_invitation(accept).await.unwrap();
    (vault, session)
}

fn login(name: &str) -> Login {
    Login { tenant: TENANT.to_owned(), login: name.to_owned(), password: PASSWORD.into() }
}

fn grant(role: Role, scope: Scope, unit: Option<UnitId>) -> Grant {
    Grant { role, scope, unit }
}

/// An organisation with its key, an org unit and an administrator.
struct House {
    portal: Portal,
    operator: Device,
    admin: Device,
    organisation: OrganisationId,
    unit: UnitId,
    key_file: SecretText,
}

impl House {
    async fn build() -> Self {
        let portal = Portal::start().await.unwrap();
        let (operator, _) = join(&portal, &portal.invite_operator().unwrap(), "betrieb", "Betrieb").await;
        let tenant = NewTenant {
            slug: TENANT.to_owned(),
            name: "Träger Geschichte".to_owned(),
            organisation_name: "Haus am Weg".to_owned(),
            administrator_name: "Anna Admin".to_owned(),
        };
        let setup = operator.create_tenant(tenant).await.unwrap();
        let organisation = setup.organisation;
        let (admin, session) = join(&portal, setup.letter.link.as_str(), "anna", "Anna Admin").await;
        assert_eq!(session.memberships[0].key, KeyState::NotSetUp);
        let made = admin.begin_setup(organisation).await.unwrap();
        let key_file = made.key_file_text.clone();
        assert!(admin.confirm_setup(organisation, key_file.clone(), None).await.unwrap().first);
        admin.set_key_hint(organisation, "Laufwerk K".to_owned()).await.unwrap();
        let unit = admin.add_unit(organisation, None, "Wohngruppe Nord".to_owned(), 1).await.unwrap();
        Self { portal, operator, admin, organisation, unit, key_file }
    }

    async fn invited(&self, login: &str, name: &str, grants: Vec<Grant>) -> (Device, SessionInfo) {
        let invitation = NewInvitation {
            organisation: self.organisation,
            display_name: name.to_owned(),
            grants,
            valid_days: 7,
        };
        let letter = self.admin.invite(invitation).await.unwrap();
        join(&self.portal, letter.link.as_str(), login, name).await
    }

    async fn colleague(&self, login: &str, name: &str) -> (Device, SessionInfo) {
        let grants = vec![grant(Role::Caseworker, Scope::Unit, Some(self.unit))];
        let (vault, session) = self.invited(login, name, grants).await;
        assert_eq!(session.memberships[0].key_hint, "Laufwerk K");
        let loaded = vault.load_key(self.organisation, self.file(), true, None).await.unwrap();
        assert!(loaded.first && loaded.remembered);
        (vault, session)
    }

    fn file(&self) -> KeyOrigin {
        KeyOrigin::File(self.key_file.clone())
    }

    async fn case(&self, vault: &Device, session: &SessionInfo) -> CaseId {
        let configuration = vault.configuration().await.unwrap();
        let write = |form: &str| {
            let name = |key: &str| match key {
                known::GIVEN => "Mara".to_owned(),
                known::FAMILY => "Lindqvist".to_owned(),
                other => format!("Text von {other}"),
            };
            (form.to_owned(), draft(&configuration, form, name).unwrap())
        };
        let case = NewCase {
            id: vault.make_case().unwrap(),
            organisation: self.organisation,
            unit: Some(self.unit),
            responsible: session.account,
            deputy: None,
            team: Vec::new(),
            entries: [known::PERSON, known::HELP, known::CONTACT].map(write).into(),
        };
        vault.create_case(case).await.unwrap().case
    }
}

async fn entry(vault: &Device, case: CaseId, record: RecordId, based_on: u32, text: &str) -> WriteEntry {
    let configuration = vault.configuration().await.unwrap();
    let draft = draft(&configuration, known::COURSE, |_| text.to_owned()).unwrap();
    WriteEntry { case, record, form: known::COURSE.to_owned(), based_on, draft }
}

fn named() -> CaseName {
    CaseName::Open { given: "Mara".to_owned(), family: "Lindqvist".to_owned() }
}

#[tokio::test(flavor = "current_thread")]
async fn a_case_is_documented_the_whole_way() {
    let house = House::build().await;
    let o = house.organisation;
    let (berta, berta_session) = house.colleague("berta", "Berta").await;
    let (carl, carl_session) = house.colleague("carl", "Carl").await;
    let case = house.case(&berta, &berta_session).await;

    // A colleague on another device finds the case by name, reads it and continues it.
    let rows = carl.list_cases(o).await.unwrap();
    assert_eq!((rows.len(), rows[0].responsible_name.as_str()), (1, "Berta"));
    assert_eq!(carl.open_names(o, 10).await.unwrap().names, [(case, named())]);
    let view = carl.open_case(o, case).await.unwrap();
    assert_eq!((view.warnings.as_slice(), view.name.clone()), ([].as_slice(), named()));
    assert!(view.writable && view.entries.iter().all(|entry| entry.verification == Verification::Verified));
    assert_eq!(view.entries.len(), 3);
    let record = carl.make_record().unwrap();
    carl.write_entry(entry(&carl, case, record, 0, "Hausbesuch").await).await.unwrap();

    // Both edit the same entry: the second is told and keeps what was typed.
    let seen = berta.open_case(o, case).await.unwrap();
    assert_eq!(seen.entry(record).unwrap().texts.get("text"), Text::Open("Hausbesuch".to_owned()));
    berta.write_entry(entry(&berta, case, record, 1, "Von Berta").await).await.unwrap();
    let told = carl.write_entry(entry(&carl, case, record, 1, "Von Carl").await).await;
    let Err(WriteError::Conflict(theirs)) = told else { panic!("no conflict: {told:?}") };
    assert_eq!((theirs.revision, theirs.author.name.as_str()), (2, "Berta"));
    assert_eq!(theirs.texts.get("text"), Text::Open("Von Berta".to_owned()));
    carl.write_entry(entry(&carl, case, record, 2, "Von beiden").await).await.unwrap();

    // A wrong entry is withdrawn and stays in the history.
    let wrong = carl.make_record().unwrap();
    carl.write_entry(entry(&carl, case, wrong, 0, "Falscher Fall").await).await.unwrap();
    carl.withdraw_entry(case, wrong, 1, "Verwechselt".to_owned()).await.unwrap();
    let view = berta.open_case(o, case).await.unwrap();
    assert_eq!(view.of_form(known::COURSE).count(), 1);
    assert_eq!(berta.history(case, wrong).await.unwrap().len(), 2);
    assert_eq!(berta.history(case, record).await.unwrap().len(), 3);
    assert!(!berta.search(o, "verwechselt", 5).iter().any(|hit| hit.record == Some(wrong)));
    assert_eq!(berta.search(o, "LINDQ", 5)[0].case, case);

    // Closed, nothing is added; reopened, it goes on.
    let configuration = berta.configuration().await.unwrap();
    let closing = draft(&configuration, known::CLOSING, |_| "Schlussbericht".to_owned()).unwrap();
    berta.close_case(case, closing).await.unwrap();
    let late = carl.make_record().unwrap();
    let refused = carl.write_entry(entry(&carl, case, late, 0, "Zu spät").await).await;
    assert_eq!(refused, Err(WriteError::CaseClosed));
    berta.reopen_case(case, "2026-11-24".to_owned()).await.unwrap();
    carl.write_entry(entry(&carl, case, late, 0, "Doch noch").await).await.unwrap();

    // Support looks at the same case and sees codes and dates only.
    let tenant = berta_session.tenant.unwrap();
    let structure = house.operator.tenant(tenant).await.unwrap();
    assert_eq!(structure.organisations.len(), 1);
    let cases = house.operator.tenant_cases(tenant).await.unwrap();
    assert_eq!((cases.len(), cases[0].id), (1, case));
    let support = house.operator.support_case(tenant, case).await.unwrap();
    assert_eq!((support.name.clone(), support.readable, support.writable), (CaseName::Sealed, false, false));
    assert!(!support.entries.is_empty() && support.entries.iter().all(|entry| !entry.texts.is_open()));
    assert!(support.single(known::HELP).unwrap().facts.code(known::HELP_TYPE).is_some());
    let audit = house.admin.audit(None).await.unwrap();
    assert!(audit.entries.iter().any(|entry| entry.action == api::audit::AuditAction::InstituteLookedAtCase));

    // Berta is blocked at once; her case is handed over and what she wrote stays valid.
    let cases = house.admin.block(o, berta_session.account).await.unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(berta.list_cases(o).await, Err(CallError::SessionEnded));
    assert_eq!(berta.login(login("berta")).await, Err(LoginError::Call(CallError::AccountBlocked)));
    let handover = Handover { organisation: o, cases, to: carl_session.account };
    assert_eq!(house.admin.hand_over(handover).await, Ok(1));
    let view = carl.open_case(o, case).await.unwrap();
    assert_eq!(
        (view.assignment.responsible.name.as_str(), view.warnings.as_slice()),
        ("Carl", [].as_slice())
    );
    let overview = house.admin.organisation(o).await.unwrap();
    assert!(overview.people.iter().all(|person| person.trust == PersonTrust::Verified));

    // She comes back with a new invitation of the same account.
    let letter = house.admin.reinvite(o, berta_session.account, 3).await.unwrap();
    let (back, session) = join(&house.portal, letter.link.as_str(), "berta", "Berta").await;
    assert_eq!(session.account, berta_session.account);
    assert!(back.load_key(o, house.file(), false, None).await.unwrap().first);
    let view = back.open_case(o, case).await.unwrap();
    assert!(view.writable && view.warnings.is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_session_is_resumed_locked_unlocked_and_its_password_changed() {
    let house = House::build().await;
    let o = house.organisation;
    let (berta, session) = house.colleague("berta", "Berta").await;
    let case = house.case(&berta, &session).await;
    assert!(matches!(berta.resume().await, Ok(Start::Ready(_))));
    berta.lock().await.unwrap();
    assert_eq!(berta.open_case(o, case).await, Err(CallError::Locked.into()));
    assert!(matches!(berta.resume().await, Ok(Start::Locked(_))));
    let wrong = berta.unlock("falsches-Kennwort".into()).await;
    assert_eq!(wrong, Err(LoginError::WrongCredentials));
    let session = berta.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Loaded, "this device remembers the key");

    let new = "acht-Quitten-im-Keller";
    berta.change_password(ChangePassword { current: PASSWORD.into(), new: new.into() }).await.unwrap();
    berta.logout().await.unwrap();
    assert_eq!(berta.login(login("berta")).await, Err(LoginError::WrongCredentials));
    let session = berta.login(Login { password: new.into(), ..login("berta") }).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
    assert!(berta.open_case(o, case).await.unwrap().writable);
    berta.forget_device().await.unwrap();
    berta.logout().await.unwrap();
    let session = berta.login(Login { password: new.into(), ..login("berta") }).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Missing);
    assert!(!berta.load_key(o, house.file(), false, None).await.unwrap().first);
}

#[tokio::test(flavor = "current_thread")]
async fn roles_and_organisations_are_kept_apart() {
    let house = House::build().await;
    let o = house.organisation;
    let (berta, session) = house.colleague("berta", "Berta").await;
    let case = house.case(&berta, &session).await;

    // Figures only: the same case without texts, and never asked for a key.
    let (figures, own) =
        house.invited("zahlen", "Zahlen", vec![grant(Role::Evaluation, Scope::Organisation, None)]).await;
    assert_eq!(own.memberships[0].key, KeyState::NotNeeded);
    assert_eq!(figures.load_key(o, house.file(), false, None).await, Err(KeyError::NotNeeded));
    assert_eq!(figures.list_cases(o).await.unwrap()[0].name, CaseName::Sealed);
    assert!(!figures.open_case(o, case).await.unwrap().readable);
    // An administrator as such opens no case; a caseworker of another unit does not even see it.
    assert!(house.admin.open_case(o, case).await.is_err());
    let south = house.admin.add_unit(o, None, "Wohngruppe Süd".to_owned(), 2).await.unwrap();
    let (dora, _) =
        house.invited("dora", "Dora", vec![grant(Role::Caseworker, Scope::Unit, Some(south))]).await;
    dora.load_key(o, house.file(), false, None).await.unwrap();
    assert_eq!(dora.list_cases(o).await.unwrap(), []);
    assert_eq!(dora.open_case(o, case).await, Err(vault::CaseError::NotFound));

    // A further organisation has a key of its own; one login works in both.
    let second = house.admin.create_organisation("Haus am See".to_owned()).await.unwrap();
    let made = house.admin.begin_setup(second).await.unwrap();
    house.admin.confirm_setup(second, made.key_file_text.clone(), None).await.unwrap();
    let foreign = berta.load_key(o, KeyOrigin::File(made.key_file_text.clone()), false, None).await;
    assert!(matches!(foreign, Err(KeyError::ForeignOrganisation { found, .. }) if found == "Haus am See"));
    let invitation = NewInvitation {
        organisation: second,
        display_name: "Berta".to_owned(),
        grants: vec![grant(Role::Caseworker, Scope::Organisation, None)],
        valid_days: 3,
    };
    let letter = house.admin.invite_existing(session.account, invitation).await.unwrap();
    let accept = Accept {
        code: letter.link.as_str().parse().unwrap(),
        login: "berta".to_owned(),
        display_name: "Berta".to_owned(),
        password: PASSWORD.into(),
    };
    let session = berta.accept_invitation(accept).await.unwrap();
    assert_eq!(session.memberships.len(), 2);
    let file = KeyOrigin::File(made.key_file_text.clone());
    assert!(berta.load_key(second, file, false, None).await.unwrap().first);
    assert_eq!(berta.list_cases(second).await.unwrap(), []);
    assert!(berta.open_case(o, case).await.unwrap().writable, "the device still remembers the first key");
}
