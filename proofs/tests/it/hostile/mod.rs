//! The real server behind a layer that lies in its answers, and what an honest client makes of it. The attacks are those
//! of the list in `docs/THREAT-MODEL.md`; each test is named after its row.

mod columns;
mod dump;
mod envelopes;
mod history;
mod identities;
mod keys;
mod leaver;
mod members;
mod passwords;
mod poison;
mod records;
mod renewed;
mod wiped;

use api::{cases::CaseFile, ids::CaseId, records::LogContent, records::Revision};
use proofs::hostile::{Device, Stage};
use vault::{CaseError, view::CaseView};

/// Opens a case, whatever comes of it.
async fn open(stage: &Stage, device: &Device, case: CaseId) -> Result<CaseView, CaseError> {
    device.vault.open_case(stage.organisation, case).await
}

/// The revisions of a case file with the places where they stand: part, entry.
fn revisions(file: &CaseFile) -> Vec<(usize, usize, Revision)> {
    let mut out = Vec::new();
    for (part, opened) in file.parts.iter().enumerate() {
        for (entry, found) in opened.entries.iter().enumerate() {
            if let LogContent::Revision(revision) = &found.content {
                out.push((part, entry, revision.clone()));
            }
        }
    }
    out
}

/// The revision at a place.
fn revision_at(file: &mut CaseFile, part: usize, entry: usize) -> &mut Revision {
    match &mut file.parts[part].entries[entry].content {
        LogContent::Revision(revision) => revision,
        LogContent::Statement(_) => panic!("a statement stands there"),
    }
}
