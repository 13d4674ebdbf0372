//! A temporary folder that goes away with its value.

use crate::failure::{Context, Done};
use std::fs;
use std::path::{Path, PathBuf};

/// A fresh folder in the system's place for temporary files.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes a folder whose name begins with `wimes-` and `name`.
    pub fn make(name: &str) -> Done<Self> {
        let base = std::env::temp_dir();
        let process = std::process::id();
        for attempt in 0..1000 {
            let folder = base.join(format!("wimes-{name}-{process}-{attempt}"));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self(folder)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).context(format!("cannot make {}", folder.display())),
            }
        }
        Err(format!("cannot make a temporary folder in {}", base.display()).into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
