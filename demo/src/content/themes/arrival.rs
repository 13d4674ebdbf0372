//! Arriving in a new country.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["living", "community", "stability", "learning"],
    reasons: &["unaccompanied", "emotional"],
    task: &[
        "{N} ist ohne Eltern eingereist und lebt seit einigen Wochen bei uns. Das Alter ist geklärt, ein Vormund bestellt. {Er} lernt schnell Deutsch, schläft aber schlecht und wartet auf Nachricht von der Familie. Die Hilfe gibt Sicherheit, klärt Schule, Gesundheit und Aufenthalt und hält den Kontakt nach Hause.",
        "{N} hat die Flucht mit einem Onkel begonnen und ist allein angekommen. {Er} möchte arbeiten und Geld schicken. Wir wollen gemeinsam einen Weg finden, der Schule, Ausbildung und diese Verantwortung zusammenbringt.",
    ],
    young: [
        &[
            "Gespräch mit Sprachmittlung. {N} hat vom Weg erzählt, knapp und ohne aufzusehen. Wir haben verabredet, dass {er} jederzeit aufhören darf.",
            "{N} hat für alle gekocht, ein Gericht von zu Hause. Beim Essen erklärte {er} jedes Gewürz auf Deutsch.",
            "Unruhige Nacht nach den Nachrichten. {N} kam um drei Uhr ins Büro. Wir haben Tee gekocht und die Karte angesehen, auf der {seine} Stadt liegt.",
            "Begleitung zum Amt. {N} hatte alle Papiere in einer Mappe geordnet und die Fragen vorher aufgeschrieben.",
        ],
        &[
            "{N} übersetzt für einen Jungen, der neu angekommen ist. Sehr ruhig, sehr freundlich.",
            "{N} hat den Videoanruf mit {seiner} Familie geschafft, nach acht Monaten. Danach war {er} lange draußen und dann erleichtert.",
            "Erstes Spiel im Verein. {N} wurde in der zweiten Halbzeit eingewechselt und spricht von nichts anderem.",
            "{N} schläft besser, seit der Bescheid da ist. {Er} hat das Schreiben gerahmt.",
        ],
    ],
    parents: [
        &[
            "Telefonat mit der Familie über die Sprachmittlung. Die Mutter fragt, ob {N} genug isst und ob es im Haus warm ist.",
            "Gespräch mit {Pd}: Antrag auf Leistungen ist gestellt, Anhörung vorbereitet. {N} war dabei und hat zwei Fragen gestellt.",
        ],
        &[
            "{P} berichtet, dass der Aufenthalt für drei Jahre gesichert ist. {N} hat zum ersten Mal laut gejubelt.",
            "Die Familie schickt ein Foto. {N} hat es neben das Bett gehängt und mir alle Namen genannt.",
            "Treffen mit {Pd}: Familiennachzug wird geprüft, Unterlagen vollständig.",
        ],
    ],
    school: [
        &[
            "Aufnahme in die Sprachklasse der {S}. {N} war eine halbe Stunde zu früh da.",
            "Die {S} lobt den Fleiß, sieht aber, dass {N} in der Stille oft abwesend wirkt. Patenschaft mit einem älteren Schüler beginnt.",
        ],
        &[
            "Übergang aus der Sprachklasse in die Regelklasse der {S}, zunächst in drei Fächern.",
            "Praktikum in der Tischlerei: „Der kann das“, sagt der Meister. Eine Lehrstelle ist möglich.",
        ],
    ],
    goals: &[
        goal(
            "learning",
            "Deutsch so gut, dass ich keine Übersetzung brauche.",
            "Sprachklasse jeden Tag, dienstags Tandem mit der Patin.",
        ),
        goal(
            "living",
            "Mein Aufenthalt ist sicher.",
            "{P} und {N} bereiten die Anhörung vor; wir begleiten.",
        ),
        goal(
            "community",
            "Freunde finden, die nicht nur aus dem Haus sind.",
            "Probetraining im Sportverein, Monatskarte beantragen.",
        ),
        goal(
            "stability",
            "Nachts schlafen, ohne dreimal aufzustehen.",
            "Kein Handy nach elf; das Fenster bleibt offen, die Nachtbereitschaft klopft einmal.",
        ),
        goal(
            "participation",
            "Ich verstehe jeden Brief, den ich unterschreibe.",
            "Post wird mittwochs gemeinsam geöffnet, schwierige Wörter kommen auf eine Liste.",
        ),
        goal(
            "relationships",
            "Jede Woche mit der Familie sprechen.",
            "Sonntags um fünf ist das ruhige Zimmer für {N} frei.",
        ),
    ],
    comments: [
        &[
            ("living", "Aufenthalt ungeklärt, alles hängt am nächsten Bescheid."),
            ("community", "Kontakte fast nur innerhalb der Gruppe."),
            ("stability", "Schläft wenig, schreckhaft bei lauten Geräuschen."),
            ("learning", "Sehr motiviert, Sprache noch am Anfang."),
        ],
        &[
            ("living", "Bescheid für drei Jahre, Leistungen geklärt."),
            ("community", "Feste Mannschaft, zwei Freunde außerhalb."),
            ("stability", "Schläft meist durch, Belastung noch bei Nachrichten von zu Hause."),
            ("learning", "Regelklasse in drei Fächern, Lehrstelle in Aussicht."),
        ],
    ],
    success: &[
        "{N} hat die Sprachprüfung bestanden. Die ganze Gruppe stand in der Küche und hat gesungen.",
        "{N} hat beim Stadtfest am Grill geholfen und wurde von drei Leuten aus dem Ort begrüßt.",
    ],
    report: &[
        "{N} hat in kurzer Zeit viel erreicht: Der Aufenthalt ist gesichert, die Sprache trägt, im Verein und in der Klasse hat {er} Freunde. Der Kontakt zur Familie besteht. {N} wechselt in eine betreute Wohnform und beginnt eine Ausbildung.",
    ],
};
