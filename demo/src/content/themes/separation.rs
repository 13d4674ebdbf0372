//! Between separated parents.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["relationships", "stability", "participation", "parenting"],
    reasons: &["family_conflict", "emotional"],
    task: &[
        "Die Eltern von {N} sind seit zwei Jahren getrennt und sprechen nur über Anwälte miteinander. {N} trägt Nachrichten hin und her und schläft vor jedem Wechsel schlecht. Das Familiengericht hat Unterstützung empfohlen. {N} soll einen Ort haben, an dem niemand Partei ergreift.",
        "{N} weigert sich seit dem Frühjahr, den anderen Elternteil zu besuchen. {P} möchte {ihn} nicht zwingen, das Gericht drängt. Auftrag ist, mit {N} herauszufinden, was {er} selbst möchte, und mit beiden Eltern Wege zu finden, die {ihn} entlasten.",
    ],
    young: [
        &[
            "{N} hat zwei Häuser gemalt, dazwischen eine Straße ohne Ampel. „Da muss ich immer rüber“, sagt {er}.",
            "{N} fragt, ob wir den Eltern sagen, was {er} hier erzählt. Nein, nur was {er} möchte. Danach wurde das Gespräch viel freier.",
            "Nach dem Wochenende bei der anderen Seite war {N} überdreht und wollte nichts erzählen. Erst beim Werken wurde {er} ruhiger.",
            "{N} hat eine Liste geschrieben: drei Dinge, die bei beiden Eltern gleich sein sollen. Ganz oben steht die Schlafenszeit.",
        ],
        &[
            "{N} hat {seine} Liste beiden Eltern vorgelesen. {Er} hat gezittert und es trotzdem zu Ende gebracht.",
            "{N} erzählt vom Wochenende auf der anderen Seite: Angeln, und niemand hat gefragt, wie es zu Hause sei.",
            "Das Bild mit den zwei Häusern hat jetzt eine Brücke. {N} hat sie heute dazugemalt.",
            "{N} sagt, Übergaben seien „normal geworden“. Die Bauchschmerzen am Freitag sind weg.",
        ],
    ],
    parents: [
        &[
            "Getrennte Gespräche mit beiden Eltern. Beide wollen das Beste und beide trauen dem anderen nichts zu. Erste gemeinsame Regel: keine Nachrichten mehr über {N}.",
            "{P} schildert die letzte Übergabe auf dem Parkplatz. Wir haben vorgeschlagen, sie für drei Monate bei uns zu machen.",
            "{P} sieht die Zeichnung von {N} lange an und sagt dann: „So haben wir das nie gesehen.“",
        ],
        &[
            "Beide Eltern an einem Tisch, fünfzig Minuten. Ferienplan steht, unterschrieben von beiden und von {N}.",
            "{P} hat {N} zum Abschied viel Spaß gewünscht. Die Fachkraft hat nichts gesagt, aber alle haben es bemerkt.",
            "Telefonat mit {Pd}: Ein Streit über die Winterjacke wurde ohne uns gelöst.",
        ],
    ],
    school: [
        &[
            "Die {S} bekommt zwei verschiedene Versionen jeder Absprache. Künftig gehen alle Briefe an beide Eltern zugleich.",
            "Die Klassenlehrkraft beobachtet, dass {N} montags abwesend wirkt und freitags über Bauchweh klagt.",
        ],
        &[
            "Beide Eltern waren beim Sprechtag der {S}, nacheinander, aber am selben Abend.",
            "Die {S} meldet: {N} ist konzentrierter, auch montags.",
        ],
    ],
    goals: &[
        goal(
            "relationships",
            "Ich darf beide lieb haben, ohne dass jemand traurig wird.",
            "Keine Nachrichten über {N}; die Eltern nutzen das gemeinsame Heft.",
        ),
        goal(
            "participation",
            "Ich sage selbst, wann ich wo bin.",
            "{N} bereitet mit uns drei Wünsche für den Ferienplan vor.",
        ),
        goal(
            "parenting",
            "Bei beiden gilt dieselbe Schlafenszeit.",
            "Absprache im Elterngespräch, Rückblick nach vier Wochen.",
        ),
        goal(
            "stability",
            "Vor dem Wechsel schlafe ich genauso gut wie sonst.",
            "Tasche am Vortag packen, das Kuscheltier reist mit.",
        ),
        goal(
            "learning",
            "Hausaufgaben gibt es in beiden Wohnungen nur einmal.",
            "Ein Heft für alles; wer unterschreibt, liest auch die andere Seite.",
        ),
        goal(
            "community",
            "Am Wochenende kann ich zum Sport, egal wo ich bin.",
            "Beide Eltern haben den Plan des Vereins und teilen sich die Fahrten.",
        ),
    ],
    comments: [
        &[
            ("relationships", "Starker Loyalitätskonflikt, vermeidet es, von der anderen Seite zu erzählen."),
            ("stability", "Bauchschmerzen und schlechte Nächte vor jedem Wechsel."),
            ("participation", "Wird viel befragt, aber wenig gehört."),
            ("parenting", "Beide Eltern zugewandt, gegeneinander aber unversöhnlich."),
        ],
        &[
            ("relationships", "Erzählt frei von beiden Seiten."),
            ("stability", "Übergaben ohne Beschwerden."),
            ("participation", "Ferienplan nach eigenen Wünschen unterschrieben."),
            ("parenting", "Absprachen zu Schlaf und Medien gelten in beiden Haushalten."),
        ],
    ],
    success: &[
        "Zum Schulfest kamen beide Eltern. {N} hat mit beiden ein Foto gemacht.",
        "Übergabe an der Haustür, ohne uns, mit einem kurzen Gruß. {N} hat davon erzählt, als wäre es nichts Besonderes.",
    ],
    report: &[
        "Die Eltern regeln Übergaben und Ferien ohne Hilfe. {N} spricht frei über beide Haushalte und weiß, an wen {er} sich wenden kann. Körperliche Beschwerden sind nicht mehr aufgetreten. Für neue Streitfragen haben die Eltern die Beratungsstelle als ersten Weg vereinbart.",
    ],
};
