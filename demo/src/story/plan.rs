//! Puts a case together.

use super::{
    course, day, entry_day, goals, later,
    persona::Persona,
    profile::Profile,
    ratings::{self, Span},
};
use crate::{
    content::{common, varied},
    dice::Dice,
    model::{Case, Entry},
};
use api::configuration::{Configuration, known};
use time::Date;

/// Age in years from which a child goes to school.
pub(super) const SCHOOL: i64 = 6;
/// Age in years from which nobody has custody.
pub(super) const ADULT: i64 = 18;

/// One invented case.
pub(super) fn case(
    configuration: &Configuration,
    dice: &mut Dice,
    profile: &Profile,
    persona: &Persona,
    today: Date,
) -> Case {
    let span = span(dice, profile, today);
    let number = dice.between(1, 9999);
    let mut dated = ratings::sheets(configuration, dice, profile, persona, span, today);
    dated.extend(course::entries(dice, profile, persona, span, today));
    dated.extend(goals::goals(dice, profile, persona, span, today));
    dated.sort_by_key(entry_day);
    let mut entries = persona.contacts(dice);
    entries.extend(dated);
    entries.extend(span.ended.map(|ended| closing(dice, profile, persona, ended, span.dropout)));
    Case {
        organisation: profile.organisation,
        unit: profile.unit,
        responsible: profile.responsible,
        deputy: profile.deputy,
        team: profile.team.clone(),
        person: persona.person(dice, number),
        help: help(dice, profile, persona, span, today),
        entries,
    }
}

fn span(dice: &mut Dice, profile: &Profile, today: Date) -> Span {
    if dice.percent(4) {
        return Span { start: later(today, dice.between(3, 20)), ended: None, dropout: false };
    }
    let longest = if profile.help_type == "§42a" { 260 } else { 840 };
    let start = later(today, -dice.between(12, longest));
    let days = (today - start).whole_days();
    if days > 150 && dice.percent(38) {
        let ended = later(start, dice.between(130, days - 5));
        return Span { start, ended: Some(ended), dropout: dice.percent(28) };
    }
    Span { start, ended: None, dropout: false }
}

fn help(dice: &mut Dice, profile: &Profile, persona: &Persona, span: Span, today: Date) -> Entry {
    let review = later(today, dice.between(5, 170));
    let mut help = Entry::new(known::HELP)
        .code(known::HELP_TYPE, profile.help_type)
        .code(known::START, day(span.start))
        .code("place", profile.place)
        .code("suggested_by", dice.pick(suggesting(profile)))
        .codes("reasons", profile.theme.reasons)
        .flag("court_decision", profile.age < ADULT && dice.percent(15))
        .code("prior_help", dice.pick(&["yes", "no", "no", "unknown"]))
        .text("description", description(dice, profile, persona));
    if let Some(hours) = profile.hours {
        help = help.int("hours", hours);
    }
    match span.ended {
        Some(ended) => help.code(known::END, day(ended)),
        None => help
            .code(known::END, day(later(span.start, 730).max(later(today, 60))))
            .code("review", day(review)),
    }
}

/// Situation and task in words of their own, made of what fits theme and age.
fn description(dice: &mut Dice, profile: &Profile, persona: &Persona) -> String {
    let small = profile.age < SCHOOL;
    let mut words = vec![dice.pick(profile.theme.task)];
    if !["arrival", "independence"].contains(&profile.theme_name) {
        words.push(dice.pick(if small { varied::FAMILY_OF_SMALL } else { varied::FAMILY }));
    }
    words.push(dice.pick(if small { varied::STRENGTHS_OF_SMALL } else { varied::STRENGTHS }));
    if !small {
        words.push(dice.pick(varied::WISHES));
    }
    persona.tell(words.join(" ").trim())
}

/// Who can have suggested a help: nobody else does where a young person came alone, and a small child does not.
fn suggesting(profile: &Profile) -> &'static [&'static str] {
    match profile.theme_name {
        "arrival" => &["youth_office"],
        "independence" => &["young_person", "young_person", "youth_office"],
        "inclusion" => &["parents", "school", "doctor"],
        "care" => &["parents", "youth_office", "doctor", "court"],
        _ if profile.age < SCHOOL => &["parents", "youth_office", "court"],
        _ => &["parents", "youth_office", "school", "young_person", "court", "doctor"],
    }
}

fn closing(dice: &mut Dice, profile: &Profile, persona: &Persona, ended: Date, dropout: bool) -> Entry {
    let closing = Entry::new(known::CLOSING).code(known::DATE, day(ended));
    if dropout {
        let kinds: &[&str] = match profile.theme_name {
            "arrival" | "independence" => &["dropout_young_person"],
            _ if profile.age < SCHOOL => &["dropout_guardians", "transfer"],
            _ => &["dropout_guardians", "dropout_young_person", "transfer"],
        };
        let kind = dice.pick(kinds);
        return closing
            .code(known::KIND, kind)
            .code("where_to", dice.pick(&["one_parent", "parents", "unknown", "relatives"]))
            .code("follow_up", dice.pick(&["none", "counselling", "unknown", "outpatient"]))
            .text("report", persona.tell(dice.pick(common::dropout_report(kind))));
    }
    let where_to = match profile.help_type {
        "§41" => "own_flat",
        "§42a" => "supervised",
        "§34" => dice.pick(&["parents", "one_parent", "relatives"]),
        _ => dice.pick(&["parents", "one_parent"]),
    };
    let follow_up = if profile.help_type == "§34" {
        dice.pick(&["outpatient", "counselling"])
    } else {
        dice.pick(&["none", "none", "counselling"])
    };
    closing
        .code(known::KIND, if dice.percent(85) { "planned" } else { "planned_early" })
        .code("where_to", where_to)
        .code("follow_up", follow_up)
        .text("report", report(dice, profile, persona))
}

fn report(dice: &mut Dice, profile: &Profile, persona: &Persona) -> String {
    let mut words = vec![dice.pick(profile.theme.report)];
    if profile.age >= SCHOOL {
        words.push(dice.pick(varied::OUTLOOK));
    }
    persona.tell(&words.join(" "))
}
