//! Imprint. Everything that is a legal fact comes from the operator.

use super::{
    Block::{Operator, P},
    Fact, Section, Text,
};

pub(crate) const DE: Text = Text {
    title: "Impressum",
    lead: "Wer dieses Portal betreibt und wie Sie uns erreichen.",
    needs_operator: true,
    sections: &[
        Section {
            id: "operator",
            heading: "Betreiber",
            blocks: &[Operator(&[
                (Fact::Address, "Anschrift"),
                (Fact::RepresentedBy, "Vertreten durch"),
                (Fact::Register, "Register"),
                (Fact::VatId, "Umsatzsteuer-Identifikationsnummer"),
            ])],
        },
        Section {
            id: "contact",
            heading: "Kontakt",
            blocks: &[
                Operator(&[(Fact::Email, "E-Mail"), (Fact::Phone, "Telefon")]),
                P(
                    "Bitte schreiben Sie uns keine Namen und keine Angaben aus Fallakten. Wenn es um einen Fall geht, genügt das Kürzel, das in der Akte oben steht. Mehr brauchen wir nie, und mehr können wir auch nicht lesen.",
                ),
            ],
        },
        Section {
            id: "content",
            heading: "Inhalte der Fallakten",
            blocks: &[P(
                "Die Fallakten gehören den Organisationen, die mit dem Portal arbeiten. Sie allein schreiben darin und sind dafür verantwortlich. Der Betreiber kann die Texte nicht lesen.",
            )],
        },
    ],
};

pub(crate) const EN: Text = Text {
    title: "Imprint",
    lead: "Who operates this portal and how to reach us.",
    needs_operator: true,
    sections: &[
        Section {
            id: "operator",
            heading: "Operator",
            blocks: &[Operator(&[
                (Fact::Address, "Address"),
                (Fact::RepresentedBy, "Represented by"),
                (Fact::Register, "Register"),
                (Fact::VatId, "VAT identification number"),
            ])],
        },
        Section {
            id: "contact",
            heading: "Contact",
            blocks: &[
                Operator(&[(Fact::Email, "E-mail"), (Fact::Phone, "Telephone")]),
                P(
                    "Please do not send us names or anything else from case files. If your question is about a case, the short code at the top of the file is enough. We never need more, and we cannot read more.",
                ),
            ],
        },
        Section {
            id: "content",
            heading: "Content of the case files",
            blocks: &[P(
                "The case files belong to the organisations that work with the portal. They alone write in them and are responsible for them. The operator cannot read the texts.",
            )],
        },
    ],
};
