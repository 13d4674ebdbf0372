//! From an invitation to a personal access.

use crate::{
    AcceptError, CallError, CodeError, InvitationError, Store, Transport, Vault, convert,
    http::{Failure, path},
    view::{Accept, InvitationLetter, SecretText, SessionInfo},
};
use api::{
    ProblemCode,
    auth::{Kdf, LoginChallenge, LoginStart, SessionView, accept_message, look_message},
    bytes::{Bytes, Bytes32},
    ids::{AccountId, InvitationId},
    invitations::{AcceptInvitation, InvitationLook, InvitationOffer},
    limits::LOGIN_MAX,
    paths::{pages, v1},
};
use crypto::{BundleContext, InvitationSecret, InvitationSecretError, KdfError, KdfParams, OneUseSeed, Salt};
use std::{fmt, str::FromStr};

/// Id and one-use secret of an invitation, from a link, a QR code or typed groups.
#[derive(Clone)]
pub struct InvitationCode(InvitationSecret);

impl InvitationCode {
    /// The invitation.
    #[must_use]
    pub fn id(&self) -> InvitationId {
        InvitationId::from_bytes(self.0.id)
    }

    /// Whether what was typed into the field of group `number` (from 1) of the letter is in order.
    #[must_use]
    pub fn is_group(number: usize, text: &str) -> bool {
        InvitationSecret::is_group(number, text)
    }
}

impl fmt::Debug for InvitationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationCode").field("id", &self.id()).finish_non_exhaustive()
    }
}

/// Reads a whole link, only its fragment, or typed groups.
impl FromStr for InvitationCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if let Some((_, fragment)) = text.split_once('#') {
            return InvitationSecret::from_fragment(fragment).map(Self).map_err(CodeError::from);
        }
        if text.contains("://") {
            // A link whose fragment was lost, or one that leads somewhere else.
            let own = [pages::INVITATION, pages::SETUP].iter().any(|path| text.contains(path));
            return Err(if own { CodeError::Incomplete } else { CodeError::NotAnInvitation });
        }
        if let Ok(secret) = InvitationSecret::from_fragment(text) {
            return Ok(Self(secret));
        }
        InvitationSecret::from_groups(text).map(Self).map_err(CodeError::from)
    }
}

impl From<InvitationSecretError> for CodeError {
    fn from(error: InvitationSecretError) -> Self {
        match error {
            InvitationSecretError::Empty => Self::Empty,
            InvitationSecretError::Link => Self::Incomplete,
            InvitationSecretError::Count { found: 0, .. } => Self::NotAnInvitation,
            InvitationSecretError::Count { .. } => Self::Incomplete,
            InvitationSecretError::Group { number } => Self::WrongGroup(number),
            InvitationSecretError::Checksum => Self::Mixed,
        }
    }
}

impl From<Failure> for InvitationError {
    fn from(failure: Failure) -> Self {
        match failure.code() {
            Some(ProblemCode::InvitationUnknown | ProblemCode::BadSignature) => Self::Unknown,
            Some(ProblemCode::InvitationExpired) => Self::Expired,
            Some(ProblemCode::InvitationUsed) => Self::Used,
            Some(ProblemCode::InvitationRevoked) => Self::Revoked,
            _ => Self::Call(failure.into()),
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// What an invitation offers. Uses nothing up.
    ///
    /// # Errors
    /// [`InvitationError`].
    pub async fn look_at_invitation(
        &self,
        code: &InvitationCode,
    ) -> Result<InvitationOffer, InvitationError> {
        let message = look_message(&self.transport.origin(), &code.0.id);
        let signature = code.0.seed.key().sign_invitation(&message);
        let look = InvitationLook { signature: Bytes(signature.to_bytes().to_vec()) };
        Ok(self.post(path(v1::INVITATION_LOOK, &[&code.id()]), &look).await?)
    }

    /// Makes the personal access (or renews it after a forgotten password) and logs in.
    ///
    /// # Errors
    /// [`AcceptError`]; nothing was made then, apart from a lost connection, where logging in tells.
    pub async fn accept_invitation(&self, accept: Accept) -> Result<SessionInfo, AcceptError> {
        let login = accept.login.trim().to_owned();
        if !is_login(&login) {
            return Err(AcceptError::LoginNotAllowed);
        }
        let offer = self.look_at_invitation(&accept.code).await?;
        let (salt, kdf) = self.password_parameters(&offer).await?;
        let master =
            self.derive_master(&accept.password, &Bytes32(salt.0), &kdf).await.map_err(
                |error| match error {
                    KdfError::OutOfMemory => AcceptError::OutOfMemory,
                    // Only a server that does not keep to the contract asks for parameters that are refused.
                    _ => AcceptError::Invitation(CallError::Protocol.into()),
                },
            )?;
        let enrolment = seal_enrolment(&offer, &master.bundle(), (&salt, &kdf), &accept.code.0.seed)?;
        let login_key = master.login();
        let login_public_key = Bytes32(login_key.public().to_bytes());
        let message = accept_message(
            &self.transport.origin(),
            &accept.code.0.id,
            &login,
            &Bytes32(salt.0),
            kdf,
            &login_public_key,
        );
        let request = AcceptInvitation {
            login,
            display_name: accept.display_name.trim().to_owned(),
            salt: Bytes32(salt.0),
            kdf,
            login_public_key,
            enrolment,
            signature: Bytes(accept.code.0.seed.key().sign_invitation(&message).to_bytes().to_vec()),
            login_signature: Some(Bytes(login_key.sign_login(&message).to_bytes().to_vec())),
        };
        let accepted = self.post(path(v1::INVITATION_ACCEPT, &[&accept.code.id()]), &request).await;
        let session: SessionView = accepted.map_err(|failure| match failure.code() {
            Some(ProblemCode::LoginTaken) => AcceptError::LoginTaken,
            Some(ProblemCode::Forbidden) if offer.existing_password => AcceptError::WrongPassword,
            _ => AcceptError::Invitation(failure.into()),
        })?;
        // Whoever was logged in here before is somebody else.
        self.state.borrow_mut().forget();
        self.drop_session_cache().await;
        self.begin_session(session, &master).await;
        Ok(self.info().map_err(InvitationError::from)?)
    }

    /// New salt and parameters; those in use where the person joins a further organisation with the password that they
    /// have.
    async fn password_parameters(&self, offer: &InvitationOffer) -> Result<(Salt, Kdf), AcceptError> {
        if let (true, Some(login)) = (offer.existing_password, &offer.existing_login) {
            let start = LoginStart { tenant: offer.tenant_slug.clone(), login: login.clone() };
            let asked = self.post(v1::LOGIN_START.to_owned(), &start).await;
            let challenge: LoginChallenge = asked.map_err(InvitationError::from)?;
            return Ok((convert::salt(&challenge.salt), challenge.kdf));
        }
        let salt = Salt::make().map_err(CallError::from).map_err(InvitationError::from)?;
        Ok((salt, convert::wire_kdf(KdfParams::DEFAULT)))
    }

    /// Makes a one-use seed and the letter that carries it.
    pub(crate) fn make_letter(
        &self,
        page: &str,
        account: AccountId,
        display_name: &str,
        expires_at: i64,
    ) -> Result<(InvitationLetter, Bytes32), CallError> {
        let secret = InvitationSecret { id: crypto::make_id()?, seed: OneUseSeed::make()? };
        let address = format!("{}{page}", self.transport.origin());
        let link = zeroize::Zeroizing::new(format!("{address}#{}", *secret.to_fragment()));
        let letter = InvitationLetter {
            invitation: InvitationId::from_bytes(secret.id),
            account,
            display_name: display_name.to_owned(),
            link: link.as_str().into(),
            address,
            groups: secret.to_groups().iter().map(|group| SecretText::from(group.as_str())).collect(),
            expires_at,
        };
        Ok((letter, Bytes32(secret.seed.key().public().to_bytes())))
    }

    /// The page of invitations, or of set-ups.
    pub(crate) fn invitation_page(setup: bool) -> &'static str {
        if setup { pages::SETUP } else { pages::INVITATION }
    }
}

/// The one-use seed for the first loading of the organisation key. Whoever only evaluates keeps it too: other rights may
/// follow, and with them the key.
fn seal_enrolment(
    offer: &InvitationOffer,
    bundle: &crypto::BundleKey,
    (salt, kdf): (&Salt, &Kdf),
    seed: &OneUseSeed,
) -> Result<Option<Bytes>, InvitationError> {
    let (Some(tenant), Some(organisation)) = (offer.tenant, offer.organisation) else { return Ok(None) };
    let kdf = convert::kdf(kdf).map_err(|_| CallError::Protocol)?;
    let context = BundleContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        account: offer.account.as_bytes(),
        kdf: &kdf,
        salt,
    };
    let sealed = crypto::seal_enrolment_seed(bundle, &context, seed).map_err(CallError::from)?;
    Ok(Some(Bytes(sealed)))
}

/// Whether a text may be a login name: letters, digits and `. _ - @ +`, not too long.
fn is_login(login: &str) -> bool {
    let length = login.chars().count();
    (1..=LOGIN_MAX).contains(&length) && login.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c))
}
