//! What is typed into sealed fields stands nowhere on the server.

use crate::support::configuration;
use api::{
    configuration::Cardinality,
    facts::{Fact, Facts},
};
use proofs::{Kind, Portal, Search, Team, draft, sealed_keys};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::collections::{BTreeMap, BTreeSet};
use vault::view::{Draft, NewCase, WriteEntry};

/// Stands in the database in clear, so that a search that finds nothing has at least searched.
const CLEAR: &str = "Haus am Weg";

#[tokio::test]
async fn canaries_in_every_sealed_field_reach_neither_database_nor_log() {
    let mut portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let canaries = write_canaries(&team).await;
    assert!(canaries.len() > 20, "only {} sealed fields", canaries.len());

    // A colleague on another device reads every one of them, so they were really stored.
    let elsewhere = team.caseworker_elsewhere().await.unwrap();
    let rows = elsewhere.vault.list_cases(team.organisation).await.unwrap();
    let view = elsewhere.vault.open_case(team.organisation, rows[0].summary.id).await.unwrap();
    let mut read: Vec<String> = Vec::new();
    for entry in &view.entries {
        for version in elsewhere.vault.history(view.summary.id, entry.record).await.unwrap() {
            if let vault::view::Texts::Open(texts) = version.texts {
                read.extend(texts.into_values());
            }
        }
    }
    for canary in &canaries {
        assert!(read.contains(canary), "{canary} can't be read by a colleague");
    }
    // Support looks as well, so that this way is in the log too.
    let tenant = team.operator.vault.tenants().await.unwrap()[0].id;
    team.operator.vault.support_case(tenant, view.summary.id).await.unwrap();

    let mut secrets: Vec<Vec<u8>> = canaries.into_iter().map(String::into_bytes).collect();
    secrets.extend(team.secrets().unwrap());
    secrets.push(CLEAR.as_bytes().to_vec());
    let clear = BTreeSet::from([secrets.len() - 1]);
    let search = Search::new(&secrets);
    let named = |found: BTreeSet<usize>| -> Vec<_> {
        found.into_iter().map(|secret| String::from_utf8_lossy(&secrets[secret]).into_owned()).collect()
    };
    for killed in [false, true] {
        if killed {
            portal.kill().unwrap();
        }
        for bytes in stored(&portal).await {
            assert_eq!(named(search.find(&bytes)), named(clear.clone()), "in the database, killed: {killed}");
        }
    }
    let log = portal.log().unwrap();
    assert!(log.contains("answered"), "the log is empty");
    let found: BTreeSet<usize> = search.find(log.as_bytes()).difference(&clear).copied().collect();
    assert_eq!(named(found), [""; 0], "in the log");
}

/// One entry of every form, with a canary of its own in every sealed field, a changed one and a withdrawn one.
async fn write_canaries(team: &Team) -> Vec<String> {
    let vault = &team.caseworker.vault;
    let configuration = configuration(team).await;
    let mut canaries = Vec::new();
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for form in &configuration.forms {
        drafts.insert(
            form.code.clone(),
            draft(&configuration, &form.code, |key| canary(&form.code, key)).unwrap(),
        );
        canaries.extend(sealed_keys(&configuration, form).iter().map(|key| canary(&form.code, key)));
    }
    let first = ["person", "help"].map(|form| (form.to_owned(), drafts.remove(form).unwrap()));
    let new = NewCase {
        id: vault.make_case().unwrap(),
        organisation: team.organisation,
        unit: None,
        responsible: team.caseworker.session.account,
        deputy: None,
        team: Vec::new(),
        entries: first.into(),
    };
    let case = vault.create_case(new).await.unwrap().case;
    vault.open_case(team.organisation, case).await.unwrap();
    let closing = drafts.remove("closing").unwrap();
    for (form, draft) in drafts {
        let record = vault.make_record().unwrap();
        let many = configuration.form(&form).unwrap().cardinality == Cardinality::Many;
        let write = WriteEntry { case, record, form, based_on: 0, draft };
        let entry = vault.write_entry(write).await.unwrap();
        if many {
            let reason = canary(&entry.form, "_reason");
            vault.withdraw_entry(case, record, entry.revision, reason.clone()).await.unwrap();
            canaries.push(reason);
        }
    }
    let facts = closing.facts;
    let mut without_state = Facts::new();
    for (key, fact) in facts.iter().filter(|(key, _)| *key != "state") {
        without_state.set(key, Fact::clone(fact)).unwrap();
    }
    vault.close_case(case, Draft { facts: without_state, texts: closing.texts }).await.unwrap();
    canaries
}

fn canary(form: &str, key: &str) -> String {
    format!("Kanarienvogel Zürich {form} {key} 7f3a")
}

/// Everything that the database keeps: its files with the write-ahead log. PostgreSQL may compress long values in its
/// files, so that there all rows of all tables are looked at as well, as they are written in text.
async fn stored(portal: &Portal) -> Vec<Vec<u8>> {
    let files = portal.files().await.unwrap();
    match portal.database.kind {
        Kind::Sqlite => vec![files],
        Kind::Postgres => vec![files, rows(portal).await],
    }
}

async fn rows(portal: &Portal) -> Vec<u8> {
    let mut bytes = Vec::new();
    let connection = portal.database.connect().await.unwrap();
    let query = |sql: String| Statement::from_string(DatabaseBackend::Postgres, sql);
    let tables = query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'".to_owned());
    for row in connection.query_all_raw(tables).await.unwrap() {
        let table: String = row.try_get("", "tablename").unwrap();
        // The owner sees everything; row-level security is for the server's own transactions.
        let free = format!("ALTER TABLE \"{table}\" NO FORCE ROW LEVEL SECURITY");
        connection.execute_unprepared(&free).await.unwrap();
        let all = query(format!("SELECT t::text AS row FROM \"{table}\" t"));
        for row in connection.query_all_raw(all).await.unwrap() {
            bytes.extend(row.try_get::<String>("", "row").unwrap().into_bytes());
            bytes.push(b'\n');
        }
    }
    bytes
}
