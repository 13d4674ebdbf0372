//! What is typed into sealed fields stands nowhere on the server.

use crate::support::configuration;
use api::{
    Bytes,
    configuration::Cardinality,
    facts::{Fact, Facts},
};
use proofs::{Kind, Portal, Team, draft, sealed_keys};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::{collections::BTreeMap, fs, path::Path};
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

    let mut needles: Vec<Vec<u8>> = canaries.into_iter().map(String::into_bytes).collect();
    needles.extend(team.secrets().unwrap());
    assert_absent(&database(&portal).await, &needles, "database");
    portal.kill().unwrap();
    assert_absent(&database(&portal).await, &needles, "database after a kill");
    let log = portal.log().unwrap();
    assert!(log.contains("answered"), "the log is empty");
    for needle in &needles {
        assert!(!holds(log.as_bytes(), needle), "a canary stands in the log");
    }
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

/// Everything that the database keeps: the files, or all rows of all tables as PostgreSQL writes them.
async fn database(portal: &Portal) -> Vec<u8> {
    let mut bytes = Vec::new();
    match portal.database.kind {
        Kind::Sqlite => collect(&portal.data(), &mut bytes),
        Kind::Postgres => {
            let connection = portal.database.connect().await.unwrap();
            let query = |sql: String| Statement::from_string(DatabaseBackend::Postgres, sql);
            let tables = query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'".to_owned());
            for row in connection.query_all_raw(tables).await.unwrap() {
                let table: String = row.try_get("", "tablename").unwrap();
                // The owner sees everything; row-level security is for the server's own transactions.
                connection
                    .execute_unprepared(&format!("ALTER TABLE \"{table}\" NO FORCE ROW LEVEL SECURITY"))
                    .await
                    .unwrap();
                for row in connection
                    .query_all_raw(query(format!("SELECT t::text AS row FROM \"{table}\" t")))
                    .await
                    .unwrap()
                {
                    bytes.extend(row.try_get::<String>("", "row").unwrap().into_bytes());
                    bytes.push(b'\n');
                }
            }
        }
    }
    assert!(holds(&bytes, CLEAR.as_bytes()), "the search does not even find what is clear");
    bytes
}

fn collect(folder: &Path, bytes: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, bytes) } else { bytes.extend(fs::read(path).unwrap()) }
    }
}

fn assert_absent(haystack: &[u8], needles: &[Vec<u8>], place: &str) {
    for needle in needles {
        assert!(
            !holds(haystack, needle),
            "a canary stands in the {place}: {}",
            String::from_utf8_lossy(needle)
        );
    }
}

/// Whether bytes occur, as they are, in hexadecimal digits, in base64 at any of the three offsets, or in UTF-16.
fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    let hex: String = needle.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![needle.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    if let Ok(text) = std::str::from_utf8(needle) {
        forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    for offset in 0..3 {
        let padded = Bytes([vec![0; offset], needle.to_vec()].concat()).to_base64url();
        // The characters at both ends depend on what stands beside the needle.
        let inner = &padded[4.min(offset * 4)..padded.len() - 4];
        forms.push(inner.as_bytes().to_vec());
        forms.push(inner.replace('-', "+").replace('_', "/").into_bytes());
    }
    forms.iter().any(|form| find(haystack, form))
}

fn find(haystack: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else { return true };
    let mut from = 0;
    while let Some(at) = haystack[from..].iter().position(|byte| byte == first) {
        from += at + 1;
        if haystack[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

#[test]
fn the_search_finds_every_form_of_a_canary() {
    let needle = "Kanarienvogel Zürich".as_bytes();
    let encoded = |prefix: &[u8]| Bytes([prefix, needle, b"tail"].concat()).to_base64url().into_bytes();
    let utf16: Vec<u8> = "xKanarienvogel Zürich".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex = "4b616e617269656e766f67656c205ac3bc72696368";
    for haystack in [
        [b"..", needle, b".."].concat(),
        encoded(b""),
        encoded(b"1"),
        encoded(b"12"),
        encoded(b"123"),
        utf16,
        format!("\\x00{hex}00").into_bytes(),
        hex.to_uppercase().into_bytes(),
    ] {
        assert!(holds(&haystack, needle), "{}", String::from_utf8_lossy(&haystack));
    }
    assert!(!holds(b"Kanarienvogel", needle));
}
