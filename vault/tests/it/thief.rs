//! Somebody with an organisation key and everything that the server stores or has ever stored: what opens by the
//! cryptography alone, with no right and no server in between.

use crate::portal::Db;
use api::{
    ids::{CaseId, OrganisationId},
    records::{LogContent, Revision},
    statement::{Access, KeyEpoch, Payload},
};
use crypto::{
    CaseKey, CaseKeyContext, CheckValue, Header, KeyId, OrganisationKey, PartKey, PartKeyContext,
    PreviousKeyContext, RecordContext,
};

/// Everything that somebody opens with an organisation key and all that the server stores or has ever stored.
pub fn opened_with(db: &Db, organisation: OrganisationId, key: &OrganisationKey) -> Vec<String> {
    let tenant = db.organisations[&organisation].tenant;
    let mut keys = vec![key.clone()];
    // Forwards nothing opens; backwards the chain does.
    for (_, envelope) in db.organisations[&organisation].previous.iter().rev() {
        for named in all_epochs(db, organisation) {
            let context = PreviousKeyContext {
                tenant: tenant.as_bytes(),
                organisation: organisation.as_bytes(),
                key: KeyId(*named.key.as_bytes()),
            };
            let found: Vec<OrganisationKey> = keys
                .iter()
                .filter_map(|known| {
                    crypto::unwrap_previous_organisation_key(&known.secrets(), &context, &envelope.0).ok()
                })
                .collect();
            keys.extend(found);
        }
    }
    let mut out = Vec::new();
    for (case, held) in &db.cases {
        let gone = db.deleted.iter().filter(|gone| gone.case == *case).map(|gone| &gone.slot);
        let mut case_keys: Vec<CaseKey> = Vec::new();
        for slot in held.slots.iter().chain(gone) {
            let context = CaseKeyContext {
                tenant: tenant.as_bytes(),
                organisation: organisation.as_bytes(),
                case: case.as_bytes(),
                key: KeyId(*slot.key.as_bytes()),
            };
            case_keys.extend(
                keys.iter()
                    .filter_map(|key| crypto::unwrap_case_key(&key.secrets(), &context, &slot.slot.0).ok()),
            );
        }
        for part in &held.parts {
            let mut part_keys: Vec<PartKey> = Vec::new();
            for slot in &part.slots {
                let check = CheckValue(access(&part.log.entries, slot.epoch).check.0);
                let context = PartKeyContext {
                    tenant: tenant.as_bytes(),
                    organisation: organisation.as_bytes(),
                    case: case.as_bytes(),
                    part: part.id.as_bytes(),
                    epoch: slot.epoch,
                    key: KeyId(*slot.key.as_bytes()),
                };
                part_keys.extend(case_keys.iter().filter_map(|case_key| {
                    crypto::unwrap_part_key(case_key, &context, &check, &slot.slot.0).ok()
                }));
            }
            for entry in &part.log.entries {
                let LogContent::Revision(revision) = &entry.content else { continue };
                out.extend(
                    part_keys.iter().flat_map(|key| texts(key, &tenant, &organisation, *case, revision)),
                );
            }
        }
    }
    out
}

fn all_epochs(db: &Db, organisation: OrganisationId) -> Vec<KeyEpoch> {
    let entries = db.organisations[&organisation].log.entries.iter();
    entries
        .filter_map(|entry| {
            let LogContent::Statement(signed) = &entry.content else { return None };
            match signed.decode().ok()?.payload {
                Payload::Genesis(genesis) => Some(genesis.epoch),
                Payload::KeyEpoch(epoch) => Some(epoch),
                _ => None,
            }
        })
        .collect()
}

fn access(entries: &[api::records::LogEntry], epoch: u32) -> Access {
    let found = entries.iter().find_map(|entry| {
        let LogContent::Statement(signed) = &entry.content else { return None };
        match signed.decode().ok()?.payload {
            Payload::Access(access) if access.epoch == epoch => Some(access),
            _ => None,
        }
    });
    found.unwrap()
}

fn texts(
    key: &PartKey,
    tenant: &api::ids::TenantId,
    organisation: &OrganisationId,
    case: CaseId,
    revision: &Revision,
) -> Vec<String> {
    let facts_hash = crypto::sha256(&revision.facts.0);
    let context = RecordContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        part: revision.part.as_bytes(),
        record: revision.record.as_bytes(),
        form: &revision.form,
        form_version: revision.form_version,
        epoch: revision.epoch,
        revision: revision.revision,
        author: revision.author.as_bytes(),
        certificate: &revision.certificate.0,
        previous: &revision.previous.0,
        facts_hash: &facts_hash,
    };
    let envelope = &revision.envelope.as_ref().unwrap().0;
    assert_eq!(Header::parse(envelope).unwrap().kind, crypto::Kind::Record);
    let opened = crypto::open_record(key, &context, envelope);
    opened.map_or_else(|_| Vec::new(), |text| text.iter().map(|(_, text)| text.to_owned()).collect())
}
