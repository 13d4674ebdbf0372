//! The program itself: its command line, what it prints, and TLS.

use crate::{
    app::{Temporary, TestApp, is_postgres},
    person::{Invited, Person},
    world::administrator,
};
use api::{
    Bytes,
    ids::{InvitationId, KeyId, TenantId},
    invitations::{InvitationKind, InvitationOffer},
    paths::v1,
};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use rustls::pki_types::{CertificateDer, ServerName};
use sha2::Sha512;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    thread::JoinHandle,
    time::{SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

/// The program with a configuration file of its own.
pub struct Program {
    config: PathBuf,
    database_url: Option<String>,
}

impl Program {
    /// On the database of a test, with further lines of configuration.
    pub fn on(url: &str, data: &Path, more: &str) -> Self {
        let config = data.join("server.toml");
        let lines = format!("listen = \"127.0.0.1:0\"\ndata_dir = \".\"\ndist_dir = \"dist\"\n{more}");
        fs::write(&config, lines).unwrap();
        Self { config, database_url: is_postgres().then(|| url.to_owned()) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wimes-server"));
        // Nothing of the surroundings of the tests counts.
        command.env_clear().args(arguments).arg("--config").arg(&self.config);
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Password of the PostgreSQL role, if there is any.
    fn database_password(&self) -> Option<String> {
        let (_, rest) = self.database_url.as_ref()?.split_once("://")?;
        let (role, _) = rest.split_once('@')?;
        Some(role.split_once(':')?.1.to_owned())
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Serves until told to stop; returns when it listens.
    fn serve(&self) -> Serving {
        let mut command = self.command(&["serve"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut seen = String::new();
        let address = loop {
            let begin = seen.len();
            assert!(log.read_line(&mut seen).unwrap() > 0, "the server ended: {seen}");
            let line = &seen[begin..];
            if let Some((_, rest)) = line.split_once("listening address=") {
                break rest.split_whitespace().next().unwrap().parse().unwrap();
            }
        };
        // Read on, so that the server never waits for somebody to read its log.
        let rest = std::thread::spawn(move || {
            log.read_to_string(&mut seen).unwrap();
            seen
        });
        Serving { child, address, log: Some(rest) }
    }
}

struct Serving {
    child: Child,
    address: SocketAddr,
    log: Option<JoinHandle<String>>,
}

impl Serving {
    /// Stops it in order; returns what it printed and what it logged.
    fn stop(mut self) -> (String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut printed = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
        let log = self.log.take().unwrap().join().unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        (printed, log)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Only when a test failed; otherwise it has ended and this does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The invitation behind a printed link, with the one-use key that a browser derives from its secret.
fn invitation(printed: &str, page: &str) -> Invited {
    let begin = format!("http://localhost:8080{page}#");
    let links: Vec<&str> = printed.split_whitespace().filter(|word| word.starts_with(&begin)).collect();
    assert_eq!(links.len(), 1, "{printed}");
    let (id, seed) = links[0].split_once('#').unwrap().1.split_once('.').unwrap();
    let id: [u8; 16] = Bytes::from_base64url(id).unwrap().0.try_into().unwrap();
    let seed = Bytes::from_base64url(seed).unwrap().0;
    assert_eq!(seed.len(), 32);
    let mut key = [0; 32];
    Hkdf::<Sha512>::new(None, &seed).expand(b"wimes/invitation/sign/1", &mut key).unwrap();
    Invited { id: InvitationId::from_bytes(id), one_use: SigningKey::from_bytes(&key), ..Invited::new() }
}

/// The portal on the same database, at the present time.
async fn portal(temporary: Temporary, url: String) -> TestApp {
    let app = TestApp::on(temporary, url, |_| {}).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    app.wait(i64::try_from(now).unwrap() - app.now());
    app
}

#[tokio::test]
async fn the_first_operators_invitation_is_printed_once_and_works() {
    let (temporary, url) = Temporary::make().await;
    // At its most talkative, so that what is not in this log is in none.
    let program = Program::on(&url, temporary.folder.path(), "[log]\nfilter = \"trace\"");
    let (printed, log) = program.serve().stop();
    let mut invited = invitation(&printed, "/einladung");
    let secret = printed.split_whitespace().find_map(|word| word.split_once('#')).unwrap().1.to_owned();
    assert!(!log.contains(&secret) && !log.contains("/einladung"), "{log}");
    if let Some(password) = program.database_password() {
        assert!(!log.contains(&password));
    }
    // The invitation is open, so another start makes no further one.
    assert_eq!(program.serve().stop().0, "");
    let app = portal(temporary, url).await;
    let offer: InvitationOffer = invited.look(&app).await.ok();
    assert_eq!(offer.kind, InvitationKind::Operator);
    invited.account = offer.account;
    let person = Person::new(TenantId(server::store::INSTITUTE), "institut", "first", invited.account);
    person.accept(&app, &invited, false).await.done();
    person.client.get(&app, v1::TENANTS).await.done();
    assert_eq!(program.serve().stop().0, "");
}

#[tokio::test]
async fn operators_and_tenants_are_made_on_the_command_line() {
    let (temporary, url) = Temporary::make().await;
    let program = Program::on(&url, temporary.folder.path(), "");
    let migrated = program.run(&["migrate"]);
    assert_eq!(text(&migrated.stdout), "The database is up to date.\n");
    assert!(migrated.status.success());
    let first = invitation(&text(&program.run(&["operator", "invite"]).stdout), "/einladung");
    // As long as nobody came, a new invitation replaces the one before.
    let named = program.run(&["operator", "invite", "--name", "Ada Betrieb"]);
    let mut second = invitation(&text(&named.stdout), "/einladung");
    let create = |slug: &'static str| {
        program.run(&[
            "tenant",
            "create",
            "--slug",
            slug,
            "--name",
            "Träger am See",
            "--organisation",
            "Haus am See",
            "--administrator",
            "Erste Verwaltung",
        ])
    };
    let created = create("am-see");
    assert!(created.status.success(), "{}", text(&created.stderr));
    let mut setup = invitation(&text(&created.stdout), "/einrichten");
    for (slug, word) in [("am-see", "taken"), ("institut", "reserved"), ("Am See", "3 to 40 characters")] {
        let refused = create(slug);
        assert_eq!(refused.status.code(), Some(1), "{slug}");
        assert!(text(&refused.stderr).contains(word), "{slug}: {}", text(&refused.stderr));
        assert!(refused.stdout.is_empty());
    }

    let app = portal(temporary, url).await;
    assert_eq!(first.look(&app).await.code(), api::ProblemCode::InvitationRevoked);
    let offer: InvitationOffer = second.look(&app).await.ok();
    assert_eq!(offer.display_name, "Ada Betrieb");
    second.account = offer.account;
    let operator = Person::new(TenantId(server::store::INSTITUTE), "institut", "ada", second.account);
    operator.accept(&app, &second, false).await.done();
    let offer: InvitationOffer = setup.look(&app).await.ok();
    assert_eq!((offer.kind, offer.tenant_slug.as_str()), (InvitationKind::Setup, "am-see"));
    assert_eq!(offer.organisation_name.as_deref(), Some("Haus am See"));
    setup.account = offer.account;
    let mut admin = Person::new(offer.tenant.unwrap(), "am-see", "admin", setup.account);
    admin.accept(&app, &setup, true).await.done();
    admin.set_up(&app, offer.organisation.unwrap(), KeyId(Uuid::new_v4()), &[administrator()]).await;
}

#[tokio::test]
async fn a_wrong_configuration_is_told_in_a_sentence() {
    let (temporary, url) = Temporary::make().await;
    let folder = temporary.folder.path();
    let valid = Program::on(&url, folder, "").run(&["validate-config"]);
    assert_eq!(
        (valid.status.code(), text(&valid.stdout).as_str()),
        (Some(0), "The configuration is valid.\n")
    );
    for (lines, expected) in [
        ("public_ulr = \"https://portal.example\"", "unknown field `public_ulr`"),
        ("public_url = \"http://portal.example\"", "must be https"),
        ("public_url = \"https://portal.example/wimes\"", "without a path"),
        ("shutdown_seconds = \"soon\"", "shutdown_seconds"),
        ("[tls]\ncertificate = \"a.pem\"", "both be given"),
        (
            "public_url = \"https://portal.example\"\n[tls]\ncertificate = \"a.pem\"\nkey = \"b.pem\"",
            "tls.certificate: there is no such file",
        ),
        ("[session]\nidle_minutes = 0", "idle_minutes"),
        ("[session]\nidle_minutes = 900", "must not exceed"),
        ("[log]\nfilter = \"server=loud\"", "log.filter"),
        ("this is no toml", "expected"),
    ] {
        let output = Program::on(&url, folder, lines).run(&["validate-config"]);
        assert_eq!(output.status.code(), Some(1), "{lines}");
        assert!(output.stdout.is_empty());
        let told = text(&output.stderr);
        assert!(told.starts_with("wimes-server: ") && told.contains(expected), "{lines}: {told}");
    }
    let mut missing = Program::on(&url, folder, "");
    missing.config = folder.join("nothing.toml");
    assert!(text(&missing.run(&["validate-config"]).stderr).contains("nothing.toml"));
    let mut command = Program::on(&url, folder, "").command(&["validate-config"]);
    let output = command.env("WIMES_LISTNE", "127.0.0.1:1").output().unwrap();
    assert!(text(&output.stderr).contains("WIMES_LISTNE"));
    // Nothing of this touched a database.
    assert!(!folder.join("wimes.sqlite").exists());
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_told_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::on("", folder.path(), "");
    // Somebody who hangs up on everybody. (Where nobody listens at all, the program waits for the database to start.)
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    program.database_url = Some(format!("postgres://wimes:SecretOfTheDatabase@{address}/wimes"));
    let output = program.run(&["migrate"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("the database failed") && !told.contains("SecretOfTheDatabase"), "{told}");
    program.database_url = Some("mysql://wimes:SecretOfTheDatabase@localhost/wimes".to_owned());
    let told = text(&program.run(&["migrate"]).stderr);
    assert!(told.contains("postgres://") && !told.contains("SecretOfTheDatabase"), "{told}");
}

/// What is answered over TLS to somebody who trusts this certificate and no other.
fn get(address: SocketAddr, certificate: CertificateDer<'static>, path: &str) -> std::io::Result<String> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(client), name).unwrap();
    let mut stream = rustls::StreamOwned::new(connection, TcpStream::connect(address)?);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[tokio::test]
async fn with_certificate_and_key_it_speaks_https() {
    let (temporary, url) = Temporary::make().await;
    let folder = temporary.folder.path();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let tls = "public_url = \"https://localhost:8443\"\n[tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"";
    let program = Program::on(&url, folder, tls);
    let serving = program.serve();
    let answer = get(serving.address, made.cert.der().clone(), v1::HEALTH).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=63072000\r\n"), "{answer}");
    // Whoever trusts another certificate does not come to speak with it, and plain http is no way in.
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    assert!(get(serving.address, other.cert.der().clone(), v1::HEALTH).is_err());
    let mut plain = TcpStream::connect(serving.address).unwrap();
    // Hung up on at the latest after the first bytes, perhaps before the last ones are written.
    let request = format!("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", v1::HEALTH);
    let _ = plain.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    let (_, log) = serving.stop();
    assert!(log.contains("tls=true") && !log.contains("PRIVATE KEY"), "{log}");
    // A key that is none is told at the start.
    fs::write(folder.join("key.pem"), "no key").unwrap();
    let output = program.run(&["serve"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("TLS certificate or key"), "{}", text(&output.stderr));
}
