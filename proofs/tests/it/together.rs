//! Several people do the same thing at the same time, and nobody is turned away for it.

use crate::support::{configuration, create_case, create_case_as};
use proofs::{Person, Portal, Team, draft};
use std::collections::BTreeSet;
use vault::view::WriteEntry;

const EACH: usize = 6;
/// What a script, or somebody pasting a year's notes, may write within a minute.
const MANY: usize = 300;

#[tokio::test]
async fn people_who_create_cases_and_write_at_the_same_time_do_not_hinder_each_other() {
    let portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let shared = create_case(&team, |key| key.to_owned()).await;
    let configuration = configuration(&team).await;
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(team.caseworker_elsewhere().await.unwrap());
    }
    let busy = async |person: &Person| {
        let mut cases = BTreeSet::new();
        for number in 0..EACH {
            cases.insert(create_case_as(person, team.organisation, |key| format!("{key} {number}")).await);
            let write = WriteEntry {
                case: shared,
                record: person.vault.make_record().unwrap(),
                form: "course".to_owned(),
                based_on: 0,
                draft: draft(&configuration, "course", |key| format!("{key} {number}")).unwrap(),
            };
            person.vault.write_entry(write).await.unwrap();
        }
        cases
    };
    let [one, two, three, four] = &people[..] else { unreachable!() };
    let made = tokio::join!(busy(one), busy(two), busy(three), busy(four));
    let cases: BTreeSet<_> = [made.0, made.1, made.2, made.3].into_iter().flatten().collect();
    assert_eq!(cases.len(), 4 * EACH);
    for case in cases {
        assert!(team.caseworker.vault.open_case(team.organisation, case).await.unwrap().warnings.is_empty());
    }
    let view = team.caseworker.vault.open_case(team.organisation, shared).await.unwrap();
    assert_eq!((view.of_form("course").count(), view.warnings.as_slice()), (4 * EACH, [].as_slice()));
}

#[tokio::test]
async fn three_hundred_entries_by_script_are_all_stored_and_each_once() {
    let portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let case = create_case(&team, |key| key.to_owned()).await;
    let configuration = configuration(&team).await;
    let vault = &team.caseworker.vault;
    for number in 0..MANY {
        let write = WriteEntry {
            case,
            record: vault.make_record().unwrap(),
            form: "course".to_owned(),
            based_on: 0,
            draft: draft(&configuration, "course", |key| format!("{key} {number}")).unwrap(),
        };
        // No limit stands in the way of whoever writes: limits are for guessing passwords.
        vault.write_entry(write).await.unwrap();
    }
    let elsewhere = team.caseworker_elsewhere().await.unwrap();
    let view = elsewhere.vault.open_case(team.organisation, case).await.unwrap();
    let texts: BTreeSet<_> = view
        .of_form("course")
        .filter_map(|entry| entry.texts.get("text").as_open().map(str::to_owned))
        .collect();
    assert_eq!((view.of_form("course").count(), texts.len()), (MANY, MANY));
    assert!(view.warnings.is_empty());
}
