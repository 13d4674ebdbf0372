//! School has become hard to bear.

use super::{Theme, goal};

pub(super) const THEME: Theme = Theme {
    focus: &["learning", "stability", "community"],
    reasons: &["school", "emotional"],
    task: &[
        "{N} hat im letzten Halbjahr an der {S} mehr als vierzig Tage gefehlt. Morgens klagt {er} über Bauchweh, an freien Tagen nicht. {P} ist allein und hat den Kampf am Morgen aufgegeben. Die Hilfe soll den Schulweg wieder möglich machen und zu Hause Ruhe in die Abende bringen.",
        "Nach dem Wechsel an die {S} hat {N} den Anschluss verloren und bleibt immer häufiger zu Hause. {P} wünscht sich jemanden, der zwischen Schule und Familie vermittelt. {N} sagt selbst: „Ich will ja, aber ich schaffe die Tür nicht.“",
    ],
    young: [
        &[
            "{N} ist mit bis zum Schultor gegangen und dort umgekehrt. Wir haben auf der Bank gegenüber besprochen, was genau schwer war: der volle Flur und das Gefühl, angestarrt zu werden.",
            "Gespräch beim Kakao über die letzte Woche. {N} sagt, die Nächte davor seien das Schlimmste, weil {er} dann alles durchdenke.",
            "{N} hat einen Plan für den Morgen gezeichnet, mit Uhrzeiten und kleinen Bildern. {Er} möchte ihn selbst an die Tür hängen.",
            "{N} wollte heute nicht über Schule reden. Wir waren stattdessen am Mühlbach; auf dem Rückweg kam {er} von selbst darauf.",
        ],
        &[
            "{N} war an vier von fünf Tagen in der {S}. Stolz, aber müde. Wir haben vereinbart, dass der Freitagnachmittag frei bleibt.",
            "{N} erzählt von zwei Kindern aus der Klasse, mit denen {er} die Pausen verbringt. Der Flur ist noch laut, aber kein Thema mehr.",
            "{N} hat das Referat gehalten. Die Stimme habe gezittert, sagt {er}, aber niemand habe gelacht.",
            "Rückblick auf den gezeichneten Morgenplan vom Anfang. {N} findet ihn jetzt „ein bisschen für Kleine“ und braucht ihn nicht mehr.",
        ],
    ],
    parents: [
        &[
            "{P} schildert, dass jeder Morgen mit Tränen endet. Wir haben überlegt, wer das Wecken übernehmen kann, und uns auf einen Versuch mit dem Patenonkel geeinigt.",
            "{P} fühlt sich von der Schule beschuldigt. Wichtig war bei allem, dass jemand beide Seiten anhört. Gemeinsames Gespräch dort verabredet.",
            "{P} berichtet von einem guten Wochenende und von einem schweren Montag. Die Absprache, nicht mehr über Fehlzeiten zu streiten, entlastet beide.",
        ],
        &[
            "{P} sagt, zum ersten Mal seit Langem werde beim Frühstück wieder geredet. Das Wecken klappt ohne Hilfe.",
            "{P} hat den Elternabend besucht und wurde freundlich empfangen. {P} traut sich zu, die Klassenlehrkraft künftig selbst anzurufen.",
            "Telefonat mit {Pd}: Rückschritt nach den Ferien, zwei Fehltage. {P} hat aber ruhig reagiert und am Mittwoch ging es weiter.",
        ],
    ],
    school: [
        &[
            "Gespräch mit der Klassenlehrkraft der {S}. Vereinbart ist ein verkürzter Einstieg mit drei Stunden, ein fester Platz am Rand und ein Zeichen, mit dem {N} den Raum verlassen darf.",
            "Die {S} meldet weitere Fehltage. Rückstand vor allem in Mathematik. Es gibt das Angebot einer Lernpatenschaft.",
        ],
        &[
            "Die Klassenlehrkraft berichtet, {N} melde sich wieder und habe eine Aufgabe im Klassendienst übernommen.",
            "Konferenz an der {S}: Der verkürzte Stundenplan läuft aus, ab dem nächsten Monat volle Tage. {N} war dabei und hat zugestimmt.",
        ],
    ],
    goals: &[
        goal(
            "learning",
            "Ich gehe jeden Schultag hin, auch wenn der Bauch wehtut.",
            "{N} startet mit drei Stunden am Tag, {P} trägt die Tage in die Wochenkarte ein.",
        ),
        goal(
            "stability",
            "Ich kann abends einschlafen, ohne alles durchzudenken.",
            "Handy bleibt ab halb neun in der Küche; {N} schreibt Sorgen in das blaue Heft.",
        ),
        goal(
            "community",
            "Ich habe jemanden für die Pausen.",
            "Die Schulsozialarbeit lädt {N} in die Spielegruppe am Dienstag ein.",
        ),
        goal(
            "relationships",
            "Morgens ohne Streit aus dem Haus.",
            "{P} weckt einmal, dann klingelt der Wecker; am Freitag gemeinsamer Rückblick.",
        ),
        goal(
            "learning",
            "Die Lücken in Mathematik schließen.",
            "Zweimal in der Woche zwanzig Minuten, immer vor dem Abendessen.",
        ),
        goal(
            "participation",
            "Ich sage an der {S} selbst, was mir hilft.",
            "{N} schreibt der Klassenleitung einen Brief; wir lesen ihn vorher gemeinsam.",
        ),
    ],
    comments: [
        &[
            ("learning", "Mehr als vierzig Fehltage im Halbjahr, große Lücken in Mathematik."),
            ("stability", "Starke Anspannung am Morgen, an freien Tagen kaum."),
            ("community", "Seit dem Schulwechsel keine Verabredungen mehr."),
        ],
        &[
            ("learning", "Besuch fast durchgehend, Lücken werden mit der Lernpatin aufgearbeitet."),
            ("stability", "Schläft wieder ein, Unruhe noch vor Klassenarbeiten."),
            ("community", "Zwei Freundschaften in der Klasse, geht zur Spielegruppe."),
        ],
    ],
    success: &[
        "Erste volle Schulwoche. {N} hat sich dafür selbst einen Kinobesuch ausgesucht.",
        "{N} hat ein Kind, das neu in der Klasse ist, durch die {S} geführt.",
    ],
    report: &[
        "{N} besucht die {S} wieder regelmäßig und hat dort Freundschaften gefunden. {P} begleitet den Morgen gelassen und wendet sich bei Fragen selbst an die Schule. Rückschritte nach den Ferien gab es, sie wurden ohne Hilfe von außen überwunden. Alle Beteiligten halten die Beendigung für richtig; die Schulsozialarbeit bleibt als Ansprechpartnerin.",
    ],
};
