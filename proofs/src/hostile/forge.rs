//! Somebody who signs and seals as they please: with own keys, or with keys that were certified once.

use super::rechain_part;
use crate::Trouble;
use api::{
    Bytes, Bytes32,
    cases::PartFile,
    chain::{Heads, sha256},
    facts::Facts,
    ids::{AccountId, CaseId, OrganisationId, PartId, RecordId, TenantId},
    records::{LogContent, LogEntry, Revision},
    statement::{Payload, SignedStatement, Statement},
};
use crypto::{
    AccountKeys, PartKey, RecordContext, RecordText,
    signing::role::Account,
    statement::{Namespace, organisation_context, sign_revision},
};

/// Somebody with signing keys.
pub struct Forger {
    /// Tenant in whose name.
    pub tenant: TenantId,
    /// Organisation in whose name.
    pub organisation: OrganisationId,
    /// In whose name.
    pub account: AccountId,
    /// Certificate that is claimed.
    pub certificate: Bytes32,
    /// Keys that sign.
    pub keys: AccountKeys,
}

/// What is smuggled in.
pub struct Injected {
    /// Case.
    pub case: CaseId,
    /// Part.
    pub part: PartId,
    /// Record, new or known.
    pub record: RecordId,
    /// Form.
    pub form: String,
    /// Its version.
    pub form_version: u32,
    /// Epoch of the part key.
    pub epoch: u32,
    /// Number of the revision.
    pub revision: u32,
    /// Hash of the predecessor.
    pub previous: Bytes32,
    /// Clear facts.
    pub facts: Facts,
    /// Field and text.
    pub text: (String, String),
    /// Heads that are claimed to be verified.
    pub heads: Heads,
}

impl Forger {
    /// Seals and signs a revision.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn revision(&self, key: &PartKey, what: &Injected) -> Result<Revision, Trouble> {
        let facts = what.facts.to_cbor();
        let facts_hash = sha256(&facts);
        let context = RecordContext {
            tenant: self.tenant.as_bytes(),
            organisation: self.organisation.as_bytes(),
            case: what.case.as_bytes(),
            part: what.part.as_bytes(),
            record: what.record.as_bytes(),
            form: &what.form,
            form_version: what.form_version,
            epoch: what.epoch,
            revision: what.revision,
            author: self.account.as_bytes(),
            certificate: &self.certificate.0,
            previous: &what.previous.0,
            facts_hash: &facts_hash.0,
        };
        let mut texts = RecordText::new();
        texts.insert(what.text.0.clone(), what.text.1.clone());
        let envelope = crypto::seal_record(key, &context, &texts);
        let envelope = envelope.map_err(|_| Trouble::new("the forged record can't be sealed"))?;
        let heads = crypto::Heads {
            organisation: crypto::Head { n: what.heads.organisation.n, hash: what.heads.organisation.hash.0 },
            part: crypto::Head { n: what.heads.part.n, hash: what.heads.part.hash.0 },
        };
        let signature = sign_revision(&self.keys.signing, &context, &envelope, &heads)
            .map_err(|_| Trouble::new("the forged record can't be signed"))?;
        Ok(Revision {
            case: what.case,
            part: what.part,
            record: what.record,
            form: what.form.clone(),
            form_version: what.form_version,
            revision: what.revision,
            epoch: what.epoch,
            previous: what.previous,
            facts: Bytes(facts),
            envelope_hash: sha256(&envelope),
            envelope: Some(Bytes(envelope)),
            author: self.account,
            certificate: self.certificate,
            heads: what.heads,
            signature: Bytes(signature.to_bytes().to_vec()),
        })
    }

    /// Signs a statement.
    #[must_use]
    pub fn statement(
        &self,
        namespace: Namespace<Account>,
        payload: Payload,
        heads: Heads,
    ) -> SignedStatement {
        let statement = Statement {
            organisation: self.organisation,
            signer: self.account,
            certificate: self.certificate,
            heads,
            at: 1_795_000_000,
            payload,
        };
        let context = organisation_context(self.tenant.as_bytes(), self.organisation.as_bytes());
        let body = statement.to_cbor();
        let signature = self.keys.signing.sign(namespace, &context, &body);
        SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) }
    }
}

/// An entry without its number and hash, which [`rechain_part`](super::rechain_part) fills in.
fn loose(content: LogContent) -> LogEntry {
    LogEntry {
        n: 0,
        hash: Bytes32::ZERO,
        object: Bytes(vec![0; 16]),
        revision: 0,
        at: 1_795_000_000,
        content,
    }
}

impl Injected {
    /// Appends a revision to a part so that its log hangs together.
    pub fn append(file: &mut PartFile, revision: Revision) {
        file.entries.push(loose(LogContent::Revision(revision)));
        rechain_part(file);
    }

    /// Appends a statement to a part so that its log hangs together.
    pub fn append_statement(file: &mut PartFile, statement: SignedStatement) {
        file.entries.push(loose(LogContent::Statement(statement)));
        rechain_part(file);
    }

    /// An entry of a log to be put anywhere.
    #[must_use]
    pub fn entry(statement: SignedStatement) -> LogEntry {
        loose(LogContent::Statement(statement))
    }
}
