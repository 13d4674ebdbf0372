//! What the demo consists of, before anybody has sealed it.

use api::{
    facts::Fact,
    organisations::{Role, Scope},
};

/// The demo tenant.
#[derive(Debug, Clone)]
pub struct World {
    /// Slug for the login.
    pub slug: &'static str,
    /// Name.
    pub name: &'static str,
    /// Organisations; the administrator of the first one sets up the others.
    pub organisations: Vec<Organisation>,
    /// People, the first administrator first.
    pub staff: Vec<Staff>,
}

impl World {
    /// Login names of those who lead a whole organisation.
    pub fn managers(&self, organisation: usize) -> impl Iterator<Item = &'static str> {
        let leads = |staff: &&Staff| {
            let everywhere =
                |(role, scope, _): &(Role, Scope, _)| *role == Role::Manager && *scope == Scope::Organisation;
            staff.grants.iter().any(everywhere)
        };
        self.staff
            .iter()
            .filter(move |staff| staff.organisation == organisation)
            .filter(leads)
            .map(|staff| staff.login)
    }
}

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Name.
    pub name: &'static str,
    /// Where the key file lies.
    pub key_hint: &'static str,
    /// Org chart, parents before children.
    pub units: Vec<Unit>,
}

/// An org unit.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// Name, unique in the organisation.
    pub name: &'static str,
    /// Name of the unit above.
    pub parent: Option<&'static str>,
}

/// Somebody who works there.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Index of the organisation.
    pub organisation: usize,
    /// Displayed name.
    pub name: &'static str,
    /// Login name.
    pub login: &'static str,
    /// What the person does, for the overview in `demo.json`.
    pub what: &'static str,
    /// Rights: role, scope, name of the unit.
    pub grants: Vec<(Role, Scope, Option<&'static str>)>,
    /// How far the person got.
    pub progress: Progress,
}

/// How far somebody got with the personal access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Works.
    Working,
    /// Has a personal access, has not loaded the key.
    WithoutKey,
    /// Has an open invitation.
    Invited,
}

/// An invented case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Index of the organisation.
    pub organisation: usize,
    /// Name of the unit.
    pub unit: &'static str,
    /// Login name of the responsible person.
    pub responsible: &'static str,
    /// Login name of the stand-in.
    pub deputy: Option<&'static str>,
    /// Login names of the team.
    pub team: Vec<&'static str>,
    /// Person.
    pub person: Entry,
    /// Help.
    pub help: Entry,
    /// Further entries in the order in which they were written.
    pub entries: Vec<Entry>,
}

/// An entry of a case.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Code of the form.
    pub form: &'static str,
    /// Clear facts.
    pub facts: Vec<(String, Fact)>,
    /// Texts to seal.
    pub texts: Vec<(String, String)>,
    /// A later change of the same entry.
    pub change: Option<Box<Entry>>,
    /// Why the entry was withdrawn afterwards.
    pub withdrawn: Option<&'static str>,
}

impl Entry {
    /// An empty entry of a form.
    #[must_use]
    pub fn new(form: &'static str) -> Self {
        Self { form, ..Self::default() }
    }

    /// Adds a code or date.
    #[must_use]
    pub fn code(mut self, key: &str, code: impl Into<String>) -> Self {
        self.facts.push((key.to_owned(), Fact::Code(code.into())));
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn int(mut self, key: &str, value: i64) -> Self {
        self.facts.push((key.to_owned(), Fact::Int(value)));
        self
    }

    /// Adds yes or no.
    #[must_use]
    pub fn flag(mut self, key: &str, value: bool) -> Self {
        self.facts.push((key.to_owned(), Fact::Bool(value)));
        self
    }

    /// Adds codes.
    #[must_use]
    pub fn codes(mut self, key: &str, codes: &[&str]) -> Self {
        let codes = codes.iter().map(|&code| code.to_owned()).collect();
        self.facts.push((key.to_owned(), Fact::Codes(codes)));
        self
    }

    /// Adds a text; empty ones are left out.
    #[must_use]
    pub fn text(mut self, key: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push((key.to_owned(), text));
        }
        self
    }

    /// The code, date or month of a field.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|(own, _)| own == key).map(|(_, fact)| fact)
    }

    /// The text of a field.
    #[must_use]
    pub fn words(&self, key: &str) -> Option<&str> {
        self.texts.iter().find(|(own, _)| own == key).map(|(_, text)| text.as_str())
    }
}
