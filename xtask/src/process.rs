//! Running other programs: in the foreground, for their output, or as a service in the background.

use crate::failure::{Context, Done, Failure};
use crate::signals;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How a command is named in messages: the program and its first words.
pub fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut text = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for argument in command.get_args().take(3) {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn spawn(command: &mut Command) -> Done<Child> {
    if signals::stopping() {
        return Err("stopped".into());
    }
    let child = command.spawn().context(format!("cannot start {}", name(command)))?;
    signals::watch(child.id());
    Ok(child)
}

fn wait(child: &mut Child, what: &str) -> Done<ExitStatus> {
    let status = child.wait();
    signals::forget(child.id());
    status.context(format!("lost sight of {what}"))
}

fn verdict(status: ExitStatus, what: &str) -> Done {
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{what} failed ({status})"))) }
}

/// Runs a program on this terminal and fails when it does.
pub fn run(command: &mut Command) -> Done {
    let what = name(command);
    let mut child = spawn(command.stdin(Stdio::null()))?;
    verdict(wait(&mut child, &what)?, &what)
}

/// Runs a program and hands each line of its standard output to `line`; its errors go to this terminal.
/// Returns whether it ended well.
pub fn lines(command: &mut Command, mut line: impl FnMut(&str)) -> Done<bool> {
    let what = name(command);
    let mut child = spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    if let Some(output) = child.stdout.take() {
        let mut reader = BufReader::new(output);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).context(format!("cannot read from {what}"))? > 0 {
            line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
    }
    Ok(wait(&mut child, &what)?.success())
}

/// Runs a program quietly and returns what it printed; a failure carries its own words.
pub fn output(command: &mut Command) -> Done<String> {
    fed(command, "")
}

/// Like [`output`], with `input` on the program's standard input.
pub fn fed(command: &mut Command, input: &str) -> Done<String> {
    let what = name(command);
    let mut child = spawn(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    // Everything that is run quietly takes little input, which fits into the pipe before it is read.
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(input.as_bytes());
    }
    let id = child.id();
    let result = child.wait_with_output();
    signals::forget(id);
    let result = result.context(format!("lost sight of {what}"))?;
    if result.status.success() {
        return Ok(String::from_utf8_lossy(&result.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&result.stderr);
    Err(Failure::new(format!("{what} failed ({}): {}", result.status, words.trim())))
}

/// Whether a program can be started and ends well; prints nothing.
pub fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// A program in the background. It is asked to stop, and waited for, when this value goes out of scope.
pub struct Service {
    child: Child,
    what: String,
    stop_signal: &'static str,
}

impl Service {
    /// Starts a program whose output goes to the file `log` (appended).
    pub fn start(command: &mut Command, log: &Path, stop_signal: &'static str) -> Done<Self> {
        let what = name(command);
        let file = File::options().create(true).append(true).open(log);
        let file = file.context(format!("cannot write {}", log.display()))?;
        let errors = file.try_clone().context(format!("cannot write {}", log.display()))?;
        let child = spawn(command.stdin(Stdio::null()).stdout(file).stderr(errors))?;
        Ok(Self { child, what, stop_signal })
    }

    /// Asks `ready` again and again until it says yes; fails when the program ends first or time is up.
    pub fn wait_until(&mut self, limit: Duration, mut ready: impl FnMut() -> bool) -> Done {
        let begin = Instant::now();
        while !ready() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failure::new(format!("{} ended before it was ready ({status})", self.what)));
            }
            if begin.elapsed() > limit {
                return Err(Failure::new(format!("{} was not ready after {} s", self.what, limit.as_secs())));
            }
            if signals::stopping() {
                return Err("stopped".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Waits for the program's own end.
    pub fn wait(&mut self) -> Done {
        let what = self.what.clone();
        let status = wait(&mut self.child, &what)?;
        verdict(status, &what)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        if let Ok(None) = self.child.try_wait() {
            signals::send(self.stop_signal, self.child.id());
        }
        while let Ok(None) = self.child.try_wait() {
            if Instant::now() > deadline {
                let _ = self.child.kill();
                let _ = self.child.wait();
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        signals::forget(self.child.id());
    }
}

/// The last lines of a log file, for a message.
pub fn tail(log: &Path, count: usize) -> String {
    let mut text = String::new();
    if let Ok(mut file) = File::open(log) {
        let _ = file.read_to_string(&mut text);
    }
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
