//! The signatures of a case, collected without regard to order, so that they can be verified all at once.
//!
//! What a signature is worth is decided afterwards, when the log is walked in order. Verdicts are kept for the session by
//! the hash of message, key and signature, and on the device as one running hash per part over the signatures up to which
//! all are good: a second visit verifies none of them again, and a change of any of them shows in the hash.

use super::{part::Reader, revision::revision_context, seen::Prefix};
use crate::{
    Store, Transport, Vault, convert,
    log::OrganisationLog,
    signature::{SignatureJob, Verdicts},
};
use api::{
    bytes::Bytes32,
    cases::PartFile,
    chain::sha256,
    ids::{KeyId, OrganisationId, PartId},
    records::{LogContent, LogEntry, Revision},
    statement::{Payload, SignedStatement, Statement},
};
use crypto::{
    Header, Kind, Signature,
    signing::role::Account,
    statement::{ACCESS, ASSIGNMENT, Namespace},
};
use std::collections::{BTreeMap, HashSet};

/// The signature of a statement by the certificate that it names; none where there is no such certificate.
pub(super) fn statement_job(
    log: &OrganisationLog,
    signed: &SignedStatement,
    statement: &Statement,
    namespace: Namespace<Account>,
) -> Option<SignatureJob> {
    let certificate = log.certificate(&statement.certificate)?;
    let own = certificate.account == statement.signer && statement.organisation == log.organisation;
    let signature = Signature::from_bytes(&signed.signature.0).ok().filter(|_| own)?;
    let message = crypto::statement::message(namespace.name(), &log.context(), &signed.body.0);
    Some(SignatureJob::new(message, certificate.signing, signature))
}

/// The signature of a revision that is sealed under `key`, if its envelope is at hand; none where nobody certified its
/// author.
pub(super) fn revision_job(
    reader: &Reader<'_>,
    part: &PartId,
    revision: &Revision,
    facts_hash: &Bytes32,
    key: KeyId,
) -> Option<SignatureJob> {
    let log = reader.certifying(&revision.certificate)?;
    let certificate = log.certificate(&revision.certificate)?;
    let signature = Signature::from_bytes(&revision.signature.0).ok()?;
    let header = match &revision.envelope {
        Some(envelope) if !envelope.0.is_empty() => Header::parse(&envelope.0).ok()?,
        // Withheld or damaged: the header follows from the access statement.
        _ => Header { kind: Kind::Record, schema: crypto::record::SCHEMA, key: convert::key_id(key) },
    };
    if header.key != convert::key_id(key) || certificate.account != revision.author {
        return None;
    }
    let context = revision_context(reader, &log.organisation, part, revision, facts_hash);
    let heads = convert::heads(&revision.heads);
    let hash = &revision.envelope_hash.0;
    let message = crypto::statement::revision_message(&context, &header, hash, &heads).ok()?;
    Some(SignatureJob::new(message, certificate.signing, signature))
}

/// The signatures of a part in the order of its log, with what they are remembered under.
pub(super) struct PartJobs {
    pub part: PartId,
    jobs: Vec<(Bytes32, SignatureJob)>,
}

impl PartJobs {
    pub(super) fn collect(reader: &Reader<'_>, file: &PartFile) -> Self {
        let mut keys = BTreeMap::new();
        let mut jobs = Vec::new();
        for entry in &file.entries {
            if let Some(job) = job(reader, &file.id, entry, &mut keys) {
                jobs.push((job.digest(), job));
            }
        }
        Self { part: file.id, jobs }
    }

    /// The running hash over the first signatures.
    fn running(&self, count: usize) -> Bytes32 {
        self.jobs.iter().take(count).fold(Bytes32::ZERO, |hash, (digest, _)| next(&hash, digest))
    }

    #[cfg(test)]
    pub(super) fn all(&self) -> &[(Bytes32, SignatureJob)] {
        &self.jobs
    }

    /// Takes as verified what this device remembers, if it is the same to the last bit.
    pub(super) fn recall(&self, prefix: &Prefix, verdicts: &mut Verdicts) {
        let Ok(count) = usize::try_from(prefix.count) else { return };
        if count > self.jobs.len() || self.running(count) != prefix.hash {
            return;
        }
        for (digest, _) in self.jobs.iter().take(count) {
            verdicts.put(*digest, true);
        }
    }

    /// How far all signatures are good.
    pub(super) fn prefix(&self, verdicts: &Verdicts) -> Prefix {
        let good = |(digest, _): &&(Bytes32, SignatureJob)| verdicts.is_good(digest);
        let count = self.jobs.iter().take_while(good).count();
        Prefix { count: count as u64, hash: self.running(count) }
    }
}

fn next(hash: &Bytes32, digest: &Bytes32) -> Bytes32 {
    sha256(&[b"wimes/verified/1".as_slice(), &hash.0, &digest.0].concat())
}

/// The signature of one entry. `keys` are those that access statements name, verified or not.
fn job(
    reader: &Reader<'_>,
    part: &PartId,
    entry: &LogEntry,
    keys: &mut BTreeMap<u32, KeyId>,
) -> Option<SignatureJob> {
    match &entry.content {
        LogContent::Statement(signed) => {
            let statement = signed.decode().ok()?;
            let namespace = match &statement.payload {
                Payload::Access(access) => {
                    keys.entry(access.epoch).or_insert(access.key);
                    ACCESS
                }
                Payload::Assignment(_) => ASSIGNMENT,
                _ => return None,
            };
            let log = reader.certifying(&statement.certificate)?;
            statement_job(log, signed, &statement, namespace)
        }
        LogContent::Revision(revision) => {
            let key = *keys.get(&revision.epoch)?;
            revision_job(reader, part, revision, &sha256(&revision.facts.0), key)
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Verifies the signatures of all parts at once on the device, apart from those that it knows to be good.
    pub(super) async fn verify_parts(&self, organisation: OrganisationId, parts: &[PartJobs]) -> Verdicts {
        let mut verdicts = Verdicts::default();
        {
            let state = self.state.borrow();
            if let Some(keys) = state.keys.get(&organisation) {
                for part in parts {
                    part.recall(&keys.memory.cases.verified(part.part), &mut verdicts);
                }
            }
        }
        let jobs = parts.iter().flat_map(|part| &part.jobs);
        self.verify_jobs(jobs, verdicts).await
    }

    /// Verifies what is not known to be good yet, and remembers it for the session.
    pub(super) async fn verify_jobs<'a>(
        &self,
        jobs: impl Iterator<Item = &'a (Bytes32, SignatureJob)>,
        mut verdicts: Verdicts,
    ) -> Verdicts {
        let (mut digests, mut waiting, mut asked) = (Vec::new(), Vec::new(), HashSet::new());
        {
            let state = self.state.borrow();
            for (digest, job) in jobs {
                if state.cases.verified.is_good(digest) {
                    verdicts.put(*digest, true);
                } else if !verdicts.is_good(digest) && asked.insert(*digest) {
                    digests.push(*digest);
                    waiting.push(job.clone());
                }
            }
        }
        let answers = if waiting.is_empty() { Vec::new() } else { self.store.verify(&waiting).await };
        let mut good = Verdicts::default();
        // An answer that is missing is found out when the log is walked.
        for (digest, answer) in digests.into_iter().zip(answers) {
            verdicts.put(digest, answer);
            if answer {
                good.put(digest, true);
            }
        }
        let mut state = self.state.borrow_mut();
        // The page may have been locked meanwhile.
        if state.session().is_ok() {
            state.cases.verified.extend(good);
        }
        verdicts
    }
}
