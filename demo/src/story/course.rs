//! Course entries: what happened, day by day.

use super::{day, later, persona::Persona, plan::ADULT, profile::Profile, ratings::Span};
use crate::{
    content::{common, themes::Theme},
    dice::{Deck, Dice},
    model::Entry,
};
use api::configuration::known;
use time::Date;

/// Decks of sentences, so that no case says the same thing twice.
struct Decks<'a> {
    young: [Deck<'a>; 2],
    parents: [Deck<'a>; 2],
    school: [Deck<'a>; 2],
    success: Deck<'a>,
    everyday: Deck<'a>,
    health: Deck<'a>,
    team: Deck<'a>,
    plan: Deck<'a>,
    authority: Deck<'a>,
    phone: Deck<'a>,
}

impl<'a> Decks<'a> {
    fn new(dice: &mut Dice, theme: &Theme) -> Decks<'a> {
        let mut pair = |cards: [&'static [&'static str]; 2]| cards.map(|cards| Deck::new(dice, cards));
        let (young, parents, school) = (pair(theme.young), pair(theme.parents), pair(theme.school));
        let mut deck = |cards: &[&'static str]| Deck::new(dice, cards);
        Decks {
            young,
            parents,
            school,
            success: deck(theme.success),
            everyday: deck(common::EVERYDAY),
            health: deck(common::HEALTH),
            team: deck(common::TEAM),
            plan: deck(common::PLAN),
            authority: deck(common::AUTHORITY),
            phone: deck(common::PHONE),
        }
    }

    /// Words for a kind of entry; none when there is nothing new to say.
    fn draw(&mut self, kind: &str, phase: usize) -> Option<&'a str> {
        match kind {
            "conversation" => self.young[phase].draw(),
            "parents" | "home_visit" => self.parents[phase].draw(),
            "school" => self.school[phase].draw(),
            "success" => self.success.draw(),
            "everyday" => self.everyday.draw(),
            "health" => self.health.draw(),
            "team" => self.team.draw(),
            "plan_meeting" => self.plan.draw(),
            "authority" => self.authority.draw(),
            _ => self.phone.draw(),
        }
    }
}

/// How often which kind of entry occurs, by the place of the help.
fn kinds(place: &str) -> &'static [&'static str] {
    match place {
        "residential" => &[
            "conversation",
            "conversation",
            "conversation",
            "parents",
            "parents",
            "everyday",
            "everyday",
            "school",
            "health",
            "team",
            "phone",
            "success",
            "authority",
        ],
        "family_home" => &[
            "home_visit",
            "home_visit",
            "parents",
            "conversation",
            "conversation",
            "school",
            "phone",
            "team",
            "health",
            "success",
        ],
        _ => &[
            "conversation",
            "conversation",
            "parents",
            "parents",
            "school",
            "school",
            "phone",
            "team",
            "success",
            "authority",
        ],
    }
}

/// Minutes that an entry of a kind takes.
fn minutes(dice: &mut Dice, kind: &str) -> i64 {
    match kind {
        "phone" => dice.between(1, 5) * 5,
        "everyday" | "success" => dice.between(1, 4) * 15,
        "home_visit" => dice.between(4, 8) * 15,
        "plan_meeting" | "team" | "clarification" => dice.between(4, 6) * 15,
        _ => dice.between(2, 5) * 15,
    }
}

fn entry(dice: &mut Dice, persona: &Persona, date: Date, kind: &str, words: &str) -> Entry {
    let agreed =
        if matches!(kind, "phone" | "success" | "everyday") { "" } else { dice.pick(common::AGREED) };
    let text = persona.tell(&format!("{words} {agreed}"));
    let minutes = minutes(dice, kind);
    Entry::new(known::COURSE)
        .code(known::DATE, day(date))
        .code(known::KIND, kind)
        .int("duration", minutes)
        .text("title", dice.pick(common::titles(kind)))
        .text("text", text.trim())
}

/// Course entries of a case in order of their days.
pub(super) fn entries(
    dice: &mut Dice,
    profile: &Profile,
    persona: &Persona,
    span: Span,
    today: Date,
) -> Vec<Entry> {
    let mut decks = Decks::new(dice, profile.theme);
    let before = later(span.start, -dice.between(7, 24)).min(today);
    let words = dice.pick(common::CLARIFICATION);
    let mut entries = vec![entry(dice, persona, before, "clarification", words)];
    let days = (span.last(today) - span.start).whole_days();
    if days < 1 {
        return entries;
    }
    let count = (3 + days / 55).clamp(3, 9);
    for n in 0..count {
        let from = days * n / count;
        let date = later(span.start, dice.between(from, days * (n + 1) / count - 1).max(0));
        let phase = usize::from(n * 2 >= count);
        let kind = dice.pick(kinds(profile.place));
        // A family court hears nobody who is of age.
        let kind = if kind == "authority" && profile.age >= ADULT { "phone" } else { kind };
        let kind = if kind == "success" && phase == 0 { "conversation" } else { kind };
        if let Some(words) = decks.draw(kind, phase) {
            entries.push(entry(dice, persona, date, kind, words));
        }
    }
    for meeting in 1..=3 {
        let date = later(span.start, 170 * meeting + dice.between(-10, 10));
        if date <= span.last(today)
            && let Some(words) = decks.draw("plan_meeting", 0)
        {
            entries.push(entry(dice, persona, date, "plan_meeting", words));
        }
    }
    if dice.percent(6)
        && let Some(last) = entries.last_mut()
    {
        last.withdrawn = Some("Versehentlich im falschen Fall eingetragen.");
    }
    entries
}
