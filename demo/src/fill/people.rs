//! People with their devices: invited, joined, with the key loaded.

use super::{At, FillError, http::Http, organisations::Ready, passphrase::passphrase};
use crate::model::{Progress, Staff, World};
use api::{
    ids::AccountId,
    organisations::{Grant, needs_key},
};
use std::rc::Rc;
use vault::{
    InvitationCode, MemoryStore, SystemClock, Vault,
    view::{Accept, InvitationLetter, KeyOrigin, NewInvitation, SecretText},
};

/// Days for which the open invitations hold.
const VALID_DAYS: u16 = 14;

/// Somebody's device before anybody is logged in.
pub(super) struct Device(pub(super) Vault<Http, MemoryStore>);

/// Somebody who is logged in.
#[derive(Clone)]
pub(super) struct Colleague {
    /// The device.
    pub vault: Rc<Vault<Http, MemoryStore>>,
    /// The account.
    pub account: AccountId,
    /// Login name.
    pub login: String,
    /// Displayed name.
    pub name: String,
    /// Password, for `demo.json`.
    pub password: String,
}

impl Device {
    /// A new device.
    pub fn open(url: &str) -> Result<Self, FillError> {
        let http = Http::new(url).at("make a connection")?;
        Ok(Self(Vault::new(http, MemoryStore::default(), SystemClock)))
    }

    /// Makes a personal access from an invitation.
    pub async fn join(self, link: &str, login: &str, name: &str) -> Result<Colleague, FillError> {
        let code: InvitationCode = link.parse().at("read an invitation")?;
        let password = passphrase();
        let accept = Accept {
            code,
            login: login.to_owned(),
            display_name: name.to_owned(),
            password: SecretText::from(password.as_str()),
        };
        let session = self.0.accept_invitation(accept).await.at("accept an invitation")?;
        Ok(Colleague {
            vault: Rc::new(self.0),
            account: session.account,
            login: login.to_owned(),
            name: name.to_owned(),
            password,
        })
    }
}

/// Invites everybody; those who work here join and load the key. Also returns the invitations that stay open.
pub(super) async fn gather(
    url: &str,
    world: &World,
    organisations: &[Ready],
    administrator: Colleague,
) -> Result<(Vec<Colleague>, Vec<InvitationLetter>), FillError> {
    let mut people = vec![administrator.clone()];
    let mut open = Vec::new();
    for staff in world.staff.iter().skip(1) {
        let organisation =
            organisations.get(staff.organisation).ok_or(FillError::Missing("an organisation"))?;
        let grants = grants(staff, organisation)?;
        let invitation = NewInvitation {
            organisation: organisation.id,
            display_name: staff.name.to_owned(),
            grants: grants.clone(),
            valid_days: VALID_DAYS,
        };
        let letter = administrator.vault.invite(invitation).await.at("invite a colleague")?;
        if staff.progress == Progress::Invited {
            open.push(letter);
            continue;
        }
        let colleague = Device::open(url)?.join(letter.link.as_str(), staff.login, staff.name).await?;
        if staff.progress == Progress::Working && needs_key(&grants) {
            let key = KeyOrigin::File(organisation.key()?);
            colleague
                .vault
                .load_key(organisation.id, key, false, None)
                .await
                .at("load the organisation key")?;
        }
        people.push(colleague);
    }
    Ok((people, open))
}

fn grants(staff: &Staff, organisation: &Ready) -> Result<Vec<Grant>, FillError> {
    let grant = |&(role, scope, unit): &(_, _, Option<&str>)| {
        Ok(Grant { role, scope, unit: unit.map(|unit| organisation.unit(unit)).transpose()? })
    };
    staff.grants.iter().map(grant).collect()
}
