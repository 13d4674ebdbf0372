//! Goals and what became of them.

use super::{day, later, persona::Persona, plan::SCHOOL, profile::Profile, ratings::Span};
use crate::{dice::Dice, model::Entry};
use api::configuration::known;
use time::Date;

/// Goals of a case, each with its later state where time has passed.
pub(super) fn goals(
    dice: &mut Dice,
    profile: &Profile,
    persona: &Persona,
    span: Span,
    today: Date,
) -> Vec<Entry> {
    let agreed = later(span.start, dice.between(20, 45));
    let last = span.last(today);
    if agreed > last {
        return Vec::new();
    }
    let fitting =
        profile.theme.goals.iter().filter(|words| profile.age >= SCHOOL || words.dimension != "learning");
    let chosen = dice.shuffled(&fitting.collect::<Vec<_>>());
    let count = if dice.percent(60) { 3 } else { 2 };
    let mut goals = Vec::new();
    for words in chosen.into_iter().take(count) {
        let open = |kind: &str, text: &str| {
            Entry::new(known::GOAL)
                .code("dimension", words.dimension)
                .code(known::KIND, kind)
                .code(known::DATE, day(agreed))
                .text("wording", persona.tell(text))
        };
        let goal = |state: &str, target: i64| {
            open("directional", words.wording)
                .text("next_step", persona.tell(words.step))
                .code(known::STATE, state)
                .code("target_date", day(later(agreed, target)))
        };
        let mut first = goal(known::OPEN, 182);
        if (last - agreed).whole_days() > 120 {
            let change = match (span.ended.is_some(), span.dropout, dice.between(1, 100)) {
                (true, true, 1..=60) => Some(goal("dropped", 182).int("attainment", dice.between(0, 30))),
                (true, false, 1..=75) | (false, _, 1..=25) => {
                    Some(goal("reached", 182).int("attainment", 100))
                }
                (_, _, 26..=55) => Some(goal("carried_on", 364).int("attainment", dice.between(3, 7) * 10)),
                (_, _, 56..=68) => Some(goal("adapted", 300).int("attainment", dice.between(2, 5) * 10)),
                _ => None,
            };
            first.change = change.map(Box::new);
        }
        goals.push(first);
    }
    goals
}
