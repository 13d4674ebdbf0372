//! Cases, written by the people who are responsible for them, all at the same time.

use super::{At, FillError, organisations::Ready, people::Colleague};
use crate::model::{Case, Entry};
use api::{
    configuration::known,
    facts::{Facts, FactsError},
    ids::{AccountId, CaseId},
};
use std::collections::{BTreeMap, VecDeque};
use tokio::{sync::mpsc, task::spawn_local};
use vault::view::{Draft, NewCase, WriteEntry};

/// How much was written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    /// Cases.
    pub cases: usize,
    /// Revisions of entries.
    pub entries: usize,
}

/// A case with everything that creating it needs to know.
struct Task {
    case: Case,
    frame: NewCase,
}

/// Writes all cases; each responsible person works through the own ones in order.
pub(super) async fn write_all(
    stories: Vec<Case>,
    people: &[Colleague],
    organisations: &[Ready],
    say: &impl Fn(&str),
) -> Result<Written, FillError> {
    let total = stories.len();
    let mut desks: BTreeMap<&'static str, VecDeque<Task>> = BTreeMap::new();
    for case in stories {
        let frame = frame(&case, people, organisations)?;
        desks.entry(case.responsible).or_default().push_back(Task { case, frame });
    }
    let (finished, mut done) = mpsc::unbounded_channel();
    for (login, tasks) in desks {
        let colleague = find(people, login)?.clone();
        let finished = finished.clone();
        spawn_local(async move {
            for task in tasks {
                let result = write(&colleague, task).await;
                let failed = result.is_err();
                if finished.send(result).is_err() || failed {
                    break;
                }
            }
        });
    }
    drop(finished);
    let mut written = Written::default();
    while let Some(entries) = done.recv().await {
        written.entries += entries?;
        written.cases += 1;
        if written.cases % 20 == 0 || written.cases == total {
            say(&format!("  {} of {total}", written.cases));
        }
    }
    Ok(written)
}

fn find<'a>(people: &'a [Colleague], login: &str) -> Result<&'a Colleague, FillError> {
    people.iter().find(|colleague| colleague.login == login).ok_or(FillError::Missing("a colleague"))
}

fn frame(case: &Case, people: &[Colleague], organisations: &[Ready]) -> Result<NewCase, FillError> {
    let organisation = organisations.get(case.organisation).ok_or(FillError::Missing("an organisation"))?;
    let responsible = find(people, case.responsible)?;
    let account = |login: &str| -> Result<AccountId, FillError> { Ok(find(people, login)?.account) };
    Ok(NewCase {
        id: responsible.vault.make_case().at("make a case")?,
        organisation: organisation.id,
        unit: Some(organisation.unit(case.unit)?),
        responsible: responsible.account,
        deputy: case.deputy.map(account).transpose()?,
        team: case.team.iter().map(|login| account(login)).collect::<Result<_, _>>()?,
        entries: Vec::new(),
    })
}

/// Writes a case with all its entries; returns how many revisions that were.
async fn write(colleague: &Colleague, task: Task) -> Result<usize, FillError> {
    let Task { case, mut frame } = task;
    let (contacts, later): (Vec<Entry>, Vec<Entry>) =
        case.entries.into_iter().partition(|entry| entry.form == known::CONTACT);
    for entry in [case.person, case.help].into_iter().chain(contacts) {
        frame.entries.push((entry.form.to_owned(), draft(&entry)?));
    }
    let mut written = frame.entries.len();
    let organisation = frame.organisation;
    let created = colleague.vault.create_case(frame).await.at("create a case")?;
    colleague.vault.open_case(organisation, created.case).await.at("open a case")?;
    for entry in later {
        written += write_entry(colleague, created.case, &entry).await?;
    }
    Ok(written)
}

async fn write_entry(colleague: &Colleague, case: CaseId, entry: &Entry) -> Result<usize, FillError> {
    let vault = &colleague.vault;
    if entry.form == known::CLOSING {
        vault.close_case(case, draft(entry)?).await.at("close a case")?;
        return Ok(1);
    }
    let record = vault.make_record().at("make an entry")?;
    let mut based_on = 0;
    for version in [Some(entry), entry.change.as_deref()].into_iter().flatten() {
        let form = version.form.to_owned();
        let write = WriteEntry { case, record, form, based_on, draft: draft(version)? };
        based_on = vault.write_entry(write).await.at("write an entry")?.revision;
    }
    if let Some(reason) = entry.withdrawn {
        let reason = reason.to_owned();
        based_on =
            vault.withdraw_entry(case, record, based_on, reason).await.at("withdraw an entry")?.revision;
    }
    Ok(usize::try_from(based_on).unwrap_or_default())
}

/// An entry as it is sealed.
pub(super) fn draft(entry: &Entry) -> Result<Draft, FillError> {
    let facts: Result<Facts, FactsError> =
        entry.facts.iter().try_fold(Facts::new(), |mut facts, (key, fact)| {
            facts.set(key, fact.clone())?;
            Ok(facts)
        });
    Ok(Draft { facts: facts.at("put facts together")?, texts: entry.texts.iter().cloned().collect() })
}
