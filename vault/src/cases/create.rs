//! Creating a case: keys, access statements, assignment and first entries, all at once.

use super::{
    file::PendingCase,
    part::CORE,
    write::{Place, seal, texts},
};
use crate::{
    CallError, CreateCaseError, Store, Transport, Vault, convert,
    http::path,
    log::Author,
    view::{CreatedCase, NewCase},
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    cases::{CaseReceipt, CaseSlot, CreateCase, CreatePart, PartSlot},
    chain::{Entry, Head, next_head},
    configuration::Configuration,
    ids::PartId,
    paths::v1,
    records::Revision,
    statement::{Access, Assignment, Payload},
};
use crypto::{
    CaseKey, CaseKeyContext, OrganisationSecrets, PartKey, PartKeyContext, SealError,
    statement::{ACCESS, ASSIGNMENT},
};

/// Short codes that are tried before giving up.
const ATTEMPTS: usize = 8;
/// Letters of short codes: Crockford's base 32, without what is mistaken for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A part of the new case while it is being made.
struct NewPart {
    id: PartId,
    kind: String,
    key: PartKey,
    head: Head,
}

impl From<SealError> for CreateCaseError {
    fn from(error: SealError) -> Self {
        Self::Call(error.into())
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Creates a case with its keys, access statements, assignment and first entries, all at once. Repeating it after a
    /// lost connection makes no second case, even if the content was changed meanwhile.
    ///
    /// # Errors
    /// [`CreateCaseError`].
    pub async fn create_case(&self, case: NewCase) -> Result<CreatedCase, CreateCaseError> {
        let organisation = case.organisation;
        let author = self.author(organisation).await?.ok_or(CreateCaseError::KeyMissing)?;
        if self.state.borrow().key_outdated(organisation) {
            return Err(CreateCaseError::KeyOutdated);
        }
        let configuration = self.configuration().await?;
        let tried = self.state.borrow().cases.pending_cases.contains_key(&case.id);
        let mut request = match self.sent_before(&case) {
            Some(request) => request,
            None => self.make_request(&case, &author, &configuration)?,
        };
        let path = path(v1::CASES, &[&organisation]);
        for _ in 0..ATTEMPTS {
            let pending = PendingCase { wanted: case.clone(), request: request.clone() };
            {
                let mut state = self.state.borrow_mut();
                // The page may have been locked while the server was asked.
                state.session()?;
                state.cases.pending_cases.insert(case.id, pending);
            }
            let posted = self.post_cbor::<_, CaseReceipt>(path.clone(), &request).await;
            match posted {
                Ok(_) => {
                    self.state.borrow_mut().cases.pending_cases.remove(&case.id);
                    return Ok(CreatedCase { case: case.id, code: request.code.clone() });
                }
                // The code is not signed, so that everything else stays as it was sealed.
                Err(failure) if failure.code() == Some(ProblemCode::CaseCodeTaken) => {
                    request.code = make_code()?
                }
                // The key was renewed meanwhile; the log that says so shows it everywhere.
                Err(failure) if failure.code() == Some(ProblemCode::KeyOutdated) => {
                    self.refresh_log(organisation).await?;
                    return Err(CreateCaseError::KeyOutdated);
                }
                // An earlier try had arrived, only its answer got lost, and the person has typed on since. Where this
                // page knows of no try it was one before a crash, or another page's.
                Err(failure) if failure.code() == Some(ProblemCode::IdTaken) => {
                    let created =
                        if tried { self.catch_up(&case).await? } else { self.made_already(&case).await? };
                    self.state.borrow_mut().cases.pending_cases.remove(&case.id);
                    return Ok(created);
                }
                Err(failure) => return Err(CallError::from(failure).into()),
            }
        }
        Err(CreateCaseError::NoFreeCode)
    }

    fn sent_before(&self, case: &NewCase) -> Option<CreateCase> {
        let state = self.state.borrow();
        let pending = state.cases.pending_cases.get(&case.id)?;
        // What was sealed under a key that was renewed meanwhile is sealed anew.
        let epoch = state.keys.get(&case.organisation).map(|keys| keys.secrets.epoch());
        let fresh = Some(pending.request.slot.epoch) == epoch;
        (fresh && pending.wanted == *case).then(|| pending.request.clone())
    }

    fn make_request(
        &self,
        case: &NewCase,
        author: &Author,
        configuration: &Configuration,
    ) -> Result<CreateCase, CreateCaseError> {
        let state = self.state.borrow();
        let keys = state.keys.get(&case.organisation).ok_or(CreateCaseError::KeyMissing)?;
        let case_key = CaseKey::make().map_err(CallError::from)?;
        let slot = wrap(case, author, &keys.secrets, &case_key)?;
        let mut kinds: Vec<&str> = configuration.parts.iter().map(|part| part.code.as_str()).collect();
        kinds.sort_by_key(|kind| *kind != CORE);
        let mut parts = Vec::new();
        let mut made = Vec::new();
        for kind in kinds {
            let (part, new) = self.make_part(case, author, &case_key, kind)?;
            parts.push(part);
            made.push(new);
        }
        let core = made.first_mut().ok_or(CallError::Protocol)?;
        let assignment = Assignment {
            case: case.id,
            part: core.id,
            version: 1,
            unit: case.unit,
            responsible: case.responsible,
            deputy: case.deputy,
            team: case.team.clone(),
        };
        let assignment = author.sign(ASSIGNMENT, Payload::Assignment(assignment), core.head, self.now());
        let entry = Entry { object: *case.id.as_bytes(), revision: 0, hash: assignment.hash() };
        core.head = next_head(core.id.as_bytes(), &core.head, &entry);
        let records = self.make_records(case, author, configuration, &mut made)?;
        Ok(CreateCase { id: case.id, code: make_code()?, slot, parts, assignment, records })
    }

    fn make_part(
        &self,
        case: &NewCase,
        author: &Author,
        case_key: &CaseKey,
        kind: &str,
    ) -> Result<(CreatePart, NewPart), CreateCaseError> {
        let id: PartId = self.make_id()?;
        let key = PartKey::make().map_err(CallError::from)?;
        let context = PartKeyContext {
            tenant: author.log.tenant.as_bytes(),
            organisation: case.organisation.as_bytes(),
            case: case.id.as_bytes(),
            part: id.as_bytes(),
            epoch: 1,
            key: key.id(),
        };
        let slot = PartSlot {
            organisation: case.organisation,
            epoch: 1,
            key: convert::wire_key_id(key.id()),
            slot: Bytes(crypto::wrap_part_key(case_key, &context, &key)?),
        };
        let access = Access {
            case: case.id,
            part: id,
            kind: kind.to_owned(),
            epoch: 1,
            key: slot.key,
            check: Bytes32(key.check().0),
            owner: case.organisation,
            readers: vec![case.organisation],
            writers: vec![case.organisation],
            expires_at: None,
            previous: Bytes32::ZERO,
        };
        let access = author.sign(ACCESS, Payload::Access(access), Head::EMPTY, self.now());
        let entry = Entry { object: *slot.key.as_bytes(), revision: 0, hash: access.hash() };
        let head = next_head(id.as_bytes(), &Head::EMPTY, &entry);
        let part = CreatePart { id, kind: kind.to_owned(), slot, access };
        Ok((part, NewPart { id, kind: kind.to_owned(), key, head }))
    }

    fn make_records(
        &self,
        case: &NewCase,
        author: &Author,
        configuration: &Configuration,
        parts: &mut [NewPart],
    ) -> Result<Vec<Revision>, CreateCaseError> {
        let mut records = Vec::new();
        for (code, draft) in &case.entries {
            let version = configuration.form(code).map_or(0, |form| form.version);
            let form = configuration.check(code, version, &draft.facts)?;
            let texts = texts(draft).map_err(|field| CreateCaseError::TextTooLong { field })?;
            let part = parts.iter_mut().find(|part| part.kind == form.part).ok_or(CallError::Protocol)?;
            let place = Place {
                case: case.id,
                part: part.id,
                record: self.make_id()?,
                form,
                revision: 1,
                previous: Bytes32::ZERO,
                epoch: 1,
                part_head: part.head,
            };
            let sealed = seal(author, &part.key, &place, &draft.facts, &texts)?;
            let hash = api::chain::revision_hash_from(&sealed.envelope_hash, &sealed.facts.0);
            let entry = Entry { object: *sealed.record.as_bytes(), revision: 1, hash };
            part.head = next_head(part.id.as_bytes(), &part.head, &entry);
            records.push(sealed);
        }
        Ok(records)
    }
}

fn wrap(
    case: &NewCase,
    author: &Author,
    secrets: &OrganisationSecrets,
    case_key: &CaseKey,
) -> Result<CaseSlot, CreateCaseError> {
    let context = CaseKeyContext {
        tenant: author.log.tenant.as_bytes(),
        organisation: case.organisation.as_bytes(),
        case: case.id.as_bytes(),
        key: case_key.id(),
    };
    Ok(CaseSlot {
        organisation: case.organisation,
        epoch: secrets.epoch(),
        key: convert::wire_key_id(case_key.id()),
        slot: Bytes(crypto::wrap_case_key(secrets, &context, case_key)?),
    })
}

/// A short code such as `K7-2M`: four letters, about a million different ones.
fn make_code() -> Result<String, CallError> {
    let random = crypto::make_id()?;
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte & 31)]);
    Ok(format!("{}{}-{}{}", letter(random[0]), letter(random[1]), letter(random[2]), letter(random[3])))
}

#[cfg(test)]
mod tests {
    use super::make_code;

    #[test]
    fn short_codes_have_two_pairs_of_letters_that_nobody_mistakes() {
        for _ in 0..100 {
            let code = make_code().unwrap();
            assert_eq!(code.len(), 5);
            assert_eq!(code.as_bytes()[2], b'-');
            assert!(
                code.chars().all(|c| c == '-' || "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c)),
                "{code}"
            );
        }
    }
}
