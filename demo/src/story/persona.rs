//! The people of a case, and how sentences speak of them.

use super::{day, later, month, plan::ADULT, profile::Profile};
use crate::{
    content::{common, names},
    dice::Dice,
    model::Entry,
};
use api::configuration::known;
use time::Date;

/// Somebody close to the young person.
pub(super) struct Relative {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Code of the role.
    pub role: &'static str,
    /// Whether one says "Frau".
    pub female: bool,
}

/// The young person with those around.
pub(super) struct Persona {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Whether one says "sie".
    pub female: bool,
    /// Day of birth.
    pub birth: Date,
    /// Whether parents have custody no more.
    adult: bool,
    /// Parent or guardian in charge.
    pub parent: Relative,
    /// The other parent, where known.
    pub other: Option<Relative>,
    /// School.
    pub school: &'static str,
    nationality: &'static str,
    abroad: bool,
    street: String,
    town: &'static str,
    group: &'static names::Names,
}

impl Persona {
    /// Invents people who fit the frame of the case.
    pub fn invent(dice: &mut Dice, profile: &Profile, today: Date) -> Self {
        let arrived = profile.theme_name == "arrival";
        let group = group(dice, arrived);
        let female = dice.percent(if arrived { 15 } else { 48 });
        let given = dice.pick(if female { group.girls } else { group.boys }).to_owned();
        let family = dice.pick(group.families).to_owned();
        let birth = later(today, -(profile.age * 365 + dice.between(40, 330)));
        let mother = dice.percent(72);
        let parent = if arrived {
            let guardian = dice.pick(names::GUARDIANS);
            let (own, of) = guardian.split_once(' ').unwrap_or((guardian, ""));
            Relative { given: own.into(), family: of.into(), role: "guardian", female: own != "Bernd" }
        } else {
            relative(dice, group, &family, mother)
        };
        let other = (!arrived && dice.percent(70)).then(|| {
            let family = if dice.percent(50) { family.clone() } else { dice.pick(group.families).to_owned() };
            relative(dice, group, &family, !mother)
        });
        Self {
            given,
            family,
            female,
            birth,
            adult: profile.age >= ADULT,
            parent,
            other,
            school: dice.pick(names::SCHOOLS),
            nationality: dice.pick(group.nationalities),
            abroad: group.nationalities[0] != "deutsch",
            street: format!("{} {}", dice.pick(names::STREETS), dice.between(1, 94)),
            town: dice.pick(names::TOWNS),
            group,
        }
    }

    /// Another given name, where the first is taken.
    pub fn rename(&mut self, dice: &mut Dice) {
        self.given = dice.pick(if self.female { self.group.girls } else { self.group.boys }).to_owned();
        if dice.percent(50) {
            let second = dice.pick(if self.female { self.group.girls } else { self.group.boys });
            if second != self.given {
                self.given = format!("{} {second}", self.given);
            }
        }
    }

    /// Puts the names and pronouns into a sentence.
    pub fn tell(&self, words: &str) -> String {
        let by = |female: &'static str, male: &'static str| if self.female { female } else { male };
        let title = if self.parent.female { "Frau" } else { "Herr" };
        let title_dative = if self.parent.female { "Frau" } else { "Herrn" };
        words
            .replace("{N}", &self.given)
            .replace("{Er}", by("Sie", "Er"))
            .replace("{er}", by("sie", "er"))
            .replace("{ihn}", by("sie", "ihn"))
            .replace("{ihm}", by("ihr", "ihm"))
            .replace("{sein}", by("ihr", "sein"))
            .replace("{seine}", by("ihre", "seine"))
            .replace("{seinen}", by("ihren", "seinen"))
            .replace("{seinem}", by("ihrem", "seinem"))
            .replace("{seiner}", by("ihrer", "seiner"))
            .replace("{Pd}", &format!("{title_dative} {}", self.parent.family))
            .replace("{P}", &format!("{title} {}", self.parent.family))
            .replace("{S}", self.school)
    }

    /// The entry about the person.
    pub fn person(&self, dice: &mut Dice, case_number: i64) -> Entry {
        let yes_no = |yes: bool| if yes { "yes" } else { "no" };
        let home = format!("{}\n{}", self.street, self.town);
        let year = self.birth.year() + 10;
        let mut entry = Entry::new(known::PERSON)
            .text(known::GIVEN, &self.given)
            .text(known::FAMILY, &self.family)
            .text(known::BIRTH_DATE, day(self.birth))
            .code(known::BIRTH_MONTH, month(self.birth))
            .code(known::SEX, if self.female { "f" } else { "m" })
            .text("nationality", self.nationality)
            .text("address", home)
            .text("file_number", format!("51.2-{case_number:04}/{year}"))
            .code("origin_abroad", yes_no(self.abroad))
            .code("benefits", dice.pick(&["yes", "no", "unknown"]));
        if self.abroad {
            entry = entry.code("german_at_home", yes_no(dice.percent(40)));
        }
        if dice.percent(60) {
            entry = entry.text("phone", mobile(dice));
        }
        entry
    }

    /// Contacts: family, school, office, sometimes more.
    pub fn contacts(&self, dice: &mut Dice) -> Vec<Entry> {
        let mut contacts = vec![self.contact(dice, &self.parent, true)];
        if let Some(other) = &self.other {
            let custody = dice.percent(60);
            contacts.push(self.contact(dice, other, custody));
        }
        contacts.push(
            Entry::new(known::CONTACT)
                .code("role", "youth_office")
                .text("name", dice.pick(names::OFFICERS))
                .text("phone", landline(dice))
                .text("mail", "asd-nord@jugendamt.example.org"),
        );
        if dice.percent(70) {
            contacts.push(
                Entry::new(known::CONTACT)
                    .code("role", "school")
                    .text("name", format!("{}, {}", dice.pick(names::TEACHERS), self.school))
                    .text("phone", landline(dice)),
            );
        }
        if dice.percent(30) {
            let (role, name) = if dice.percent(50) {
                ("doctor", dice.pick(names::DOCTORS))
            } else {
                ("therapist", dice.pick(names::THERAPISTS))
            };
            contacts.push(
                Entry::new(known::CONTACT)
                    .code("role", role)
                    .text("name", name)
                    .text("phone", landline(dice)),
            );
        }
        contacts
    }

    fn contact(&self, dice: &mut Dice, relative: &Relative, custody: bool) -> Entry {
        let mail = format!("kontakt{}@example.org", dice.between(100, 999));
        let note = self.tell(dice.pick(common::CONTACT_NOTES));
        Entry::new(known::CONTACT)
            .code("role", relative.role)
            .text("name", format!("{} {}", relative.given, relative.family))
            .flag("custody", custody && !self.adult)
            .text("phone", mobile(dice))
            .text("mail", if dice.percent(50) { mail } else { String::new() })
            .text("note", note)
    }
}

fn group(dice: &mut Dice, arrived: bool) -> &'static names::Names {
    let groups: Vec<&names::Names> = names::NAMES.iter().filter(|group| !arrived || group.flight).collect();
    let mut throw = dice.between(1, groups.iter().map(|group| group.weight).sum());
    let mut chosen = groups[0];
    for group in groups {
        chosen = group;
        throw -= group.weight;
        if throw <= 0 {
            break;
        }
    }
    chosen
}

fn relative(dice: &mut Dice, group: &names::Names, family: &str, female: bool) -> Relative {
    let given = dice.pick(if female { group.mothers } else { group.fathers }).to_owned();
    Relative { given, family: family.to_owned(), role: if female { "mother" } else { "father" }, female }
}

/// Numbers from the ranges that the Bundesnetzagentur keeps free for films and examples.
fn landline(dice: &mut Dice) -> String {
    format!("030 23125 {:03}", dice.between(0, 999))
}

fn mobile(dice: &mut Dice) -> String {
    format!("0176 040690 {:02}", dice.between(0, 99))
}
