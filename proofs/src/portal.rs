//! The real server as a process of its own: started, killed, started again on the same data.

use crate::{Database, Http, Kind, Trouble, database::read_folder, server_program};
use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Time within which the server must answer after its start.
const START_TIME: Duration = Duration::from_secs(60);

/// A portal of its own. It ends with this value.
pub struct Portal {
    folder: TempDir,
    process: Option<Child>,
    /// Its database.
    pub database: Database,
    /// Its address, e.g. `http://localhost:40123`.
    pub origin: String,
    /// Programs before the server's own, e.g. `strace` with its options.
    prefix: Vec<String>,
}

impl Portal {
    /// Starts a portal on an empty database.
    ///
    /// # Errors
    /// When the server can't be built or does not answer.
    pub async fn start() -> Result<Self, Trouble> {
        Self::start_under(|_| Vec::new()).await
    }

    /// Starts a portal on an empty database of this kind, whatever the environment says.
    ///
    /// # Errors
    /// As for [`Portal::start`].
    pub async fn start_on(kind: Kind) -> Result<Self, Trouble> {
        Self::start_with(Database::make_of(kind).await?, |_| Vec::new()).await
    }

    /// Starts a portal under another program, which is made from the portal's folder.
    ///
    /// # Errors
    /// When the server can't be built or does not answer.
    pub async fn start_under(prefix: impl FnOnce(&Path) -> Vec<String>) -> Result<Self, Trouble> {
        Self::start_with(Database::make().await?, prefix).await
    }

    async fn start_with(
        database: Database,
        prefix: impl FnOnce(&Path) -> Vec<String>,
    ) -> Result<Self, Trouble> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let origin = format!("http://localhost:{port}");
        // Everybody sits at one address here and logs in all the time.
        let config = format!(
            "listen = \"127.0.0.1:{port}\"\npublic_url = \"{origin}\"\ndatabase_url = \"{}\"\n\
             [limits]\npeer_burst = 100000\nlogin_burst = 100000\ninvitation_burst = 100000\n\
             [log]\nfilter = \"info,server=trace\"\n",
            database.url
        );
        fs::write(folder.path().join("server.toml"), config)?;
        let prefix = prefix(folder.path());
        let mut portal = Self { folder, process: None, database, origin, prefix };
        portal.start_again().await?;
        Ok(portal)
    }

    /// Starts the server again and waits until it answers.
    ///
    /// # Errors
    /// When it ends at once or does not answer in time.
    pub async fn start_again(&mut self) -> Result<(), Trouble> {
        self.spawn()?;
        let Some(process) = &mut self.process else { return Err(Trouble::new("nothing to start")) };
        let begin = Instant::now();
        let http = Http::new(&self.origin)?;
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        loop {
            ticks.tick().await;
            if http.is_healthy().await {
                return Ok(());
            }
            if let Some(status) = process.try_wait()? {
                return Err(Trouble::new(format!("the server ended with {status}:\n{}", self.log()?)));
            }
            if begin.elapsed() > START_TIME {
                return Err(Trouble::new(format!("the server does not answer:\n{}", self.log()?)));
            }
        }
    }

    /// Starts the server and does not wait for it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn spawn(&mut self) -> Result<(), Trouble> {
        let log = File::options().create(true).append(true).open(self.log_file())?;
        let mut words = self.prefix.clone();
        words.push(server_program()?.to_string_lossy().into_owned());
        let (program, options) = words.split_first().ok_or_else(|| Trouble::new("nothing to start"))?;
        let mut command = Command::new(program);
        command.args(options).args(["serve", "--config"]).arg(self.config_file());
        // Which client is weakened is none of the server's business, and it refuses variables that it does not know.
        command.env_remove("WIMES_MUTANT");
        command.env_remove("DATABASE_URL").stdout(log.try_clone()?).stderr(log).stdin(Stdio::null());
        self.process = Some(command.spawn()?);
        Ok(())
    }

    /// Kills the server hard, as a power cut would end it: no chance to tidy up.
    ///
    /// # Errors
    /// When it is not running any more.
    pub fn kill(&mut self) -> Result<(), Trouble> {
        let mut process = self.process.take().ok_or_else(|| Trouble::new("the server does not run"))?;
        process.kill()?;
        process.wait()?;
        Ok(())
    }

    /// Process id of what was started; none when nothing runs.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Whether the process still runs.
    ///
    /// # Errors
    /// When it can't be asked.
    pub fn is_running(&mut self) -> Result<bool, Trouble> {
        match &mut self.process {
            Some(process) => Ok(process.try_wait()?.is_none()),
            None => Ok(false),
        }
    }

    /// Invitation link of a further operator, from the command line.
    ///
    /// # Errors
    /// When the command fails.
    pub fn invite_operator(&self) -> Result<String, Trouble> {
        let mut command = Command::new(server_program()?);
        command
            .args(["operator", "invite", "--config"])
            .arg(self.config_file())
            .env_remove("DATABASE_URL")
            .env_remove("WIMES_MUTANT");
        let output = command.output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let link = text.lines().map(str::trim).find(|line| line.starts_with(&self.origin));
        link.map(str::to_owned).ok_or_else(|| {
            Trouble::new(format!("no invitation: {text}{}", String::from_utf8_lossy(&output.stderr)))
        })
    }

    /// The portal's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The files in which the database keeps everything, with the write-ahead log, one after the other.
    ///
    /// # Errors
    /// When they can't be read, or PostgreSQL runs on another machine.
    pub async fn files(&self) -> Result<Vec<u8>, Trouble> {
        if self.database.kind == Kind::Postgres {
            return self.database.files().await;
        }
        let mut bytes = Vec::new();
        read_folder(&self.folder.path().join("data"), &mut bytes)?;
        Ok(bytes)
    }

    /// The file of an SQLite database.
    #[must_use]
    pub fn sqlite_file(&self) -> PathBuf {
        self.folder.path().join("data").join("wimes.sqlite")
    }

    /// The server's configuration.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.folder.path().join("server.toml")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// Everything that the server wrote to its log and to standard output.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn log(&self) -> Result<String, Trouble> {
        Ok(String::from_utf8_lossy(&fs::read(self.log_file())?).into_owned())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // It may have ended by itself; then there is nothing to kill.
            drop(process.kill());
            drop(process.wait());
        }
    }
}
