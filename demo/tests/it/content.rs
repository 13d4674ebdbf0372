//! What is invented fits the forms, repeats itself exactly, and reads like a case file.

use api::{
    configuration::{Configuration, known},
    facts::{Fact, Facts},
};
use demo::{
    model::{Case, Entry, Progress},
    story, world,
};
use std::collections::BTreeSet;
use time::{Date, macros::date};

const TODAY: Date = date!(2026 - 11 - 23);

fn configuration() -> Configuration {
    Configuration::builtin().unwrap()
}

fn cases(count: usize) -> Vec<Case> {
    story::cases(&configuration(), story::SEED, TODAY, count)
}

fn all_entries(case: &Case) -> impl Iterator<Item = &Entry> {
    let changes = case.entries.iter().filter_map(|entry| entry.change.as_deref());
    [&case.person, &case.help].into_iter().chain(&case.entries).chain(changes)
}

fn code<'a>(entry: &'a Entry, key: &str) -> &'a str {
    entry.fact(key).and_then(Fact::as_code).unwrap_or_default()
}

#[test]
fn every_entry_fits_its_form() {
    let configuration = configuration();
    for case in cases(500) {
        for entry in all_entries(&case) {
            let mut facts = Facts::new();
            for (key, fact) in &entry.facts {
                facts.set(key, fact.clone()).unwrap();
            }
            if entry.form == known::CLOSING {
                facts.set(known::STATE, Fact::Code(known::CLOSED.into())).unwrap();
            }
            let form = configuration
                .check(entry.form, 1, &facts)
                .unwrap_or_else(|error| panic!("{error}: {entry:?}"));
            for (key, text) in &entry.texts {
                assert!(configuration.field(form, key).is_some_and(|field| field.field.is_sealed()), "{key}");
                assert!(!text.contains('{') && !text.contains("  "), "{text}");
            }
            for field in configuration
                .fields(form)
                .iter()
                .filter(|field| field.field.required && field.field.is_sealed())
            {
                assert!(entry.words(&field.key).is_some(), "{} of {entry:?}", field.key);
            }
        }
    }
}

#[test]
fn the_same_seed_and_day_tell_the_same_stories_however_many_there_are() {
    assert_eq!(format!("{:?}", cases(60)), format!("{:?}", &cases(200)[..60]));
    assert_eq!(code(&cases(1)[0].help, known::START), "2025-11-27");
    assert_eq!(cases(1)[0].person.words(known::FAMILY), Some("Lindqvist"));
}

#[test]
fn sixty_cases_have_sixty_names_in_several_scripts() {
    let names: BTreeSet<(String, String)> = cases(60)
        .iter()
        .map(|case| {
            let word = |key| case.person.words(key).unwrap().to_owned();
            (word(known::GIVEN), word(known::FAMILY))
        })
        .collect();
    assert_eq!(names.len(), 60);
    let all = format!("{:?}", cases(200));
    for kind in ["ü", "ß", "Đ", "ş", "ł", "у"] {
        assert!(all.contains(kind), "{kind}");
    }
}

#[test]
fn responsible_people_stand_ins_and_teams_work_in_the_organisation_of_the_case() {
    let world = world();
    for case in cases(300) {
        let organisation = &world.organisations[case.organisation];
        assert!(organisation.units.iter().any(|unit| unit.name == case.unit));
        for login in [case.responsible].iter().chain(&case.deputy).chain(&case.team) {
            let person = world.staff.iter().find(|person| person.login == *login).unwrap();
            assert_eq!(person.organisation, case.organisation, "{login}");
            assert_eq!(person.progress, Progress::Working, "{login}");
        }
        assert_ne!(case.deputy, Some(case.responsible));
        assert!(!case.team.contains(&case.responsible));
    }
}

#[test]
fn need_falls_on_the_whole_where_a_help_ended_as_planned() {
    let mean = |case: &Case, time_point: &str| -> Option<f64> {
        let sheet = case.entries.iter().find(|entry| code(entry, known::TIME_POINT) == time_point)?;
        let values: Vec<i64> = sheet.facts.iter().filter_map(|(_, fact)| fact.as_int()).collect();
        Some(values.iter().sum::<i64>() as f64 / values.len() as f64)
    };
    let changes: Vec<f64> = cases(300)
        .iter()
        .filter(|case| case.entries.iter().any(|entry| code(entry, known::KIND).starts_with("planned")))
        .filter_map(|case| Some(mean(case, "start")? - mean(case, "end")?))
        .collect();
    assert!(changes.len() > 20);
    let whole = changes.iter().sum::<f64>() / changes.len() as f64;
    assert!((0.3..2.0).contains(&whole), "{whole}");
    assert!(changes.iter().any(|change| *change < 0.2), "not everybody improves");
}

#[test]
fn no_day_of_an_entry_lies_in_the_future() {
    for case in cases(300) {
        for entry in case.entries.iter().filter(|entry| entry.form != known::GOAL) {
            let day = code(entry, known::DATE);
            assert!(day <= "2026-11-23", "{entry:?}");
        }
    }
}

#[test]
fn no_case_says_the_same_thing_twice_in_its_course() {
    for case in cases(300) {
        let mut seen = BTreeSet::new();
        for entry in case.entries.iter().filter(|entry| entry.form == known::COURSE) {
            assert!(seen.insert(entry.words("text").unwrap()), "{entry:?}");
        }
        assert!(!seen.is_empty());
    }
}

#[test]
fn no_two_of_sixty_cases_look_like_copies_of_each_other() {
    let cases = cases(60);
    let said: Vec<BTreeSet<&str>> = cases
        .iter()
        .map(|case| {
            let entries =
                all_entries(case).filter(|entry| ![known::PERSON, known::CONTACT].contains(&entry.form));
            // Titles are short and repeat themselves, as in life.
            entries
                .flat_map(|entry| &entry.texts)
                .map(|(_, text)| text.as_str())
                .filter(|text| text.len() > 40)
        })
        .map(Iterator::collect)
        .collect();
    let descriptions: BTreeSet<_> = cases.iter().filter_map(|case| case.help.words("description")).collect();
    assert_eq!(descriptions.len(), cases.len());
    for (number, one) in said.iter().enumerate() {
        for (other_number, other) in said.iter().enumerate().skip(number + 1) {
            let same = one.intersection(other).count();
            let fewer = one.len().min(other.len());
            assert!(same * 2 <= fewer, "{number} and {other_number} share {same} of {fewer} texts");
        }
    }
}

#[test]
fn both_organisations_and_everybody_who_works_there_have_cases_at_many_time_points() {
    let cases = cases(60);
    let responsible = |organisation: usize| -> BTreeSet<&str> {
        cases.iter().filter(|case| case.organisation == organisation).map(|case| case.responsible).collect()
    };
    assert!(responsible(0).len() >= 5 && responsible(1).len() >= 2);
    let points: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| &case.entries)
        .map(|entry| code(entry, known::TIME_POINT))
        .filter(|point| !point.is_empty())
        .collect();
    assert!(points.len() >= 5, "{points:?}");
}
