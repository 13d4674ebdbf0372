//! Taking part with a mental disability, mostly at school.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["learning", "behaviour", "participation"],
    reasons: &["emotional", "school"],
    task: &[
        "Bei {N} wurde eine Störung aus dem Autismus-Spektrum festgestellt. In der Klasse überfordern Lärm und Wechsel; {N} geht dann unter den Tisch. Die Schulbegleitung soll übersetzen, Pausen ermöglichen und sich Schritt für Schritt überflüssig machen.",
        "{N} hat ADHS und große Freude am Bauen und Erklären. An der {S} steht {er} oft vor der Tür. Die Hilfe unterstützt im Unterricht, stimmt sich mit Therapie und Eltern ab und achtet darauf, dass {N} bei Entscheidungen mitredet.",
    ],
    young: [
        &[
            "{N} hielt heute zwei Stunden ohne Pause durch, dann wurde die Vertretung angekündigt. Zehn Minuten im Ruheraum, danach weiter.",
            "Ausflug vorbereitet: Fotos vom Weg, vom Bus, vom Museum. {N} hat die Bilder sortiert und eigene Sätze dazu geschrieben.",
            "{N} erklärte mir, warum die Kopfhörer blau sein müssen. Sehr überzeugend. Sie hängen jetzt am Stuhl.",
            "Streit in der Pause um die Regeln beim Fangen. {N} hat recht gehabt und trotzdem verloren. Wir haben geübt, was man dann sagen kann.",
        ],
        &[
            "{N} hat die Pause mit zwei Kindern auf der Mauer verbracht, ohne mich. Ich war außer Sichtweite, wie vereinbart.",
            "{N} hat sich im Morgenkreis gemeldet und von der Modellbahn erzählt, vier Minuten lang. Alle haben zugehört.",
            "Vertretung ohne Vorwarnung. {N} holte sich die Karte „Plan B“, setzte die Kopfhörer auf und blieb im Raum.",
            "{N} sagt, dienstags und donnerstags brauche {er} mich nicht mehr. Wir probieren es ab Montag.",
        ],
    ],
    parents: [
        &[
            "{P} hat in Jahren viele Diagnosen und wenig Zuhören erlebt. Wir haben ein Heft eingeführt, in das beide Seiten auch Schönes schreiben.",
            "{P} berichtet von Wutanfällen nach der Schule. Vorschlag: erst eine Stunde Ruhe, dann Fragen.",
        ],
        &[
            "{P} schreibt ins Heft: „Zum ersten Mal eingeladen. Geburtstag, Samstag, mit Übernachtung.“",
            "Gespräch mit {Pd} über das nächste Jahr: weniger Stunden, dafür ein fester Ansprechpartner. {N} ist einverstanden.",
        ],
    ],
    school: [
        &[
            "Absprache mit dem Kollegium der {S}: Ankündigung von Änderungen am Vortag, fester Platz, Zeichen für Pausen.",
            "Klassenkonferenz. Die Klasse hat gefragt, warum {N} Kopfhörer hat. {N} hat es selbst erklärt.",
        ],
        &[
            "Die {S} übernimmt den Ruheraum in den Regelbetrieb, auch andere Kinder nutzen ihn.",
            "Zeugnisgespräch: Nachteilsausgleich wirkt, in Sachkunde eine Eins. Stunden der Begleitung werden verringert.",
        ],
    ],
    goals: &[
        goal(
            "learning",
            "Ich bleibe im Raum, auch wenn sich der Plan ändert.",
            "Karte „Plan B“ am Tisch; Änderungen am Vortag ansagen.",
        ),
        goal(
            "behaviour",
            "In der Pause mit anderen spielen, ohne dass es knallt.",
            "Zwei Spiele mit klaren Regeln, dienstags mit Begleitung.",
        ),
        goal(
            "participation",
            "Ich sage selbst, was ich brauche.",
            "{N} erklärt der Klasse die Kopfhörer und die Pausenkarte.",
        ),
        goal(
            "community",
            "Ein Kind aus der Klasse kommt nachmittags zu Besuch.",
            "{P} lädt zum Bauen ein, zuerst für eine Stunde.",
        ),
        goal(
            "stability",
            "Ich merke, wenn es zu laut wird, und gehe rechtzeitig.",
            "Ampel am Tisch, Ruheraum ohne zu fragen.",
        ),
        goal(
            "learning",
            "Hausaufgaben in einer halben Stunde, dann ist Schluss.",
            "Sanduhr, die leichte Aufgabe zuerst; die {S} streicht den Rest.",
        ),
    ],
    comments: [
        &[
            ("learning", "Mehrmals täglich Unterbrechungen, Stoff kaum zugänglich."),
            ("behaviour", "Rückzug oder Streit bei jeder Regeländerung."),
            ("participation", "Es wird viel über {N} gesprochen und selten mit {ihm}."),
        ],
        &[
            ("learning", "Bleibt im Unterricht, braucht kurze Pausen."),
            ("behaviour", "Spielt in kleinen Gruppen, holt Hilfe vor dem Streit."),
            ("participation", "Benennt selbst, was hilft, und hat die Stunden mitentschieden."),
        ],
    ],
    success: &[
        "Klassenfahrt. Zwei Nächte, ein Anruf, und der war zum Angeben.",
        "{N} hat beim Schulfest die Modellbahn aufgebaut und eine Schlange von Kindern durch die Ausstellung geführt.",
    ],
    report: &[
        "{N} nimmt am Unterricht der {S} mit kurzen Pausen teil und nutzt die vereinbarten Zeichen selbst. Freundschaften sind entstanden. Die Begleitung wurde in drei Schritten verringert und kann enden; Ruheraum und Nachteilsausgleich bleiben. {N} hat bei allen Schritten mitentschieden.",
    ],
};
