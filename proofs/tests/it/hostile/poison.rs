//! Answers that are no answers: noise, promises of gigantic lengths, nesting without end, endless bodies. And single
//! objects that are poisoned, with the rest of the case going on.

use super::{open, revision_at, revisions};
use api::{Bytes, paths::v1};
use proofs::{
    Chance,
    hostile::{Hostile, Stage, Step, Trial, is_path, rechain_part},
};
use std::fs;
use vault::{
    Response,
    view::{KeyOrigin, Texts, Verification},
};

/// Length of the longest bodies.
const HUGE: usize = 100_000_000;
/// Memory that this program may need more than before while a huge body is read, in KiB: the body itself and what other
/// tests of this run need at the same time.
const MORE_MEMORY: u64 = 700 * 1024;

const CBOR: &str = "application/cbor";
const JSON: &str = "application/json";

fn answer(media_type: &str, body: Vec<u8>) -> Response {
    Response { status: 200, content_type: media_type.to_owned(), body }
}

/// Bodies that nobody sends by mistake.
fn bodies(chance: &mut Chance) -> Vec<(String, Vec<u8>)> {
    let mut bodies = vec![
        ("nothing".to_owned(), Vec::new()),
        ("a page of somebody else".to_owned(), b"<html>It works!</html>".to_vec()),
        ("null".to_owned(), b"null".to_vec()),
        ("CBOR null".to_owned(), vec![0xf6]),
        ("an empty map".to_owned(), vec![0xa0]),
        ("an empty object".to_owned(), b"{}".to_vec()),
        ("open brackets".to_owned(), vec![b'['; 200_000]),
        ("open objects".to_owned(), "{\"a\":".repeat(100_000).into_bytes()),
        ("nested arrays".to_owned(), vec![0x81; 200_000]),
        ("nested tags".to_owned(), vec![0xd8; 200_000]),
        ("endless arrays".to_owned(), vec![0x9f; 200_000]),
        ("endless texts".to_owned(), vec![0x7f; 200_000]),
    ];
    for major in [0x40_u8, 0x60, 0x80, 0xa0] {
        for length in [0xff_u64, 0xffff_ffff, u64::MAX / 2, u64::MAX] {
            let head = [&[major | 27][..], &length.to_be_bytes()].concat();
            bodies.push((format!("CBOR head {major:02x} of {length}"), head.clone()));
            for field in ["summary", "slots", "parts", "cases", "entries", "envelope"] {
                let length = u8::try_from(field.len()).unwrap();
                let body = [&[0xa1, 0x60 | length][..], field.as_bytes(), &head].concat();
                bodies.push((format!("{field} with head {major:02x}"), body));
            }
        }
    }
    for length in [1_usize, 7, 64, 1000, 60_000] {
        let mut body = vec![0; length];
        chance.fill(&mut body);
        bodies.push((format!("{length} random bytes"), body));
    }
    bodies
}

async fn every_call(stage: &Stage, trial: &mut Trial<'_>, case: api::ids::CaseId, what: &str) {
    let vault = &stage.berta.vault;
    let opened = open(stage, &stage.berta, case).await;
    trial.noticed(&format!("{what} for a case"), &opened).unwrap();
    let listed = vault.list_cases(stage.organisation).await;
    trial.noticed(&format!("{what} for a list"), &listed).unwrap();
    let overview = vault.organisation(stage.organisation).await;
    trial.noticed(&format!("{what} for an organisation"), &overview).unwrap();
    let session = vault.refresh_session().await;
    trial.noticed(&format!("{what} for a session"), &session).unwrap();
    let origin = KeyOrigin::File(stage.place.key_file());
    let key = vault.load_key(stage.organisation, origin, false, None).await;
    trial.noticed(&format!("{what} for the log"), &key).unwrap();
}

#[tokio::test]
async fn mal_a41_noise_gigantic_lengths_and_deep_nesting_are_typed_errors() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let mut chance = Chance::of_environment().unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for (what, body) in bodies(&mut chance) {
        for media_type in [CBOR, JSON, "text/html", ""] {
            let body = body.clone();
            stage.berta.wire.intercept(move |_| Step::Answer(answer(media_type, body.clone())));
            every_call(&stage, &mut trial, case, &what).await;
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a41_bodies_of_a_hundred_megabytes_are_typed_errors_in_bounded_memory() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let before = peak_memory();
    for byte in [0_u8, b' ', b'[', 0x81, 0xff] {
        stage.berta.wire.intercept(move |request| {
            let media_type = if is_path(v1::CASE, &request.path) { CBOR } else { JSON };
            Step::Answer(answer(media_type, vec![byte; HUGE]))
        });
        every_call(&stage, &mut trial, case, &format!("a huge body of {byte:02x}")).await;
    }
    let more = peak_memory().saturating_sub(before);
    assert!(more < MORE_MEMORY, "it took {more} KiB");
    trial.end().await.unwrap();
}

/// Real answers, cut off anywhere or with bytes changed anywhere.
#[tokio::test]
async fn mal_a41_real_answers_that_are_cut_off_or_changed_are_noticed() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    stage.entry(&stage.berta, case, "course", "Besuch").await.unwrap();
    let mut chance = Chance::of_environment().unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let whole = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let whole = minicbor_serde::to_vec(&whole).unwrap();
    for _ in 0..150 {
        let cut = chance.below(whole.len());
        let body = whole[..cut].to_vec();
        stage.berta.wire.tamper(move |request, response| {
            if is_path(v1::CASE, &request.path) {
                response.body.clone_from(&body);
            }
        });
        let seen = open(&stage, &stage.berta, case).await;
        trial.noticed(&format!("cut off after {cut} bytes"), &seen).unwrap();
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a41_a_poisoned_object_leaves_the_rest_of_the_case_readable() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    for number in 0..4 {
        stage.entry(&stage.berta, case, "course", &format!("Besuch {number}")).await.unwrap();
    }
    let file = stage.berta.case_file(stage.organisation, case).await.unwrap();
    let honest = stage.open(&stage.berta, case).await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for (part, entry, revision) in revisions(&file) {
        let last = file.parts[part].entries.len() - 1 == entry;
        for what in 0..6 {
            stage.berta.wire.edit_case_file(move |file| {
                let here = revision_at(file, part, entry);
                match what {
                    0 => here.facts = Bytes(vec![0x81; 100_000]),
                    1 => here.envelope = Some(Bytes(Vec::new())),
                    2 => here.envelope = Some(Bytes(vec![0x57; 1_000_000])),
                    3 => here.signature = Bytes(Vec::new()),
                    4 => here.form = "x".repeat(100_000),
                    _ => (here.revision, here.epoch, here.form_version) = (u32::MAX, u32::MAX, u32::MAX),
                }
                // Appended by the server alone, the rest of the log stays as it was signed.
                if last {
                    rechain_part(&mut file.parts[part]);
                }
            });
            let name = format!("poison {what} in entry {entry} of part {part}");
            let seen = open(&stage, &stage.berta, case).await;
            trial.noticed(&name, &seen).unwrap();
            let view = seen.unwrap();
            // Whatever else is marked: every other text is as it was, readable.
            let envelope_only = what == 1 || what == 2;
            for before in honest.entries.iter().filter(|before| before.record != revision.record) {
                // Behind a place where the chain does not fit, nobody can tell what is content: it stands beside it.
                let now = view.entries.iter().chain(&view.unverified).find(|now| now.record == before.record);
                let now = now.unwrap_or_else(|| panic!("{name}: an entry is gone"));
                assert!(matches!(&now.texts, Texts::Open(_)), "{name}: another entry does not open");
                assert_eq!(now.texts, before.texts, "{name}");
                // What the log says of the rest is whole where only an envelope or another part is poisoned.
                let whole = envelope_only || last || now.part != file.parts[part].id;
                assert!(!whole || now.verification == Verification::Verified, "{name}: {} suffers", now.form);
            }
        }
    }
    trial.end().await.unwrap();
}

/// The most memory that this program ever held, in KiB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Errors that a proxy or a broken server could give.
#[tokio::test]
async fn mal_a41_every_status_with_any_body_is_a_typed_error() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let all = |wire: &Hostile, status: u16, body: &'static [u8], media_type: &'static str| {
        wire.intercept(move |_| {
            Step::Answer(Response { status, content_type: media_type.to_owned(), body: body.to_vec() })
        });
    };
    for status in
        [0_u16, 100, 204, 206, 301, 302, 304, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504, 599, 999]
    {
        for (body, media_type) in [
            (&b""[..], ""),
            (b"{}", "application/problem+json"),
            (b"{\"type\":\"x\",\"title\":\"x\",\"status\":1,\"code\":\"x\"}", "application/problem+json"),
            (b"\xff\xfe", JSON),
        ] {
            all(&stage.berta.wire, status, body, media_type);
            let what = format!("{status} {media_type}");
            let opened = open(&stage, &stage.berta, case).await;
            trial.noticed(&what, &opened).unwrap();
            let listed = stage.berta.vault.list_cases(stage.organisation).await;
            trial.noticed(&what, &listed).unwrap();
        }
    }
    trial.end().await.unwrap();
}
