//! Anger, quarrels, broken rules.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["behaviour", "parenting", "learning", "protection"],
    reasons: &["behaviour", "parenting_skills"],
    task: &[
        "Zu Hause eskaliert fast jeder Streit zwischen {N} und {Pd}. Türen und einmal ein Fenster sind zu Bruch gegangen, {N} war zwei Nächte nicht zu Hause. Alle wünschen sich Abstand und einen neuen Anfang. {N} sagt: „Ich will nicht so sein, es passiert einfach.“",
        "{N} gerät an der {S} und im Viertel immer wieder in Schlägereien. {P} arbeitet im Schichtdienst und fühlt sich machtlos. Auftrag ist, {N} im Alltag zu begleiten, Auswege zu üben und mit {Pd} klare, einhaltbare Regeln zu finden.",
    ],
    young: [
        &[
            "Streit um den Küchendienst. {N} hat den Raum verlassen, bevor es laut wurde, und nach zwanzig Minuten wieder angeklopft. Das haben wir ausdrücklich gewürdigt.",
            "{N} hat im Streit einen Stuhl umgeworfen. Gespräch am Abend: {Er} konnte genau beschreiben, wann es zu viel war. Der Stuhl wird gemeinsam repariert.",
            "Boxtraining ausprobiert. {N} war vorher skeptisch, blieb dann bis zum Schluss und fragte nach dem nächsten Termin.",
            "{N} kam erst um ein Uhr zurück. Vereinbart: Wer später kommt, ruft an; dafür wird nicht mehr vor den anderen geschimpft.",
        ],
        &[
            "{N} hat einen Streit zwischen zwei Jüngeren geschlichtet, mit denselben Worten, die wir sonst benutzen. {Er} hat es selbst bemerkt und gegrinst.",
            "Drei Wochen ohne Zwischenfall. {N} sagt, das Training helfe, und dass {er} jetzt wisse, wo der Punkt sei.",
            "Rückfall nach einem Anruf von zu Hause: laut, aber ohne Sachschaden. {N} hat sich am selben Abend entschuldigt.",
            "{N} möchte im Sommer die Gruppenleitung beim Zeltlager unterstützen. Wir haben besprochen, was dafür nötig ist.",
        ],
    ],
    parents: [
        &[
            "{P} ist erschöpft und wütend zugleich. Wir haben sortiert, welche drei Regeln wirklich wichtig sind. Alles andere darf vorerst liegen bleiben.",
            "Hausbesuch. {P} zeigt die eingetretene Tür und sagt, man könne sich nicht mehr sehen, ohne daran zu denken. Der Hausmeister tauscht sie am Freitag aus.",
            "{P} hat die Absprache eingehalten und nach dem Anruf nicht nachgebohrt. {N} hat das bemerkt.",
        ],
        &[
            "Gemeinsames Essen bei {Pd}, zum ersten Mal seit Monaten ohne Streit. Danach beide verlegen, aber froh.",
            "{P} hat im Gespräch von der eigenen Kindheit erzählt. {N} hat zugehört, ohne zu unterbrechen.",
            "{P} lobt {N} am Telefon für die Zeugnisnoten. {N} wollte den Satz zweimal hören.",
        ],
    ],
    school: [
        &[
            "Ordnungsmaßnahme der {S}: drei Tage Ausschluss. In dieser Zeit Aufgaben bei uns, {N} hat mehr geschafft als erwartet.",
            "Runder Tisch an der {S}. Statt weiterer Verweise gibt es eine Karte mit drei Auszeiten am Tag.",
        ],
        &[
            "Die {S} meldet, dass die Auszeitkarte kaum noch gebraucht wird. Sportlehrkraft schlägt {N} für die Schulmannschaft vor.",
            "{N} hat sich bei dem Jungen aus der Parallelklasse entschuldigt, von sich aus und mit Handschlag.",
        ],
    ],
    goals: &[
        goal(
            "behaviour",
            "Streit ohne Türenschlagen lösen.",
            "{N} nimmt bei Stufe drei die Auszeit und meldet sich nach zwanzig Minuten zurück.",
        ),
        goal(
            "parenting",
            "Es gibt drei Regeln, und die gelten immer.",
            "{P} und {N} schreiben sie zusammen auf; wir prüfen sie jeden Freitag.",
        ),
        goal(
            "learning",
            "Den Abschluss an der {S} schaffen.",
            "Aufgaben gleich nach dem Essen, eine halbe Stunde mit Begleitung.",
        ),
        goal(
            "participation",
            "Wenn es um mich geht, bin ich dabei.",
            "{N} bekommt jeden Bericht zwei Tage vorher zu lesen.",
        ),
        goal(
            "community",
            "Freunde, mit denen es keinen Ärger gibt.",
            "Boxverein am Dienstag, am Samstag Angebot im Jugendhaus.",
        ),
        goal(
            "relationships",
            "Mit {Pd} einen Abend in der Woche ohne Streit.",
            "Gemeinsam kochen; wer laut wird, macht fünf Minuten Pause.",
        ),
    ],
    comments: [
        &[
            ("behaviour", "Fast täglich heftiger Streit, Einsicht erst am nächsten Tag."),
            ("parenting", "Regeln wechseln, Drohungen werden nicht umgesetzt."),
            ("learning", "Zwei Ausschlüsse in diesem Halbjahr."),
            ("protection", "Wegbleiben über Nacht, Umgang mit deutlich Älteren."),
        ],
        &[
            ("behaviour", "Nutzt Auszeiten selbst, seit drei Wochen kein Vorfall."),
            ("parenting", "Drei Regeln gelten, beide halten sich meist daran."),
            ("learning", "Regelmäßig dort, Versetzung sicher."),
            ("protection", "Hält Absprachen zum Heimkommen ein, neuer Freundeskreis im Verein."),
        ],
    ],
    success: &[
        "{N} hat den reparierten Stuhl mit in {sein} Zimmer genommen und „Versöhnung“ daruntergeschrieben.",
        "Schlichtung ganz ohne Erwachsene. {N} hat den Vorschlag gemacht, beide Seiten haben unterschrieben.",
    ],
    report: &[
        "{N} kann Wut früh bemerken und nutzt Auszeiten ohne Aufforderung. Mit {Pd} bestehen wenige, klare Regeln, die sich bewährt haben. An der {S} gab es im letzten Halbjahr keinen Vorfall mehr. {N} bleibt dem Boxverein treu, der {ihm} nach eigener Aussage „den Kopf freimacht“.",
    ],
};
