//! Every column of the database, edited by somebody who has its file.

use proofs::{
    Kind, Trouble,
    columns::{self, Class, columns},
    hostile::{Books, Notices, Stage, shown},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use vault::view::KeyOrigin;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/THREAT-MODEL.md");
/// Tables whose rows belong to a case, with the column that names it.
const OF_CASES: &[(&str, &str)] = &[
    ("cases", "id"),
    ("case_keys", "case_id"),
    ("case_team", "case_id"),
    ("parts", "case_id"),
    ("part_slots", "case_id"),
    ("part_log", "case_id"),
    ("revisions", "case_id"),
    ("envelopes", "case_id"),
    ("records", "case_id"),
    ("ratings", "case_id"),
];
/// Tables that an organisation's key, members and rights come from.
const OF_ORGANISATIONS: &[&str] = &["organisations", "org_log", "memberships"];

#[tokio::test]
async fn every_column_of_the_real_schema_is_classed_and_no_other() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    let books = Books::open(&stage.portal).await.unwrap();
    let real: BTreeSet<String> = books
        .schema()
        .await
        .unwrap()
        .iter()
        .map(|column| format!("{}.{}", column.table, column.name))
        .collect();
    let classed: BTreeSet<String> =
        columns().map(|column| format!("{}.{}", column.table, column.name)).collect();
    let missing: Vec<_> = real.difference(&classed).collect();
    let surplus: Vec<_> = classed.difference(&real).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:?}, surplus: {surplus:?}");
}

#[test]
fn the_table_in_the_documentation_is_the_one_of_the_tests() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let expected = columns::put(&document, "columns", &columns::markdown()).expect("there is a place for it");
    assert!(document == expected, "please run: cargo run -p proofs --example columns");
}

/// What an edit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Refused,
    Warned,
    Unchanged,
    Changed,
}

/// What edits of one column did, in words.
type Effects = BTreeMap<String, BTreeMap<Effect, usize>>;

fn judge(effects: &Effects) {
    for (column, effects) in effects {
        println!("{column}: {effects:?}");
    }
    let class = |name: &str| {
        columns()
            .find(|column| format!("{}.{}", column.table, column.name) == name)
            .map(|column| column.class)
    };
    let unnoticed: Vec<&String> = effects
        .iter()
        .filter(|(_, effects)| effects.contains_key(&Effect::Changed))
        .map(|(column, _)| column)
        .filter(|column| class(column) != Some(Class::Display))
        .collect();
    assert!(unnoticed.is_empty(), "what is shown changes and nobody says so: {unnoticed:?}");
}

#[tokio::test]
async fn mal_a22_every_edited_column_of_a_case_shows_or_has_no_effect() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    // A team, units, ratings and a second case, so that every column has a value and others to choose from.
    let case = stage.team_case(&stage.berta, "Eins").await.unwrap();
    let other = stage.team_case(&stage.berta, "Zwei").await.unwrap();
    for case in [case, other] {
        let record = stage.entry(&stage.berta, case, "course", "Besuch").await.unwrap();
        stage.change(&stage.berta, case, "course", (record, 1), "doch nicht").await.unwrap();
        stage.entry(&stage.berta, case, "rating", "Einschätzung").await.unwrap();
    }
    let truth = stage.truth().await.unwrap();
    let view = stage.open(&stage.berta, case).await.unwrap();
    assert!(view.notices().is_empty(), "{:?}", view.notices());
    let honest = shown(&view);
    let books = Books::open(&stage.portal).await.unwrap();
    let id: String = case.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut effects = Effects::new();
    for column in books.schema().await.unwrap() {
        let Some((_, of_case)) = OF_CASES.iter().find(|(table, _)| *table == column.table) else { continue };
        let name = format!("{}.{}", column.table, column.name);
        let cells = books.cells(&column.table, &column.name, &format!("{of_case} = x'{id}'")).await.unwrap();
        assert!(!cells.is_empty(), "{name} has no value to edit");
        for cell in &cells {
            for value in books.others(cell, &column.kind).await.unwrap() {
                if !books.write(cell, &value).await {
                    continue;
                }
                let seen = stage.berta.vault.open_case(stage.organisation, case).await;
                books.restore(cell).await.unwrap();
                let effect = match &seen {
                    Err(_) => Effect::Refused,
                    Ok(view) if !view.notices().is_empty() => Effect::Warned,
                    Ok(view) if shown(view) == honest => Effect::Unchanged,
                    Ok(view) => {
                        println!("{name} = {value}:\n{}", first_difference(&honest, &shown(view)));
                        Effect::Changed
                    }
                };
                *effects.entry(name.clone()).or_default().entry(effect).or_default() += 1;
            }
        }
        assert!(effects.contains_key(&name), "nothing could be written into {name}");
    }
    assert_eq!(
        effects.len(),
        columns().filter(|c| OF_CASES.iter().any(|(table, _)| *table == c.table)).count()
    );
    judge(&effects);
    assert!(stage.truth().await.unwrap() == truth, "what was edited was not put back");
}

fn first_difference(before: &str, after: &str) -> String {
    let line = before.lines().zip(after.lines()).find(|(before, after)| before != after);
    line.map(|(before, after)| format!("- {before}\n+ {after}")).unwrap_or_default()
}

/// People, rights and keys: what is shown of the organisation comes from its log, or is marked.
#[tokio::test]
async fn mal_a22_every_edited_column_of_an_organisation_shows_or_has_no_effect() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let dora = stage.caseworker("dora").await.unwrap();
    let account = dora.session().await.unwrap().account;
    stage.admin.vault.block(stage.organisation, account).await.unwrap();
    let truth = stage.truth().await.unwrap();
    let books = Books::open(&stage.portal).await.unwrap();
    let session = stage.berta.session().await.unwrap().account;
    let mut effects = Effects::new();
    // The client begins anew each time, on the device that knows the organisation.
    let look = async || -> Result<Vec<String>, Trouble> {
        let device = stage.berta.reload();
        device.vault.resume().await?;
        let origin = KeyOrigin::File(stage.place.key_file());
        let loaded = device.vault.load_key(stage.organisation, origin, false, None).await;
        loaded.map_err(|error| Trouble::vault("loading the key", error))?;
        let seen = device.vault.organisation(stage.organisation).await?;
        let mut notices = seen.notices();
        notices.extend(stage.open(&device, case).await?.notices());
        if notices.is_empty() {
            let mut people: Vec<String> = seen
                .people
                .iter()
                .map(|one| {
                    let person = &one.person;
                    format!("{} {:?} {:?} {:?}", person.account, person.grants, person.state, one.fingerprint)
                })
                .collect();
            people.sort_unstable();
            return Ok(vec![format!("{people:?} {:?}", seen.key)]);
        }
        Ok(Vec::new())
    };
    let honest = look().await.unwrap();
    assert_eq!(honest.len(), 1, "the honest client warns");
    for column in books.schema().await.unwrap() {
        let name = format!("{}.{}", column.table, column.name);
        let class = columns().find(|c| format!("{}.{}", c.table, c.name) == name).unwrap().class;
        if !OF_ORGANISATIONS.contains(&column.table.as_str()) || class == Class::Operational {
            continue;
        }
        for cell in books.cells(&column.table, &column.name, "1").await.unwrap() {
            for value in books.others(&cell, &column.kind).await.unwrap() {
                if !books.write(&cell, &value).await {
                    continue;
                }
                let seen = look().await;
                books.restore(&cell).await.unwrap();
                let effect = match seen {
                    Err(_) => Effect::Refused,
                    Ok(seen) if seen.is_empty() => Effect::Warned,
                    Ok(seen) if seen == honest => Effect::Unchanged,
                    Ok(seen) => {
                        println!("{name} = {value}:\n{honest:?}\n{seen:?}");
                        Effect::Changed
                    }
                };
                *effects.entry(name.clone()).or_default().entry(effect).or_default() += 1;
            }
        }
    }
    judge(&effects);
    assert!(stage.truth().await.unwrap() == truth, "what was edited was not put back");
    assert_eq!(stage.berta.session().await.unwrap().account, session);
}
