//! What is protected and how, in English.

use super::{
    Block::{List, P, Terms},
    Section, Text,
};

pub(crate) const TEXT: Text = Text {
    title: "What is protected and how",
    lead: "Names, contacts and all texts of a case file are encrypted in the browser before they leave the device. Whoever operates the portal cannot read them.",
    needs_operator: false,
    sections: &[
        Section {
            id: "short",
            heading: "In short",
            blocks: &[
                P(
                    "Imagine a file that you put into an envelope and seal in your own office. Only then do you hand it to the archive. The archive keeps it and knows when it came and to which case it belongs. It cannot open it, because the key stays with you.",
                ),
                P("This is how the portal works. Five things interlock."),
            ],
        },
        Section {
            id: "transport",
            heading: "1 · Encrypted transport",
            blocks: &[P(
                "Everything between your device and the server travels over an encrypted connection. Your browser talks to this one server only. Fonts, pictures and programs do not come from other providers, and nobody counts your visits.",
            )],
        },
        Section {
            id: "organisation-key",
            heading: "2 · Organisation key",
            blocks: &[
                P(
                    "Every organisation has a key of its own. It is made in the browser of its administration and is never sent to the server. It lies as a file where only the staff can reach it, for example on the organisation's shared drive, and as a printed sheet in the safe.",
                ),
                P(
                    "Someone who finds the file but has no personal access can open nothing with it. Someone who has an access but not the file sees the word “encrypted” in place of names and texts.",
                ),
            ],
        },
        Section {
            id: "personal-access",
            heading: "3 · Personal access",
            blocks: &[
                P(
                    "Every person has a login name and a password of their own. The password stays on the device; the server only checks that the device knows it. Every entry carries a signature that can only be made with this access. So one can tell later who wrote an entry and whether anyone has changed it.",
                ),
                P(
                    "The administration can block an access at once. Someone who forgets the password is invited anew; texts already written are not lost.",
                ),
            ],
        },
        Section {
            id: "case-encryption",
            heading: "4 · Encryption of the single case",
            blocks: &[P(
                "Every case has a key of its own, and so has every part of the file. Every saved version of an entry sits in an envelope of its own that is firmly bound to case, part and entry. An envelope that lies in the wrong place or has been changed cannot be opened.",
            )],
        },
        Section {
            id: "cooperation",
            heading: "5 · Protected cooperation",
            blocks: &[
                P(
                    "When a provider, a youth welfare office and a school work on a case, each side is to receive only the parts of the file that are meant for it, each with a key of its own. Beforehand both sides compare eight words on the telephone. So nobody can step in between, not even the operator.",
                ),
                P(
                    "In this release, sharing with other organisations is not switched on yet. Until then every file stays in the organisation that created it.",
                ),
            ],
        },
        Section {
            id: "clear",
            heading: "What stays clear and why",
            blocks: &[
                P(
                    "So that effects can be measured, some data stay readable. They consist of numbers, days and fixed selections only. Free text cannot stand there; the server does not accept it.",
                ),
                Terms(&[
                    (
                        "Ratings",
                        "values from 1 to 7, whether a dimension is relevant for the help, time point and role of the rater",
                    ),
                    ("Person", "sex, month and year of birth, features of the official statistics"),
                    ("Help", "help type, start and end, hours, kind of ending and other selections"),
                    (
                        "Course and goals",
                        "day, kind and duration of an entry, state of a goal, never the wording",
                    ),
                    (
                        "Responsibility",
                        "names of organisations, units and staff, and who is in charge of which case",
                    ),
                    (
                        "Short code",
                        "a few characters such as K7-2M with which everyone can speak about a case without naming anybody",
                    ),
                ]),
                P(
                    "The operator sees these data and, in all other places, the word “encrypted”. Each such look appears in the tenant's audit.",
                ),
            ],
        },
        Section {
            id: "limits",
            heading: "What this protection cannot do",
            blocks: &[
                P("No protection is complete. You should know these limits:"),
                Terms(&[
                    (
                        "A device in the wrong hands",
                        "While files are unlocked, anyone at the screen sees what you see. The same goes for malicious programs on the device.",
                    ),
                    (
                        "The program comes from the server",
                        "Your browser loads the application from here. An operator who deliberately delivers a changed program could capture texts as they are typed. Strict rules in the browser and checksums make this harder but do not rule it out.",
                    ),
                    (
                        "Who works when",
                        "The server sees which access opens which case and when, and roughly how long an entry is.",
                    ),
                    (
                        "Those who may read can pass on",
                        "Whoever may read a file can copy it out or photograph it. Trust and rules help against that, encryption does not.",
                    ),
                    (
                        "Rights inside the organisation",
                        "All caseworkers of an organisation load the same organisation key. Which of them receives which cases is decided by the server according to roles and units. A server that lies could show a caseworker too many cases of the same organisation.",
                    ),
                    (
                        "When someone leaves and keeps the file",
                        "A blocked access no longer reaches any file. But whoever keeps the key file and also gets hold of a copy of the database can read what was written until then. Changing the organisation key, which protects later entries from this, is not switched on in this release yet.",
                    ),
                    (
                        "When all keys are lost",
                        "If both the key file and the sheet in the safe are lost, nobody can restore the texts, and neither can we. That is why the portal asks for both when an organisation is set up.",
                    ),
                    (
                        "Withholding",
                        "A server can withhold entries. Devices that already knew them notice. A new device cannot notice it in every case.",
                    ),
                ]),
            ],
        },
        Section {
            id: "yourself",
            heading: "What you can do yourself",
            blocks: &[List(&[
                "Lock your device when you leave your place. The application also locks itself after a while.",
                "Choose a password that you use nowhere else, best of all several words.",
                "Never send the key file by e-mail or messenger.",
                "Ask for a second person who can take over the administration.",
                "After login open the page “Schutz” (protection). It shows what holds in your session right now.",
            ])],
        },
        Section {
            id: "technical",
            heading: "For experts",
            blocks: &[P(
                "Envelopes: AES-256-GCM in chunks, committing to key and context, after the open specification C2SP chunked-encryption. Derivations: HKDF. Passwords: Argon2id with 64 MiB. Signatures: Ed25519. The full format with test vectors comes with the portal's source, so that every expert can verify it.",
            )],
        },
    ],
};
