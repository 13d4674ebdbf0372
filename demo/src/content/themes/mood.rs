//! Sadness, fear, withdrawal.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["stability", "relationships", "participation"],
    reasons: &["emotional", "family_conflict"],
    task: &[
        "{N} zieht sich seit dem Tod der Großmutter zurück, isst wenig und ist nachts wach. Ein stationärer Aufenthalt in der Klinik liegt hinter {ihm}. Die Hilfe soll einen verlässlichen Alltag geben und die begonnene Therapie absichern. {P} möchte Kontakt halten und sorgt sich, etwas falsch zu machen.",
        "{N} hat große Ängste, das Zimmer zu verlassen, und verletzt sich in Belastungen selbst. Mit Klinik und Jugendamt ist ein Plan für Krisen abgestimmt. {N} wünscht sich, „dass nicht alle um mich herumschleichen“.",
    ],
    young: [
        &[
            "{N} kam abends ins Büro und blieb lange sitzen, ohne zu reden. Zum Schluss: „War trotzdem gut.“ Wir haben vereinbart, dass die Tür dafür offen ist.",
            "Schlechte Nacht. {N} hat die Liste aus der Therapie benutzt und sich zweimal gemeldet. Beide Male reichte ein Tee und eine Viertelstunde.",
            "{N} wollte nicht zum Essen kommen. Nach einem Spaziergang mit dem Hund hat {er} mit zwei anderen in der Küche gegessen.",
            "Gespräch über den Krisenplan. {N} hat eigene Worte dafür gefunden und ihn neu aufgeschrieben. Die Karte hängt jetzt innen an {seiner} Schranktür.",
        ],
        &[
            "{N} hat durchgeschlafen, fünf Nächte in Folge. {Er} erzählt davon wie von einem Rekord.",
            "{N} singt wieder, vorerst nur unter der Dusche. Die Gruppe hat geklatscht, {er} hat gelacht.",
            "{N} hat den Besuch bei {Pd} selbst geplant, mit Fahrplan und einer Idee, was {er} tut, wenn es zu viel wird.",
            "Unruhe vor dem Jahrestag. {N} hat angekündigt, dass es schwer wird, und um ein Gespräch am Abend gebeten. Das ist neu und ein großer Schritt.",
        ],
    ],
    parents: [
        &[
            "{P} weint am Telefon und fragt, ob {N} böse auf sie alle sei. Wir haben besprochen, wie ein Besuch aussehen kann, der niemanden überfordert.",
            "{P} war zum ersten Mal in der Angehörigengruppe der Klinik und fand dort Menschen mit ähnlichen Sorgen.",
            "Besuch von {Pd} in der Gruppe, eine Stunde, mit Kuchen. Danach war {N} erschöpft, aber zufrieden.",
        ],
        &[
            "{P} berichtet von einem ruhigen Wochenende. Beim Streit ums Handy hat {P} eine Pause vorgeschlagen, und {N} kam nach zehn Minuten zurück.",
            "{P} spricht offen über die eigene Trauer. Das Grab besuchen beide jetzt zusammen.",
        ],
    ],
    school: [
        &[
            "Die {S} ist informiert, dass {N} jederzeit hinausgehen darf. Die Beratungslehrkraft ist feste Ansprechperson.",
            "{N} geht vorerst an drei Tagen zur {S}. Die anderen Vormittage sind für Therapie und Erholung da.",
        ],
        &[
            "{N} besucht die {S} wieder an allen Tagen. Im Kunstunterricht ist eine Arbeit für die Ausstellung ausgewählt worden.",
            "Zeugnis der {S}: kein Fach schlechter als ausreichend, eine Eins in Kunst. {N} hat es fotografiert und an {Pd} geschickt.",
        ],
    ],
    goals: &[
        goal(
            "stability",
            "Ich merke früh, wenn es kippt, und hole mir Hilfe.",
            "{N} zeigt der Bezugsperson die Karte mit den drei Zeichen; Therapie jeden Donnerstag.",
        ),
        goal(
            "relationships",
            "Mit {Pd} reden, ohne dass jemand weint.",
            "Ein Telefonat pro Woche mit vorher gewähltem Thema.",
        ),
        goal(
            "participation",
            "Über meine Behandlung entscheide ich mit.",
            "{N} ist bei jedem Gespräch mit der Klinik dabei und bekommt die Fragen vorher.",
        ),
        goal(
            "community",
            "Einmal in der Woche gehe ich mit anderen hinaus.",
            "Chor oder Klettern, {N} sucht aus; die erste Viertelstunde gehen wir mit.",
        ),
        goal(
            "living",
            "Drei Mahlzeiten am Tag, eine davon am Tisch.",
            "{N} kocht mittwochs mit und bestimmt, was es gibt.",
        ),
        goal(
            "learning",
            "Zurück in die Klasse, in meinem Tempo.",
            "Zwei Stunden am Tag, nach drei Wochen schauen wir neu.",
        ),
    ],
    comments: [
        &[
            ("stability", "Mehrmals in der Woche wach bis nach Mitternacht, einmal Selbstverletzung."),
            ("relationships", "Viel Schuldgefühl gegenüber der Familie, Kontakte brechen schnell ab."),
            ("participation", "Fühlt sich übergangen, sagt in großen Runden nichts."),
        ],
        &[
            ("stability", "Schläft seit den Ferien durch, Rückzug noch nach Besuchskontakten."),
            ("relationships", "Regelmäßige Besuche, Streit wird angesprochen."),
            (
                "participation",
                "Hat im Hilfeplangespräch selbst vorgetragen, was geblieben ist und was sich ändern soll.",
            ),
        ],
    ],
    success: &[
        "{N} hat in der Gruppe gekocht und dabei Musik laufen lassen. Alle kamen zum Essen.",
        "Die Karte mit dem Krisenplan war vier Wochen lang nicht nötig. {N} hat das selbst gezählt.",
    ],
    report: &[
        "{N} ist deutlich stabiler als zu Beginn. {Er} erkennt Warnzeichen früh und nutzt {seinen} Krisenplan selbst. Die Therapie läuft weiter. Die Rückkehr zu {Pd} wurde über drei Monate mit längeren Wochenenden erprobt. Empfohlen wird, die ambulante Begleitung zunächst beizubehalten.",
    ],
};
