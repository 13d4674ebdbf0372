//! Mara Lindqvist: the case that screenshots, the guide and the tests speak of. Told by hand.

use super::{day, later};
use crate::{
    content::world::{AHORN, SONNENBERG},
    model::{Case, Entry},
};
use api::configuration::known;
use time::{Date, Month};

/// Her given name.
pub(super) const GIVEN: &str = "Mara";
/// Her family name.
pub(super) const FAMILY: &str = "Lindqvist";

/// Days since her help began: the second progress rating is due in three days.
const SINCE: i64 = 361;

const DIMENSIONS: [&str; 9] = [
    "parenting",
    "relationships",
    "stability",
    "behaviour",
    "learning",
    "living",
    "community",
    "protection",
    "participation",
];

/// The case on a day.
pub(super) fn case(today: Date) -> Case {
    let start = later(today, -SINCE);
    let after = |days: i64| day(later(start, days));
    let mut entries = contacts();
    entries.extend(course(today, start));
    entries.extend(ratings(&after));
    entries.extend(goals(&after));
    Case {
        organisation: SONNENBERG,
        unit: AHORN,
        responsible: "oezdemir",
        deputy: Some("haddad"),
        team: vec!["nguyen"],
        person: person(today),
        help: help(today, &after),
        entries,
    }
}

fn person(today: Date) -> Entry {
    // Fourteen years old, whatever the year: born on a 14 March.
    let birth = Date::from_calendar_date(today.year() - 14, Month::March, 14).unwrap_or(today);
    Entry::new(known::PERSON)
        .text(known::GIVEN, GIVEN)
        .text(known::FAMILY, FAMILY)
        .text(known::BIRTH_DATE, day(birth))
        .code(known::BIRTH_MONTH, super::month(birth))
        .code(known::SEX, "f")
        .text("nationality", "deutsch und schwedisch")
        .text("address", "Lindenallee 14\n00101 Lindental")
        .text("phone", "0176 040690 17")
        .text("file_number", "51.2-0417/2024")
        .code("origin_abroad", "yes")
        .code("german_at_home", "yes")
        .code("benefits", "no")
}

fn help(today: Date, after: &dyn Fn(i64) -> String) -> Entry {
    Entry::new(known::HELP)
        .code(known::HELP_TYPE, "§34")
        .code(known::START, after(0))
        .code(known::END, after(730))
        .code("review", day(later(today, 11)))
        .code("place", "residential")
        .code("suggested_by", "parents")
        .codes("reasons", &["family_conflict", "emotional", "school"])
        .flag("court_decision", false)
        .code("prior_help", "yes")
        .text(
            "description",
            "Nach der Trennung der Eltern hat sich der Streit zwischen Mara und ihrer Mutter so zugespitzt, dass beide um Abstand gebeten haben. Mara schläft schlecht und fehlt häufig in der Schule. Sie wünscht sich Ruhe, ein eigenes Zimmer und dass ihre Mutter „wieder normal mit mir redet“. Frau Lindqvist möchte, dass Mara nach Hause zurückkehren kann. Ziel ist die Rückkehr innerhalb von zwei Jahren.",
        )
}

fn contacts() -> Vec<Entry> {
    let contact = |role: &str, name: &str| Entry::new(known::CONTACT).code("role", role).text("name", name);
    vec![
        contact("mother", "Annika Lindqvist")
            .flag("custody", true)
            .text("phone", "0176 040690 42")
            .text("mail", "annika.lindqvist@example.org")
            .text("note", "Am besten nach 17 Uhr. Arbeitet jeden zweiten Samstag."),
        contact("father", "Jörg Wehmeyer")
            .flag("custody", true)
            .text("phone", "030 23125 318")
            .text("note", "Wohnt in Marktfelde, holt Mara in den Ferien."),
        contact("sibling", "Nils Lindqvist").text("note", "Bruder, 9 Jahre. Telefoniert sonntags mit Mara."),
        contact("youth_office", "Jutta Engel")
            .text("phone", "030 23125 204")
            .text("mail", "asd-nord@jugendamt.example.org"),
        contact("school", "Tim Brandl, Klassenlehrer, Schule am Park").text("phone", "030 23125 551"),
        contact("therapist", "Dr. Mona Yilmaz").text("note", "Donnerstags 15 Uhr."),
    ]
}

fn course(today: Date, start: Date) -> Vec<Entry> {
    let entry = |date: Date, kind: &str, minutes: i64, title: &str, text: &str| {
        Entry::new(known::COURSE)
            .code(known::DATE, day(date))
            .code(known::KIND, kind)
            .int("duration", minutes)
            .text("title", title)
            .text("text", text)
    };
    let after = |days: i64| later(start, days);
    let ago = |days: i64| later(today, -days);
    let mut entries = vec![
        entry(
            after(-16),
            "clarification",
            90,
            "Erstgespräch",
            "Kennenlernen mit Mara, Frau Lindqvist und Frau Engel vom Jugendamt. Mara hat zuerst nur zugehört und dann gefragt, ob sie ihre Katze mitbringen darf. Das geht leider nicht; vereinbart ist ein Besuch der Katze am zweiten Wochenende.",
        ),
        entry(
            after(-9),
            "team",
            60,
            "Fachteam",
            "Aufnahme im Team besprochen. Zimmer mit Blick in den Garten, Bezugsbetreuung Frau Özdemir. Wichtig für den Anfang: wenig Fragen, klare Zeiten, ein Anruf bei der Mutter am ersten Abend.",
        ),
        entry(
            after(0),
            "everyday",
            45,
            "Ankommen",
            "Mara ist heute eingezogen. Sie hat ihr Zimmer sofort umgeräumt und beim Abendessen neben Leyla gesessen. Anruf bei der Mutter kurz und freundlich.",
        ),
        entry(
            after(24),
            "conversation",
            40,
            "Abendgespräch",
            "Mara erzählt vom letzten Streit zu Hause. Sie habe Angst, dass die Mutter sie gar nicht zurückhaben wolle. Ich habe angeboten, das im Elterngespräch anzusprechen. Sie möchte noch überlegen.",
        ),
        entry(
            after(53),
            "parents",
            60,
            "Elterngespräch",
            "Frau Lindqvist sagt, sie habe nie daran gedacht, Mara aufzugeben, aber auch nicht gewusst, wie sie es sagen soll. Gemeinsam ein paar Sätze für den nächsten Besuch gefunden.",
        ),
        entry(
            after(96),
            "crisis",
            120,
            "Schwerer Abend",
            "Nach einem Telefonat mit dem Vater hat Mara sich eingeschlossen und geweint. Nach einer Stunde durch die Tür geredet, später Kakao in der Küche. Keine Hinweise auf Selbstgefährdung. Therapeutin am nächsten Morgen informiert.",
        ),
        entry(
            after(171),
            "plan_meeting",
            75,
            "Hilfeplangespräch",
            "Mara hat ihre Ziele selbst vorgestellt. Das frühe Aufstehen klappt, mit der Mutter sind Samstage vereinbart. Die Hilfe wird weitergeführt, Überprüfung in sechs Monaten.",
        ),
        entry(
            after(232),
            "success",
            30,
            "Gelungen",
            "Mara hat nach einem Streit mit Leyla von sich aus das Gespräch gesucht, ohne Türenschlagen. Beide haben danach zusammen gekocht.",
        ),
        entry(
            after(290),
            "health",
            30,
            "Rückmeldung der Therapie",
            "Dr. Yilmaz berichtet von guter Mitarbeit. Mara schlafe seit den Ferien meist durch. Inhalte bleiben in der Therapie.",
        ),
        entry(
            ago(4),
            "parents",
            20,
            "Elternkontakt",
            "Telefonat mit der Mutter, Besuch am Samstag zugesagt. Mara hat mitgehört und Daumen hoch gezeigt.",
        ),
        entry(
            ago(1),
            "school",
            35,
            "Gespräch mit Klassenlehrer",
            "Mara meldet sich wieder im Unterricht. Vereinbart: Wochenkarte bis zu den Ferien, Rückmeldung freitags.",
        ),
    ];
    let mut wrong = entry(ago(2), "phone", 10, "Telefonat", "Termin beim Zahnarzt verschoben.");
    wrong.withdrawn = Some("Gehört in die Akte eines anderen Kindes.");
    entries.push(wrong);
    entries
}

fn ratings(after: &dyn Fn(i64) -> String) -> Vec<Entry> {
    let sheet = |code: &str, days: i64, role: &str, values: [i64; 9], comments: &[(&str, &str)]| {
        let mut entry = Entry::new(known::RATING)
            .code(known::TIME_POINT, code)
            .code(known::DATE, after(days))
            .code(known::RATER_ROLE, role);
        for (dimension, value) in DIMENSIONS.into_iter().zip(values) {
            entry = entry
                .int(&known::per_dimension(known::VALUE, dimension), value)
                .flag(&known::per_dimension(known::RELEVANT, dimension), value >= 5);
        }
        comments.iter().fold(entry, |entry, (dimension, words)| {
            entry.text(&known::per_dimension(known::COMMENT, dimension), *words)
        })
    };
    vec![
        sheet(
            "start",
            12,
            "caseworker",
            [6, 5, 7, 5, 4, 5, 4, 6, 3],
            &[
                (
                    "parenting",
                    "Frau Lindqvist ist zugewandt, im Streit aber hilflos; Regeln gelten von Tag zu Tag.",
                ),
                ("stability", "Schläft kaum, weint viel, zieht sich tagelang zurück."),
                ("protection", "Im Streit zu Hause ist es zweimal zu Handgreiflichkeiten gekommen."),
            ],
        ),
        sheet("start", 13, "youth_office", [6, 5, 5, 4, 4, 5, 4, 6, 4], &[]),
        sheet(
            "weeks8",
            57,
            "caseworker",
            [6, 5, 6, 4, 4, 4, 4, 4, 3],
            &[("stability", "Findet nach Besuchskontakten nur mit Begleitung zur Ruhe.")],
        ),
        sheet(
            "progress.1",
            184,
            "caseworker",
            [4, 4, 5, 2, 4, 3, 2, 2, 2],
            &[
                ("stability", "Schläft seit den Ferien durch, Rückzug noch nach Besuchskontakten."),
                ("learning", "Geht regelmäßig hin, beteiligt sich noch wenig."),
                ("behaviour", "Klärt Streit in der Gruppe meist selbst."),
            ],
        ),
    ]
}

fn goals(after: &dyn Fn(i64) -> String) -> Vec<Entry> {
    let goal = |dimension: &str, wording: &str, step: &str, state: &str| {
        Entry::new(known::GOAL)
            .code("dimension", dimension)
            .code(known::KIND, "directional")
            .text("wording", wording)
            .text("next_step", step)
            .code(known::STATE, state)
            .code(known::DATE, after(30))
            .code("target_date", after(390))
    };
    let on_time = |state| {
        goal(
            "learning",
            "Jeden Schultag pünktlich los",
            "Wecker um 6:30, Tasche am Abend packen, Frühstück mit Leyla.",
            state,
        )
    };
    let mut first = on_time(known::OPEN);
    first.change = Some(Box::new(on_time("reached").int("attainment", 100)));
    vec![
        first,
        goal(
            "behaviour",
            "Streit ohne Türenschlagen lösen",
            "Bei Ärger zehn Minuten in den Garten, dann reden.",
            known::OPEN,
        )
        .int("attainment", 60),
        goal(
            "relationships",
            "Samstags zwei Stunden mit der Mutter",
            "Mara sucht aus, was sie unternehmen; wir fragen am Sonntag nach.",
            known::OPEN,
        )
        .int("attainment", 40),
        goal(
            "participation",
            "In großen Runden selbst sagen, was mir wichtig ist",
            "Drei Karten vor dem nächsten Hilfeplangespräch schreiben.",
            "carried_on",
        )
        .int("attainment", 50),
    ]
}
