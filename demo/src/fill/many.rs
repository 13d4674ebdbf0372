//! Many small cases for measurements, written into a portal that is filled already: one request each, so that ten
//! thousand take minutes. They are sealed and signed like any other.

use super::{
    At, FillError,
    cases::draft,
    known::{Known, KnownLogin},
    people::Device,
};
use crate::{
    dice::Dice,
    model::{Case, Entry},
    story,
};
use api::{
    configuration::{Configuration, known},
    facts::Fact,
    ids::{AccountId, OrganisationId, UnitId},
};
use serde::Serialize;
use std::{cell::RefCell, path::Path, rc::Rc};
use time::Date;
use tokio::{sync::mpsc, task::spawn_local};
use vault::{
    MemoryStore, Vault,
    view::{Draft, NewCase},
};

use super::http::Http;

/// Entries of each case beside person, contacts and help.
const ENTRIES: usize = 5;
/// Stories that are invented at a time.
const STORIES: usize = 500;
/// Another seed than that of the demo, so that the people are others.
const SEED: u64 = story::SEED ^ 0x6d61_6e79;

/// What was written.
#[derive(Debug, Serialize)]
pub struct ManyCases {
    /// Number of cases.
    pub cases: usize,
    /// Their organisation.
    pub organisation: OrganisationId,
}

/// Somebody who writes.
struct Writer {
    vault: Vault<Http, MemoryStore>,
    organisation: OrganisationId,
    account: AccountId,
    units: Vec<UnitId>,
}

/// Writes small cases into the organisation of the first manager of `demo.json`, by all of its caseworkers at the same
/// time.
///
/// # Errors
/// [`FillError`].
pub async fn many_cases(
    data: &Path,
    cases: usize,
    today: Date,
    say: impl Fn(&str),
) -> Result<ManyCases, FillError> {
    let known = Known::read(data)?;
    let manager = known.logins.iter().find(|login| login.role == "manager" && login.key_file.is_some());
    let manager = manager.ok_or(FillError::Missing("a manager"))?;
    let colleague = |login: &&KnownLogin| {
        login.role == "caseworker" && login.key_file.is_some() && login.organisation == manager.organisation
    };
    let mut writers = Vec::new();
    for login in known.logins.iter().filter(colleague) {
        writers.push(Rc::new(writer(&known, data, login).await?));
    }
    let organisation = writers.first().ok_or(FillError::Missing("a caseworker"))?.organisation;
    let configuration = Configuration::builtin().at("read the configuration")?;
    let shelf =
        Rc::new(RefCell::new(Shelf { configuration, today, left: cases, made: 0, ready: Vec::new() }));
    let (finished, mut done) = mpsc::unbounded_channel();
    for writer in writers {
        let (shelf, finished) = (shelf.clone(), finished.clone());
        spawn_local(async move {
            loop {
                let Some((number, story)) = shelf.borrow_mut().take() else { break };
                let result = write(&writer, number, story).await;
                let failed = result.is_err();
                if finished.send(result).is_err() || failed {
                    break;
                }
            }
        });
    }
    drop(finished);
    let mut written = 0;
    while let Some(result) = done.recv().await {
        result?;
        written += 1;
        if written % 500 == 0 || written == cases {
            say(&format!("  {written} of {cases}"));
        }
    }
    Ok(ManyCases { cases: written, organisation })
}

async fn writer(known: &Known, data: &Path, login: &KnownLogin) -> Result<Writer, FillError> {
    let vault = Device::open(&known.base_url)?.0;
    let (organisation, account) = login.enter(data, &vault).await?;
    let overview = vault.organisation(organisation).await.at("look at the org chart")?;
    Ok(Writer { vault, organisation, account, units: overview.units.iter().map(|unit| unit.id).collect() })
}

/// Stories that wait to be written, invented some at a time.
struct Shelf {
    configuration: Configuration,
    today: Date,
    left: usize,
    made: usize,
    ready: Vec<(usize, Case)>,
}

impl Shelf {
    fn take(&mut self) -> Option<(usize, Case)> {
        if self.ready.is_empty() {
            let count = self.left.min(STORIES);
            self.left -= count;
            // The first story of every seed is the same one.
            let seed = SEED.wrapping_add(self.made as u64);
            let stories = story::cases(&self.configuration, seed, self.today, count + 1);
            self.ready.extend((self.made..).zip(stories.into_iter().skip(1)));
            self.made += count;
        }
        self.ready.pop()
    }
}

async fn write(writer: &Writer, number: usize, case: Case) -> Result<(), FillError> {
    let mut dice = Dice::of(SEED, number as u64);
    let first = |entry: &&Entry| entry.form == known::CONTACT;
    let closing = case.entries.iter().find(|entry| entry.form == known::CLOSING);
    let contacts = case.entries.iter().filter(first);
    let later = case.entries.iter().filter(|entry| !first(entry) && entry.form != known::CLOSING);
    let mut entries: Vec<(String, Draft)> = Vec::new();
    for entry in [&case.person, &case.help].into_iter().chain(contacts).chain(later.take(ENTRIES)) {
        entries.push((entry.form.to_owned(), draft(entry)?));
    }
    // Nine of ten are running.
    if let Some(closing) = closing.filter(|_| dice.percent(40)) {
        let mut draft = draft(closing)?;
        draft.facts.set(known::STATE, Fact::Code(known::CLOSED.to_owned())).at("close a case")?;
        entries.push((closing.form.to_owned(), draft));
    }
    let unit = writer.units.get(dice.index(writer.units.len() + 1)).copied();
    let new = NewCase {
        id: writer.vault.make_case().at("make a case")?,
        organisation: writer.organisation,
        unit,
        responsible: writer.account,
        deputy: None,
        team: Vec::new(),
        entries,
    };
    writer.vault.create_case(new).await.at("create a case")?;
    Ok(())
}
