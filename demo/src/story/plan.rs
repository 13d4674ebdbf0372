//! Puts a case together.

use super::{
    course, day, entry_day, goals, later,
    persona::Persona,
    profile::Profile,
    ratings::{self, Span},
};
use crate::{
    content::common,
    dice::Dice,
    model::{Case, Entry},
};
use api::configuration::{Configuration, known};
use time::Date;

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
        .code(
            "suggested_by",
            dice.pick(&["parents", "youth_office", "school", "young_person", "court", "doctor"]),
        )
        .codes("reasons", profile.theme.reasons)
        .flag("court_decision", dice.percent(15))
        .code("prior_help", dice.pick(&["yes", "no", "no", "unknown"]))
        .text("description", persona.tell(dice.pick(profile.theme.task)));
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

fn closing(dice: &mut Dice, profile: &Profile, persona: &Persona, ended: Date, dropout: bool) -> Entry {
    let closing = Entry::new(known::CLOSING).code(known::DATE, day(ended));
    if dropout {
        let kinds = ["dropout_guardians", "dropout_young_person", "dropout_provider", "transfer"];
        return closing
            .code(known::KIND, dice.pick(&kinds))
            .code("where_to", dice.pick(&["one_parent", "parents", "unknown", "relatives"]))
            .code("follow_up", dice.pick(&["none", "counselling", "unknown", "outpatient"]))
            .text("report", persona.tell(dice.pick(common::DROPOUT_REPORT)));
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
        .text("report", persona.tell(dice.pick(profile.theme.report)))
}
