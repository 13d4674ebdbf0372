//! Several people do the same thing at the same time, and nobody is turned away for it.

use crate::support::{configuration, create_case, create_case_as};
use proofs::{Person, Portal, Team, draft};
use std::collections::BTreeSet;
use vault::view::WriteEntry;

const EACH: usize = 6;

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
