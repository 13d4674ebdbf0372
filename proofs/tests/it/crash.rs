//! A write that was acknowledged is there after the server was killed.

use crate::support::{configuration, create_case};
use api::ids::{CaseId, RecordId};
use proofs::{Chance, Person, Portal, Team, draft};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use vault::view::{Draft, WriteEntry};

const WRITES: usize = 1000;
const CASES: usize = 10;
/// People who write at the same time.
const PEOPLE: usize = 4;
/// The server is killed in one of so many rounds, on average.
const KILL_ONE_IN: usize = 5;
/// And in one of so many restarts once more.
const STUMBLE_ONE_IN: usize = 4;

/// What has to be there: the text of every acknowledged entry.
type Acknowledged = BTreeMap<CaseId, BTreeMap<RecordId, String>>;

struct Write {
    case: CaseId,
    record: RecordId,
    text: String,
    draft: Draft,
}

/// What the kills met, for the report.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    kills_while_starting: usize,
    /// Acknowledged in a round with a kill.
    acknowledged: usize,
    /// Stored, but the answer was lost.
    stored_only: usize,
    /// Lost with the request.
    not_stored: usize,
}

#[tokio::test]
async fn every_acknowledged_write_survives_a_server_that_is_killed_at_random_moments() {
    let mut chance = Chance::of_environment().unwrap();
    let mut portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(create_case(&team, |key| format!("{key} am Anfang")).await);
    }
    let configuration = configuration(&team).await;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(team.caseworker_elsewhere().await.unwrap());
    }
    let [one, two, three, four] = &people[..] else { unreachable!() };

    let mut acknowledged = Acknowledged::new();
    let mut tally = Tally::default();
    let mut typical = Duration::from_millis(40);
    for round in 0..WRITES / PEOPLE {
        let writes: Vec<Write> = (0..PEOPLE)
            .map(|person| {
                let text = format!("Eintrag Nummer {}", round * PEOPLE + person);
                Write {
                    case: cases[chance.below(CASES)],
                    record: team.caseworker.vault.make_record().unwrap(),
                    draft: draft(&configuration, "course", |_| text.clone()).unwrap(),
                    text,
                }
            })
            .collect();
        let kill = chance.below(KILL_ONE_IN) == 0;
        // Somewhere between before the first byte and after the last answer.
        let moment = typical.mul_f64(chance.share() * 1.3);
        let begin = Instant::now();
        let all = async {
            tokio::join!(
                write(one, &writes[0]),
                write(two, &writes[1]),
                write(three, &writes[2]),
                write(four, &writes[3]),
            )
        };
        let answers = if kill {
            let power_cut = async {
                at(begin, moment).await;
                portal.kill().unwrap();
            };
            tokio::join!(all, power_cut).0
        } else {
            let answers = all.await;
            typical = (typical * 7 + begin.elapsed()) / 8;
            answers
        };
        let answers = [answers.0, answers.1, answers.2, answers.3];
        if kill {
            tally.kills += 1;
            if chance.below(STUMBLE_ONE_IN) == 0 {
                tally.kills_while_starting += 1;
                let moment = Duration::from_millis(100).mul_f64(chance.share());
                portal.spawn().unwrap();
                at(Instant::now(), moment).await;
                portal.kill().unwrap();
            }
            portal.start_again().await.unwrap();
        }
        for (number, (write_again, answer)) in writes.iter().zip(&answers).enumerate() {
            if answer.is_ok() {
                tally.acknowledged += usize::from(kill);
                remember(&mut acknowledged, write_again);
            } else {
                assert!(kill, "{answer:?}");
                let other = &people[(number + 1) % PEOPLE];
                let view = other.vault.open_case(team.organisation, write_again.case).await.unwrap();
                let stored = view.entry(write_again.record).is_some();
                if stored {
                    tally.stored_only += 1;
                } else {
                    tally.not_stored += 1;
                }
                // What a person does: tries again. Nothing may be written twice.
                write(&people[number], write_again).await.unwrap();
                remember(&mut acknowledged, write_again);
            }
        }
        if kill {
            for case in writes.iter().map(|write| write.case) {
                check(&team.caseworker, &team, case, &acknowledged).await;
            }
        }
    }

    assert_eq!(acknowledged.values().map(BTreeMap::len).sum::<usize>(), WRITES);
    let elsewhere = team.caseworker_elsewhere().await.unwrap();
    for case in cases {
        check(&elsewhere, &team, case, &acknowledged).await;
    }
    println!("{WRITES} writes, {tally:?}");
    assert!(tally.kills > 10, "only {} kills", tally.kills);
}

/// Waits for a moment more exactly than a timer would.
async fn at(begin: Instant, moment: Duration) {
    while begin.elapsed() < moment {
        tokio::task::yield_now().await;
    }
}

async fn write(person: &Person, write: &Write) -> Result<(), vault::WriteError> {
    let Write { case, record, draft, .. } = write;
    let form = "course".to_owned();
    let write = WriteEntry { case: *case, record: *record, form, based_on: 0, draft: draft.clone() };
    person.vault.write_entry(write).await.map(drop)
}

fn remember(acknowledged: &mut Acknowledged, write: &Write) {
    acknowledged.entry(write.case).or_default().insert(write.record, write.text.clone());
}

/// The case holds exactly what was acknowledged, each entry once, and its logs fit.
async fn check(reader: &Person, team: &Team, case: CaseId, acknowledged: &Acknowledged) {
    let view = reader.vault.open_case(team.organisation, case).await.unwrap();
    assert!(view.warnings.is_empty(), "{:?}", view.warnings);
    let found: BTreeMap<RecordId, String> = view
        .of_form("course")
        .map(|entry| {
            assert_eq!(entry.revision, 1, "written twice");
            (entry.record, entry.texts.get("text").as_open().expect("the text opens").to_owned())
        })
        .collect();
    assert_eq!(found, acknowledged.get(&case).cloned().unwrap_or_default());
}
