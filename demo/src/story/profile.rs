//! Where a case belongs and what kind of help it is.

use crate::{
    content::{
        themes::{Theme, theme},
        world::{
            AHORN, BEISTAND, BIRKE, FAMILIENHILFE, LINDE, SCHULBEGLEITUNG, SCHULE, SCHULSOZIALARBEIT,
            SONNENBERG,
        },
    },
    dice::Dice,
};

/// What a kind of help looks like.
struct Kind {
    weight: i64,
    organisation: usize,
    unit: &'static str,
    responsible: &'static str,
    deputies: &'static [&'static str],
    team: &'static [&'static str],
    help_type: &'static str,
    themes: &'static [&'static str],
    ages: (i64, i64),
    place: &'static str,
    /// Hours per week; none around the clock.
    hours: Option<(i64, i64)>,
}

const KINDS: &[Kind] = &[
    Kind {
        weight: 14,
        organisation: SONNENBERG,
        unit: AHORN,
        responsible: "oezdemir",
        deputies: &["haddad", "nguyen"],
        team: &["nguyen"],
        help_type: "§34",
        themes: &["mood", "conflict", "separation", "arrival"],
        ages: (11, 17),
        place: "residential",
        hours: None,
    },
    Kind {
        weight: 8,
        organisation: SONNENBERG,
        unit: BIRKE,
        responsible: "nguyen",
        deputies: &["haddad", "oezdemir"],
        team: &["oezdemir"],
        help_type: "§34",
        themes: &["conflict", "mood", "separation"],
        ages: (10, 17),
        place: "residential",
        hours: None,
    },
    Kind {
        weight: 5,
        organisation: SONNENBERG,
        unit: BIRKE,
        responsible: "nguyen",
        deputies: &["haddad"],
        team: &[],
        help_type: "§42a",
        themes: &["arrival"],
        ages: (14, 17),
        place: "residential",
        hours: None,
    },
    Kind {
        weight: 15,
        organisation: SONNENBERG,
        unit: LINDE,
        responsible: "kroeger",
        deputies: &["hofmann"],
        team: &[],
        help_type: "§32",
        themes: &["school", "conflict", "separation"],
        ages: (7, 13),
        place: "day_group",
        hours: Some((18, 25)),
    },
    Kind {
        weight: 18,
        organisation: SONNENBERG,
        unit: FAMILIENHILFE,
        responsible: "schewtschenko",
        deputies: &["hofmann"],
        team: &["hofmann"],
        help_type: "§31",
        themes: &["care", "care", "separation"],
        ages: (2, 5),
        place: "family_home",
        hours: Some((4, 10)),
    },
    Kind {
        weight: 10,
        organisation: SONNENBERG,
        unit: BEISTAND,
        responsible: "hofmann",
        deputies: &["schewtschenko"],
        team: &[],
        help_type: "§30",
        themes: &["school", "conflict", "mood"],
        ages: (12, 17),
        place: "service",
        hours: Some((3, 6)),
    },
    Kind {
        weight: 8,
        organisation: SONNENBERG,
        unit: BEISTAND,
        responsible: "hofmann",
        deputies: &["schewtschenko"],
        team: &[],
        help_type: "§41",
        themes: &["independence"],
        ages: (18, 20),
        place: "own_flat",
        hours: Some((3, 8)),
    },
    Kind {
        weight: 13,
        organisation: SCHULE,
        unit: SCHULBEGLEITUNG,
        responsible: "arslan",
        deputies: &["stein"],
        team: &[],
        help_type: "§35a",
        themes: &["inclusion"],
        ages: (7, 13),
        place: "school",
        hours: Some((12, 26)),
    },
    Kind {
        weight: 9,
        organisation: SCHULE,
        unit: SCHULSOZIALARBEIT,
        responsible: "stein",
        deputies: &["arslan"],
        team: &["arslan"],
        help_type: "§29",
        themes: &["school", "separation", "conflict"],
        ages: (10, 15),
        place: "school",
        hours: Some((2, 4)),
    },
];

/// The frame of one case.
pub(super) struct Profile {
    /// Index of the organisation.
    pub organisation: usize,
    /// Unit.
    pub unit: &'static str,
    /// Login of the responsible person.
    pub responsible: &'static str,
    /// Login of the stand-in.
    pub deputy: Option<&'static str>,
    /// Logins of the team.
    pub team: Vec<&'static str>,
    /// Help type.
    pub help_type: &'static str,
    /// What it is about.
    pub theme: &'static Theme,
    /// Name of the theme.
    pub theme_name: &'static str,
    /// Age at the start.
    pub age: i64,
    /// Place.
    pub place: &'static str,
    /// Hours per week.
    pub hours: Option<i64>,
}

impl Profile {
    /// The frame of a case by chance.
    pub fn of(dice: &mut Dice) -> Self {
        let total: i64 = KINDS.iter().map(|kind| kind.weight).sum();
        let mut throw = dice.between(1, total);
        let mut chosen = &KINDS[0];
        for kind in KINDS {
            chosen = kind;
            throw -= kind.weight;
            if throw <= 0 {
                break;
            }
        }
        let theme_name = dice.pick(chosen.themes);
        let deputy = dice.percent(60).then(|| dice.pick(chosen.deputies));
        let team = if dice.percent(30) { chosen.team.to_vec() } else { Vec::new() };
        Self {
            organisation: chosen.organisation,
            unit: chosen.unit,
            responsible: chosen.responsible,
            team: team.into_iter().filter(|member| Some(*member) != deputy).collect(),
            deputy,
            help_type: chosen.help_type,
            theme: theme(theme_name),
            theme_name,
            age: dice.between(chosen.ages.0, chosen.ages.1),
            place: chosen.place,
            hours: chosen.hours.map(|(low, high)| dice.between(low, high)),
        }
    }
}
