//! A tenant with an organisation, its administrator and people, as most tests need it.

use crate::{
    app::TestApp,
    client::{Answer, path},
    person::{Invited, Person, envelope, random, sign},
};
use api::{
    Bytes, Bytes32,
    cases::{CaseFile, CaseReceipt, CaseSlot, CreateCase, CreatePart, PartSlot},
    chain::{Head, Heads, revision_hash, sha256},
    configuration::Configuration,
    facts::{Fact, Facts},
    ids::{AccountId, CaseId, KeyId, OrganisationId, PartId, RecordId, TenantId, UnitId},
    institute::{CreateTenant, TenantView},
    organisations::{Grant, PostStatement, Role, Scope, UnitView},
    paths::v1,
    records::Revision,
    signing::revision_message,
    statement::{Access, Assignment, Payload},
};
use server::store::{INSTITUTE, Mode};
use uuid::Uuid;

pub const WEEK: i64 = 7 * 24 * 3600;

pub struct World {
    pub app: TestApp,
    pub operator: Person,
    pub admin: Person,
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    /// Id of the organisation key.
    pub ok: KeyId,
    /// Epoch of the organisation key.
    pub epoch: u32,
}

pub fn grant(role: Role, scope: Scope, unit: Option<UnitId>) -> Grant {
    Grant { role, scope, unit }
}

pub fn administrator() -> Grant {
    grant(Role::Administrator, Scope::Organisation, None)
}

pub fn caseworker() -> Grant {
    grant(Role::Caseworker, Scope::Own, None)
}

pub fn manager() -> Grant {
    grant(Role::Manager, Scope::Organisation, None)
}

pub fn evaluation() -> Grant {
    grant(Role::Evaluation, Scope::Organisation, None)
}

/// An operator, invited on the command line.
pub async fn operator(app: &TestApp) -> Person {
    let invited = Invited::new();
    let tx = app.state.db.institute(Mode::Write, None).await.unwrap();
    let unsigned = invited.unsigned("Operator", app.now() + WEEK);
    server::routes::invite_operator(&tx, &unsigned, app.now()).await.unwrap();
    tx.commit().await.unwrap();
    let person = Person::new(TenantId(INSTITUTE), "institut", "operator", invited.account);
    person.accept(app, &invited, false).await.done();
    person
}

/// A tenant whose first administrator is invited and has not come yet.
pub async fn tenant(app: &TestApp, operator: &Person, slug: &str) -> (CreateTenant, Invited) {
    let invited = Invited::new();
    let create = CreateTenant {
        id: TenantId(Uuid::new_v4()),
        slug: slug.to_owned(),
        name: format!("Träger {slug}"),
        organisation: OrganisationId(Uuid::new_v4()),
        organisation_name: "Haus am See".to_owned(),
        invitation: invited.unsigned("Erste Verwaltung", app.now() + WEEK),
    };
    let _: TenantView = operator.client.post(app, v1::TENANTS, &create).await.ok();
    (create, invited)
}

impl World {
    pub async fn new() -> Self {
        Self::on(TestApp::new().await).await
    }

    pub async fn on(app: TestApp) -> Self {
        let operator = operator(&app).await;
        let (create, invited) = tenant(&app, &operator, "demo").await;
        let mut admin = Person::new(create.id, "demo", "admin", invited.account);
        admin.accept(&app, &invited, true).await.done();
        let ok = KeyId(Uuid::new_v4());
        admin.set_up(&app, create.organisation, ok, &[administrator()]).await;
        Self { app, operator, admin, tenant: create.id, organisation: create.organisation, ok, epoch: 1 }
    }

    /// Somebody with a personal access who has not loaded the key.
    pub async fn joined(&self, login: &str, grants: &[Grant]) -> (Person, Invited) {
        let account = AccountId(Uuid::new_v4());
        let invited = self.admin.invite(&self.app, self.organisation, account, grants, 1).await;
        let person = Person::new(self.tenant, "demo", login, account);
        person.accept(&self.app, &invited, api::organisations::needs_key(grants)).await.done();
        (person, invited)
    }

    /// Somebody of a tenant with this slug who has loaded the key.
    pub async fn invite_to(&self, slug: &str, login: &str, grants: &[Grant]) -> Person {
        let account = AccountId(Uuid::new_v4());
        let invited = self.admin.invite(&self.app, self.organisation, account, grants, 1).await;
        let mut person = Person::new(self.tenant, slug, login, account);
        person.accept(&self.app, &invited, true).await.done();
        person.certify(&self.app, self.organisation, &invited).await;
        person
    }

    /// Somebody who has loaded the key.
    pub async fn person(&self, login: &str, grants: &[Grant]) -> Person {
        let (mut person, invited) = self.joined(login, grants).await;
        person.certify(&self.app, self.organisation, &invited).await;
        person
    }

    pub async fn unit(&self, name: &str, parent: Option<UnitId>) -> UnitId {
        let unit = UnitView { id: UnitId(Uuid::new_v4()), parent, name: name.to_owned(), position: 0 };
        self.admin.client.post(&self.app, &path(v1::UNITS, &[&self.organisation]), &unit).await.done();
        unit.id
    }

    /// A case as `author` would make it.
    pub async fn draft(&self, author: &Person, change: impl FnOnce(&mut Assignment)) -> Draft {
        let head = author.organisation(&self.app, self.organisation).await.head;
        Draft::new(self, author, head, change)
    }

    pub async fn send(&self, author: &Person, create: &CreateCase) -> Answer {
        author.client.cbor(&self.app, &path(v1::CASES, &[&self.organisation]), create).await
    }

    /// A case of this responsible person.
    pub async fn case(&self, author: &Person) -> Draft {
        let draft = self.draft(author, |_| {}).await;
        let _: CaseReceipt = self.send(author, &draft.create).await.ok();
        draft
    }

    pub async fn open(&self, person: &Person, case: CaseId) -> Answer {
        person.client.get(&self.app, &path(v1::CASE, &[&case])).await
    }

    pub async fn file(&self, person: &Person, case: CaseId) -> CaseFile {
        self.open(person, case).await.ok()
    }

    pub async fn write(&self, person: &Person, revision: &Revision) -> Answer {
        person.client.cbor(&self.app, &path(v1::RECORDS, &[&revision.case]), revision).await
    }

    /// A first revision of a new record.
    pub async fn entry(&self, author: &Person, draft: &Draft, form: &str, facts: &Facts) -> Revision {
        let head = author.organisation(&self.app, self.organisation).await.head;
        let part = draft.part_of(form);
        let entry = Entry { record: RecordId(Uuid::new_v4()), form, revision: 1, previous: Bytes32::ZERO };
        self.revision(author, draft, part, head, &entry, facts)
    }

    /// The revision after `previous`.
    pub async fn next(&self, author: &Person, draft: &Draft, previous: &Revision, facts: &Facts) -> Revision {
        let head = author.organisation(&self.app, self.organisation).await.head;
        let entry = Entry {
            record: previous.record,
            form: &previous.form,
            revision: previous.revision + 1,
            previous: revision_hash(&previous.envelope.as_ref().unwrap().0, &previous.facts.0),
        };
        self.revision(author, draft, draft.part_of(&previous.form), head, &entry, facts)
    }

    pub fn revision(
        &self,
        author: &Person,
        draft: &Draft,
        part: &CreatePart,
        head: Head,
        entry: &Entry<'_>,
        facts: &Facts,
    ) -> Revision {
        let sealed = envelope(1, part.slot.key.as_bytes(), b"sealed texts");
        let mut revision = Revision {
            case: draft.create.id,
            part: part.id,
            record: entry.record,
            form: entry.form.to_owned(),
            form_version: 1,
            revision: entry.revision,
            epoch: 1,
            previous: entry.previous,
            facts: Bytes(facts.to_cbor()),
            envelope_hash: sha256(&sealed.0),
            envelope: Some(sealed),
            author: author.account,
            certificate: author.certificate,
            heads: Heads { organisation: head, part: Head::EMPTY },
            signature: Bytes(Vec::new()),
        };
        self.resign(author, &mut revision);
        revision
    }

    /// Signs a revision anew, after it was changed.
    pub fn resign(&self, author: &Person, revision: &mut Revision) {
        let sealed = revision.envelope.clone().unwrap();
        revision.envelope_hash = sha256(&sealed.0);
        let message = revision_message(self.tenant, self.organisation, revision, &sealed.0).unwrap();
        revision.signature = sign(&author.signing, &message);
    }
}

/// Which record, at which revision.
pub struct Entry<'a> {
    pub record: RecordId,
    pub form: &'a str,
    pub revision: u32,
    pub previous: Bytes32,
}

/// A case on its way to the server.
pub struct Draft {
    pub create: CreateCase,
}

pub fn facts(pairs: &[(&str, Fact)]) -> Facts {
    let mut facts = Facts::new();
    for (key, fact) in pairs {
        facts.set(key, fact.clone()).unwrap();
    }
    facts
}

pub fn code(text: &str) -> Fact {
    Fact::Code(text.to_owned())
}

pub fn person_facts() -> Facts {
    facts(&[("sex", code("f")), ("birth_month", code("2012-03"))])
}

pub fn help_facts() -> Facts {
    facts(&[("help_type", code("§34")), ("start", code("2026-01-07"))])
}

pub fn course_facts() -> Facts {
    facts(&[("date", code("2026-11-20")), ("kind", code("conversation"))])
}

pub fn case_code() -> String {
    let letters: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect();
    let text: String = random::<8>().iter().map(|byte| letters[usize::from(byte % 32)]).collect();
    format!("{}-{}", &text[..4], &text[4..])
}

impl Draft {
    fn new(world: &World, author: &Person, head: Head, change: impl FnOnce(&mut Assignment)) -> Self {
        let (case, case_key) = (CaseId(Uuid::new_v4()), KeyId(Uuid::new_v4()));
        let statement =
            |payload| author.signed_on(&world.app, world.organisation, head, Head::EMPTY, payload);
        let parts: Vec<CreatePart> = Configuration::builtin()
            .unwrap()
            .parts
            .iter()
            .map(|kind| {
                let (id, key) = (PartId(Uuid::new_v4()), KeyId(Uuid::new_v4()));
                let access = Access {
                    case,
                    part: id,
                    kind: kind.code.clone(),
                    epoch: 1,
                    key,
                    check: Bytes32(random()),
                    owner: world.organisation,
                    readers: vec![world.organisation],
                    writers: vec![world.organisation],
                    expires_at: None,
                    previous: Bytes32::ZERO,
                };
                let slot = envelope(2, case_key.as_bytes(), &random::<32>());
                CreatePart {
                    id,
                    kind: kind.code.clone(),
                    slot: PartSlot { organisation: world.organisation, epoch: 1, key, slot },
                    access: statement(Payload::Access(access)),
                }
            })
            .collect();
        let mut assignment = Assignment {
            case,
            part: parts[0].id,
            version: 1,
            unit: None,
            responsible: author.account,
            deputy: None,
            team: Vec::new(),
        };
        change(&mut assignment);
        let slot = envelope(2, world.ok.as_bytes(), &random::<32>());
        let create = CreateCase {
            id: case,
            code: case_code(),
            slot: CaseSlot { organisation: world.organisation, epoch: world.epoch, key: case_key, slot },
            assignment: statement(Payload::Assignment(assignment)),
            parts,
            records: Vec::new(),
        };
        let mut draft = Self { create };
        for (form, facts) in [("person", person_facts()), ("help", help_facts())] {
            let entry =
                Entry { record: RecordId(Uuid::new_v4()), form, revision: 1, previous: Bytes32::ZERO };
            let revision = world.revision(author, &draft, draft.part_of(form), head, &entry, &facts);
            draft.create.records.push(revision);
        }
        draft
    }

    pub fn id(&self) -> CaseId {
        self.create.id
    }

    /// The part of a form.
    pub fn part_of(&self, form: &str) -> &CreatePart {
        let configuration = Configuration::builtin().unwrap();
        let kind = configuration.form(form).unwrap().part.clone();
        self.create.parts.iter().find(|part| part.kind == kind).unwrap()
    }

    /// Assigns the case anew.
    pub async fn reassign(
        &self,
        world: &World,
        signer: &Person,
        version: u32,
        change: impl FnOnce(&mut Assignment),
    ) -> Answer {
        let post = self.assignment(world, signer, version, change).await;
        self.assign(world, signer, &post).await
    }

    pub async fn assign(&self, world: &World, signer: &Person, post: &PostStatement) -> Answer {
        signer.client.cbor(&world.app, &path(v1::ASSIGNMENT, &[&self.create.id]), post).await
    }

    /// The assignment with another version and other people.
    pub async fn assignment(
        &self,
        world: &World,
        signer: &Person,
        version: u32,
        change: impl FnOnce(&mut Assignment),
    ) -> PostStatement {
        let mut assignment = Assignment {
            case: self.create.id,
            part: self.create.parts[0].id,
            version,
            unit: None,
            responsible: signer.account,
            deputy: None,
            team: Vec::new(),
        };
        change(&mut assignment);
        let statement = signer.signed(&world.app, world.organisation, Payload::Assignment(assignment)).await;
        PostStatement { statement }
    }
}
