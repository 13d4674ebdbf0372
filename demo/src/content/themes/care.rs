//! A young family that is overburdened.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["parenting", "living", "protection", "relationships"],
    reasons: &["neglect", "parents_problems"],
    task: &[
        "{P} lebt mit {N} und einem weiteren Kind in zwei Zimmern. Seit der Trennung fehlen Geld und Schlaf, Termine beim Kinderarzt wurden verpasst. {P} hat selbst um Hilfe gebeten. Ziel ist ein Tagesablauf, der trägt, und Entlastung an den Nachmittagen.",
        "Meldung der Kita, weil {N} häufig ohne Frühstück und in zu dünner Kleidung kommt. {P} ist gesundheitlich belastet und schämt sich. Die Hilfe unterstützt beim Haushalt, bei Anträgen und vor allem dabei, wieder gemeinsame gute Zeit zu haben.",
    ],
    young: [
        &[
            "{N} hing beim Hausbesuch die ganze Zeit an {Pd} und beobachtete genau. Beim Bauen mit den Klötzen wurde {er} lockerer und zeigte mir {seine} Lieblingsfigur.",
            "{N} war beim Abholen aus der Kita müde und hungrig. Wir haben zu dritt Nudeln gekocht; {N} durfte rühren und war sehr ernst dabei.",
            "Spielplatz. {N} klettert sicher, sucht aber bei jedem Sturz erst den Blick der Erwachsenen. {P} hat heute jedes Mal geantwortet.",
        ],
        &[
            "{N} öffnet die Tür und erzählt sofort von der Kita. Das Bett steht jetzt in einer eigenen Ecke mit Lichterkette.",
            "{N} hat zum ersten Mal bei einem anderen Kind geschlafen. {P} war nervöser als {er}.",
            "Vorlesen ist zum festen Abend geworden. {N} sucht das Buch aus und weiß genau, auf welcher Seite es gestern aufhörte.",
        ],
    ],
    parents: [
        &[
            "Gemeinsam die Post der letzten Monate geöffnet. Drei Mahnungen, eine davon eilig. {P} hat beim Energieversorger selbst angerufen und eine Rate vereinbart.",
            "{P} hat kaum geschlafen. Wir haben die Woche angeschaut und zwei Nachmittage gefunden, an denen die Nachbarin einspringen kann.",
            "{P} erzählt, dass niemand in der Familie je „gespielt“ habe. Wir haben es zusammen auf dem Teppich ausprobiert, erst unsicher, dann mit viel Lachen.",
            "Termin beim Kinderarzt begleitet. Die fehlenden Impfungen sind nachgeholt, das Heft liegt jetzt in der Küchenschublade.",
        ],
        &[
            "{P} führt den Wochenplan selbst weiter und hat ihn um eine Zeile nur für sich ergänzt.",
            "{P} hat einen Kurs in der Familienbildungsstätte begonnen und dort eine Freundin gefunden.",
            "Die Wohnung ist ordentlich und warm. {P} sagt, das Aufräumen gehe leichter, seit jemand zuhöre.",
            "Zusage für die größere Wohnung. {P} hat geweint und dann sofort begonnen, Kisten zu beschriften.",
        ],
    ],
    school: [
        &[
            "Gespräch mit der Kita: {N} kommt unregelmäßig und ist dann schwer zu trösten. Die Erzieherin bietet an, das Ankommen eine Woche lang zu begleiten.",
            "Die Kita berichtet von zwei guten Tagen in Folge, mit Frühstück und Hausschuhen.",
        ],
        &[
            "Entwicklungsgespräch in der Kita: {N} spricht mehr und spielt mit zwei Kindern regelmäßig.",
            "Die Kita sieht keinen Anlass zur Sorge mehr und freut sich, dass {P} im Elternrat mitmacht.",
        ],
    ],
    goals: &[
        goal(
            "parenting",
            "Morgens geht es ohne Geschrei aus dem Haus.",
            "Kleidung am Abend bereitlegen, Frühstück um sieben; {P} hakt die Tage ab.",
        ),
        goal(
            "living",
            "Die Schulden sind sortiert, und der Strom bleibt an.",
            "Termin bei der Schuldnerberatung, wir begleiten den ersten.",
        ),
        goal(
            "relationships",
            "Jeden Tag eine halbe Stunde nur für {N}.",
            "Vorlesen nach dem Abendessen, das Telefon bleibt in der Küche.",
        ),
        goal(
            "protection",
            "{N} hat immer passende Kleidung und etwas im Ranzen.",
            "Kleiderkammer am Montag, Brotdose am Abend packen.",
        ),
        goal(
            "community",
            "{P} hat jemanden, der auch einmal einspringt.",
            "Besuch im Familiencafé, zwei Telefonnummern hängen am Kühlschrank.",
        ),
        goal(
            "stability",
            "Alle Untersuchungen sind nachgeholt.",
            "Terminliste mit der Praxis, wir erinnern am Tag davor.",
        ),
    ],
    comments: [
        &[
            ("parenting", "Viel guter Wille, aber kein Tag gleicht dem anderen."),
            ("living", "Zwei Zimmer für drei Personen, Rückstand beim Strom."),
            ("protection", "Verpasste Termine beim Kinderarzt, Absprache mit dem Jugendamt zum Schutz."),
            ("relationships", "{N} klammert stark und lässt sich nur von {Pd} trösten."),
        ],
        &[
            ("parenting", "Fester Tagesablauf, {P} reagiert ruhig und vorhersehbar."),
            ("living", "Größere Wohnung zugesagt, Raten werden gezahlt."),
            ("protection", "Alle Untersuchungen nachgeholt, keine neuen Hinweise."),
            ("relationships", "{N} löst sich leicht und freut sich beim Abholen."),
        ],
    ],
    success: &[
        "{P} hat beim Jugendamt zum ersten Mal selbst vorgetragen, was gut läuft. Die Liste war lang.",
        "Geburtstag von {N} mit fünf Gästen und selbst gebackenem Kuchen. {P} hat alles allein geplant.",
    ],
    report: &[
        "Der Alltag der Familie trägt. {N} kommt ausgeschlafen und mit Frühstück in die Kita, alle Untersuchungen sind nachgeholt. {P} kennt die Angebote im Stadtteil und nutzt sie. Die Schuldnerberatung läuft weiter. Hinweise auf eine Gefährdung bestehen nicht mehr.",
    ],
};
