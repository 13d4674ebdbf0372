//! Sentences that fit every theme.

/// First contact, before the help begins.
pub(crate) const CLARIFICATION: &[&str] = &[
    "Erstgespräch mit {N}, {Pd} und dem Jugendamt. Erwartungen gesammelt, Arbeitsweise und Schweigepflicht erklärt. {N} durfte als Erstes sagen, was nicht passieren soll.",
    "Kennenlernen in den Räumen des Dienstes. {N} war zurückhaltend, fragte aber genau nach, wer hier was aufschreibt und wer es lesen kann. {P} ist mit der Hilfe einverstanden.",
    "Klärung des Auftrags. Die Sichtweisen von {N} und {Pd} liegen auseinander, beide wollen es aber versuchen. Hinweise auf eine akute Gefährdung liegen nicht vor.",
    "Erster Termin. {P} hat viele Unterlagen mitgebracht, {N} vor allem Fragen. Wir haben zuerst die Fragen beantwortet und die Unterlagen für das nächste Mal sortiert.",
    "Vorgespräch mit dem Jugendamt und {Pd}. Einig sind sich alle darin, dass es so nicht weitergehen soll, uneinig über den Weg. {N} hat sich zum Schluss zu Wort gemeldet.",
    "Aufnahme besprochen: Was bleibt, was ändert sich, wer ist wofür da? {N} hat die Räume gesehen und sich einen Platz ausgesucht. {P} unterschreibt die Schweigepflichtentbindung nach einer Woche Bedenkzeit.",
    "Gespräch in ruhiger Stimmung. {P} beschreibt, was schon alles versucht wurde; wir haben daraus eine Liste gemacht, was davon ein wenig geholfen hat. Damit fangen wir an.",
    "Der erste Termin fiel aus, der zweite fand statt. {P} war erleichtert, dass niemand vorwurfsvoll war. {N} blieb in der Tür stehen und hörte zu.",
];

/// Professional team.
pub(crate) const TEAM: &[&str] = &[
    "Fallberatung im Team. Hypothese: {N} sorgt sich mehr um andere, als sichtbar ist. Nächste Schritte: weniger Termine, dafür verlässlichere.",
    "Im Fachteam Bewertung und Ziele abgeglichen. Einigkeit, dass die Stärken von {N} im Plan zu wenig vorkommen; wird ergänzt.",
    "Kollegiale Beratung zur Zusammenarbeit mit {Pd}. Ergebnis: zuerst anerkennen, was gelingt, dann über Änderungen sprechen.",
    "Team: Vertretung während des Urlaubs geregelt, Krisenplan besprochen, alle kennen die Absprachen.",
];

/// Help plan meetings.
pub(crate) const PLAN: &[&str] = &[
    "Hilfeplangespräch mit {N}, {Pd}, dem Jugendamt und uns. {N} hat {seine} Sicht mit drei Karten vorgestellt. Ziele fortgeschrieben, nächster Termin in sechs Monaten.",
    "Fortschreibung des Hilfeplans. Alle sehen Fortschritte. Offen bleibt, wie die Ferien gestaltet werden; dazu ein eigenes Gespräch. {N} war zufrieden, dass nicht nur über Probleme geredet wurde.",
    "Hilfeplangespräch, siebzig Minuten. Die Hilfe wird in gleichem Umfang weitergeführt. {P} möchte den Bericht künftig eine Woche vorher lesen; zugesagt.",
    "Hilfeplangespräch im kleinen Kreis, weil {N} sich das gewünscht hat. Zwei Ziele sind erreicht, eines wurde gestrichen, weil es nie das eigene war.",
    "Hilfeplangespräch mit Blick auf die Verläufe der Bewertungen. {N} und {P} sehen die Entwicklung ähnlich, nur bei der Schule gehen die Meinungen auseinander. Das bleibt so stehen.",
    "Überprüfung des Hilfeplans. Der Umfang wird nach den Ferien neu besprochen. Das Jugendamt lobt die Zusammenarbeit, {P} fragt nach einer Vertretung für den Sommer.",
];

/// Short telephone notes.
pub(crate) const PHONE: &[&str] = &[
    "{P} sagt den Termin am Donnerstag wegen Krankheit ab. Neuer Termin in der nächsten Woche. {N} geht es gut.",
    "Rückruf beim Jugendamt: Bewilligung ist verlängert, der Bescheid kommt mit der Post.",
    "Kurzes Telefonat mit {Pd} zur Übergabe am Wochenende. Alles Nötige ist geregelt.",
    "Die Praxis bestätigt den Termin. Versichertenkarte und Vollmacht mitbringen.",
    "{N} hat selbst angerufen und gefragt, ob der Ausflug stattfindet. Ja.",
];

/// Health.
pub(crate) const HEALTH: &[&str] = &[
    "Vorsorge beim Kinderarzt, ohne Befund. {N} war vorher aufgeregt und hinterher gesprächig.",
    "Zahnarzt: zwei kleine Füllungen, tapfer. Nächste Kontrolle in einem halben Jahr.",
    "Rückmeldung der Therapeutin: gute Mitarbeit, Termine werden verlässlich wahrgenommen. Inhalte bleiben dort.",
    "Sehtest auffällig, Brille ist bestellt. {N} hat ein grünes Gestell ausgesucht.",
];

/// Daily life in groups.
pub(crate) const EVERYDAY: &[&str] = &[
    "{N} hat beim Gruppenabend den Film ausgesucht und die Abstimmung geleitet. Anschließend gemeinsam aufgeräumt.",
    "Ruhiger Tag. {N} hat gelesen, beim Kochen geholfen und früh geschlafen.",
    "{N} hatte Streit um das Fahrrad und hat ihn mit einem Tauschvorschlag gelöst.",
    "Ausflug in den Kletterwald. {N} traute sich erst im dritten Anlauf und dann gleich auf den höchsten Weg.",
    "Gruppenrat: {N} hat vorgeschlagen, die Handyzeiten am Wochenende zu ändern. Wird vier Wochen lang erprobt.",
];

/// Youth welfare office and court.
pub(crate) const AUTHORITY: &[&str] = &[
    "Zwischenbericht an das Jugendamt gesendet. Telefonische Rückmeldung: gut nachvollziehbar, keine Fragen.",
    "Absprache mit dem Jugendamt zur Verlängerung. Umfang bleibt, Überprüfung im nächsten Halbjahr.",
    "Anhörung beim Familiengericht begleitet. {N} wurde allein gehört und fühlte sich ernst genommen.",
];

/// Ends of entries: what was agreed.
pub(crate) const AGREED: &[&str] = &[
    "Vereinbart: nächste Woche gleiche Zeit.",
    "Vereinbart: kurze Rückmeldung am Freitag.",
    "{N} möchte das beim nächsten Mal weiter besprechen.",
    "Mit {Pd} abgesprochen.",
    "Im Team weitergegeben.",
    "Keine weiteren Absprachen nötig.",
    "",
    "",
];

/// Reports of helps that broke off, by kind of the ending.
pub(crate) fn dropout_report(kind: &str) -> &'static [&'static str] {
    match kind {
        "dropout_guardians" => &[
            "Die Hilfe endet früher als geplant. {P} sieht zurzeit keinen Bedarf und möchte es allein versuchen. Erreicht wurde ein verlässlicher Kontakt zur Schule; andere Ziele bleiben offen. Ein neuer Anfang ist jederzeit möglich, die Wege dahin sind bekannt.",
            "{P} hat die Hilfe zum Monatsende beendet. Im letzten Gespräch konnten wir benennen, was gut war und was gefehlt hat. {N} hätte gern weitergemacht und weiß, wo wir zu finden sind. Das Jugendamt ist informiert.",
        ],
        "dropout_young_person" => &[
            "{N} möchte die Hilfe nicht fortsetzen. Wir haben die Gründe gemeinsam aufgeschrieben: zu viele Wechsel in der Betreuung und das Gefühl, dass andere schneller entscheiden. Das nehmen wir ernst. Eine Übergabe an die Beratungsstelle ist erfolgt.",
            "{N} kommt seit sechs Wochen nicht mehr zu den Terminen und hat schließlich geschrieben, dass es jetzt allein gehen soll. Wir haben die Tür offen gelassen und die wichtigsten Nummern geschickt. Erreicht sind regelmäßige Arztbesuche und ein eigenes Konto.",
        ],
        _ => &[
            "Durch den Umzug der Familie endet die Hilfe vor Erreichen der Ziele. Die Unterlagen wurden mit Zustimmung von {Pd} an den neuen Dienst übergeben, ein gemeinsames Abschlussgespräch hat stattgefunden.",
            "Der Bedarf hat sich verändert, eine andere Form der Hilfe passt besser. Die Übergabe fand zu viert statt; {N} hat selbst erzählt, worauf zu achten ist. Offene Ziele sind im Bericht an den neuen Dienst benannt.",
        ],
    }
}

/// Notes on contacts.
pub(crate) const CONTACT_NOTES: &[&str] = &[
    "Am besten nachmittags erreichbar.",
    "Schichtdienst, bitte vorher eine Nachricht schicken.",
    "Gespräche mit Sprachmittlung.",
    "Bitte nicht vor neun Uhr anrufen.",
    "Kurze Nachrichten werden schneller beantwortet als Anrufe.",
    "Möchte bei Terminen eine Vertrauensperson mitbringen.",
    "Rückruf immer am selben Tag.",
    "",
    "",
    "",
];

/// Titles of course entries by kind.
pub(crate) fn titles(kind: &str) -> &'static [&'static str] {
    match kind {
        "conversation" => &["Einzelgespräch", "Gespräch nach der Schule", "Abendgespräch", "Wochenrückblick"],
        "parents" => &["Elterngespräch", "Austausch mit der Familie", "Elternkontakt"],
        "everyday" => &["Aus dem Alltag", "Gruppenalltag", "Wochenende"],
        "home_visit" => &["Hausbesuch", "Besuch zu Hause"],
        "phone" => &["Telefonat", "Kurzer Anruf"],
        "school" => &["Austausch mit der Schule", "Rückmeldung", "Gespräch vor Ort"],
        "health" => &["Arzttermin", "Gesundheit"],
        "authority" => &["Jugendamt", "Behördenkontakt"],
        "clarification" => &["Erstgespräch", "Klärung"],
        "team" => &["Fallberatung", "Fachteam"],
        "plan_meeting" => &["Hilfeplangespräch"],
        "success" => &["Gelungen", "Ein guter Tag"],
        _ => &["Notiz"],
    }
}
