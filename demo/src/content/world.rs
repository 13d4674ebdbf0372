//! The demo tenant with its organisations and people.

use crate::model::{Organisation, Progress, Staff, Unit, World};
use api::organisations::{
    Role::{Administrator, Caseworker, Evaluation, Manager},
    Scope,
};

/// Index of Haus Sonnenberg.
pub(crate) const SONNENBERG: usize = 0;
/// Index of Schule am Park.
pub(crate) const SCHULE: usize = 1;

pub(crate) const AHORN: &str = "Wohngruppe Ahorn";
pub(crate) const BIRKE: &str = "Wohngruppe Birke";
pub(crate) const LINDE: &str = "Tagesgruppe Linde";
pub(crate) const FAMILIENHILFE: &str = "Familienhilfe";
pub(crate) const BEISTAND: &str = "Erziehungsbeistand";
pub(crate) const SCHULBEGLEITUNG: &str = "Schulbegleitung";
pub(crate) const SCHULSOZIALARBEIT: &str = "Schulsozialarbeit";
const STATIONAER: &str = "Stationäre Hilfen";
const AMBULANT: &str = "Ambulante Hilfen";

/// The demo tenant.
#[must_use]
pub fn world() -> World {
    let top = |name| Unit { name, parent: None };
    let below = |name, parent| Unit { name, parent: Some(parent) };
    World {
        slug: "demo",
        name: "Jugendhilfe Lindental",
        organisations: vec![
            Organisation {
                name: "Haus Sonnenberg",
                key_hint: "Laufwerk S:, Ordner „Portal-Schlüssel“. Fragen an Katrin Vogel, Durchwahl 12.",
                units: vec![
                    top(STATIONAER),
                    below(AHORN, STATIONAER),
                    below(BIRKE, STATIONAER),
                    top(LINDE),
                    top(AMBULANT),
                    below(FAMILIENHILFE, AMBULANT),
                    below(BEISTAND, AMBULANT),
                ],
            },
            Organisation {
                name: "Schule am Park",
                key_hint: "Schulnetz, Ordner „Schulsozialarbeit“. Fragen an Miriam Stein.",
                units: vec![top(SCHULBEGLEITUNG), top(SCHULSOZIALARBEIT)],
            },
        ],
        staff: staff(),
    }
}

fn staff() -> Vec<Staff> {
    let person = |organisation, name, login, what, grants| Staff {
        organisation,
        name,
        login,
        what,
        grants,
        progress: Progress::Working,
    };
    let everywhere = |role| (role, Scope::Organisation, None);
    let unit = |unit| vec![(Caseworker, Scope::Unit, Some(unit))];
    let own = |unit| vec![(Caseworker, Scope::Own, Some(unit))];
    vec![
        person(
            SONNENBERG,
            "Katrin Vogel",
            "vogel",
            "Verwaltung beider Organisationen; öffnet keine Fälle",
            vec![everywhere(Administrator)],
        ),
        person(
            SONNENBERG,
            "Thomas Brandt",
            "brandt",
            "Einrichtungsleitung und zweite Verwaltung",
            vec![everywhere(Administrator), everywhere(Manager)],
        ),
        person(
            SONNENBERG,
            "Nadia Haddad",
            "haddad",
            "Bereichsleitung stationär: alle Fälle beider Wohngruppen",
            vec![(Manager, Scope::Subtree, Some(STATIONAER))],
        ),
        person(
            SONNENBERG,
            "Jale Özdemir",
            "oezdemir",
            "Fachkraft, alle Fälle der Wohngruppe Ahorn",
            unit(AHORN),
        ),
        person(
            SONNENBERG,
            "Minh Anh Nguyễn",
            "nguyen",
            "Fachkraft, alle Fälle der Wohngruppe Birke",
            unit(BIRKE),
        ),
        person(SONNENBERG, "Sabine Kröger", "kroeger", "Fachkraft, alle Fälle der Tagesgruppe", unit(LINDE)),
        person(
            SONNENBERG,
            "Pavlo Schewtschenko",
            "schewtschenko",
            "Fachkraft, eigene Fälle",
            own(FAMILIENHILFE),
        ),
        person(SONNENBERG, "Lena Hofmann", "hofmann", "Fachkraft, eigene Fälle", own(BEISTAND)),
        person(
            SONNENBERG,
            "Dr. Inga Peters",
            "peters",
            "Nur Auswertung: alle Fälle ohne Namen und Texte",
            vec![everywhere(Evaluation)],
        ),
        Staff {
            progress: Progress::WithoutKey,
            ..person(
                SONNENBERG,
                "Rosa Lindner",
                "lindner",
                "Fachkraft, hat den Organisationsschlüssel noch nicht geladen",
                unit(AHORN),
            )
        },
        Staff {
            progress: Progress::Invited,
            ..person(SONNENBERG, "Amira Saleh", "saleh", "Fachkraft, Einladung noch offen", unit(BIRKE))
        },
        person(
            SCHULE,
            "Miriam Stein",
            "stein",
            "Leitung: alle Fälle der Schule am Park",
            vec![everywhere(Manager), (Caseworker, Scope::Unit, Some(SCHULSOZIALARBEIT))],
        ),
        person(
            SCHULE,
            "Yusuf Arslan",
            "arslan",
            "Fachkraft, alle Fälle der Schulbegleitung",
            unit(SCHULBEGLEITUNG),
        ),
    ]
}
