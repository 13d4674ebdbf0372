//! Writing entries: check, seal, sign, send, and what happens when somebody was faster.

use super::{
    access::NoSealing,
    file::{OpenCase, OpenTexts, Pending},
    part::Reader,
};
use crate::{
    CallError, CaseError, Store, Transport, Vault, WriteError, convert,
    http::path,
    log::{Author, OrganisationLog},
    signature::Verdicts,
    view::{Draft, Entry, Hidden, WriteEntry},
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    chain::{revision_hash, sha256},
    configuration::{Cardinality, Configuration, Form},
    facts::Facts,
    ids::{CaseId, PartId, RecordId},
    limits::{RECORD_ENVELOPE_MAX, TEXT_FIELD_MAX},
    organisations::Receipt,
    paths::v1,
    records::{LogContent, LogEntry, Revision},
};
use crypto::{PartKey, RecordContext, RecordText, SealError};

/// First try, a look at what is current, new keys for the case, and a try on top of an own write whose answer was lost.
const ATTEMPTS: usize = 4;

/// Where a new revision goes.
pub(super) struct Place<'a> {
    pub case: CaseId,
    pub part: PartId,
    pub record: RecordId,
    pub form: &'a Form,
    pub revision: u32,
    pub previous: Bytes32,
    pub epoch: u32,
    pub part_head: api::chain::Head,
}

/// Texts that are worth sealing, none too long.
pub(super) fn texts(draft: &Draft) -> Result<RecordText, String> {
    let mut texts = RecordText::new();
    for (key, text) in &draft.texts {
        if text.len() > TEXT_FIELD_MAX {
            return Err(key.clone());
        }
        if !text.is_empty() {
            texts.insert(key.as_str(), text.as_str());
        }
    }
    Ok(texts)
}

/// Seals and signs a revision.
pub(super) fn seal(
    author: &Author,
    key: &PartKey,
    place: &Place<'_>,
    facts: &Facts,
    texts: &RecordText,
) -> Result<Revision, SealError> {
    let facts = facts.to_cbor();
    let facts_hash = sha256(&facts);
    let context = RecordContext {
        tenant: author.log.tenant.as_bytes(),
        organisation: author.log.organisation.as_bytes(),
        case: place.case.as_bytes(),
        part: place.part.as_bytes(),
        record: place.record.as_bytes(),
        form: &place.form.code,
        form_version: place.form.version,
        epoch: place.epoch,
        revision: place.revision,
        author: author.account.as_bytes(),
        certificate: &author.certificate.0,
        previous: &place.previous.0,
        facts_hash: &facts_hash.0,
    };
    let envelope = crypto::seal_record(key, &context, texts)?;
    if envelope.len() > RECORD_ENVELOPE_MAX {
        return Err(SealError::TooLarge);
    }
    let heads = author.heads(place.part_head);
    // The envelope was just sealed as a record's, which is all that signing can refuse.
    let signature =
        crypto::statement::sign_revision(&author.keys.signing, &context, &envelope, &convert::heads(&heads))
            .map_err(|_| SealError::TooLarge)?;
    Ok(Revision {
        case: place.case,
        part: place.part,
        record: place.record,
        form: place.form.code.clone(),
        form_version: place.form.version,
        revision: place.revision,
        epoch: place.epoch,
        previous: place.previous,
        facts: Bytes(facts),
        envelope_hash: sha256(&envelope),
        envelope: Some(Bytes(envelope)),
        author: author.account,
        certificate: author.certificate,
        heads,
        signature: Bytes(signature.to_bytes().to_vec()),
    })
}

/// What an opened case says about a write before anything is sealed.
enum Before {
    /// Go on: number and hash of the predecessor.
    Free { revision: u32, previous: Bytes32 },
    /// The entry is at another revision than the person saw.
    Changed { own: bool },
    /// An earlier try without an answer has stored exactly this.
    Stored,
    /// There is already an entry of this form.
    Single(RecordId),
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Writes an entry: seals, signs, sends. Repeating it after a lost connection writes nothing twice.
    ///
    /// # Errors
    /// [`WriteError`]; `Conflict` carries the other version, opened.
    pub async fn write_entry(&self, write: WriteEntry) -> Result<Entry, WriteError> {
        let configuration = self.configuration().await?;
        let version = configuration.form(&write.form).map_or(0, |form| form.version);
        let form = configuration.check(&write.form, version, &write.draft.facts)?;
        let texts = texts(&write.draft).map_err(|field| WriteError::TextTooLong { field })?;
        self.require_open(write.case).await?;
        let mut based_on = write.based_on;
        for _ in 0..ATTEMPTS {
            match self.before(&write, form, &texts, based_on)? {
                Before::Stored => {
                    self.state.borrow_mut().cases.pending.remove(&write.record);
                    return Ok(self.show_entry(write.case, write.record)?);
                }
                Before::Changed { own: true } => based_on = self.revision_of(write.case, write.record),
                Before::Changed { own: false } => return self.conflict(&write),
                Before::Single(record) => {
                    return Err(WriteError::SingletonExists(Box::new(self.show_entry(write.case, record)?)));
                }
                Before::Free { revision, previous } => {
                    if self.needs_renewal(write.case).await? {
                        // Everything is read anew then, and somebody may have been faster.
                        self.renew_case(write.case).await?;
                        continue;
                    }
                    let sealed = self.seal_pending(&write, form, (revision, previous), &texts).await?;
                    match self.post_revision(&write, &configuration, sealed).await? {
                        Posted::Saved => return Ok(self.show_entry(write.case, write.record)?),
                        Posted::Changed => {}
                    }
                }
            }
        }
        self.conflict(&write)
    }

    fn conflict(&self, write: &WriteEntry) -> Result<Entry, WriteError> {
        Err(WriteError::Conflict(Box::new(self.show_entry(write.case, write.record)?)))
    }

    /// Cases that are not in memory (any more) are opened first.
    pub(super) async fn require_open(&self, case: CaseId) -> Result<(), CaseError> {
        let organisation = {
            let state = self.state.borrow();
            state.session()?;
            if state.cases.open.contains_key(&case) {
                return Ok(());
            }
            state.current.ok_or(CallError::NotFound)?
        };
        self.open_case(organisation, case).await.map(drop)
    }

    fn revision_of(&self, case: CaseId, record: RecordId) -> u32 {
        let state = self.state.borrow();
        let open = state.cases.open.get(&case);
        let latest = open.and_then(|open| open.part_of_record(record)).and_then(|part| part.latest(record));
        latest.map_or(0, |latest| latest.revision)
    }

    fn before(
        &self,
        write: &WriteEntry,
        form: &Form,
        texts: &RecordText,
        based_on: u32,
    ) -> Result<Before, WriteError> {
        let state = self.state.borrow();
        let open = state.cases.open.get(&write.case).ok_or(CaseError::NotFound)?;
        if let Some(part) = open.part_of_record(write.record) {
            let latest = part.latest(write.record).ok_or(CaseError::NotFound)?;
            if latest.revision != based_on {
                let tried = state.cases.pending.get(&write.record);
                let stored = tried.is_some_and(|pending| {
                    hash_of(&pending.revision) == latest.hash
                        && pending.facts == write.draft.facts
                        && pending.texts == *texts
                });
                if stored {
                    return Ok(Before::Stored);
                }
                let own = tried.is_some_and(|pending| pending.tries.contains(&latest.hash));
                return Ok(Before::Changed { own });
            }
            let hidden = matches!(latest.texts, Some(OpenTexts::Hidden(why)) if why != Hidden::Sealed);
            if hidden || !latest.counts() {
                return Err(WriteError::Unreadable);
            }
            return Ok(Before::Free { revision: based_on + 1, previous: latest.hash });
        }
        if form.cardinality == Cardinality::One
            && let Some((_, record)) = open.single(&form.code)
        {
            return Ok(Before::Single(record));
        }
        Ok(Before::Free { revision: 1, previous: Bytes32::ZERO })
    }

    /// Seals and signs, or takes the same bytes again when the same content was sent before without an answer.
    async fn seal_pending(
        &self,
        write: &WriteEntry,
        form: &Form,
        (revision, previous): (u32, Bytes32),
        texts: &RecordText,
    ) -> Result<Revision, WriteError> {
        let organisation = self.organisation_of(write.case)?;
        let author = self.author(organisation).await?.ok_or(WriteError::KeyMissing)?;
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let open = state.cases.open.get(&write.case).ok_or(CaseError::NotFound)?;
        let part = open.part_of_kind(&form.part).ok_or(CaseError::Mismatch)?;
        if part.broken || part.poisoned.contains(&write.record) {
            return Err(WriteError::Unreadable);
        }
        let (epoch, key) = part.sealing_key(author.log.min_seal_entry()).map_err(|no| match no {
            NoSealing::Missing => WriteError::KeyMissing,
            // The log has grown since the case got new keys a moment ago: the next try gives it newer ones.
            NoSealing::TooOld => WriteError::KeyOutdated,
        })?;
        let earlier = state.cases.pending.get(&write.record);
        if let Some(pending) = earlier
            && pending.based_on + 1 == revision
            && pending.revision.previous == previous
            && pending.revision.epoch == epoch
            && pending.facts == write.draft.facts
            && pending.texts == *texts
        {
            return Ok(pending.revision.clone());
        }
        let mut tries = earlier.map_or_else(Vec::new, |pending| pending.tries.clone());
        let place = Place {
            case: write.case,
            part: part.id,
            record: write.record,
            form,
            revision,
            previous,
            epoch,
            part_head: part.head(),
        };
        let sealed = seal(&author, key, &place, &write.draft.facts, texts).map_err(|error| match error {
            SealError::TooLarge => WriteError::TooLarge,
            SealError::Random(_) => WriteError::Call(CallError::Randomness),
        })?;
        tries.push(hash_of(&sealed));
        let pending = Pending {
            based_on: revision - 1,
            facts: write.draft.facts.clone(),
            texts: texts.clone(),
            revision: sealed.clone(),
            tries,
        };
        state.cases.pending.insert(write.record, pending);
        Ok(sealed)
    }

    pub(super) fn organisation_of(&self, case: CaseId) -> Result<api::ids::OrganisationId, CaseError> {
        let state = self.state.borrow();
        state.session()?;
        Ok(state.cases.open.get(&case).ok_or(CaseError::NotFound)?.organisation)
    }

    async fn post_revision(
        &self,
        write: &WriteEntry,
        configuration: &Configuration,
        sealed: Revision,
    ) -> Result<Posted, WriteError> {
        let organisation = self.organisation_of(write.case)?;
        let posted = self.post_cbor::<_, Receipt>(path(v1::RECORDS, &[&write.case]), &sealed).await;
        let failure = match posted {
            Ok(receipt) => {
                if !self.append_own(write.case, configuration, sealed, receipt).await? {
                    // Others wrote in between: read everything anew.
                    self.open_case(organisation, write.case).await?;
                }
                self.state.borrow_mut().cases.pending.remove(&write.record);
                return Ok(Posted::Saved);
            }
            Err(failure) => failure,
        };
        match failure.code() {
            Some(ProblemCode::Conflict | ProblemCode::IdTaken | ProblemCode::SingletonExists) => {
                self.open_case(organisation, write.case).await?;
                Ok(Posted::Changed)
            }
            Some(ProblemCode::CaseKeyOutdated) => {
                self.refresh_log(organisation).await?;
                self.open_case(organisation, write.case).await?;
                Ok(Posted::Changed)
            }
            Some(ProblemCode::KeyOutdated) => {
                self.refresh_log(organisation).await?;
                if self.state.borrow().key_outdated(organisation) {
                    return Err(WriteError::KeyOutdated);
                }
                // The key was renewed between the last look at the log and this write.
                self.open_case(organisation, write.case).await?;
                Ok(Posted::Changed)
            }
            Some(ProblemCode::CaseClosed) => Err(WriteError::CaseClosed),
            Some(ProblemCode::TooLarge) => Err(WriteError::TooLarge),
            Some(ProblemCode::NotFound) => Err(CaseError::NotFound.into()),
            _ => Err(WriteError::Call(failure.into())),
        }
    }

    /// Appends an own revision to the opened case, if the receipt's head follows directly from what is known.
    async fn append_own(
        &self,
        case: CaseId,
        configuration: &Configuration,
        sealed: Revision,
        receipt: Receipt,
    ) -> Result<bool, WriteError> {
        let organisation = self.organisation_of(case)?;
        let log = self.log(organisation).await?;
        let (part, record) = (sealed.part, sealed.record);
        let entry = LogEntry {
            n: receipt.head.n,
            hash: receipt.head.hash,
            object: Bytes(record.as_bytes().to_vec()),
            revision: sealed.revision,
            at: receipt.at,
            content: LogContent::Revision(sealed),
        };
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let open = state.cases.open.get_mut(&case).ok_or(CaseError::NotFound)?;
            if !append(open, part, &entry, &log, configuration) {
                return Ok(false);
            }
            if let (Some(keys), Some(part)) =
                (state.keys.get_mut(&organisation), open.parts.iter().find(|candidate| candidate.id == part))
            {
                keys.memory.remember_part(part.id, part.head());
            }
            state.index.put_case(open);
        }
        self.note_texts(organisation, case);
        self.save_memory(organisation).await;
        Ok(true)
    }
}

enum Posted {
    Saved,
    Changed,
}

fn hash_of(revision: &Revision) -> Bytes32 {
    revision.envelope.as_ref().map_or(Bytes32::ZERO, |envelope| revision_hash(&envelope.0, &revision.facts.0))
}

/// Appends one entry to an opened part; false where it does not follow directly, so that everything has to be read anew.
fn append(
    open: &mut OpenCase,
    part: PartId,
    entry: &LogEntry,
    log: &OrganisationLog,
    configuration: &Configuration,
) -> bool {
    let (tenant, organisation, case) = (open.tenant, open.organisation, open.summary.id);
    let Some(part) = open.parts.iter_mut().find(|candidate| candidate.id == part) else { return false };
    if entry.n != part.head().n + 1 {
        return false;
    }
    let verdicts = Verdicts::default();
    let (log, configuration) = (Some(log), Some(configuration));
    let reader = Reader { tenant, organisation, case, log, configuration, verdicts: &verdicts };
    reader.append(part, entry);
    super::open::open_latest((&tenant, &organisation, &case), part);
    // A receipt with a head that does not follow is no proof of anything: what is stored tells.
    let whole = part.whole();
    open.update_summary();
    whole
}
