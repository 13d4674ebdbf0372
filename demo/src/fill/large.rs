//! One large case for measurements, written into a portal that is filled already.

use super::{
    At, FillError,
    known::{Known, KnownLogin},
    people::Device,
};
use api::{
    configuration::known,
    facts::{Fact, Facts},
    ids::{CaseId, OrganisationId},
};
use serde::Serialize;
use std::path::Path;
use vault::view::{Draft, NewCase, WriteEntry};

/// The case that was written.
#[derive(Debug, Serialize)]
pub struct LargeCase {
    /// The case.
    pub case: CaseId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Login name of the person who works on it.
    pub login: String,
    /// Number of entries in its course.
    pub entries: usize,
}

/// Writes a case with `entries` course entries of `bytes` bytes of text each. Uses the first caseworker of `demo.json`.
///
/// # Errors
/// [`FillError`].
pub async fn large_case(data: &Path, entries: usize, bytes: usize) -> Result<LargeCase, FillError> {
    let known = Known::read(data)?;
    let caseworker = |login: &&KnownLogin| login.role == "caseworker" && login.key_file.is_some();
    let login = known.logins.iter().find(caseworker).ok_or(FillError::Missing("a caseworker"))?;
    let vault = Device::open(&known.base_url)?.0;
    let (organisation, account) = login.enter(data, &vault).await?;

    let case = vault.make_case().at("make a case")?;
    let person = Draft {
        facts: Facts::new(),
        texts: [(known::GIVEN, "Vermessen"), (known::FAMILY, "Großfall")]
            .map(|(field, text)| (field.to_owned(), text.to_owned()))
            .into(),
    };
    let help = Draft {
        facts: facts(&[(known::HELP_TYPE, "§31"), (known::START, "2026-01-01")])?,
        texts: Default::default(),
    };
    let new = NewCase {
        id: case,
        organisation,
        unit: None,
        responsible: account,
        deputy: None,
        team: Vec::new(),
        entries: vec![(known::PERSON.to_owned(), person), (known::HELP.to_owned(), help)],
    };
    vault.create_case(new).await.at("create a case")?;
    vault.open_case(organisation, case).await.at("open a case")?;
    for number in 0..entries {
        let mut text = format!("Eintrag {number}: ");
        text.extend(std::iter::repeat_n("Gespräch über Schule und Alltag. ", bytes / 30 + 1));
        text.truncate(text.floor_char_boundary(bytes));
        let write = WriteEntry {
            case,
            record: vault.make_record().at("make an entry")?,
            form: known::COURSE.to_owned(),
            based_on: 0,
            draft: Draft {
                facts: facts(&[(known::DATE, "2026-02-02"), (known::KIND, "everyday")])?,
                texts: [("text".to_owned(), text)].into(),
            },
        };
        vault.write_entry(write).await.at("write an entry")?;
    }
    Ok(LargeCase { case, organisation, login: login.login.clone(), entries })
}

fn facts(codes: &[(&str, &str)]) -> Result<Facts, FillError> {
    let mut facts = Facts::new();
    for (key, code) in codes {
        facts.set(key, Fact::Code((*code).to_owned())).at("put facts together")?;
    }
    Ok(facts)
}
