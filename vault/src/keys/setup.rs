//! Set-up: root and organisation key are made here, saved, printed and loaded back; only then the organisation begins.

use super::{
    chain::OlderKeys,
    copies::{file_name, key_sheet, root_sheet},
    enrol::public_keys,
};
use crate::{
    CallError, KeyError, SetupError, Store, Transport, Vault, convert,
    http::path,
    session::BundleKeyError,
    state::Unlocked,
    view::{KeySheet, LoadedKey, SecretText, SetupDraft},
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    chain::{Entry, Head, Heads, next_head},
    ids::OrganisationId,
    organisations::{CreateGenesis, Grant, OrganisationState, Receipt, Role, Scope},
    paths::v1,
    statement::{EpochState, Genesis, KeyEpoch, Payload, SignedStatement, Statement},
};
use crypto::{
    AccountKeys, Fingerprint, KeyFile, OrganisationKey, RootKey, RootPublicKey,
    statement::{GENESIS, organisation_context},
};

/// The rights with which an organisation begins.
pub(super) const ADMINISTRATOR: Grant =
    Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None };

/// A set-up in memory: everything but the root's secret half, which exists on the sheet only.
pub(crate) struct Setup {
    organisation: OrganisationId,
    key: OrganisationKey,
    account: AccountKeys,
    root: RootPublicKey,
    statement: SignedStatement,
    head: Head,
}

impl From<KeyError> for SetupError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Call(error) => Self::Call(error),
            error => Self::File(error),
        }
    }
}

impl From<BundleKeyError> for SetupError {
    fn from(error: BundleKeyError) -> Self {
        match error {
            BundleKeyError::PasswordNeeded => Self::PasswordNeeded,
            BundleKeyError::Password(error) => Self::Password(error),
            BundleKeyError::Call(error) => Self::Call(error),
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes root and organisation key in memory. Nothing is sent; a second call begins anew.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn begin_setup(&self, organisation: OrganisationId) -> Result<SetupDraft, SetupError> {
        let (tenant, session, membership) = {
            let state = self.state.borrow();
            (state.tenant()?, state.session()?.clone(), state.membership(organisation)?.clone())
        };
        if membership.organisation_state == OrganisationState::Ready {
            return Err(SetupError::AlreadySetUp);
        }
        let root = RootKey::make().map_err(CallError::from)?;
        let key = OrganisationKey::make(1).map_err(CallError::from)?;
        let account = AccountKeys::make().map_err(CallError::from)?;
        let kem = Bytes(key.secrets().kem().public().as_bytes().to_vec());
        let genesis = Genesis {
            tenant,
            root: Bytes32(root.public().to_bytes()),
            administrator: public_keys(session.account, &account),
            display_name: session.display_name.clone(),
            // What the server may say beyond that is not what this person was told.
            grants: vec![ADMINISTRATOR],
            epoch: KeyEpoch {
                epoch: 1,
                key: convert::wire_key_id(key.id()),
                fingerprint: Bytes32(key.fingerprint().to_bytes()),
                kem,
                state: EpochState::Active,
                min_seal: 1,
            },
        };
        let statement = Statement {
            organisation,
            signer: session.account,
            certificate: Bytes32::ZERO,
            heads: Heads { organisation: Head::EMPTY, part: Head::EMPTY },
            at: self.now(),
            payload: Payload::Genesis(genesis),
        };
        let body = statement.to_cbor();
        let context = organisation_context(tenant.as_bytes(), organisation.as_bytes());
        let signature = root.sign(GENESIS, &context, &body);
        let signed = SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) };
        let entry = Entry { object: statement.object(), revision: 0, hash: signed.hash() };
        let head = next_head(organisation.as_bytes(), &Head::EMPTY, &entry);
        let file = KeyFile {
            organisation_name: membership.organisation_name.clone(),
            organisation: *organisation.as_bytes(),
            tenant: *tenant.as_bytes(),
            root: root.public(),
            checkpoint: convert::head(&head),
            key: key.clone(),
        };
        let draft = SetupDraft {
            organisation,
            organisation_name: membership.organisation_name.clone(),
            administrator_name: session.display_name.clone(),
            key_file_name: file_name(&membership.organisation_name, 1),
            key_file_text: file.to_text().as_str().into(),
            sheet: sheet(&membership.organisation_name, &key, &root),
        };
        self.state.borrow().session()?;
        self.state.borrow_mut().setup =
            Some(Setup { organisation, key, account, root: root.public(), statement: signed, head });
        Ok(draft)
    }

    /// Ends the set-up with the text of the file that was saved and loaded back. Only now the organisation begins.
    /// The root's secret half was wiped when the sheet was made. `password` is needed only when
    /// [`SetupError::PasswordNeeded`] says so.
    ///
    /// # Errors
    /// [`SetupError`]; after any of them the draft still stands (apart from `NotBegun` and `AlreadySetUp`).
    pub async fn confirm_setup(
        &self,
        organisation: OrganisationId,
        loaded_file: SecretText,
        password: Option<SecretText>,
    ) -> Result<LoadedKey, SetupError> {
        let (key, account, root, statement) = {
            let state = self.state.borrow();
            let setup = state.setup.as_ref().filter(|setup| setup.organisation == organisation);
            let setup = setup.ok_or(SetupError::NotBegun)?;
            compare(setup, &loaded_file)?;
            (setup.key.clone(), setup.account.clone(), setup.root, setup.statement.clone())
        };
        let bundle_key = self.bundle_key(password.as_ref()).await?;
        let secrets = key.secrets();
        let place = self.bundle_place(organisation)?;
        let bundle = crypto::seal_bundle(&secrets, &bundle_key, &place.context(), &account)
            .map_err(CallError::from)?;
        let request = CreateGenesis { statement: statement.clone(), bundle: Bytes(bundle) };
        let posted: Result<Receipt, _> = self.post(path(v1::GENESIS, &[&organisation]), &request).await;
        match posted {
            Ok(_) => {}
            // Perhaps by ourselves, with the answer lost on its way: the log below tells.
            Err(failure) if failure.code() == Some(ProblemCode::AlreadySetUp) => {}
            Err(failure) => return Err(CallError::from(failure).into()),
        }
        let log = match self.fetch_log(organisation, Some(&root)).await {
            Ok(log) => log,
            Err(CallError::Log(_)) => {
                self.cancel_setup();
                return Err(SetupError::AlreadySetUp);
            }
            Err(error) => return Err(error.into()),
        };
        self.refresh_session().await?;
        let loaded = LoadedKey {
            organisation,
            organisation_name: self.state.borrow().membership(organisation)?.organisation_name.clone(),
            epoch: key.epoch(),
            fingerprint: key.fingerprint().to_string(),
            first: true,
            remembered: false,
        };
        let memory = crate::memory::Memory::default();
        {
            let mut state = self.state.borrow_mut();
            state.hold(
                organisation,
                Unlocked { key, secrets, older: OlderKeys::default(), account, root: Some(root), memory },
            )?;
            state.setup = None;
        }
        self.adopt_log(log).await?;
        self.keep_session_keys().await;
        Ok(loaded)
    }

    /// Drops a set-up that was begun; the keys are wiped.
    pub fn cancel_setup(&self) {
        self.state.borrow_mut().setup = None;
    }
}

/// Whether the file that was loaded back says exactly what was saved.
fn compare(setup: &Setup, loaded: &SecretText) -> Result<(), SetupError> {
    let file = KeyFile::parse(loaded.as_str().as_bytes()).map_err(|error| SetupError::File(error.into()))?;
    let same = file.organisation == *setup.organisation.as_bytes()
        && file.root == setup.root
        && file.key.epoch() == setup.key.epoch()
        && file.key.fingerprint() == setup.key.fingerprint()
        && convert::wire_head(&file.checkpoint) == setup.head;
    if same { Ok(()) } else { Err(SetupError::OtherFile) }
}

fn sheet(name: &str, key: &OrganisationKey, root: &RootKey) -> KeySheet {
    KeySheet {
        organisation_name: name.to_owned(),
        epoch: key.epoch(),
        key: key_sheet(key),
        root: root_sheet(root),
        key_fingerprint: key.fingerprint().to_string(),
        root_fingerprint: Fingerprint::of_root(&root.public()).to_string(),
    }
}
