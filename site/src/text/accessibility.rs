//! Accessibility statement after BITV 2.0 and EN 301 549.

use super::{
    Block::{List, Operator, P, Terms},
    Fact, Section, Text,
};

pub(crate) const DE: Text = Text {
    title: "Erklärung zur Barrierefreiheit",
    lead: "Das Portal soll für alle bedienbar sein, die damit arbeiten. Hier steht, was schon gelingt, was noch fehlt und wie Sie uns Hindernisse melden.",
    needs_operator: true,
    sections: &[
        Section {
            id: "scope",
            heading: "Wofür diese Erklärung gilt",
            blocks: &[
                P(
                    "Sie gilt für das WIMES Portal, also für die Anwendung nach der Anmeldung und für diese öffentlichen Seiten, am Rechner und auf dem Telefon, auf Deutsch und auf Englisch.",
                ),
                P(
                    "Maßstab sind die Barrierefreie-Informationstechnik-Verordnung (BITV 2.0), die europäische Norm EN 301 549 und die Stufe AA der Web Content Accessibility Guidelines (WCAG) 2.2.",
                ),
            ],
        },
        Section {
            id: "status",
            heading: "Wie weit die Anforderungen erfüllt sind",
            blocks: &[P(
                "Das Portal ist mit den Anforderungen teilweise vereinbar. Diese Einschätzung ist eine Selbstbewertung vom November 2026. Sie stützt sich auf automatische Prüfungen der Seiten bei jeder Änderung, auch der Kontraste, auf Bedienproben allein mit der Tastatur und auf das Durchsehen der Seiten in heller und dunkler Darstellung. Eine Prüfung durch eine unabhängige Stelle hat noch nicht stattgefunden.",
            )],
        },
        Section {
            id: "works",
            heading: "Was Sie erwarten können",
            blocks: &[List(&[
                "Alles lässt sich mit der Tastatur bedienen, und der Fokus ist immer zu sehen.",
                "Felder, Schaltflächen und Meldungen haben Namen, die Vorleseprogramme ansagen.",
                "Farbe trägt nie allein eine Bedeutung: Auf der Ampelskala steht immer auch die Zahl und ein Satz dazu.",
                "Die Sätze zu den Stufen einer Bewertung sind mit Tastatur und Berührung erreichbar, nicht nur mit der Maus.",
                "Zu Schaubildern gibt es eine Textfassung oder eine Tabelle.",
                "Die Seiten folgen der Einstellung Ihres Geräts für helle oder dunkle Darstellung, für erzwungene Farben und für weniger Bewegung.",
                "Bei 400 Prozent Vergrößerung bleibt alles lesbar, ohne dass Sie seitwärts rollen müssen; breite Tabellen rollen für sich.",
            ])],
        },
        Section {
            id: "gaps",
            heading: "Was noch nicht barrierefrei ist",
            blocks: &[Terms(&[
                (
                    "Leichte Sprache und Gebärdensprache",
                    "Es gibt noch keine Erläuterungen in Leichter Sprache und keine Videos in Deutscher Gebärdensprache.",
                ),
                (
                    "Vorleseprogramme",
                    "Die Seiten sind dafür gebaut und werden automatisch geprüft. Ausführliche Proben mit verschiedenen Vorleseprogrammen und mit Menschen, die täglich damit arbeiten, stehen noch aus.",
                ),
                (
                    "Automatisches Sperren",
                    "Zum Schutz der Akten sperrt sich die Anwendung nach einer Zeit ohne Eingabe. Vor dem Sperren wird nicht in jedem Fall so früh gewarnt, wie es die Norm verlangt. Was Sie getippt haben, geht dabei nicht verloren.",
                ),
                (
                    "Gedruckte Blätter",
                    "Das Blatt mit dem Organisationsschlüssel entsteht über die Druckfunktion des Browsers. Die dabei erzeugten PDF-Dateien sind nicht durchgehend ausgezeichnet.",
                ),
                ("Texte anderer", "Was Fachkräfte in Akten schreiben, können wir weder lesen noch prüfen."),
            ])],
        },
        Section {
            id: "feedback",
            heading: "Hindernis melden",
            blocks: &[
                P(
                    "Wenn Sie auf eine Barriere stoßen oder Inhalte in einer anderen Form brauchen, schreiben Sie uns oder rufen Sie an. Beschreiben Sie kurz, auf welcher Seite es hakt und womit Sie arbeiten. Nennen Sie dabei bitte keine Namen aus Akten.",
                ),
                Operator(&[(Fact::Address, "Anschrift"), (Fact::Email, "E-Mail"), (Fact::Phone, "Telefon")]),
            ],
        },
        Section {
            id: "enforcement",
            heading: "Wenn wir Ihnen nicht weiterhelfen",
            blocks: &[
                P(
                    "Bekommen Sie innerhalb von vier Wochen keine zufriedenstellende Antwort, können Sie sich an die Stelle wenden, die für den Betreiber zuständig ist. Ihr Verfahren kostet nichts. Welche Stelle das ist, hängt davon ab, ob der Betreiber zum Bund, zu einem Land oder zu keinem von beiden gehört.",
                ),
                Operator(&[(Fact::AccessibilityEnforcement, "Zuständige Stelle")]),
            ],
        },
    ],
};

pub(crate) const EN: Text = Text {
    title: "Accessibility statement",
    lead: "Everyone who works with this portal should be able to operate it. Here is what already succeeds, what is still missing and how to report obstacles.",
    needs_operator: true,
    sections: &[
        Section {
            id: "scope",
            heading: "What this statement covers",
            blocks: &[
                P(
                    "It covers the WIMES portal: the application after login and these public pages, on computers and phones, in German and in English.",
                ),
                P(
                    "The measure is the German ordinance on accessible information technology (BITV 2.0), the European standard EN 301 549 and level AA of the Web Content Accessibility Guidelines (WCAG) 2.2.",
                ),
            ],
        },
        Section {
            id: "status",
            heading: "How far the requirements are met",
            blocks: &[P(
                "The portal is partially conformant. This is a self-assessment of November 2026. It rests on automatic checks of the pages with every change, contrast included, on trying the pages with the keyboard alone and on looking through them in light and dark. No independent body has examined the portal yet.",
            )],
        },
        Section {
            id: "works",
            heading: "What you can expect",
            blocks: &[List(&[
                "Everything can be operated with the keyboard, and the focus is always visible.",
                "Fields, buttons and messages have names that screen readers announce.",
                "Colour never carries meaning alone: the traffic-light scale always shows the number and a sentence.",
                "The sentences for the values of a rating are within reach of keyboard and touch, not only of the mouse.",
                "Charts have a text version or a table.",
                "The pages follow your device's settings for light or dark, for forced colours and for reduced motion.",
                "At 400 percent zoom everything stays readable without scrolling sideways; wide tables scroll by themselves.",
            ])],
        },
        Section {
            id: "gaps",
            heading: "What is not accessible yet",
            blocks: &[Terms(&[
                (
                    "Easy language and sign language",
                    "There are no explanations in easy language and no videos in German Sign Language yet.",
                ),
                (
                    "Screen readers",
                    "The pages are built for them and checked automatically. Thorough trials with different screen readers and with people who use them every day are still to come.",
                ),
                (
                    "Automatic locking",
                    "To protect the files, the application locks itself after a time without input. The warning before it does not in every case come as early as the standard demands. What you have typed is not lost.",
                ),
                (
                    "Printed sheets",
                    "The sheet with the organisation key is made with the browser's print function. The PDF files that result are not tagged throughout.",
                ),
                ("Texts by others", "What professionals write in files we can neither read nor check."),
            ])],
        },
        Section {
            id: "feedback",
            heading: "Report an obstacle",
            blocks: &[
                P(
                    "If you meet a barrier or need content in another form, write to us or call us. Say briefly on which page it happens and what you work with. Please mention no names from files.",
                ),
                Operator(&[(Fact::Address, "Address"), (Fact::Email, "E-mail"), (Fact::Phone, "Telephone")]),
            ],
        },
        Section {
            id: "enforcement",
            heading: "If we cannot help you",
            blocks: &[
                P(
                    "If you get no satisfactory answer within four weeks, you may turn to the body that is responsible for the operator. The procedure is free of charge. Which body that is depends on whether the operator belongs to the federation, to a federal state or to neither.",
                ),
                Operator(&[(Fact::AccessibilityEnforcement, "Responsible body")]),
            ],
        },
    ],
};
