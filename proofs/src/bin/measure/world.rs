//! A portal with cases, and requests for it that are made beforehand: what is measured is the server, not the sealing.

use crate::load::{self, Timing};
use api::{auth::CLIENT_HEADER, ids::CaseId};
use proofs::{Portal, Team, Trouble, draft};
use std::fs;
use vault::view::{Draft, NewCase, WriteEntry};

/// As many as people who write at the same time.
const CASES: usize = 64;
/// Bytes of text in an entry.
const TEXT: usize = 300;

pub struct World {
    pub portal: Portal,
    pub team: Team,
    pub cases: Vec<CaseId>,
    entry: Draft,
}

impl World {
    pub async fn make() -> Result<Self, Trouble> {
        let portal = Portal::start().await?;
        let team = Team::make(&portal).await?;
        let vault = &team.caseworker.vault;
        let configuration = vault
            .configuration()
            .await
            .map_err(|error| Trouble::vault("reading the configuration", error))?;
        let mut cases = Vec::new();
        for number in 0..CASES {
            let mut entries = Vec::new();
            for form in ["person", "help"] {
                entries
                    .push((form.to_owned(), draft(&configuration, form, |key| format!("{key} {number}"))?));
            }
            let case = NewCase {
                id: vault.make_case().map_err(|error| Trouble::vault("making a case", error))?,
                organisation: team.organisation,
                unit: None,
                responsible: team.caseworker.session.account,
                deputy: None,
                team: Vec::new(),
                entries,
            };
            let made =
                vault.create_case(case).await.map_err(|error| Trouble::vault("making a case", error))?;
            let opened = vault.open_case(team.organisation, made.case).await;
            opened.map_err(|error| Trouble::vault("opening a case", error))?;
            cases.push(made.case);
        }
        let text = "Gespräch. ".repeat(TEXT / 11);
        let entry = draft(&configuration, "course", |_| text.clone())?;
        Ok(Self { portal, team, cases, entry })
    }

    /// Requests that each write an entry, taking turns through the cases.
    pub async fn prepare(&self, count: usize) -> Result<Vec<Vec<u8>>, Trouble> {
        let person = &self.team.caseworker;
        person.http.hold_back_writes(true);
        let mut requests = Vec::with_capacity(count);
        for case in self.cases.iter().copied().cycle().take(count) {
            let record = person.vault.make_record();
            let write = WriteEntry {
                case,
                record: record.map_err(|error| Trouble::vault("making an entry", error))?,
                form: "course".to_owned(),
                based_on: 0,
                draft: self.entry.clone(),
            };
            // Held back, so it fails; what would have been sent is kept.
            if person.vault.write_entry(write).await.is_ok() {
                return Err(Trouble::new("a write was not held back"));
            }
            let request = person.http.last_write().ok_or_else(|| Trouble::new("nothing was written"))?;
            let head = format!(
                "POST {} HTTP/1.1\r\n{}{CLIENT_HEADER}: measure/{}\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
                request.path,
                self.headers(),
                env!("CARGO_PKG_VERSION"),
                request.content_type.unwrap_or_default(),
                request.body.len()
            );
            requests.push([head.into_bytes(), request.body].concat());
        }
        person.http.hold_back_writes(false);
        Ok(requests)
    }

    /// Lines that every request has.
    pub fn headers(&self) -> String {
        let cookie = self.team.caseworker.http.cookie().unwrap_or_default();
        format!("host: {}\r\ncookie: {cookie}\r\n", self.address())
    }

    pub fn address(&self) -> String {
        self.portal.origin.trim_start_matches("http://").to_owned()
    }

    /// Writes so many entries over so many connections.
    pub async fn load(&self, connections: usize, writes: usize) -> Result<Timing, Trouble> {
        let requests = self.prepare(writes).await?;
        load::run(&self.address(), connections, requests, "201").await
    }

    /// Memory of the server's process that is resident, in MiB.
    pub fn memory(&self) -> Result<f64, Trouble> {
        let id = self.portal.id().ok_or_else(|| Trouble::new("the server does not run"))?;
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kibibytes.map(|number| number / 1024.0).ok_or_else(|| Trouble::new("the system tells no memory"))
    }
}
