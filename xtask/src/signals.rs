//! Ctrl-C and the request to end: children are asked to stop, then the task unwinds in the ordinary way, so that
//! whatever it started or laid down is also taken away again.

use crate::failure::{Context, Done};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

static STOPPING: AtomicBool = AtomicBool::new(false);
static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Installs the handler. The second signal ends the task runner at once.
pub fn listen() -> Done {
    ctrlc::set_handler(|| {
        if STOPPING.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        eprintln!("\nstopping …");
        for child in children() {
            send("TERM", child);
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Whether someone asked the task to end.
pub fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Makes a child known while it runs.
pub fn watch(child: u32) {
    lock().push(child);
}

/// Forgets a child that has ended.
pub fn forget(child: u32) {
    lock().retain(|known| *known != child);
}

/// Sends a signal by its short name. The shell's own `kill` is always there, the program of that name is not.
pub fn send(signal: &str, process: u32) {
    let _ = Command::new("sh")
        .arg("-c")
        .arg(format!("kill -{signal} {process}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

fn children() -> Vec<u32> {
    lock().clone()
}

fn lock() -> std::sync::MutexGuard<'static, Vec<u32>> {
    CHILDREN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
