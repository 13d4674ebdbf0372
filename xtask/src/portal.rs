//! A running portal: the real server on loopback with its database in one folder, and the demo that fills it.

use crate::failure::{Context, Done, Failure};
use crate::process::{self, Service};
use crate::{cargo, project};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The programs that make a portal.
pub struct Programs {
    /// `wimes-server`
    pub server: PathBuf,
    /// `demo`
    pub demo: PathBuf,
}

impl Programs {
    /// Builds both.
    pub fn build() -> Done<Self> {
        println!("· building the server and the demo");
        Self::among(&cargo::build(&["--locked", "-p", "server", "-p", "demo", "--bins"])?)
    }

    /// Builds both optimised, for measurements.
    pub fn build_release() -> Done<Self> {
        println!("· building the server and the demo, optimised");
        Self::among(&cargo::build(&["--locked", "--release", "-p", "server", "-p", "demo", "--bins"])?)
    }

    /// Takes both from what was built.
    pub fn among(built: &[cargo::Built]) -> Done<Self> {
        Ok(Self {
            server: cargo::find(built, "wimes-server")?.to_path_buf(),
            demo: cargo::find(built, "demo")?.to_path_buf(),
        })
    }
}

/// A server that runs until this value goes.
pub struct Portal<'a> {
    programs: &'a Programs,
    service: Service,
    folder: PathBuf,
    /// Its address in the browser.
    pub url: String,
}

impl<'a> Portal<'a> {
    /// Starts the server with its database in `folder` (made when missing) and waits until it answers.
    pub fn start(programs: &'a Programs, dist: &Path, folder: &Path, port: u16) -> Done<Self> {
        project::make_folder(folder)?;
        let folder = fs::canonicalize(folder).context(format!("cannot find {}", folder.display()))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpStream::connect_timeout(&address, Duration::from_millis(300)).is_ok() {
            return Err(Failure::new(format!(
                "Something already listens on port {port}; choose another with --port."
            )));
        }
        let url = format!("http://localhost:{port}");
        let config = config_file(&folder);
        fs::write(&config, config_text(&url, address, &folder, dist))
            .context("cannot write the configuration")?;
        let log = folder.join("server.log");
        let mut command = Command::new(&programs.server);
        command.args(["serve", "--config"]).arg(&config).current_dir(&folder);
        // The demo is a folder of its own, whatever database this person's other portal uses.
        command.env_remove("DATABASE_URL");
        let mut service = Service::start(&mut command, &log, "TERM")?;
        let ready = service.wait_until(Duration::from_secs(60), || healthy(address));
        ready.map_err(|failure| Failure::new(format!("{failure}\n{}", process::tail(&log, 20))))?;
        Ok(Self { programs, service, folder, url })
    }

    /// Whether the demo has filled this folder completely.
    pub fn is_filled(&self) -> bool {
        logins_file(&self.folder).is_file()
    }

    /// Fills the portal with invented cases through the real interface.
    pub fn fill(&self, cases: u32) -> Done {
        let mut command = Command::new(&self.programs.demo);
        command.args(["fill", "--url", &self.url, "--cases", &cases.to_string(), "--data"]).arg(&self.folder);
        command.env("WIMES_SERVER", &self.programs.server).env("WIMES_CONFIG", config_file(&self.folder));
        process::run(&mut command)?;
        if self.is_filled() { Ok(()) } else { Err("The demo ended without writing demo.json.".into()) }
    }

    /// What the demo wrote down: address, logins, passwords, key files.
    pub fn logins(&self) -> Done<Value> {
        let file = logins_file(&self.folder);
        let text = fs::read_to_string(&file).context(format!("cannot read {}", file.display()))?;
        serde_json::from_str(&text).context(format!("{} is damaged", file.display()))
    }

    /// Waits until the server ends.
    pub fn wait(&mut self) -> Done {
        self.service.wait()
    }
}

/// The file that the demo writes when it has finished.
pub fn logins_file(folder: &Path) -> PathBuf {
    folder.join("demo.json")
}

fn config_file(folder: &Path) -> PathBuf {
    folder.join("server.toml")
}

fn config_text(url: &str, address: SocketAddr, folder: &Path, dist: &Path) -> String {
    // A JSON string is a TOML string too.
    let quoted = |text: &str| Value::from(text).to_string();
    let path = |path: &Path| quoted(&path.to_string_lossy());
    format!(
        "# Written by `cargo xtask`.\nlisten = {}\npublic_url = {}\ndata_dir = {}\ndist_dir = {}\n",
        quoted(&address.to_string()),
        quoted(url),
        path(folder),
        path(dist)
    )
}

/// Asks the server whether it is ready.
fn healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /api/v1/health HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(64).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
}
