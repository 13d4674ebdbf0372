//! A write that was acknowledged is there after the server was killed.

use crate::support::{configuration, create_case};
use api::ids::{CaseId, RecordId};
use proofs::{Portal, Team, draft};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use vault::view::{Draft, WriteEntry};

const WRITES: usize = 1000;
const CASES: usize = 10;
/// One write in so many is interrupted, on average.
const KILL_ONE_IN: u64 = 20;

#[tokio::test]
async fn every_acknowledged_write_survives_a_server_that_is_killed_at_random_moments() {
    let mut portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(create_case(&team, |key| format!("{key} am Anfang")).await);
    }
    let configuration = configuration(&team).await;

    let mut acknowledged: BTreeMap<(CaseId, RecordId), String> = BTreeMap::new();
    let mut typical = Duration::from_millis(20);
    let mut interrupted = 0;
    let mut uncertain = 0;
    for number in 0..WRITES {
        let case = cases[number % CASES];
        let record = team.caseworker.vault.make_record().unwrap();
        let text = format!("Eintrag Nummer {number}");
        let draft = draft(&configuration, "course", |_| text.clone()).unwrap();
        let interrupt = random().is_multiple_of(KILL_ONE_IN);
        let begin = Instant::now();
        if interrupt {
            interrupted += 1;
            // Somewhere between before the first byte and after the answer.
            let moment = typical.mul_f64((random() % 1500) as f64 / 1000.0);
            let (answer, ()) = tokio::join!(write(&team, case, record, draft.clone()), async {
                while begin.elapsed() < moment {
                    tokio::task::yield_now().await;
                }
                portal.kill().unwrap();
            });
            portal.start_again().await.unwrap();
            if answer.is_ok() {
                acknowledged.insert((case, record), text.clone());
            } else {
                uncertain += 1;
                // What a person does: tries again. Nothing may be written twice.
                write(&team, case, record, draft).await.unwrap();
                acknowledged.insert((case, record), text);
            }
            check(&team.caseworker, &team, case, &acknowledged).await;
        } else {
            write(&team, case, record, draft).await.unwrap();
            typical = (typical * 7 + begin.elapsed()) / 8;
            acknowledged.insert((case, record), text);
        }
    }

    assert_eq!(acknowledged.len(), WRITES);
    let elsewhere = team.caseworker_elsewhere().await.unwrap();
    for case in cases {
        check(&elsewhere, &team, case, &acknowledged).await;
    }
    println!("{WRITES} writes, {interrupted} of them with a kill, {uncertain} without an answer");
    assert!(interrupted > 10, "only {interrupted} kills");
}

async fn write(team: &Team, case: CaseId, record: RecordId, draft: Draft) -> Result<(), vault::WriteError> {
    let write = WriteEntry { case, record, form: "course".to_owned(), based_on: 0, draft };
    team.caseworker.vault.write_entry(write).await.map(drop)
}

/// The case holds exactly what was acknowledged, each entry once, and its logs fit.
async fn check(
    reader: &proofs::Person,
    team: &Team,
    case: CaseId,
    acknowledged: &BTreeMap<(CaseId, RecordId), String>,
) {
    let view = reader.vault.open_case(team.organisation, case).await.unwrap();
    assert!(view.warnings.is_empty(), "{:?}", view.warnings);
    let found: BTreeMap<RecordId, String> = view
        .of_form("course")
        .map(|entry| {
            assert_eq!(entry.revision, 1, "written twice");
            (entry.record, entry.texts.get("text").as_open().expect("the text opens").to_owned())
        })
        .collect();
    let expected: BTreeMap<RecordId, String> = acknowledged
        .iter()
        .filter(|((of, _), _)| *of == case)
        .map(|((_, record), text)| (*record, text.clone()))
        .collect();
    assert_eq!(found, expected);
}

fn random() -> u64 {
    getrandom::u64().unwrap()
}
