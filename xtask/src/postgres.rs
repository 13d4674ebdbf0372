//! PostgreSQL for tests: the one named in `DATABASE_URL`, or a cluster of our own that is taken away afterwards.

use crate::failure::{Context, Done, Failure};
use crate::process::{self, Service};
use crate::scratch::Scratch;
use crate::{project, system};
use std::env;
use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const OTHERWISE: &str = "PostgreSQL is missing, which this part of the tests needs. Please install it (Debian: \
    `apt install postgresql`, Fedora: `dnf install postgresql-server`, macOS: `brew install postgresql`), or name a \
    server in DATABASE_URL whose role may create databases.";

/// Whether acknowledged writes have to survive a crash of the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flush {
    /// As in production.
    Always,
    /// Not at all: quicker, for tests that ask for nothing of the kind.
    Never,
}

/// A PostgreSQL server for the duration of this value.
pub struct Postgres {
    // Stopped before its folder goes: fields go in this order.
    _service: Option<Service>,
    _folder: Option<Scratch>,
    /// A role that may create databases and roles but is no superuser, so that row-level security holds for it.
    pub url: String,
}

impl Postgres {
    /// Uses the server in `DATABASE_URL` or starts one.
    pub fn start(flush: Flush) -> Done<Self> {
        if let Ok(url) = env::var("DATABASE_URL")
            && url.starts_with("postgres")
        {
            return Ok(Self { _service: None, _folder: None, url });
        }
        Self::own(&programs()?, flush)
    }

    fn own(programs: &Path, flush: Flush) -> Done<Self> {
        let scratch = Scratch::make("postgres")?;
        let owner = Owner::find()?;
        owner.take(scratch.path())?;
        let data = scratch.path().join("data");
        // Whoever else uses this machine must not come in as the cluster's superuser.
        let password = password()?;
        let password_file = scratch.path().join("password");
        fs::write(&password_file, &password).context("cannot write the cluster's password")?;
        owner.take(&password_file)?;
        let mut make = owner.command(&programs.join("initdb"), scratch.path());
        make.args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        make.arg("-D").arg(&data).arg("--pwfile").arg(&password_file);
        process::output(&mut make)?;
        let mut first = owner.command(&programs.join("postgres"), scratch.path());
        first.args(["--single", "-D"]).arg(&data).arg("postgres");
        let role = "CREATE ROLE wimes LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD";
        process::fed(&mut first, &format!("{role} '{password}';\n"))?;

        let port = project::free_port()?;
        let log = scratch.path().join("postgres.log");
        let mut serve = owner.command(&programs.join("postgres"), scratch.path());
        serve.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"] {
            serve.args(["-c", setting]);
        }
        if flush == Flush::Never {
            serve.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }
        // SIGINT is PostgreSQL's “fast shutdown”: it does not wait for anyone.
        let mut service = Service::start(&mut serve, &log, "INT")?;
        let ready = || {
            let open = TcpStream::connect(("127.0.0.1", port)).is_ok();
            open && process::tail(&log, 20).contains("ready to accept connections")
        };
        let waited = service.wait_until(Duration::from_secs(60), ready);
        waited.map_err(|failure| Failure::new(format!("{failure}\n{}", process::tail(&log, 20))))?;
        let url = format!("postgres://wimes:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { _service: Some(service), _folder: Some(scratch), url })
    }
}

/// Sixteen random bytes as hexadecimal digits.
fn password() -> Done<String> {
    let mut bytes = [0; 16];
    let mut source = fs::File::open("/dev/urandom").context("no source of randomness")?;
    source.read_exact(&mut bytes).context("no source of randomness")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Who runs the cluster. PostgreSQL refuses to run as root.
enum Owner {
    Myself,
    Other { user: u32, group: u32 },
}

impl Owner {
    fn find() -> Done<Self> {
        if !project::is_root() {
            return Ok(Self::Myself);
        }
        for name in ["postgres", "nobody"] {
            let id =
                |what: &str| process::output(Command::new("id").args([what, name])).ok()?.trim().parse().ok();
            if let (Some(user), Some(group)) = (id("-u"), id("-g")) {
                return Ok(Self::Other { user, group });
            }
        }
        Err("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.".into())
    }

    fn take(&self, folder: &Path) -> Done {
        match self {
            Self::Myself => Ok(()),
            Self::Other { user, group } => chown(folder, Some(*user), Some(*group))
                .context(format!("cannot hand over {}", folder.display())),
        }
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("LC_ALL", "C");
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

/// The folder with `initdb` and `postgres`, the newest when there are several.
fn programs() -> Done<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    system::install(&["postgresql"], OTHERWISE)?;
    installed().ok_or_else(|| Failure::new(OTHERWISE))
}

fn installed() -> Option<PathBuf> {
    let places = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr"];
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in places.iter().filter_map(|place| fs::read_dir(place).ok()).flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = name.trim_start_matches("postgresql@").trim_start_matches("pgsql-");
        let folder = entry.path().join("bin");
        if let (Ok(version), true) = (version.parse(), folder.join("initdb").is_file()) {
            found.push((version, folder));
        }
    }
    let newest = found.into_iter().max().map(|(_, folder)| folder);
    newest.or_else(|| project::program("initdb")?.parent().map(Path::to_path_buf))
}
