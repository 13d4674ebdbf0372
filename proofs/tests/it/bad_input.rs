//! Damaged and hostile requests: each gets a typed answer, costs little memory, and the server lives on.

use crate::support::{configuration, create_case};
use api::{Bytes, Problem, ProblemCode, auth::CLIENT_HEADER, limits, paths::v1, records::Revision};
use proofs::{Chance, Portal, Team, draft};
use reqwest::{Client, Method, Response, StatusCode};
use std::{fs, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use vault::{WriteError, view::WriteEntry};

/// Memory that the server may need more than before, in KiB: some bodies of the greatest size at once.
const MORE_MEMORY: u64 = 160 * 1024;
/// Longer than any text may be, but not than a body.
const LONG_TEXT: usize = 5_000_000;

struct Attacker {
    client: Client,
    origin: String,
    cookie: String,
}

impl Attacker {
    async fn send(&self, method: Method, path: &str, media_type: &str, body: Vec<u8>) -> Response {
        self.client
            .request(method, format!("{}{path}", self.origin))
            .header(CLIENT_HEADER, "proofs/0.1.0")
            .header("cookie", &self.cookie)
            .header("content-type", media_type)
            .body(body)
            .send()
            .await
            .expect("the server answers")
    }

    /// Sends and expects a typed refusal.
    async fn refused(&self, method: Method, path: &str, media_type: &str, body: Vec<u8>) -> Problem {
        let what =
            format!("{method} {path} {media_type} {} bytes {:02x?}", body.len(), &body[..body.len().min(24)]);
        let answer = self.send(method, path, media_type, body).await;
        problem(answer, &what).await
    }
}

async fn problem(answer: Response, what: &str) -> Problem {
    let status = answer.status();
    assert!(status.is_client_error(), "{what}: {status}");
    assert_eq!(answer.headers()["content-type"], "application/problem+json", "{what}");
    let problem: Problem = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(problem.status, status.as_u16(), "{what}");
    assert_ne!(problem.code, ProblemCode::Unknown, "{what}");
    assert!(problem.request_id.is_some(), "{what}");
    problem
}

#[tokio::test]
async fn random_bytes_and_gigantic_lengths_get_a_typed_answer_and_little_memory() {
    let mut portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let case = create_case(&team, |key| key.to_owned()).await;
    let attacker = Attacker {
        client: Client::builder().no_proxy().build().unwrap(),
        origin: portal.origin.clone(),
        cookie: team.caseworker.http.cookie().unwrap(),
    };
    let before = peak_memory(&portal);
    let mut chance = Chance::of_environment().unwrap();
    let (cbor, json) = (hostile_cbor(&mut chance), hostile_json(&mut chance));

    let fill = |path: &str| {
        path.replace("{organisation}", &team.organisation.to_string())
            .replace("{case}", &case.to_string())
            .replace("{account}", &team.caseworker.session.account.to_string())
            .replace("{invitation}", "00000000-0000-4000-8000-000000000000")
            .replace("{unit}", "00000000-0000-4000-8000-000000000000")
            .replace("{device}", "00000000-0000-4000-8000-000000000000")
            .replace("{tenant}", "00000000-0000-4000-8000-000000000000")
    };
    for path in [v1::CASES, v1::RECORDS, v1::ASSIGNMENT] {
        for body in &cbor {
            attacker.refused(Method::POST, &fill(path), v1::CBOR, body.clone()).await;
        }
        let problem =
            attacker.refused(Method::POST, &fill(path), v1::CBOR, vec![0x42; limits::BODY_MAX + 1]).await;
        assert_eq!(problem.code, ProblemCode::TooLarge);
        attacker.refused(Method::POST, &fill(path), "application/json", b"{}".to_vec()).await;
    }
    for (method, path) in [
        (Method::POST, v1::LOGIN_START),
        (Method::POST, v1::LOGIN_FINISH),
        (Method::POST, v1::PASSWORD),
        (Method::PUT, v1::SESSION_SHARE),
        (Method::PUT, v1::DEVICE_SHARE),
        (Method::POST, v1::INVITATION_LOOK),
        (Method::POST, v1::INVITATION_ACCEPT),
        (Method::POST, v1::ORGANISATIONS),
        (Method::PATCH, v1::ORGANISATION),
        (Method::POST, v1::GENESIS),
        (Method::POST, v1::CERTIFICATES),
        (Method::POST, v1::UNITS),
        (Method::PUT, v1::UNIT),
        (Method::POST, v1::INVITATIONS),
        (Method::POST, v1::RIGHTS),
        (Method::POST, v1::BLOCK),
        (Method::POST, v1::TENANTS),
        (Method::POST, v1::TENANT_SETUP),
        (Method::POST, v1::OPERATORS),
    ] {
        for body in &json {
            attacker.refused(method.clone(), &fill(path), "application/json", body.clone()).await;
        }
        attacker.refused(method, &fill(path), "text/plain", b"{}".to_vec()).await;
    }
    for path in [v1::CASE, v1::RECORDS, v1::ORGANISATION, v1::ORGANISATION_LOG, v1::CASES, v1::HANDOVER] {
        for id in ["x", "..%2f..", "00000000", "%00", "%ff%fe", &"9".repeat(4000)] {
            let path = path.replace("{case}", id).replace("{organisation}", id).replace("{account}", id);
            attacker.refused(Method::GET, &path, v1::CBOR, Vec::new()).await;
        }
    }
    endless_bodies(&portal).await;

    assert!(portal.is_running().unwrap(), "the server died");
    let more = peak_memory(&portal).saturating_sub(before);
    assert!(more < MORE_MEMORY, "the server needed {more} KiB more");
    // And honest people go on working.
    create_case(&team, |key| key.to_owned()).await;
}

#[tokio::test]
async fn a_real_write_with_any_bytes_changed_is_refused_and_changes_nothing() {
    let portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let case = create_case(&team, |key| key.to_owned()).await;
    let vault = &team.caseworker.vault;
    let configuration = configuration(&team).await;
    let draft = draft(&configuration, "course", |_| "Ein echter Eintrag".to_owned()).unwrap();
    let record = vault.make_record().unwrap();
    vault
        .write_entry(WriteEntry { case, record, form: "course".to_owned(), based_on: 0, draft })
        .await
        .unwrap();
    let original = team.caseworker.http.last_write().unwrap();
    let attacker = Attacker {
        client: Client::builder().no_proxy().build().unwrap(),
        origin: portal.origin.clone(),
        cookie: team.caseworker.http.cookie().unwrap(),
    };

    // The same once more is no second write.
    let again = attacker.send(Method::POST, &original.path, v1::CBOR, original.body.clone()).await;
    assert_eq!(again.status(), StatusCode::OK);
    let mut chance = Chance::of_environment().unwrap();
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    for _ in 0..400 {
        let mut body = original.body.clone();
        let at = chance.below(body.len());
        body[at] ^= 1 << chance.below(8);
        bodies.push(body);
    }
    for _ in 0..100 {
        bodies.push(original.body[..chance.below(original.body.len())].to_vec());
    }
    for body in bodies {
        attacker.refused(Method::POST, &original.path, v1::CBOR, body).await;
    }
    let view = vault.open_case(team.organisation, case).await.unwrap();
    assert!(view.warnings.is_empty(), "{:?}", view.warnings);
    assert_eq!(view.of_form("course").count(), 1);
    assert_eq!(view.entry(record).unwrap().texts.get("text").as_open(), Some("Ein echter Eintrag"));
}

#[tokio::test]
async fn a_text_of_five_megabytes_is_refused_with_words_and_one_at_the_limit_is_kept() {
    let mut portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let case = create_case(&team, |key| key.to_owned()).await;
    let vault = &team.caseworker.vault;
    let configuration = configuration(&team).await;
    let record = vault.make_record().unwrap();
    let entry = async |length: usize| {
        let text = |key: &str| if key == "text" { "ü".repeat(length / 2) } else { String::new() };
        let draft = draft(&configuration, "course", text).unwrap();
        let form = "course".to_owned();
        vault.write_entry(WriteEntry { case, record, form, based_on: 0, draft }).await
    };
    // The vault says so before anything is sent.
    let before = team.caseworker.http.last_write().unwrap();
    let refused = entry(LONG_TEXT).await;
    assert!(matches!(&refused, Err(WriteError::TextTooLong { field }) if field == "text"), "{refused:?}");
    assert!(team.caseworker.http.last_write().unwrap() == before, "something was sent");
    entry(limits::TEXT_FIELD_MAX).await.unwrap();
    let view = vault.open_case(team.organisation, case).await.unwrap();
    let kept = view.entry(record).unwrap().texts.get("text").as_open().map(str::len);
    assert_eq!(kept, Some(limits::TEXT_FIELD_MAX));

    // Whoever leaves out the vault is refused by the server.
    let honest = team.caseworker.http.last_write().unwrap();
    let mut revision: Revision = minicbor_serde::from_slice(&honest.body).unwrap();
    revision.record = vault.make_record().unwrap();
    revision.envelope = Some(Bytes(vec![0x42; LONG_TEXT]));
    let attacker = Attacker {
        client: Client::builder().no_proxy().build().unwrap(),
        origin: portal.origin.clone(),
        cookie: team.caseworker.http.cookie().unwrap(),
    };
    let body = minicbor_serde::to_vec(&revision).unwrap();
    let problem = attacker.refused(Method::POST, &honest.path, v1::CBOR, body).await;
    assert_eq!(problem.code, ProblemCode::TooLarge);
    assert!(portal.is_running().unwrap(), "the server died");
}

/// CBOR that nobody sends by mistake: heads that promise more than there is, nesting without end, noise.
fn hostile_cbor(chance: &mut Chance) -> Vec<Vec<u8>> {
    let mut bodies = vec![Vec::new(), vec![0xa0], vec![0x80], vec![0xf6], vec![0xff]];
    for major in [0x40_u8, 0x60, 0x80, 0xa0, 0xc0] {
        let mut head = vec![major | 27];
        head.extend([0xff; 8]);
        bodies.push(head.clone());
        // As the value of a field that exists.
        for field in ["envelope", "facts", "records", "id", "unknown"] {
            let mut body = vec![0xb8, 0xff, 0x60 | u8::try_from(field.len()).unwrap()];
            body.extend(field.bytes());
            body.extend(&head);
            bodies.push(body);
        }
        bodies.push(vec![major | 31; 100_000]);
    }
    bodies.push(vec![0x81; 1_000_000]);
    bodies.push([b"\xa1\x67unknown".to_vec(), vec![0x81; 1_000_000]].concat());
    bodies.push([b"\xa1\x67unknown".to_vec(), vec![0xd8; 1_000_000]].concat());
    bodies.push(vec![0x9f; 1_000_000]);
    for field in ["code", "form", "unknown"] {
        let length = u32::try_from(LONG_TEXT).unwrap().to_be_bytes();
        let key = [&[0xa1, 0x60 | u8::try_from(field.len()).unwrap()], field.as_bytes()].concat();
        bodies.push([key, vec![0x7a], length.into(), vec![b'x'; LONG_TEXT]].concat());
    }
    bodies.extend(noise(chance));
    bodies
}

fn hostile_json(chance: &mut Chance) -> Vec<Vec<u8>> {
    let mut bodies: Vec<Vec<u8>> =
        ["", "{", "[]", "null", "1e999999", "\"\\ud800\"", "{\"login\":\"\\u0000\"}"]
            .map(|text| text.as_bytes().to_vec())
            .into();
    bodies.push(vec![b'['; 100_000]);
    bodies.push("{\"a\":".repeat(20_000).into_bytes());
    bodies.push(format!("{{\"login\":\"{}\"}}", "x".repeat(200_000)).into_bytes());
    bodies.push(format!("{{\"login\":\"{}\"}}", "x".repeat(LONG_TEXT)).into_bytes());
    bodies.push(vec![b' '; limits::BODY_MAX + 1]);
    bodies.extend(noise(chance));
    bodies
}

fn noise(chance: &mut Chance) -> Vec<Vec<u8>> {
    [1_usize, 2, 7, 16, 64, 300, 5000, 60_000]
        .map(|length| {
            let mut body = vec![0; length];
            chance.fill(&mut body);
            body
        })
        .into()
}

/// Bodies whose announced length no machine has, and bodies in pieces that go on beyond the limit.
async fn endless_bodies(portal: &Portal) {
    let address: SocketAddr = portal.origin.replace("http://localhost", "127.0.0.1").parse().unwrap();
    let piece = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
    for (head, pieces) in [("Content-Length: 9223372036854775807", 0), ("Transfer-Encoding: chunked", 8)] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: localhost\r\n{CLIENT_HEADER}: proofs/0.1.0\r\n\
             Content-Type: application/json\r\n{head}\r\n\r\n",
            v1::LOGIN_START
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        let flood = async {
            for _ in 0..pieces {
                // The server may have had enough already.
                if writer.write_all(&piece).await.is_err() {
                    break;
                }
            }
            std::future::pending::<()>().await;
        };
        let answer = async {
            let mut answer = vec![0; 4096];
            let length = reader.read(&mut answer).await.unwrap();
            String::from_utf8_lossy(&answer[..length]).into_owned()
        };
        let answer = tokio::select! {
            answer = answer => answer,
            () = flood => String::new(),
        };
        assert!(answer.starts_with("HTTP/1.1 413"), "{head}: {answer}");
        assert!(answer.contains("too_large"), "{head}: {answer}");
    }
}

/// The most memory that the server ever held, in KiB.
fn peak_memory(portal: &Portal) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", portal.id().unwrap())).unwrap();
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells the peak memory");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
