//! What is protected and how, in German.

use super::{
    Block::{List, P, Terms},
    Section, Text,
};

pub(crate) const TEXT: Text = Text {
    title: "Was geschützt ist und wie",
    lead: "Namen, Kontakte und alle Texte einer Fallakte werden im Browser verschlüsselt, bevor sie das Gerät verlassen. Wer das Portal betreibt, kann sie nicht lesen.",
    needs_operator: false,
    sections: &[
        Section {
            id: "short",
            heading: "Das Wichtigste in Kürze",
            blocks: &[
                P(
                    "Stellen Sie sich eine Akte vor, die Sie in Ihrem Büro in einen Umschlag stecken und versiegeln. Erst dann geben Sie sie ins Archiv. Das Archiv bewahrt sie auf, weiß, wann sie gekommen ist und zu welchem Fall sie gehört. Öffnen kann es sie nicht, denn der Schlüssel liegt bei Ihnen.",
                ),
                P("So arbeitet dieses Portal. Fünf Dinge greifen dabei ineinander."),
            ],
        },
        Section {
            id: "transport",
            heading: "1 · Verschlüsselte Übertragung",
            blocks: &[P(
                "Zwischen Ihrem Gerät und dem Server läuft alles über eine verschlüsselte Verbindung. Ihr Browser spricht dabei nur mit diesem einen Server. Schriften, Bilder und Programme kommen nicht von anderen Anbietern, und niemand zählt Ihre Besuche.",
            )],
        },
        Section {
            id: "organisation-key",
            heading: "2 · Organisationsschlüssel",
            blocks: &[
                P(
                    "Jede Organisation hat einen eigenen Schlüssel. Er entsteht im Browser ihrer Verwaltung und wird nie an den Server gesendet. Er liegt als Datei dort, wo nur die Mitarbeitenden hinkommen, etwa auf dem Laufwerk der Einrichtung, und als gedrucktes Blatt im Tresor.",
                ),
                P(
                    "Wer die Datei findet, aber keinen persönlichen Zugang hat, kann damit nichts öffnen. Wer einen Zugang hat, aber die Datei nicht, sieht bei Namen und Texten das Wort „verschlüsselt“.",
                ),
            ],
        },
        Section {
            id: "personal-access",
            heading: "3 · Persönlicher Zugang",
            blocks: &[
                P(
                    "Jede Person hat ihren eigenen Anmeldenamen und ihr eigenes Passwort. Das Passwort bleibt auf dem Gerät; der Server prüft nur, ob das Gerät es kennt. Jeder Eintrag trägt eine Unterschrift, die nur mit diesem Zugang entstehen kann. So ist später erkennbar, von wem ein Eintrag stammt und ob ihn jemand verändert hat.",
                ),
                P(
                    "Die Verwaltung kann einen Zugang sofort sperren. Wer sein Passwort vergisst, wird neu eingeladen; geschriebene Texte gehen dabei nicht verloren.",
                ),
            ],
        },
        Section {
            id: "case-encryption",
            heading: "4 · Einzelfallverschlüsselung",
            blocks: &[P(
                "Jeder Fall hat einen eigenen Schlüssel und jeder Teil der Akte noch einmal einen eigenen. Jede gespeicherte Fassung eines Eintrags steckt in einem eigenen Umschlag, der fest an Fall, Aktenteil und Eintrag gebunden ist. Ein Umschlag, der an der falschen Stelle liegt oder verändert wurde, lässt sich nicht öffnen.",
            )],
        },
        Section {
            id: "cooperation",
            heading: "5 · Geschützte Kooperation",
            blocks: &[
                P(
                    "Wenn Einrichtung, Jugendamt und Schule an einem Fall arbeiten, soll jede Seite nur die Teile der Akte bekommen, die für sie bestimmt sind, und jede mit einem eigenen Schlüssel. Vorher vergleichen beide am Telefon acht Wörter. So kann sich niemand dazwischenschieben, auch nicht der Betreiber.",
                ),
                P(
                    "In diesem Programmstand ist die Weitergabe an andere Organisationen noch nicht eingeschaltet. Bis dahin bleibt jede Akte in der Organisation, die sie angelegt hat.",
                ),
            ],
        },
        Section {
            id: "clear",
            heading: "Was offen bleibt und warum",
            blocks: &[
                P(
                    "Damit Wirkungen gemessen werden können, bleiben einige Angaben lesbar. Sie bestehen nur aus Zahlen, Tagen und festen Auswahlfeldern. Freier Text kann dort nicht stehen; der Server nimmt ihn nicht an.",
                ),
                Terms(&[
                    (
                        "Bewertungen",
                        "Werte von 1 bis 7, ob eine Dimension hilferelevant ist, Zeitpunkt und Rolle der bewertenden Person",
                    ),
                    ("Person", "Geschlecht, Geburtsmonat und Geburtsjahr, Merkmale der amtlichen Statistik"),
                    (
                        "Hilfe",
                        "Hilfeart, Beginn und Ende, Umfang, Art der Beendigung und weitere Auswahlfelder",
                    ),
                    (
                        "Verlauf und Ziele",
                        "Tag, Art und Dauer eines Eintrags, Stand eines Ziels, nie der Wortlaut",
                    ),
                    (
                        "Zuständigkeit",
                        "Namen von Organisationen, Einheiten und Mitarbeitenden und wer für welchen Fall zuständig ist",
                    ),
                    (
                        "Kürzel",
                        "ein kurzes Zeichen wie K7-2M, mit dem alle über einen Fall sprechen können, ohne einen Namen zu nennen",
                    ),
                ]),
                P(
                    "Der Betreiber sieht diese Angaben und an allen anderen Stellen das Wort „verschlüsselt“. Jeder solche Blick steht im Protokoll des Mandanten.",
                ),
            ],
        },
        Section {
            id: "limits",
            heading: "Was dieser Schutz nicht kann",
            blocks: &[
                P("Kein Schutz ist vollständig. Diese Grenzen sollten Sie kennen:"),
                Terms(&[
                    (
                        "Ein Gerät in fremden Händen",
                        "Solange die Akten entsperrt sind, sieht jede Person am Bildschirm, was Sie sehen. Das gilt auch für Schadprogramme auf dem Gerät.",
                    ),
                    (
                        "Der Programmcode kommt vom Server",
                        "Ihr Browser lädt die Anwendung von hier. Ein Betreiber, der absichtlich ein verändertes Programm ausliefert, könnte Texte beim Tippen abgreifen. Feste Regeln im Browser und Prüfsummen erschweren das, schließen es aber nicht aus.",
                    ),
                    (
                        "Wer wann arbeitet",
                        "Der Server sieht, welcher Zugang wann welchen Fall öffnet, und ungefähr, wie lang ein Eintrag ist.",
                    ),
                    (
                        "Wer lesen darf, kann weitergeben",
                        "Wer eine Akte lesen darf, kann sie abschreiben oder abfotografieren. Dagegen helfen Vertrauen und Regeln, keine Verschlüsselung.",
                    ),
                    (
                        "Rechte innerhalb der Organisation",
                        "Alle Fachkräfte einer Organisation laden denselben Organisationsschlüssel. Wer von ihnen welche Fälle bekommt, regelt der Server nach Rollen und Einheiten. Ein Server, der lügt, könnte einer Fachkraft Fälle derselben Organisation zu viel zeigen.",
                    ),
                    (
                        "Wenn jemand geht und die Datei behält",
                        "Ein gesperrter Zugang kommt nicht mehr an Akten. Wer aber die Schlüsseldatei behält und zugleich an eine Kopie der Datenbank gelangt, kann lesen, was bis dahin geschrieben wurde. Der Wechsel des Organisationsschlüssels, der spätere Einträge davor schützt, ist in diesem Programmstand noch nicht eingeschaltet.",
                    ),
                    (
                        "Wenn alle Schlüssel verloren sind",
                        "Gehen Schlüsseldatei und Blatt im Tresor beide verloren, kann niemand die Texte wiederherstellen, auch wir nicht. Deshalb fragt das Portal bei der Einrichtung nach beiden.",
                    ),
                    (
                        "Zurückhalten",
                        "Ein Server kann Einträge zurückhalten. Geräte, die sie schon kannten, bemerken das. Ein neues Gerät kann es nicht in jedem Fall bemerken.",
                    ),
                ]),
            ],
        },
        Section {
            id: "yourself",
            heading: "Was Sie selbst tun können",
            blocks: &[List(&[
                "Sperren Sie Ihr Gerät, wenn Sie den Platz verlassen. Die Anwendung sperrt sich nach einer Weile auch selbst.",
                "Nehmen Sie ein Passwort, das Sie sonst nirgends benutzen, am besten mehrere Wörter.",
                "Verschicken Sie die Schlüsseldatei nie per E-Mail oder Messenger.",
                "Bitten Sie darum, dass eine zweite Person die Verwaltung übernehmen kann.",
                "Öffnen Sie nach der Anmeldung die Seite „Schutz“. Sie zeigt, was in Ihrer Sitzung gerade gilt.",
            ])],
        },
        Section {
            id: "technical",
            heading: "Für Fachleute",
            blocks: &[P(
                "Umschläge: AES-256-GCM in Blöcken mit Bindung an Schlüssel und Zusammenhang nach der offenen Spezifikation C2SP chunked-encryption. Ableitungen: HKDF. Passwörter: Argon2id mit 64 MiB. Unterschriften: Ed25519. Das vollständige Format mit Prüfwerten liegt dem Quelltext des Portals bei, sodass jede Fachperson es nachrechnen kann.",
            )],
        },
    ],
};
