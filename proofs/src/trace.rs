//! System calls as strace saw them.

use crate::Trouble;
use std::{
    fs,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const TIME: Duration = Duration::from_secs(60);
const CALLS: &str =
    "trace=fsync,fdatasync,pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg,read,readv,recvfrom,recvmsg";

/// A moment of a system call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Thread.
    pub thread: u32,
    /// Name of the call.
    pub call: String,
    /// Arguments as strace shows them: files with their paths, sockets with their addresses, the first bytes.
    pub arguments: String,
    /// Whether this is the moment of its begin.
    pub begins: bool,
    /// What it returned, where this is the moment of its end.
    pub result: Option<i64>,
}

/// Options so that strace follows all threads of what it starts, and the started program stays our own child.
///
/// # Errors
/// When strace is missing.
pub fn prefix(file: &Path) -> Result<Vec<String>, Trouble> {
    check()?;
    let words = ["strace", "-D", "-f", "-yy", "-q", "-s", "256", "-e", CALLS, "-o"];
    let mut words: Vec<String> = words.map(str::to_owned).into();
    words.push(file.to_string_lossy().into_owned());
    words.push("--".to_owned());
    Ok(words)
}

/// strace on running processes; ends with this value.
#[derive(Debug)]
pub struct Attached {
    process: Child,
    file: PathBuf,
}

impl Attached {
    /// Attaches to processes and everything that they start from now on.
    ///
    /// # Errors
    /// When strace is missing or may not attach.
    pub fn to(processes: &[u32], file: &Path) -> Result<Self, Trouble> {
        check()?;
        let mut command = Command::new("strace");
        command.args(["-f", "-yy", "-s", "256", "-e", CALLS, "-o"]).arg(file);
        for process in processes {
            command.args(["-p", &process.to_string()]);
        }
        let mut process = command.stderr(Stdio::piped()).stdin(Stdio::null()).spawn()?;
        let messages = process.stderr.take().ok_or_else(|| Trouble::new("strace says nothing"))?;
        let mut attached = 0;
        let mut said = String::new();
        let mut messages = BufReader::new(messages);
        let mut line = String::new();
        while messages.read_line(&mut line)? > 0 {
            attached += usize::from(line.contains(" attached"));
            said.push_str(&line);
            line.clear();
            if attached == processes.len() {
                // It goes on telling of every new process; nobody listening would end it.
                thread::spawn(move || io::copy(&mut messages, &mut io::sink()));
                return Ok(Self { process, file: file.to_owned() });
            }
        }
        Err(Trouble::new(format!(
            "strace may not look at the database's processes; please run this proof as root or as their owner: {said}"
        )))
    }

    /// Ends the observation and gives back what was seen.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn finish(mut self) -> Result<Vec<Event>, Trouble> {
        if let Some(status) = self.process.try_wait()? {
            return Err(Trouble::new(format!("strace ended by itself with {status}")));
        }
        let id = self.process.id().to_string();
        // With an interrupt strace lets go of the processes in order; killed, it would leave them stopped.
        Command::new("kill").args(["-INT", &id]).status()?;
        self.process.wait()?;
        Ok(parse(&fs::read_to_string(&self.file)?))
    }
}

/// What strace saw of a program that was killed, once strace has written everything.
///
/// # Errors
/// When the file does not get finished.
pub async fn after_kill(file: &Path, process: u32) -> Result<Vec<Event>, Trouble> {
    let begin = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let end = format!("{process} +++ killed by SIGKILL");
    loop {
        ticks.tick().await;
        let text = String::from_utf8_lossy(&fs::read(file)?).into_owned();
        if text.lines().any(|line| squeeze(line).starts_with(&end)) {
            return Ok(parse(&text));
        }
        if begin.elapsed() > TIME {
            return Err(Trouble::new("strace did not finish its report"));
        }
    }
}

fn check() -> Result<(), Trouble> {
    let found = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Trouble::new(
        "strace is missing, which this proof needs (Debian: `apt install strace`; it exists on Linux only)",
    ))
}

fn squeeze(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads strace's report: `PID call(arguments) = result`, or in two lines where threads overlap:
/// `PID call(arguments <unfinished ...>` and `PID <... call resumed>arguments) = result`.
#[must_use]
pub fn parse(text: &str) -> Vec<Event> {
    text.lines().flat_map(|line| parse_line(line).unwrap_or_default()).collect()
}

fn parse_line(line: &str) -> Option<Vec<Event>> {
    let (thread, rest) = line.trim_start().split_once(' ')?;
    let thread = thread.parse().ok()?;
    let rest = rest.trim_start();
    let result = rest.rsplit_once(" = ").and_then(|(_, result)| result.split(' ').next()?.parse().ok());
    if let Some(rest) = rest.strip_prefix("<... ") {
        let (call, arguments) = rest.split_once(" resumed>")?;
        let (call, arguments) = (call.to_owned(), arguments.to_owned());
        return Some(vec![Event { thread, call, arguments, begins: false, result }]);
    }
    let (call, arguments) = rest.split_once('(')?;
    let begin =
        Event { thread, call: call.to_owned(), arguments: arguments.to_owned(), begins: true, result: None };
    if rest.trim_end().ends_with("<unfinished ...>") {
        return Some(vec![begin]);
    }
    let end = Event { begins: false, result, ..begin.clone() };
    Some(vec![begin, end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_calls_are_two_moments() {
        let events = parse(
            "100 fdatasync(7</data/wimes.sqlite-wal> <unfinished ...>\n\
             101   sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"HTTP/1.1 201\", 12, 0, NULL, 0) = 12\n\
             100 <... fdatasync resumed>)           = 0\n\
             100 +++ exited with 0 +++\n",
        );
        let seen: Vec<_> = events.iter().map(|e| (e.thread, e.call.as_str(), e.begins, e.result)).collect();
        assert_eq!(
            seen,
            [
                (100, "fdatasync", true, None),
                (101, "sendto", true, None),
                (101, "sendto", false, Some(12)),
                (100, "fdatasync", false, Some(0)),
            ]
        );
        assert!(events[0].arguments.contains("wimes.sqlite-wal"));
    }
}
