//! People with their keys. Signatures are made with `ed25519-dalek` directly, after the published format.

use crate::{
    app::{ORIGIN, TestApp},
    client::{Answer, Client, path},
};
use api::{
    Bytes, Bytes32,
    auth::{
        Kdf, LoginChallenge, LoginFinish, LoginStart, SessionView, accept_message, login_message,
        look_message,
    },
    chain::{Head, Heads},
    ids::{AccountId, InvitationId, KeyId, OrganisationId, TenantId},
    invitations::{AcceptInvitation, CreateInvitation, InvitationLook, UnsignedInvitation},
    organisations::{CreateCertificate, CreateGenesis, Grant, OrganisationView, PostStatement, Receipt},
    paths::v1,
    signing::{self, message, organisation_context},
    statement::{
        AccountKeys, Certificate, EpochState, Genesis, Invitation, KeyEpoch, Payload, Revocation, Rights,
        SignedStatement, Statement,
    },
};
use ed25519_dalek::SigningKey;
use uuid::Uuid;

pub use crate::material::{bundle, envelope, kem_key, key, no_kem_keys, public, random, sign};

/// Somebody with a personal access.
pub struct Person {
    pub tenant: TenantId,
    pub slug: String,
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub login_key: SigningKey,
    pub salt: Bytes32,
    pub signing: SigningKey,
    /// Root of the organisation that this person sets up.
    pub root: SigningKey,
    pub kem: Bytes,
    pub certificate: Bytes32,
    pub client: Client,
}

/// An invitation with its secret.
pub struct Invited {
    pub id: InvitationId,
    pub account: AccountId,
    pub one_use: SigningKey,
    pub signed: Option<SignedStatement>,
}

impl Invited {
    pub fn new() -> Self {
        Self {
            id: InvitationId(Uuid::new_v4()),
            account: AccountId(Uuid::new_v4()),
            one_use: key(),
            signed: None,
        }
    }

    pub fn unsigned(&self, name: &str, expires_at: i64) -> UnsignedInvitation {
        UnsignedInvitation {
            id: self.id,
            account: self.account,
            display_name: name.to_owned(),
            one_use: public(&self.one_use),
            expires_at,
        }
    }

    pub async fn look(&self, app: &TestApp) -> Answer {
        let signature = sign(&self.one_use, &look_message(ORIGIN, self.id.as_bytes()));
        let address = path(v1::INVITATION_LOOK, &[&self.id]);
        Client::default().post(app, &address, &InvitationLook { signature }).await
    }

    /// What somebody sends who makes a personal access with it.
    pub fn accept(&self, person: &Person, enrolment: Option<Bytes>) -> AcceptInvitation {
        let login_public_key = public(&person.login_key);
        let message = accept_message(
            ORIGIN,
            self.id.as_bytes(),
            &person.login,
            &person.salt,
            Kdf::DEFAULT,
            &login_public_key,
        );
        AcceptInvitation {
            login: person.login.clone(),
            display_name: person.name.clone(),
            salt: person.salt,
            kdf: Kdf::DEFAULT,
            login_public_key,
            enrolment,
            signature: sign(&self.one_use, &message),
            login_signature: Some(sign(&person.login_key, &message)),
        }
    }

    pub async fn send(&self, app: &TestApp, client: &Client, accept: &AcceptInvitation) -> Answer {
        client.post(app, &path(v1::INVITATION_ACCEPT, &[&self.id]), accept).await
    }
}

impl Person {
    /// Somebody who has no access yet.
    pub fn new(tenant: TenantId, slug: &str, login: &str, account: AccountId) -> Self {
        Self {
            tenant,
            slug: slug.to_owned(),
            account,
            login: login.to_owned(),
            name: format!("Person {login}"),
            login_key: key(),
            salt: Bytes32(random()),
            signing: key(),
            root: key(),
            kem: kem_key(),
            certificate: Bytes32::ZERO,
            client: Client::default(),
        }
    }

    /// Makes the personal access.
    pub async fn accept(&self, app: &TestApp, invited: &Invited, enrolment: bool) -> Answer {
        let accept = invited.accept(self, enrolment.then(bundle));
        invited.send(app, &self.client, &accept).await
    }

    pub async fn challenge(&self, app: &TestApp) -> LoginChallenge {
        let start = LoginStart { tenant: self.slug.clone(), login: self.login.clone() };
        Client::default().post(app, v1::LOGIN_START, &start).await.ok()
    }

    /// The answer to a challenge as a client at `origin` gives it.
    pub fn answer(&self, challenge: &LoginChallenge, origin: &str) -> LoginFinish {
        let message = login_message(
            origin,
            &self.slug,
            &self.login,
            challenge.challenge,
            &challenge.nonce,
            challenge.expires_at,
        );
        LoginFinish { challenge: challenge.challenge, signature: sign(&self.login_key, &message) }
    }

    /// Logs in on `client`.
    pub async fn login_on(&self, app: &TestApp, client: &Client) -> Answer {
        let challenge = self.challenge(app).await;
        client.post(app, v1::LOGIN_FINISH, &self.answer(&challenge, ORIGIN)).await
    }

    pub async fn login(&self, app: &TestApp) -> Answer {
        self.login_on(app, &self.client).await
    }

    pub async fn session(&self, app: &TestApp) -> Answer {
        self.client.get(app, v1::SESSION).await
    }

    pub async fn session_view(&self, app: &TestApp) -> SessionView {
        self.session(app).await.ok()
    }

    pub async fn organisation(&self, app: &TestApp, organisation: OrganisationId) -> OrganisationView {
        self.client.get(app, &path(v1::ORGANISATION, &[&organisation])).await.ok()
    }

    pub fn keys(&self) -> AccountKeys {
        AccountKeys { account: self.account, signing: public(&self.signing), kem: self.kem.clone() }
    }

    pub fn statement(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        heads: Heads,
        payload: Payload,
    ) -> Statement {
        Statement {
            organisation,
            signer: self.account,
            certificate: self.certificate,
            heads,
            at: app.now(),
            payload,
        }
    }

    /// Signs a statement with any key.
    pub fn seal(&self, key: &SigningKey, statement: &Statement) -> SignedStatement {
        let body = statement.to_cbor();
        let context = organisation_context(self.tenant, statement.organisation);
        let signature = sign(key, &message(statement.namespace(), &context, &body));
        SignedStatement { body: Bytes(body), signature }
    }

    /// Signs a statement of an organisation's log on its current head.
    pub async fn signed(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        payload: Payload,
    ) -> SignedStatement {
        let head = self.organisation(app, organisation).await.head;
        self.signed_on(app, organisation, head, Head::EMPTY, payload)
    }

    pub fn signed_on(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        head: Head,
        part: Head,
        payload: Payload,
    ) -> SignedStatement {
        let statement = self.statement(app, organisation, Heads { organisation: head, part }, payload);
        self.seal(&self.signing, &statement)
    }

    /// The genesis of an organisation.
    pub fn genesis(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        ok: KeyId,
        grants: &[Grant],
    ) -> CreateGenesis {
        let epoch = KeyEpoch {
            epoch: 1,
            key: ok,
            fingerprint: Bytes32(random()),
            kem: kem_key(),
            state: EpochState::Active,
            min_seal: 1,
        };
        let genesis = Genesis {
            tenant: self.tenant,
            root: public(&self.root),
            administrator: self.keys(),
            display_name: self.name.clone(),
            grants: grants.to_vec(),
            epoch,
        };
        let heads = Heads { organisation: Head::EMPTY, part: Head::EMPTY };
        let mut statement = self.statement(app, organisation, heads, Payload::Genesis(genesis));
        statement.certificate = Bytes32::ZERO;
        CreateGenesis { statement: self.seal(&self.root, &statement), bundle: bundle() }
    }

    pub async fn set_up(&mut self, app: &TestApp, organisation: OrganisationId, ok: KeyId, grants: &[Grant]) {
        let create = self.genesis(app, organisation, ok, grants);
        let address = path(v1::GENESIS, &[&organisation]);
        let _: Receipt = self.client.post(app, &address, &create).await.ok();
        self.certificate = create.statement.hash();
    }

    /// An invitation as this administrator signs it.
    pub async fn invitation(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        account: AccountId,
        grants: &[Grant],
        rights_version: u32,
    ) -> Invited {
        let mut invited = Invited { account, ..Invited::new() };
        let payload = Payload::Invitation(Invitation {
            id: invited.id,
            account,
            display_name: "Jemand Neues".to_owned(),
            grants: grants.to_vec(),
            expires_at: app.now() + 7 * 24 * 3600,
            one_use: public(&invited.one_use),
            rights_version,
        });
        invited.signed = Some(self.signed(app, organisation, payload).await);
        invited
    }

    pub async fn send_invitation(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        invited: &Invited,
    ) -> Answer {
        let create = CreateInvitation { statement: invited.signed.clone().unwrap() };
        self.client.post(app, &path(v1::INVITATIONS, &[&organisation]), &create).await
    }

    pub async fn invite(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        account: AccountId,
        grants: &[Grant],
        rights_version: u32,
    ) -> Invited {
        let invited = self.invitation(app, organisation, account, grants, rights_version).await;
        self.send_invitation(app, organisation, &invited).await.done();
        invited
    }

    /// The certificate of this person's keys.
    pub async fn certificate_for(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        invited: &Invited,
    ) -> CreateCertificate {
        let keys = self.keys();
        let context = organisation_context(self.tenant, organisation);
        let one_use = sign(&invited.one_use, &message(signing::ENROLMENT, &context, &keys.to_cbor()));
        let payload = Payload::Certificate(Certificate {
            invitation: invited.signed.clone().unwrap(),
            keys,
            display_name: self.name.clone(),
            one_use_signature: one_use,
            join_proof: Bytes32(random()),
        });
        let head = self.organisation(app, organisation).await.head;
        let heads = Heads { organisation: head, part: Head::EMPTY };
        let mut statement = self.statement(app, organisation, heads, payload);
        statement.certificate = Bytes32::ZERO;
        CreateCertificate { statement: self.seal(&self.signing, &statement), bundle: bundle() }
    }

    pub async fn send_certificate(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        create: &CreateCertificate,
    ) -> Answer {
        self.client.post(app, &path(v1::CERTIFICATES, &[&organisation]), create).await
    }

    pub async fn certify(&mut self, app: &TestApp, organisation: OrganisationId, invited: &Invited) {
        let create = self.certificate_for(app, organisation, invited).await;
        self.send_certificate(app, organisation, &create).await.done();
        self.certificate = create.statement.hash();
    }

    pub async fn set_rights(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        account: AccountId,
        grants: &[Grant],
        version: u32,
    ) -> Answer {
        let payload = Payload::Rights(Rights { account, grants: grants.to_vec(), version });
        let statement = self.signed(app, organisation, payload).await;
        let address = path(v1::RIGHTS, &[&organisation, &account]);
        self.client.post(app, &address, &PostStatement { statement }).await
    }

    pub async fn block(
        &self,
        app: &TestApp,
        organisation: OrganisationId,
        account: AccountId,
        version: u32,
    ) -> Answer {
        let payload = Payload::Revocation(Revocation { account, version });
        let statement = self.signed(app, organisation, payload).await;
        let address = path(v1::BLOCK, &[&organisation, &account]);
        self.client.post(app, &address, &PostStatement { statement }).await
    }
}
