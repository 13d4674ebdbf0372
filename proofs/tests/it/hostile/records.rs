//! Records that somebody smuggles in: the server with keys of its own, a blocked member, somebody who lost the right, an
//! account that nobody certified.

use super::{open, revisions};
use api::{
    Bytes32,
    cases::CaseFile,
    chain::Heads,
    facts::Facts,
    ids::{AccountId, CaseId, PartId, RecordId},
    organisations::{Grant, Role, Scope},
    records::{LogContent, Revision},
    statement::{Access, Assignment, Payload},
};
use crypto::{
    AccountKeys, PartKey,
    statement::{ACCESS, ASSIGNMENT},
};
use proofs::hostile::{Device, Forger, Injected, Stage, Trial, rechain_part};
use vault::view::{Texts, Verification};

const SMUGGLED: &str = "Untergeschoben";

/// Everything that is needed to write into a part without its owner.
struct Inside {
    case: CaseId,
    file: CaseFile,
    model: Revision,
    part: PartId,
    access: Access,
    key: PartKey,
}

impl Inside {
    /// With the keys that any member can open: of the part that the course of a case stands in.
    async fn of(stage: &Stage, case: CaseId) -> Self {
        let keys = stage.keys(&stage.witness).await.unwrap();
        let file = stage.witness.case_file(stage.organisation, case).await.unwrap();
        let open = stage.case_keys(case, &keys).await.unwrap();
        let found = revisions(&file).into_iter().find(|(.., revision)| revision.form == "course").unwrap();
        let part = found.2.part;
        let (access, key) =
            open.parts.into_iter().find(|(id, ..)| *id == part).map(|(_, a, k)| (a, k)).unwrap();
        Self { case, file, model: found.2, part, access, key }
    }

    /// Something new of the form of the model, with these heads.
    fn injected(&self, heads: Heads) -> Injected {
        Injected {
            case: self.case,
            part: self.part,
            record: RecordId::from_bytes(*b"a smuggled recor"),
            form: self.model.form.clone(),
            form_version: self.model.form_version,
            epoch: self.access.epoch,
            revision: 1,
            previous: Bytes32::ZERO,
            facts: Facts::from_cbor(&self.model.facts.0).unwrap(),
            text: ("text".to_owned(), SMUGGLED.to_owned()),
            heads,
        }
    }

    /// A further revision of the model.
    fn replacement(&self, heads: Heads) -> Injected {
        let previous = api::chain::revision_hash_from(&self.model.envelope_hash, &self.model.facts.0);
        Injected {
            record: self.model.record,
            revision: self.model.revision + 1,
            previous,
            ..self.injected(heads)
        }
    }

    /// Heads as they are now.
    fn heads(&self, organisation: api::chain::Head) -> Heads {
        let part = self.file.parts.iter().find(|part| part.id == self.part).unwrap().head;
        Heads { organisation, part }
    }
}

async fn forger(stage: &Stage, device: &Device) -> Forger {
    let account = device.session().await.unwrap().account;
    Forger {
        tenant: stage.place.tenant,
        organisation: stage.organisation,
        account,
        certificate: certificate(stage, account).await,
        keys: stage.keys(device).await.unwrap().account,
    }
}

async fn certificate(stage: &Stage, account: AccountId) -> Bytes32 {
    let log = stage.witness.log(stage.organisation).await.unwrap();
    let of = |content: &LogContent| match content {
        LogContent::Statement(signed) => match signed.decode().unwrap().payload {
            Payload::Certificate(certificate) if certificate.keys.account == account => Some(signed.hash()),
            _ => None,
        },
        LogContent::Revision(_) => None,
    };
    log.entries.iter().rev().find_map(|entry| of(&entry.content)).unwrap_or(Bytes32([7; 32]))
}

/// Opens the case with something smuggled in; it must be marked and its text shown nowhere.
async fn smuggle(trial: &mut Trial<'_>, stage: &Stage, inside: &Inside, what: &str, revision: Revision) {
    let part = inside.part;
    let record = revision.record;
    stage.berta.wire.edit_case_file(move |file| {
        let file = file.parts.iter_mut().find(|file| file.id == part).unwrap();
        Injected::append(file, revision.clone());
    });
    let view = open(stage, &stage.berta, inside.case).await;
    trial.noticed(what, &view).unwrap();
    let view = view.unwrap();
    let verified = view.entries.iter().filter(|entry| entry.verification == Verification::Verified);
    for entry in verified {
        let Texts::Open(texts) = &entry.texts else { continue };
        assert!(texts.values().all(|text| !text.contains(SMUGGLED)), "{what}: shown as content");
    }
    if let Some(entry) = view.entry(record).filter(|_| record != inside.model.record) {
        assert_eq!(entry.verification, Verification::Failed, "{what}: it looks as if it counted");
    }
    let found = stage.berta.vault.search(stage.organisation, SMUGGLED, 9);
    assert!(found.is_empty(), "{what}: the search finds it");
}

async fn scene() -> (Stage, CaseId) {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    stage.entry(&stage.berta, case, "course", "erster Besuch").await.unwrap();
    (stage, case)
}

#[tokio::test]
async fn mal_a23_records_with_keys_of_the_servers_own_are_never_content() {
    let (stage, case) = scene().await;
    let inside = Inside::of(&stage, case).await;
    let now = stage.witness.log(stage.organisation).await.unwrap().head;
    let berta = stage.berta.session().await.unwrap().account;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let own = AccountKeys::make().unwrap();
    for (account, certificate) in [
        (berta, certificate(&stage, berta).await),
        (berta, Bytes32([9; 32])),
        (AccountId::from_bytes([9; 16]), certificate(&stage, berta).await),
        (AccountId::from_bytes([9; 16]), Bytes32([9; 32])),
    ] {
        let forger = Forger {
            tenant: stage.place.tenant,
            organisation: stage.organisation,
            account,
            certificate,
            keys: own.clone(),
        };
        // With the right key of the part (a friend with the key file), and with one of the server's own.
        for key in [inside.key.clone(), crypto::hazmat::part_key(inside.key.id(), &[3; 32])] {
            for what in [inside.injected(inside.heads(now)), inside.replacement(inside.heads(now))] {
                let revision = forger.revision(&key, &what).unwrap();
                smuggle(&mut trial, &stage, &inside, "with keys of its own", revision).await;
            }
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a23_records_of_a_blocked_member_who_is_friends_with_the_server_are_never_content() {
    let (stage, case) = scene().await;
    let carl = stage.caseworker("carl").await.unwrap();
    let forger = forger(&stage, &carl).await;
    let before = stage.witness.log(stage.organisation).await.unwrap().head;
    stage.admin.vault.block(stage.organisation, forger.account).await.unwrap();
    let after = stage.witness.log(stage.organisation).await.unwrap().head;
    refused_at_both_heads(&stage, case, &forger, (before, after), "blocked").await;
}

#[tokio::test]
async fn mal_a23_records_of_somebody_who_lost_the_right_are_never_content() {
    let (stage, case) = scene().await;
    let carl = stage.caseworker("carl").await.unwrap();
    let forger = forger(&stage, &carl).await;
    let before = stage.witness.log(stage.organisation).await.unwrap().head;
    let grants = vec![Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None }];
    stage.admin.vault.set_rights(stage.organisation, forger.account, grants).await.unwrap();
    let after = stage.witness.log(stage.organisation).await.unwrap().head;
    refused_at_both_heads(&stage, case, &forger, (before, after), "without the right").await;
}

/// Naming the head of today, the author had no right; naming the one of yesterday, others have written since.
async fn refused_at_both_heads(
    stage: &Stage,
    case: CaseId,
    forger: &Forger,
    (before, after): (api::chain::Head, api::chain::Head),
    what: &str,
) {
    // Somebody has written since and named the head in which it stands.
    stage.witness.vault.organisation(stage.organisation).await.unwrap();
    stage.open(&stage.witness, case).await.unwrap();
    for form in ["course", "rating"] {
        stage.entry(&stage.witness, case, form, "danach").await.unwrap();
    }
    stage.open(&stage.berta, case).await.unwrap();
    let inside = Inside::of(stage, case).await;
    let mut trial = Trial::begin(stage, &stage.berta).await.unwrap();
    for head in [before, after] {
        for injected in [inside.injected(inside.heads(head)), inside.replacement(inside.heads(head))] {
            let revision = forger.revision(&inside.key, &injected).unwrap();
            smuggle(&mut trial, stage, &inside, &format!("{what}, naming entry {}", head.n), revision).await;
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a23_records_of_accounts_that_may_not_write_are_never_content() {
    let (stage, case) = scene().await;
    // An administrator is certified and opens no case.
    let forger = forger(&stage, &stage.admin).await;
    let log = stage.witness.log(stage.organisation).await.unwrap();
    let LogContent::Statement(genesis) = &log.entries[0].content else { panic!("no genesis") };
    let forger = Forger { certificate: genesis.hash(), ..forger };
    let inside = Inside::of(&stage, case).await;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for what in [inside.injected(inside.heads(log.head)), inside.replacement(inside.heads(log.head))] {
        let revision = forger.revision(&inside.key, &what).unwrap();
        smuggle(&mut trial, &stage, &inside, "an administrator", revision).await;
    }
    trial.end().await.unwrap();
}

/// A blocked person's access statements and assignments: nobody reads, writes or is responsible because of them.
#[tokio::test]
async fn mal_a05_access_and_assignments_that_nobody_with_the_right_has_signed_do_not_count() {
    let (stage, case) = scene().await;
    let inside = Inside::of(&stage, case).await;
    let head = stage.witness.log(stage.organisation).await.unwrap().head;
    let berta = stage.berta.session().await.unwrap().account;
    let forger = Forger {
        tenant: stage.place.tenant,
        organisation: stage.organisation,
        account: berta,
        certificate: certificate(&stage, berta).await,
        keys: AccountKeys::make().unwrap(),
    };
    let honest = stage.open(&stage.berta, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for number in 0..inside.file.parts.len() {
        let part = &inside.file.parts[number];
        let heads = Heads { organisation: head, part: part.head };
        let evil = PartKey::make().unwrap();
        let LogContent::Statement(first) = &part.entries[0].content else { panic!("no access statement") };
        let Payload::Access(access) = first.decode().unwrap().payload else { panic!("no access statement") };
        let next = Access {
            epoch: access.epoch + 1,
            key: api::ids::KeyId::from_bytes(evil.id().0),
            check: Bytes32(evil.check().0),
            previous: first.hash(),
            ..access
        };
        let statement = forger.statement(ACCESS, Payload::Access(next.clone()), heads);
        stage.berta.wire.edit_case_file(move |file| {
            let file = &mut file.parts[number];
            Injected::append_statement(file, statement.clone());
        });
        let view = open(&stage, &stage.berta, case).await;
        // Either somebody says so, or nothing of it has any effect: what is sealed next is sealed under the old key.
        stage_effect(&mut trial, "an access statement of the server's own", &view.unwrap(), &honest);
        let assignment = Assignment {
            case,
            part: part.id,
            version: honest.assignment.version + 1,
            unit: None,
            responsible: AccountId::from_bytes([9; 16]),
            deputy: None,
            team: Vec::new(),
        };
        let statement = forger.statement(ASSIGNMENT, Payload::Assignment(assignment), heads);
        stage.berta.wire.edit_case_file(move |file| {
            let file = &mut file.parts[number];
            Injected::append_statement(file, statement.clone());
        });
        let view = open(&stage, &stage.berta, case).await.unwrap();
        assert_eq!(view.assignment, honest.assignment);
        stage_effect(&mut trial, "an assignment of the server's own", &view, &honest);
    }
    // The first access statement itself exchanged for one of the server's own.
    for number in 0..inside.file.parts.len() {
        stage.berta.wire.edit_case_file(move |file| {
            let LogContent::Statement(first) = &mut file.parts[number].entries[0].content else { panic!() };
            first.signature.0[3] ^= 1;
            rechain_part(&mut file.parts[number]);
        });
        let view = open(&stage, &stage.berta, case).await;
        trial.noticed(&format!("part {number} without a signed access statement"), &view).unwrap();
        assert!(!view.unwrap().writable);
    }
    trial.end().await.unwrap();
}

fn stage_effect(
    trial: &mut Trial<'_>,
    what: &str,
    view: &vault::view::CaseView,
    honest: &vault::view::CaseView,
) {
    use proofs::hostile::{Notices, shown};
    if view.notices().is_empty() {
        trial.without_effect(what, &shown(view), &shown(honest)).unwrap();
    } else {
        trial.noticed(what, view).unwrap();
    }
}
