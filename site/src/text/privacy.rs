//! Privacy. Describes what the software does; everything that depends on the operator comes from the operator.

use super::{
    Block::{List, Operator, P, Terms},
    Fact, Section, Text,
};

pub(crate) const DE: Text = Text {
    title: "Datenschutz",
    lead: "Welche Daten das Portal verarbeitet, wer dafür verantwortlich ist und welche Rechte Sie haben.",
    needs_operator: true,
    sections: &[
        Section {
            id: "who",
            heading: "Wer verantwortlich ist",
            blocks: &[
                P(
                    "Für den Betrieb des Portals und für diese öffentlichen Seiten ist der Betreiber verantwortlich.",
                ),
                Operator(&[
                    (Fact::Address, "Betreiber"),
                    (Fact::Email, "E-Mail"),
                    (Fact::Phone, "Telefon"),
                    (Fact::DataProtectionOfficer, "Datenschutzbeauftragte Person"),
                ]),
                P(
                    "Für die Daten in den Fallakten ist die Organisation verantwortlich, die die Akte führt, zum Beispiel eine Einrichtung oder ein Jugendamt. Der Betreiber verarbeitet sie in deren Auftrag. Wenn Sie wissen möchten, was in Ihrer Akte steht, wenden Sie sich bitte an diese Organisation: Nur sie kann die Akte öffnen.",
                ),
            ],
        },
        Section {
            id: "visit",
            heading: "Wenn Sie nur diese Seiten lesen",
            blocks: &[
                P(
                    "Diese Seiten setzen keine Cookies, laden nichts von anderen Anbietern und zählen keine Besuche. Wie jeder Webserver bekommt unserer dabei die Netzadresse Ihres Geräts, die aufgerufene Seite, die Uhrzeit und die Kennung Ihres Browsers. Das ist nötig, um die Seite auszuliefern und Angriffe abzuwehren.",
                ),
                Operator(&[(Fact::LogRetention, "Aufbewahrung der technischen Protokolle")]),
            ],
        },
        Section {
            id: "staff",
            heading: "Wenn Sie mit dem Portal arbeiten",
            blocks: &[
                P(
                    "Zu Ihrem persönlichen Zugang speichern wir lesbar: Anmeldename, angezeigter Name, Rollen und Einheiten, öffentliche Schlüssel, Zeitpunkte von Anmeldungen und die Einträge im Protokoll, die zeigen, wer wann etwas geändert oder eine Verwaltungsseite angesehen hat. Ihr Passwort verlässt Ihr Gerät nicht; gespeichert wird nur ein öffentlicher Schlüssel, der sich daraus ableitet.",
                ),
                P(
                    "Nach der Anmeldung setzt das Portal ein einziges Cookie. Es hält Ihre Sitzung zusammen, ist dafür unbedingt erforderlich und endet mit ihr. Auf Ihrem Gerät merkt sich die Anwendung außerdem Einstellungen wie Sprache und Darstellung. Wenn Sie es so wählen, merkt sie sich auch den Organisationsschlüssel, dann aber nur verschlüsselt.",
                ),
            ],
        },
        Section {
            id: "cases",
            heading: "Daten in Fallakten",
            blocks: &[
                Terms(&[
                    (
                        "Verschlüsselt, für uns nicht lesbar",
                        "Namen, genaues Geburtsdatum, Anschriften, Telefonnummern, Kontakte und alle Texte. Sie werden im Browser der Fachkraft verschlüsselt, bevor sie den Rechner verlassen.",
                    ),
                    (
                        "Offen, für Auswertungen",
                        "Bewertungen als Zahlen, Auswahlfelder wie Hilfeart und Geschlecht, Geburtsmonat und Geburtsjahr, Tage wie Beginn und Ende einer Hilfe, Dauer von Terminen, zuständige Einheit und Person sowie ein kurzes Kürzel des Falls.",
                    ),
                ]),
                P(
                    "Auch die offenen Angaben sind Sozialdaten und werden so behandelt. Sie dienen der Organisation und dem Betreiber dazu, Wirkungen von Hilfen zu messen. Jeder Blick des Betreibers in die Daten eines Mandanten steht in dessen Protokoll.",
                ),
                P(
                    "Wie lange eine Akte aufbewahrt wird, bestimmt die Organisation nach den Gesetzen, die für sie gelten.",
                ),
            ],
        },
        Section {
            id: "recipients",
            heading: "Wer Daten bekommt",
            blocks: &[
                P(
                    "Wir geben keine Daten zu Werbezwecken weiter und binden keine Dienste Dritter ein. Die Technik betreibt:",
                ),
                Operator(&[(Fact::Hosting, "Rechenzentrum")]),
            ],
        },
        Section {
            id: "rights",
            heading: "Ihre Rechte",
            blocks: &[
                List(&[
                    "Auskunft über Ihre Daten und eine Kopie davon",
                    "Berichtigung falscher Angaben",
                    "Löschung und Einschränkung der Verarbeitung, soweit keine Pflicht zur Aufbewahrung entgegensteht",
                    "Widerspruch gegen eine Verarbeitung aus Gründen, die sich aus Ihrer Situation ergeben",
                    "Herausgabe Ihrer Daten in einem gängigen Format, wo das Gesetz es vorsieht",
                    "Beschwerde bei einer Aufsichtsbehörde",
                ]),
                P(
                    "Geht es um Ihren Zugang oder diese Seiten, wenden Sie sich an den Betreiber. Geht es um eine Akte, wenden Sie sich an die Organisation, die sie führt.",
                ),
                Operator(&[(Fact::SupervisoryAuthority, "Aufsichtsbehörde des Betreibers")]),
            ],
        },
    ],
};

pub(crate) const EN: Text = Text {
    title: "Privacy",
    lead: "Which data the portal processes, who is responsible and which rights you have.",
    needs_operator: true,
    sections: &[
        Section {
            id: "who",
            heading: "Who is responsible",
            blocks: &[
                P("The operator is responsible for running the portal and for these public pages."),
                Operator(&[
                    (Fact::Address, "Operator"),
                    (Fact::Email, "E-mail"),
                    (Fact::Phone, "Telephone"),
                    (Fact::DataProtectionOfficer, "Data protection officer"),
                ]),
                P(
                    "The organisation that keeps a case file, for example a provider or a youth welfare office, is responsible for the data in it. The operator processes them on its behalf. If you would like to know what stands in your file, please turn to that organisation: only it can open the file.",
                ),
            ],
        },
        Section {
            id: "visit",
            heading: "If you only read these pages",
            blocks: &[
                P(
                    "These pages set no cookies, load nothing from other providers and count no visits. Like every web server, ours receives the network address of your device, the page you ask for, the time and the name of your browser. That is needed to deliver the page and to fend off attacks.",
                ),
                Operator(&[(Fact::LogRetention, "How long technical logs are kept")]),
            ],
        },
        Section {
            id: "staff",
            heading: "If you work with the portal",
            blocks: &[
                P(
                    "For your personal access we keep in readable form: login name, displayed name, roles and units, public keys, times of logins, and the entries of the audit that show who changed something or looked at an administration page and when. Your password does not leave your device; only a public key derived from it is stored.",
                ),
                P(
                    "After login the portal sets a single cookie. It holds your session together, is strictly necessary for that and ends with it. On your device the application also remembers settings such as language and appearance. If you choose so, it remembers the organisation key as well, but only encrypted.",
                ),
            ],
        },
        Section {
            id: "cases",
            heading: "Data in case files",
            blocks: &[
                Terms(&[
                    (
                        "Encrypted, not readable for us",
                        "Names, exact dates of birth, addresses, telephone numbers, contacts and all texts. They are encrypted in the caseworker's browser before they leave the computer.",
                    ),
                    (
                        "Clear, for evaluation",
                        "Ratings as numbers, selections such as help type and sex, month and year of birth, days such as start and end of a help, duration of appointments, unit and person in charge, and a short code of the case.",
                    ),
                ]),
                P(
                    "The clear data are social data too and are treated as such. They help the organisation and the operator to measure the effects of help. Every look of the operator into a tenant's data appears in that tenant's audit.",
                ),
                P("How long a file is kept is decided by the organisation under the laws that apply to it."),
            ],
        },
        Section {
            id: "recipients",
            heading: "Who receives data",
            blocks: &[
                P(
                    "We pass on no data for advertising and use no services of third parties. The machines are run by:",
                ),
                Operator(&[(Fact::Hosting, "Data centre")]),
            ],
        },
        Section {
            id: "rights",
            heading: "Your rights",
            blocks: &[
                List(&[
                    "Information about your data and a copy of them",
                    "Correction of what is wrong",
                    "Erasure and restriction of processing, as far as no duty to keep records stands against it",
                    "Objection to processing for reasons that arise from your situation",
                    "Your data in a common format where the law provides for it",
                    "Complaint to a supervisory authority",
                ]),
                P(
                    "If it is about your access or these pages, turn to the operator. If it is about a file, turn to the organisation that keeps it.",
                ),
                Operator(&[(Fact::SupervisoryAuthority, "Supervisory authority of the operator")]),
            ],
        },
    ],
};
