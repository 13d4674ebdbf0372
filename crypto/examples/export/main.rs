//! Writes the frozen export of an organisation: `export FOLDER`.
//!
//! `vectors/export/` was made with it once, from fixed keys: an organisation whose key was renewed twice, the second
//! rotation still running; two people, one of them blocked; an administrator by recovery; a new root; two cases, one of them
//! with two epochs. It is what the HTTP interface delivers, so this program knows its types, which the crate does not.

mod logs;
mod world;

use api::{
    bytes::Bytes,
    cases::{CaseFile, CaseState, CaseSummary},
    ids::{AccountId, CaseId, OrganisationId},
    keys::{KeyChain, PreviousKey},
};
use crypto::{
    Head, KeyFile, OrganisationKey, PreviousKeyContext, RootKey,
    hazmat::{self, RawKey},
    wrap_previous_organisation_key,
};
use std::{error::Error, fs, path::Path};
use world::{Case, ORGANISATION, Organisation, TENANT};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The organisation key of an epoch.
fn organisation_key(epoch: u32) -> OrganisationKey {
    let byte = 0x20 + epoch.to_le_bytes()[0];
    hazmat::organisation_key(epoch, &[byte; 32])
}

fn root(byte: u8) -> RootKey {
    RootKey::from_raw(&[byte; 32])
}

fn summary(case: CaseId, code: &str) -> CaseSummary {
    CaseSummary {
        id: case,
        code: code.to_owned(),
        organisation: OrganisationId::from_bytes(ORGANISATION),
        unit: None,
        responsible: AccountId::from_bytes([0x12; 16]),
        deputy: None,
        team: Vec::new(),
        assignment_version: 1,
        state: CaseState::Open,
        help_type: None,
        help_start: None,
        help_end: None,
        review: None,
        sex: None,
        birth_month: None,
        ending: None,
        rated: Vec::new(),
        need_first: None,
        need_latest: None,
        entries: 1,
        created_at: 1_795_000_000,
        updated_at: 1_795_000_000,
    }
}

fn previous(epoch: u32) -> Done<PreviousKey> {
    let before = organisation_key(epoch - 1);
    let context = PreviousKeyContext { tenant: &TENANT, organisation: &ORGANISATION, key: before.id() };
    let envelope = wrap_previous_organisation_key(&organisation_key(epoch).secrets(), &context, &before)?;
    Ok(PreviousKey { epoch, envelope: Bytes(envelope) })
}

fn key_file(epoch: u32, root: &RootKey, head: api::chain::Head) -> String {
    KeyFile {
        organisation_name: "Jugendhilfe Größenwahn e. V.".to_owned(),
        organisation: ORGANISATION,
        tenant: TENANT,
        root: root.public(),
        checkpoint: Head { n: head.n, hash: head.hash.0 },
        key: organisation_key(epoch),
    }
    .to_text()
    .to_string()
}

fn write(folder: &Path) -> Done {
    fs::create_dir_all(folder)?;
    let mut organisation = Organisation::begin(root(0x51), &organisation_key(1))?;
    let first_file = key_file(1, &root(0x51), organisation.log.head());
    let anna = organisation.administrator.clone();
    let berta = organisation.join(&anna, 0x12, "Berta Beispiel", &organisation_key(1))?;
    let carl = organisation.join(&anna, 0x13, "Carl Gewesen", &organisation_key(1))?;
    organisation.check_keys(&anna, 1);

    let mut old = Case::begin(&organisation, &carl, 0x31, &organisation_key(1))?;
    old.assign(&organisation, &carl);
    old.write(
        &organisation,
        &carl,
        0x41,
        "person",
        &[("name", "Mia Muster"), ("note", "Größe ist kein Maß.")],
    )?;
    old.write(&organisation, &berta, 0x41, "person", &[("name", "Mia Muster-Neu"), ("note", "")])?;
    let mut other = Case::begin(&organisation, &berta, 0x32, &organisation_key(1))?;
    other.write(&organisation, &berta, 0x42, "person", &[("name", "Noah Niemand")])?;

    organisation.manager(&anna, &berta, 2);
    organisation.block(&anna, &carl, 2);
    organisation.rotate(&anna, &organisation_key(2), true);
    old.renew(&organisation, &berta, &organisation_key(2))?;
    old.write(&organisation, &berta, 0x43, "course", &[("text", "Ein Satz, den Carl nie liest.")])?;
    let late = organisation.recover(&root(0x51), 0x14, "Dora Tresor");
    organisation.succeed(&root(0x51), &root(0x52), &late);
    organisation.rotate(&late, &organisation_key(3), false);
    old.rewrap(&organisation_key(3))?;
    other.rewrap(&organisation_key(2))?;

    let (one, two) = organisation.log.pages();
    let newest = key_file(3, &root(0x52), organisation.log.head());
    let chain = KeyChain { previous: vec![previous(2)?, previous(3)?], waiting: 1 };
    fs::write(folder.join("key-1.txt"), first_file)?;
    fs::write(folder.join("key-3.txt"), newest)?;
    fs::write(folder.join("log-1.json"), serde_json::to_string(&one)?)?;
    fs::write(folder.join("log-2.json"), serde_json::to_string(&two)?)?;
    fs::write(folder.join("keys.json"), serde_json::to_string(&chain)?)?;
    for (case, code, name) in [(old, "K1-AA", "case-1.cbor"), (other, "K2-BB", "case-2.cbor")] {
        let file = CaseFile {
            summary: summary(case.id, code),
            slots: case.slots.clone(),
            parts: vec![case.part()],
            writable: true,
        };
        fs::write(folder.join(name), minicbor_serde::to_vec(&file)?)?;
    }
    Ok(())
}

fn main() -> Done {
    let folder = std::env::args_os().nth(1).ok_or("usage: export FOLDER")?;
    write(Path::new(&folder))
}
