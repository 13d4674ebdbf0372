//! Checking a revision and appending it to its part's log, together with everything that follows from its clear facts.

use super::load::state_text;
use crate::{
    http::{ApiError, ApiResult},
    routes::{
        caller::Caller,
        verify::{self, Signer},
    },
    store::{
        Batch, Organisation, StoreError, Tx,
        entity::{case, envelope, part, rating, record, revision},
        logs::{Append, add_to_part, hash, part_head, signed, small},
        saving::{self, Before},
    },
};
use api::{
    Bytes32, ProblemCode,
    chain::{Entry, Head, revision_hash, sha256},
    configuration::{Cardinality, Configuration, known},
    derive::{self, Current},
    facts::{Facts, FactsError},
    ids::{OrganisationId, PartId, TenantId},
    limits::RECORD_ENVELOPE_MAX,
    records::Revision,
    signing::{EnvelopeHeader, KIND_RECORD, revision_message},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A revision whose form is right.
pub(super) struct Incoming<'a> {
    pub revision: &'a Revision,
    pub envelope: &'a [u8],
    pub facts: Facts,
    pub hash: Bytes32,
    /// Whose signature it was found to carry.
    verified: Option<Verified>,
}

/// The signature is the one of this key, in the name of this organisation.
struct Verified {
    organisation: OrganisationId,
    key: Vec<u8>,
}

impl<'a> Incoming<'a> {
    /// Looks at what a revision says about itself, without the database.
    pub(super) fn read(revision: &'a Revision) -> ApiResult<Self> {
        let envelope = &revision.envelope.as_ref().ok_or(ProblemCode::BadStatement)?.0;
        if envelope.len() > RECORD_ENVELOPE_MAX {
            return Err(ProblemCode::TooLarge.into());
        }
        let facts = Facts::from_cbor(&revision.facts.0).map_err(|error| match error {
            FactsError::TooLarge => ProblemCode::TooLarge,
            FactsError::NotACode | FactsError::NotCanonical => ProblemCode::BadFacts,
        })?;
        if revision.revision == 0 || sha256(envelope) != revision.envelope_hash {
            return Err(ProblemCode::BadStatement.into());
        }
        let hash = revision_hash(envelope, &revision.facts.0);
        Ok(Self { revision, envelope, facts, hash, verified: None })
    }

    /// Verifies the signature with the keys that the caller had when the request came. It takes longer than most of what
    /// the database does, and nobody has to wait for it there. Which key is the right one is decided [there](Self::verify).
    pub(super) fn verify_early(&mut self, caller: &Caller) {
        for row in &caller.memberships {
            let certificate = row.certificate.as_deref().and_then(|bytes| hash(bytes).ok());
            if let (Some(key), true) = (&row.signing_key, certificate == Some(self.revision.certificate)) {
                let organisation = OrganisationId(row.organisation);
                if self.check_signature(caller.tenant, organisation, key).is_ok() {
                    self.verified = Some(Verified { organisation, key: key.clone() });
                }
            }
        }
    }

    /// Whether it carries the signature of this signer.
    fn verify(&self, signer: &Signer<'_>) -> ApiResult<()> {
        let already = self.verified.as_ref();
        if already.is_some_and(|it| it.organisation == signer.organisation && it.key == signer.key) {
            return Ok(());
        }
        self.check_signature(signer.tenant, signer.organisation, signer.key)
    }

    fn check_signature(&self, tenant: TenantId, organisation: OrganisationId, key: &[u8]) -> ApiResult<()> {
        let message = revision_message(tenant, organisation, self.revision, self.envelope);
        verify::signature(key, &message.ok_or(ProblemCode::BadStatement)?, &self.revision.signature.0)
    }

    /// What the log commits to.
    pub(super) fn entry(&self) -> Entry {
        Entry { object: *self.revision.record.as_bytes(), revision: self.revision.revision, hash: self.hash }
    }
}

/// What an entry rests on in this organisation and part, which must be locked.
pub(super) async fn before(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    part: &part::Model,
    incoming: &Incoming<'_>,
) -> Result<Before, StoreError> {
    let heads = &incoming.revision.heads;
    let (organisation, part) = ((organisation, &heads.organisation), (PartId(part.id), &heads.part));
    saving::before(tx, incoming.revision.record, organisation, part).await
}

/// Who writes, by which document, and when.
pub(super) struct Writing<'a> {
    pub signer: &'a Signer<'a>,
    pub configuration: &'a Configuration,
    pub now: i64,
}

/// Appends a revision to a locked part; `before` is what it rests on there.
///
/// The columns of the case are up to date afterwards, unless they [follow](follows) from what entries of this form say.
pub(super) async fn append(
    tx: &Tx<Organisation>,
    writing: &Writing<'_>,
    part: &mut part::Model,
    incoming: &Incoming<'_>,
    before: &Before,
) -> ApiResult<Head> {
    let revision = incoming.revision;
    let form = writing
        .configuration
        .check(&revision.form, revision.form_version, &incoming.facts)
        .map_err(|_| ProblemCode::BadFacts)?;
    check_place(writing.signer, part, incoming, before)?;
    if form.part != part.kind {
        return Err(ProblemCode::BadStatement.into());
    }
    let known = before.record.as_ref();
    check_predecessor(known, part, revision)?;
    let singleton = form.cardinality == Cardinality::One;
    if known.is_none() && singleton && exists(tx, part.case_id, &form.code).await? {
        return Err(ProblemCode::SingletonExists.into());
    }
    let append = Append { entry: incoming.entry(), body: None, signature: &revision.signature.0 };
    let mut batch = tx.batch();
    let head = add_to_part(&mut batch, part, append, writing.now)?;
    store(&mut batch, part, incoming)?;
    store_record(&mut batch, part, incoming, known.is_some(), singleton);
    if !follows(&revision.form) {
        count(&mut batch, part.case_id, incoming, known, writing.now);
    }
    match tx.run(batch).await {
        // The id belongs to a case that is not visible here.
        Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
        outcome => outcome?,
    }
    store_ratings(tx, part.case_id, incoming).await?;
    Ok(head)
}

fn check_place(
    signer: &Signer<'_>,
    part: &part::Model,
    incoming: &Incoming<'_>,
    before: &Before,
) -> ApiResult<()> {
    let revision = incoming.revision;
    if revision.certificate != signer.certificate {
        return Err(ProblemCode::NotCertified.into());
    }
    if i64::from(revision.epoch) < part.epoch && revision.part.0 == part.id {
        return Err(ApiError::case_key_outdated(part_head(part)?));
    }
    let header = EnvelopeHeader::read(incoming.envelope);
    let sealed_here =
        header.is_some_and(|header| header.kind == KIND_RECORD && header.key == *part.key_id.as_bytes());
    let fits = revision.author == signer.account
        && revision.case.0 == part.case_id
        && revision.part.0 == part.id
        && i64::from(revision.epoch) == part.epoch
        && sealed_here
        && before.organisation
        && before.part;
    if !fits {
        return Err(ProblemCode::BadStatement.into());
    }
    incoming.verify(signer)
}

/// Revisions are consecutive and name their predecessor; whoever wrote on an older one is told what is current.
fn check_predecessor(
    known: Option<&record::Model>,
    part: &part::Model,
    revision: &Revision,
) -> ApiResult<()> {
    let Some(known) = known else {
        let first = revision.revision == 1 && revision.previous == Bytes32::ZERO;
        return if first { Ok(()) } else { Err(ProblemCode::BadStatement.into()) };
    };
    if known.case_id != part.case_id || known.part != part.id || known.form != revision.form {
        return Err(ProblemCode::IdTaken.into());
    }
    let follows =
        i64::from(revision.revision) == known.revision + 1 && revision.previous == hash(&known.hash)?;
    if follows {
        Ok(())
    } else {
        Err(ApiError::conflict(Some(small(known.revision)), Some(part_head(part)?)))
    }
}

async fn exists(tx: &Tx<Organisation>, case: Uuid, form: &str) -> Result<bool, StoreError> {
    let found = record::Entity::find()
        .filter(record::Column::CaseId.eq(case))
        .filter(record::Column::Form.eq(form))
        .one(tx.c())
        .await?;
    Ok(found.is_some())
}

fn store(batch: &mut Batch, part: &part::Model, incoming: &Incoming<'_>) -> Result<(), StoreError> {
    let revision = incoming.revision;
    batch.insert(revision::Model {
        part: part.id,
        n: part.head_n,
        case_id: part.case_id,
        record: revision.record.0,
        form: revision.form.clone(),
        form_version: i64::from(revision.form_version),
        revision: i64::from(revision.revision),
        epoch: i64::from(revision.epoch),
        previous: revision.previous.0.to_vec(),
        facts: revision.facts.0.clone(),
        envelope_hash: revision.envelope_hash.0.to_vec(),
        author: revision.author.0,
        certificate: revision.certificate.0.to_vec(),
        organisation_n: signed(revision.heads.organisation.n)?,
        organisation_hash: revision.heads.organisation.hash.0.to_vec(),
        part_n: signed(revision.heads.part.n)?,
        part_hash: revision.heads.part.hash.0.to_vec(),
    });
    let envelope = incoming.envelope.to_vec();
    batch.insert(envelope::Model { part: part.id, n: part.head_n, case_id: part.case_id, envelope });
    Ok(())
}

fn store_record(
    batch: &mut Batch,
    part: &part::Model,
    incoming: &Incoming<'_>,
    known: bool,
    singleton: bool,
) {
    let revision = incoming.revision;
    let withdrawn = incoming.facts.is_withdrawn();
    if known {
        batch.add(
            &record::Entity::update_many()
                .col_expr(record::Column::N, Expr::value(part.head_n))
                .col_expr(record::Column::Revision, Expr::value(i64::from(revision.revision)))
                .col_expr(record::Column::Hash, Expr::value(incoming.hash.0.to_vec()))
                .col_expr(record::Column::Withdrawn, Expr::value(withdrawn))
                .filter(record::Column::Id.eq(revision.record.0)),
        );
        return;
    }
    batch.insert(record::Model {
        id: revision.record.0,
        case_id: part.case_id,
        part: part.id,
        form: revision.form.clone(),
        singleton,
        n: part.head_n,
        revision: i64::from(revision.revision),
        hash: incoming.hash.0.to_vec(),
        withdrawn,
    });
}

/// Counts how many entries the case has now; all that follows from most of them.
fn count(batch: &mut Batch, case: Uuid, incoming: &Incoming<'_>, known: Option<&record::Model>, now: i64) {
    let counted_before = i64::from(known.is_some_and(|known| !known.withdrawn));
    let counts_now = i64::from(!incoming.facts.is_withdrawn());
    batch.add(
        &case::Entity::update_many()
            .col_expr(
                case::Column::Entries,
                Expr::col(case::Column::Entries).add(counts_now - counted_before),
            )
            .col_expr(case::Column::UpdatedAt, Expr::value(now))
            .filter(case::Column::Id.eq(case)),
    );
}

async fn store_ratings(
    tx: &Tx<Organisation>,
    case_id: Uuid,
    incoming: &Incoming<'_>,
) -> Result<(), StoreError> {
    if incoming.revision.form != known::RATING {
        return Ok(());
    }
    let record = incoming.revision.record.0;
    rating::Entity::delete_many().filter(rating::Column::Record.eq(record)).exec(tx.c()).await?;
    let facts = &incoming.facts;
    let (Some(time_point), Some(date), false) =
        (facts.code(known::TIME_POINT), facts.code(known::DATE), facts.is_withdrawn())
    else {
        return Ok(());
    };
    for rated in derive::rated(facts) {
        tx.insert(rating::Model {
            record,
            dimension: rated.dimension,
            case_id,
            time_point: time_point.to_owned(),
            date: date.to_owned(),
            rater_role: facts.code(known::RATER_ROLE).map(str::to_owned),
            value: rated.value,
            relevant: rated.relevant,
        })
        .await?;
    }
    Ok(())
}

/// Forms from whose facts columns of the case are derived.
const DERIVED_FROM: [&str; 4] = [known::PERSON, known::HELP, known::CLOSING, known::RATING];

/// Whether columns of the case follow from what entries of this form say, so that a [refresh] is due.
pub(super) fn follows(form: &str) -> bool {
    DERIVED_FROM.contains(&form)
}

/// Computes the derived columns of a case anew from what is stored.
pub(super) async fn refresh(tx: &Tx<Organisation>, case: Uuid, now: i64) -> ApiResult<()> {
    let records = record::Entity::find().filter(record::Column::CaseId.eq(case)).all(tx.c()).await?;
    let revisions = revision::Entity::find()
        .filter(revision::Column::CaseId.eq(case))
        .filter(revision::Column::Form.is_in(DERIVED_FROM))
        .order_by_asc(revision::Column::Part)
        .order_by_asc(revision::Column::N)
        .all(tx.c())
        .await?;
    let heads: HashMap<Uuid, i64> = records.iter().map(|row| (row.id, row.revision)).collect();
    let mut current: Vec<Current> = Vec::new();
    for row in revisions {
        if heads.get(&row.record) == Some(&row.revision) {
            let facts = Facts::from_cbor(&row.facts).map_err(|_| StoreError::Damaged("revisions.facts"))?;
            current.push((row.form, facts));
        }
    }
    let columns = derive::columns(&current);
    let entries = records.iter().filter(|row| !row.withdrawn).count();
    let rated = serde_json::to_string(&columns.rated).map_err(|_| StoreError::Damaged("cases.rated"))?;
    case::Entity::update_many()
        .col_expr(case::Column::State, Expr::value(state_text(columns.state)))
        .col_expr(case::Column::HelpType, Expr::value(columns.help_type.clone()))
        .col_expr(case::Column::HelpStart, Expr::value(columns.help_start.clone()))
        .col_expr(case::Column::HelpEnd, Expr::value(columns.help_end.clone()))
        .col_expr(case::Column::Review, Expr::value(columns.review.clone()))
        .col_expr(case::Column::Sex, Expr::value(columns.sex.clone()))
        .col_expr(case::Column::BirthMonth, Expr::value(columns.birth_month.clone()))
        .col_expr(case::Column::Ending, Expr::value(columns.ending.clone()))
        .col_expr(case::Column::Rated, Expr::value(rated))
        .col_expr(case::Column::NeedFirst, Expr::value(columns.need_first))
        .col_expr(case::Column::NeedLatest, Expr::value(columns.need_latest))
        .col_expr(case::Column::Entries, Expr::value(i64::try_from(entries).unwrap_or(i64::MAX)))
        .col_expr(case::Column::UpdatedAt, Expr::value(now))
        .filter(case::Column::Id.eq(case))
        .exec(tx.c())
        .await?;
    Ok(())
}
