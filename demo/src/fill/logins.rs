//! `demo.json`: everything that is needed to try the portal out.

use super::{At, FillError, Settings, organisations::Ready, people::Colleague};
use crate::model::{Progress, Staff, World};
use api::{auth::INSTITUTE_SLUG, organisations::Role};
use serde::Serialize;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};
use vault::view::InvitationLetter;

/// What the file holds. Passwords and key files belong to invented people; the file is readable for its owner only.
#[derive(Debug, Serialize)]
pub(super) struct Notes {
    base_url: String,
    tenant: String,
    tenant_name: String,
    made_on: String,
    cases: usize,
    logins: Vec<Login>,
    open_invitations: Vec<Invitation>,
}

#[derive(Debug, Serialize)]
struct Login {
    role: &'static str,
    name: String,
    what: &'static str,
    tenant: String,
    login: String,
    password: String,
    organisation: Option<&'static str>,
    /// Relative to the folder of this file; none for people who load none.
    #[serde(skip_serializing_if = "Option::is_none")]
    key_file: Option<PathBuf>,
    /// Key files of further organisations that the person administers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further_key_files: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Invitation {
    name: String,
    what: &'static str,
    organisation: &'static str,
    link: String,
}

impl Notes {
    /// Notes without people.
    pub fn new(settings: &Settings, world: &World) -> Self {
        Self {
            base_url: settings.url.trim_end_matches('/').to_owned(),
            tenant: world.slug.to_owned(),
            tenant_name: world.name.to_owned(),
            made_on: crate::story::day(settings.today),
            cases: settings.cases,
            logins: Vec::new(),
            open_invitations: Vec::new(),
        }
    }

    /// Notes the operator.
    pub fn operator(&mut self, operator: &Colleague) {
        self.logins.push(Login {
            role: "operator",
            name: operator.name.clone(),
            what: "Betrieb: sieht alles Strukturelle, Namen und Texte nur als „verschlüsselt“",
            tenant: INSTITUTE_SLUG.to_owned(),
            login: operator.login.clone(),
            password: operator.password.clone(),
            organisation: None,
            key_file: None,
            further_key_files: Vec::new(),
        });
    }

    /// Notes everybody who has a personal access.
    pub fn people(&mut self, world: &World, people: &[Colleague], organisations: &[Ready], data: &Path) {
        let relative = |organisation: &Ready| {
            organisation.key_file.strip_prefix(data).unwrap_or(&organisation.key_file).to_path_buf()
        };
        for (index, staff) in world.staff.iter().enumerate() {
            let Some(colleague) = people.iter().find(|colleague| colleague.login == staff.login) else {
                continue;
            };
            let own = organisations.get(staff.organisation);
            self.logins.push(Login {
                role: role(staff),
                name: colleague.name.clone(),
                what: staff.what,
                tenant: self.tenant.clone(),
                login: colleague.login.clone(),
                password: colleague.password.clone(),
                organisation: own.map(|own| own.name),
                key_file: own.filter(|_| role(staff) != "evaluation").map(relative),
                further_key_files: if index == 0 {
                    organisations.iter().skip(1).map(relative).collect()
                } else {
                    Vec::new()
                },
            });
        }
        // Those who work come before those who still lack the key, whatever their order in the organisation.
        let lacks_key = |login: &Login| {
            world
                .staff
                .iter()
                .any(|staff| staff.login == login.login && staff.progress == Progress::WithoutKey)
        };
        self.logins.sort_by_key(lacks_key);
    }

    /// Notes the invitations that stay open.
    pub fn invitations(&mut self, world: &World, open: Vec<InvitationLetter>) {
        for letter in open {
            let staff = world.staff.iter().find(|staff| staff.name == letter.display_name);
            self.open_invitations.push(Invitation {
                name: letter.display_name,
                what: staff.map(|staff| staff.what).unwrap_or_default(),
                organisation: staff
                    .and_then(|staff| world.organisations.get(staff.organisation))
                    .map(|organisation| organisation.name)
                    .unwrap_or_default(),
                link: letter.link.as_str().to_owned(),
            });
        }
    }

    /// Writes the file.
    pub fn write(&self, path: &Path) -> Result<(), FillError> {
        let text = serde_json::to_string_pretty(self).at("put demo.json together")?;
        write_private(path, &(text + "\n")).at("write demo.json")
    }
}

/// The role by which the file names somebody: the first of the person's rights.
fn role(staff: &Staff) -> &'static str {
    match staff.grants.first().map(|(role, ..)| *role) {
        Some(Role::Administrator) => "administrator",
        Some(Role::Manager) => "manager",
        Some(Role::Caseworker) => "caseworker",
        Some(Role::Evaluation) | None => "evaluation",
    }
}

/// Writes a file that only its owner may read; makes the folder when it is missing.
pub(super) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
