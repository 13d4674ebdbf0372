//! Sentences that make cases with the same theme different from each other.

/// How the family lives, where there is one at hand.
pub(crate) const FAMILY: &[&str] = &[
    "Zur Familie gehören zwei jüngere Geschwister, um die sich {N} oft kümmert.",
    "Die Großmutter wohnt im selben Haus und ist für {N} die wichtigste Vertraute.",
    "{P} hat nach langer Suche wieder Arbeit gefunden, die Schichten wechseln wöchentlich.",
    "Die Familie ist im letzten Jahr zweimal umgezogen; {N} kennt in der Gegend noch wenige.",
    "Ein älterer Bruder ist ausgezogen und meldet sich nur noch selten.",
    "Zu Hause werden zwei Sprachen gesprochen, {N} übersetzt bei Terminen häufig.",
    "{P} war lange krank und traut sich erst langsam wieder mehr zu.",
    "Eine Patin aus der Nachbarschaft nimmt {N} jeden zweiten Samstag mit.",
    "Das Geld ist knapp, der Antrag auf Bildung und Teilhabe ist gestellt.",
    "Die Wohnung ist eng, {N} hat kein eigenes Zimmer und lernt am Küchentisch.",
    "Eine frühere Hilfe wurde als Kontrolle erlebt; {P} ist deshalb vorsichtig.",
    "Ein Hund gehört zur Familie, für den {N} allein verantwortlich ist.",
    "Die neue Partnerschaft von {Pd} ist für {N} noch ungewohnt.",
    "{P} ist im Stadtteil gut vernetzt und kennt viele Anlaufstellen.",
];

/// The same for children before school.
pub(crate) const FAMILY_OF_SMALL: &[&str] = &[
    "Zur Familie gehört ein Säugling, der nachts viel weint.",
    "Die Großmutter wohnt im selben Haus und holt {N} zweimal in der Woche ab.",
    "{P} hat nach langer Suche wieder Arbeit gefunden, die Schichten wechseln wöchentlich.",
    "Die Familie ist im letzten Jahr zweimal umgezogen und kennt in der Gegend noch wenige.",
    "{P} war lange krank und traut sich erst langsam wieder mehr zu.",
    "Eine frühere Hilfe wurde als Kontrolle erlebt; {P} ist deshalb vorsichtig.",
    "Zu Hause werden zwei Sprachen gesprochen, {N} versteht beide.",
    "Die Kita ist nah und kommt der Familie mit den Zeiten entgegen.",
    "Eine Nachbarin springt ein, wenn ein Termin dazwischenkommt.",
];

/// What small children like.
pub(crate) const STRENGTHS_OF_SMALL: &[&str] = &[
    "{N} lacht viel und geht offen auf andere zu.",
    "{N} baut Türme, bis sie umfallen, und fängt von vorn an.",
    "{N} liebt Bilderbücher mit Fahrzeugen und kennt alle Namen.",
    "{N} singt beim Anziehen und tröstet andere Kinder.",
    "{N} spielt ausdauernd mit Wasser und Sand.",
    "{N} fragt bei allem nach und merkt sich die Antworten.",
    "{N} klettert gern und schätzt gut ein, wie hoch es geht.",
    "{N} malt mit beiden Händen und verschenkt jedes Bild.",
];

/// What the young person is good at or likes.
pub(crate) const STRENGTHS: &[&str] = &[
    "{N} spielt gern Schach und verliert ungern.",
    "{N} zeichnet viel; das Skizzenbuch ist immer dabei.",
    "{N} ist handwerklich geschickt und hat schon zwei Fahrräder wieder flottgemacht.",
    "{N} singt, wenn niemand zuhört, und kennt jeden Text.",
    "{N} kann gut mit Tieren und möchte ein Praktikum im Tierheim machen.",
    "{N} läuft lange Strecken und sagt, dabei werde der Kopf leer.",
    "{N} liest, was {er} in die Finger bekommt, am liebsten Sachbücher über das Weltall.",
    "{N} hat einen trockenen Humor und bringt damit andere zum Lachen.",
    "{N} backt gern und verschenkt das meiste.",
    "{N} kennt sich mit Computern aus und hilft anderen geduldig.",
    "{N} spielt Fußball im Tor und ist dort die Ruhe selbst.",
    "{N} merkt sich jeden Geburtstag und denkt an kleine Geschenke.",
    "{N} fotografiert mit einer alten Kamera und sieht dabei Dinge, die anderen entgehen.",
    "{N} kann Geschichten erzählen, bis es ganz still wird.",
    "{N} ist zuverlässig: Was {er} zusagt, hält {er} ein.",
    "{N} tanzt und bringt sich neue Schritte selbst bei.",
];

/// What the young person wishes.
pub(crate) const WISHES: &[&str] = &[
    "Auf die Frage nach einem Wunsch sagt {N}: „Dass mal zwei Wochen nichts passiert.“",
    "{N} wünscht sich, dass Absprachen auch dann gelten, wenn jemand krank ist.",
    "{N} möchte wissen, wer was über {ihn} aufschreibt, und das auch lesen.",
    "Wichtig ist {N}, dass nicht jede Woche jemand anderes kommt.",
    "{N} sagt: „Erklärt mir einfach, warum.“",
    "{N} hofft, dass alle einmal gleichzeitig zuhören.",
    "Auf einer Skala von eins bis zehn steht {N} nach eigener Einschätzung bei vier.",
    "{N} wünscht sich einen Ort, an dem {er} nichts muss.",
    "{N} möchte zuerst sehen, ob man sich auf die Hilfe verlassen kann.",
    "",
];

/// Last sentences of reports.
pub(crate) const OUTLOOK: &[&str] = &[
    "Zum Abschluss hat {N} einen Brief an sich selbst geschrieben, der in einem Jahr zugestellt wird.",
    "Beim Abschied gab es Kuchen und ein Foto aller Beteiligten.",
    "Ein Nachgespräch in drei Monaten ist vereinbart.",
    "{N} hat die eigene Kurve der Bewertungen gesehen und kommentiert: „Da war der Umzug.“",
    "Die Unterlagen wurden mit {N} durchgegangen, eine Zusammenfassung ist mitgegeben.",
    "{N} weiß, an wen {er} sich wenden kann, und hat die Nummer gespeichert.",
    "Auf Wunsch von {N} fand das letzte Gespräch auf dem Sportplatz statt.",
    "{N} hat angeboten, anderen zu erzählen, wie der Anfang war.",
];

/// Comments of a dimension that fit every theme: first half, second half.
pub(crate) fn comments(dimension: &str, phase: usize) -> &'static [&'static str] {
    let [first, second]: [&[&str]; 2] = match dimension {
        "parenting" => [
            &[
                "{P} weiß, was nötig wäre, hat dafür abends aber keine Kraft.",
                "Absprachen gelten oft nur bis zum nächsten Tag.",
            ],
            &[
                "{P} bleibt auch im Streit ruhig und erklärt Entscheidungen.",
                "Feste Zeiten haben sich eingespielt, Ausnahmen werden angekündigt.",
            ],
        ],
        "relationships" => [
            &[
                "Gespräche enden meist nach wenigen Sätzen.",
                "{N} verlässt sich auf niemanden ganz und prüft jede Zusage.",
            ],
            &[
                "{N} erzählt von sich aus, was gut und was schlecht war.",
                "Enttäuschungen werden angesprochen, statt dass der Kontakt abbricht.",
            ],
        ],
        "stability" => [
            &[
                "Stimmung wechselt mehrmals am Tag, der Schlaf reicht nicht.",
                "Kleine Änderungen am Plan werfen {ihn} für Stunden aus der Bahn.",
            ],
            &[
                "Schlaf und Appetit sind wieder regelmäßig.",
                "{N} kennt die eigenen Warnzeichen und sagt sie auch.",
            ],
        ],
        "behaviour" => [
            &[
                "Grenzen werden täglich ausgetestet, meist in Übergängen.",
                "Nach Streit dauert es lange, bis ein Gespräch möglich ist.",
            ],
            &[
                "Konflikte sind seltener und kürzer; {N} bietet selbst Lösungen an.",
                "Übergänge gelingen mit kurzer Ankündigung.",
            ],
        ],
        "learning" => [
            &[
                "Die Leistungen liegen unter dem, was {N} kann.",
                "Fehlzeiten und Lücken verstärken sich gegenseitig.",
            ],
            &[
                "Rückstände sind fast aufgeholt, {N} fragt nach, wenn etwas unklar ist.",
                "Die Lehrkräfte beschreiben {N} als aufmerksam und verlässlich.",
            ],
        ],
        "living" => [
            &[
                "Post und Termine bleiben liegen, bis jemand daran erinnert.",
                "Es fehlt an Ruhe und an einem eigenen Platz.",
            ],
            &[
                "Haushalt und Termine laufen ohne Erinnerung.",
                "Ein eigener Platz zum Zurückziehen ist eingerichtet und wird genutzt.",
            ],
        ],
        "community" => [
            &[
                "Nachmittage ohne Verabredungen, Kontakte fast nur über das Telefon.",
                "{N} kennt im Stadtteil kaum jemanden.",
            ],
            &[
                "Feste Verabredungen am Wochenende, ein Freund kommt regelmäßig vorbei.",
                "{N} geht selbstständig zum Verein und wird dort erwartet.",
            ],
        ],
        "protection" => [
            &[
                "Absprachen zur Sicherheit sind getroffen, werden aber nicht immer eingehalten.",
                "Einschätzung mit einer weiteren Fachkraft erfolgt, der Schutzplan ist unterschrieben.",
            ],
            &[
                "Der Schutzplan wurde seit Monaten nicht gebraucht.",
                "Alle Beteiligten kennen die Absprachen und halten sie ein.",
            ],
        ],
        _ => [
            &[
                "{N} sagt in großen Runden nichts, unter vier Augen viel.",
                "Entscheidungen fallen bisher meist ohne {ihn}.",
            ],
            &[
                "{N} bereitet Gespräche vor und bringt eigene Punkte mit.",
                "{N} hat einen Vorschlag durchgesetzt und selbst umgesetzt.",
            ],
        ],
    };
    if phase == 0 { first } else { second }
}
