//! On the way to an own flat.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["living", "learning", "community"],
    reasons: &["takeover", "school"],
    task: &[
        "{N} ist volljährig und möchte im nächsten Jahr allein wohnen. Die Ausbildung läuft, Geld und Behördenpost sind noch schwierig. Die Hilfe begleitet den Übergang Schritt für Schritt, damit {N} nicht von heute auf morgen alles allein tragen muss.",
        "Nach Jahren in der Wohngruppe zieht {N} in das Trainingsapartment. {Er} ist stolz und hat zugleich Sorge, abends allein zu sein. Vereinbart sind zwei feste Termine in der Woche und ein Telefon, das immer erreichbar ist.",
    ],
    young: [
        &[
            "Erster Einkauf mit eigenem Budget. {N} hatte am Donnerstag nichts mehr und kam zum Essen vorbei. Ohne Vorwurf nachgerechnet, wo es geblieben ist.",
            "{N} hat die Waschmaschine überladen und am Ende selbst den Kundendienst gerufen. Danach gelacht und ein Foto gemacht.",
            "Briefe sortiert: drei Ordner, drei Farben. {N} möchte jeden Freitag eine Viertelstunde daran setzen.",
            "Abends angerufen, weil es so still sei. Wir haben eine halbe Stunde über alles Mögliche geredet.",
        ],
        &[
            "{N} hat am Monatsende sechzig Euro übrig und überlegt lange, wofür.",
            "Wohnungsbesichtigung. {N} hat die Fragen selbst gestellt und nach der Nebenkostenabrechnung gefragt.",
            "{N} hat zwei Freundinnen und den Bruder zum Essen eingeladen. Alles selbst gekocht, die Küche danach sauber.",
            "Der Mietvertrag ist unterschrieben. {N} hat den Schlüssel den ganzen Abend in der Hand gehalten.",
        ],
    ],
    parents: [
        &[
            "{P} freut sich und fragt vorsichtig, ob es nicht zu früh sei. {N} hat geantwortet: „Ich kann ja anrufen.“",
            "{P} hat alte Möbel angeboten. {N} möchte vorher ausmessen, auch das ist neu.",
        ],
        &[
            "{P} war zum Kaffee im Apartment und hat alles bestaunt. {N} hat eingeschenkt.",
            "Telefonat mit {Pd}: Der Kontakt ist entspannter, seit nicht mehr jede Kleinigkeit geregelt werden muss.",
        ],
    ],
    school: [
        &[
            "Gespräch im Ausbildungsbetrieb: fachlich gut, morgens zu oft zu spät. {N} stellt zwei Wecker und fährt eine Bahn früher.",
            "In der Berufsschule fehlt {N} in Mathematik die Grundlage. Ausbildungsbegleitende Hilfen sind beantragt.",
        ],
        &[
            "Zwischenprüfung bestanden. Der Betrieb spricht von Übernahme.",
            "{N} ist seit acht Wochen pünktlich. Die Ausbilderin hat es ausdrücklich erwähnt.",
        ],
    ],
    goals: &[
        goal(
            "living",
            "Bis zum Sommer wohne ich in meiner eigenen Wohnung.",
            "Liste mit Genossenschaften, zwei Bewerbungen im Monat.",
        ),
        goal(
            "living",
            "Mein Geld reicht bis zum Monatsende.",
            "Haushaltsbuch auf dem Telefon, Rückblick jeden Freitag.",
        ),
        goal(
            "community",
            "Ich weiß, wen ich anrufe, wenn es abends still ist.",
            "{N} schreibt fünf Namen auf und probiert zwei davon aus.",
        ),
        goal(
            "learning",
            "Ich bestehe die Abschlussprüfung.",
            "Lerngruppe am Samstag, Prüfungsfragen auf Karten.",
        ),
        goal(
            "participation",
            "Bei meinem Hilfeplan rede ich zuerst.",
            "{N} schreibt drei Punkte auf und schickt sie vorher an das Jugendamt.",
        ),
        goal(
            "stability",
            "Auch an schlechten Tagen stehe ich auf.",
            "Anruf bis neun Uhr; wer nicht aufsteht, frühstückt trotzdem mit.",
        ),
    ],
    comments: [
        &[
            ("living", "Geld reicht selten bis zum Ende, Post bleibt liegen."),
            ("learning", "Ausbildung gefährdet durch Verspätungen."),
            ("community", "Abends viel allein, Kontakte vor allem aus der Gruppe."),
        ],
        &[
            ("living", "Eigener Mietvertrag, Haushalt läuft."),
            ("learning", "Zwischenprüfung bestanden, pünktlich."),
            ("community", "Fester Freundeskreis, Sport am Mittwoch."),
        ],
    ],
    success: &[
        "{N} hat die Steuererklärung allein abgegeben und 214 Euro zurückbekommen.",
        "{N} hat einer Jüngeren aus der Gruppe gezeigt, wie man einen Antrag ausfüllt.",
    ],
    report: &[
        "{N} wohnt in eigener Wohnung, die Ausbildung ist gesichert. {Er} führt Haushalt und Schriftverkehr selbst und weiß, wo {er} Unterstützung findet. Vereinbart ist Nachbetreuung für sechs Monate mit einem Telefonat im Monat. Der Weg zurück steht offen, falls es nötig wird.",
    ],
};
