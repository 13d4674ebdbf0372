//! Organisations with their keys and org charts.

use super::{At, FillError, logins::write_private, people::Colleague};
use crate::model::{Organisation, World};
use api::ids::{OrganisationId, UnitId};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use vault::view::SecretText;

/// Folder of the key files inside the data folder.
const KEYS: &str = "keys";

/// An organisation that is ready.
pub(super) struct Ready {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: &'static str,
    /// Units by name.
    pub units: BTreeMap<&'static str, UnitId>,
    /// Where its key file lies.
    pub key_file: PathBuf,
}

impl Ready {
    /// Text of the key file, read anew as a person would pick it.
    pub fn key(&self) -> Result<SecretText, FillError> {
        fs::read_to_string(&self.key_file).map(SecretText::from).at("read the key file")
    }

    /// The unit of a name.
    pub fn unit(&self, name: &str) -> Result<UnitId, FillError> {
        self.units.get(name).copied().ok_or(FillError::Missing("an org unit"))
    }
}

/// Makes all organisations ready; the first one exists already.
pub(super) async fn set_up(
    world: &World,
    administrator: &Colleague,
    first: OrganisationId,
    data: &Path,
) -> Result<Vec<Ready>, FillError> {
    let mut ready = Vec::new();
    for (index, organisation) in world.organisations.iter().enumerate() {
        let id = if index == 0 {
            first
        } else {
            let name = organisation.name.to_owned();
            administrator.vault.create_organisation(name).await.at("add an organisation")?
        };
        ready.push(make_ready(organisation, administrator, id, data).await?);
    }
    Ok(ready)
}

async fn make_ready(
    organisation: &Organisation,
    administrator: &Colleague,
    id: OrganisationId,
    data: &Path,
) -> Result<Ready, FillError> {
    let vault = &administrator.vault;
    vault.use_organisation(id).await.at("choose the organisation")?;
    let draft = vault.begin_setup(id).await.at("make the organisation key")?;
    let key_file = data.join(KEYS).join(&draft.key_file_name);
    write_private(&key_file, draft.key_file_text.as_str()).at("save the key file")?;
    let mut ready = Ready { id, name: organisation.name, units: BTreeMap::new(), key_file };
    vault.confirm_setup(id, ready.key()?, None).await.at("load the key file back")?;
    vault.set_key_hint(id, organisation.key_hint.to_owned()).await.at("say where the key file lies")?;
    for (position, unit) in (0_u32..).zip(&organisation.units) {
        let parent = unit.parent.map(|parent| ready.unit(parent)).transpose()?;
        let made = vault.add_unit(id, parent, unit.name.to_owned(), position).await.at("add an org unit")?;
        ready.units.insert(unit.name, made);
    }
    Ok(ready)
}
