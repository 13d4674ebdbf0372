//! The one measure of survival: somebody notices, nothing secret left the device, and the honest state is what it was.

use super::{
    CANARY, Device, Notices, PASSWORD, Stage,
    noticed::{name, shown, versions},
};
use crate::{Search, Trouble};
use api::{chain::sha256, paths::v1};
use crypto::{RootSheet, hazmat, hazmat::RawKey};
use std::fmt::Write;

/// One attack on one client, tried in any number of variants. It is survived when every variant was noticed (or had no
/// effect at all), when nothing secret was sent meanwhile, and when an honest client sees afterwards what it saw before.
pub struct Trial<'a> {
    stage: &'a Stage,
    victim: &'a Device,
    secrets: Search,
    truth: String,
    sent: usize,
    lies: usize,
    tried: usize,
}

impl<'a> Trial<'a> {
    /// Notes the honest state and from now on everything that the victim sends.
    ///
    /// # Errors
    /// When the honest state can't be read, or is not free of warnings.
    pub async fn begin(stage: &'a Stage, victim: &'a Device) -> Result<Self, Trouble> {
        let secrets = Search::new(&stage.secrets().await?);
        let truth = stage.truth().await?;
        let (sent, lies) = (victim.wire.count(), victim.wire.lies());
        Ok(Self { stage, victim, secrets, truth, sent, lies, tried: 0 })
    }

    /// A variant of the attack was tried on the wire, and this is what the victim saw of it.
    ///
    /// # Errors
    /// When nobody lied, or nobody noticed.
    pub fn noticed(&mut self, what: &str, seen: &impl Notices) -> Result<(), Trouble> {
        self.happened(what)?;
        self.noticed_off_wire(what, seen)
    }

    /// The same for an attack elsewhere than on the wire: in the database, in a link, in a file.
    ///
    /// # Errors
    /// When nobody noticed.
    pub fn noticed_off_wire(&mut self, what: &str, seen: &impl Notices) -> Result<(), Trouble> {
        self.tried += 1;
        if seen.notices().is_empty() {
            return Err(Trouble::new(format!("{what}: nobody noticed")));
        }
        Ok(())
    }

    /// A variant was tried that must have no effect at all: what is shown is what the honest server would have shown.
    ///
    /// # Errors
    /// When nobody lied, or when it had an effect.
    pub fn without_effect(&mut self, what: &str, seen: &str, honest: &str) -> Result<(), Trouble> {
        self.happened(what)?;
        self.without_effect_off_wire(what, seen, honest)
    }

    /// The same for an attack elsewhere than on the wire.
    ///
    /// # Errors
    /// When it had an effect.
    pub fn without_effect_off_wire(&mut self, what: &str, seen: &str, honest: &str) -> Result<(), Trouble> {
        self.tried += 1;
        if seen != honest {
            return Err(Trouble::new(format!("{what} had an effect:\n{}", difference(honest, seen))));
        }
        Ok(())
    }

    fn happened(&mut self, what: &str) -> Result<(), Trouble> {
        let lies = self.victim.wire.lies();
        if lies == self.lies {
            return Err(Trouble::new(format!("{what}: the attack did not happen")));
        }
        self.lies = lies;
        Ok(())
    }

    /// How many variants were tried.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// Ends the lies and judges.
    ///
    /// # Errors
    /// When nothing was tried, when something secret was sent, or when the honest state has changed.
    pub async fn end(self) -> Result<(), Trouble> {
        self.victim.wire.honest();
        if self.tried == 0 {
            return Err(Trouble::new("no attack was tried"));
        }
        for request in self.victim.wire.sent_since(self.sent) {
            let found = !self.secrets.find(request.path.as_bytes()).is_empty()
                || !self.secrets.find(&request.body).is_empty();
            if found {
                let (method, path) = (request.method.as_str(), request.path);
                return Err(Trouble::new(format!("something secret was sent with {method} {path}")));
            }
        }
        let truth = self.stage.truth().await?;
        if truth != self.truth {
            return Err(Trouble::new(format!(
                "the honest state has changed:\n{}",
                difference(&self.truth, &truth)
            )));
        }
        Ok(())
    }
}

fn difference(before: &str, after: &str) -> String {
    let mut lines = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    match lines.next() {
        Some((before, after)) => format!("- {before}\n+ {after}"),
        None => format!("{} lines became {}", before.lines().count(), after.lines().count()),
    }
}

impl Stage {
    /// What is really there, as somebody sees it to whom nobody lies: the organisation log, people and rights, all cases
    /// with their names, entries and histories, and the bytes that the server has of them.
    ///
    /// # Errors
    /// When anything can't be read, or the honest client itself warns of something.
    pub async fn truth(&self) -> Result<String, Trouble> {
        let vault = &self.witness.vault;
        let organisation = self.organisation;
        let mut out = String::new();
        let log = v1::ORGANISATION_LOG.replace("{organisation}", &organisation.to_string());
        let log = self.witness.ask(format!("{log}?after=0")).await?;
        let overview = vault.organisation(organisation).await?;
        // Writing into a String cannot fail.
        let _ = writeln!(out, "log {:02x?}", sha256(&log.body).0);
        let _ = writeln!(out, "{:?} {:?} {:?}", overview.key, overview.units, overview.state);
        for person in &overview.people {
            let (account, trust) = (person.person.account, person.trust);
            let _ = writeln!(out, "{account} {trust:?} {:?} {:?}", person.person.grants, person.fingerprint);
        }
        let mut notices = overview.notices();
        let mut rows = vault.list_cases(organisation).await?;
        notices.extend(vault.open_names(organisation, usize::MAX).await?.notices());
        rows.sort_by_key(|row| row.summary.id);
        for row in rows {
            let case = row.summary.id;
            let file = v1::CASE.replace("{case}", &case.to_string());
            let file = self.witness.ask(format!("{file}?organisation={organisation}")).await?;
            let _ = writeln!(out, "case {case} {:02x?} {}", sha256(&file.body).0, row.responsible_name);
            let view = self.open(&self.witness, case).await?;
            notices.extend(view.notices());
            let _ = writeln!(out, "{}\n{}", name(&view.name), shown(&view));
            for entry in &view.entries {
                let history = vault.history(case, entry.record).await;
                let history = history.map_err(|error| Trouble::vault("reading the history", error))?;
                notices.extend(history.notices());
                out.push_str(&versions(&history));
            }
        }
        if notices.is_empty() {
            return Ok(out);
        }
        Err(Trouble::new(format!("the honest client warns: {notices:?}")))
    }

    /// Everything that must never leave a device: what was typed, the password, the organisation key, the root, the keys
    /// of the victim and of all cases.
    ///
    /// # Errors
    /// When they can't be opened.
    pub async fn secrets(&self) -> Result<Vec<Vec<u8>>, Trouble> {
        let mut secrets = vec![CANARY.as_bytes().to_vec(), PASSWORD.as_bytes().to_vec()];
        let root = RootSheet::parse(self.place.made.sheet.root.qr.as_str());
        let root = root.map_err(|_| Trouble::new("the root's sheet can't be read"))?;
        secrets.push(root.raw().to_vec());
        let keys = self.keys(&self.witness).await?;
        secrets.extend(keys.raw());
        for row in self.witness.vault.list_cases(self.organisation).await? {
            let open = self.case_keys(row.summary.id, &keys).await?;
            secrets.push(hazmat::case_key_bytes(&open.case).to_vec());
            secrets.extend(open.parts.iter().map(|(_, _, key)| hazmat::part_key_bytes(key).to_vec()));
        }
        if let Ok(victim) = self.keys(&self.berta).await {
            secrets.extend(victim.raw());
        }
        Ok(secrets)
    }
}
