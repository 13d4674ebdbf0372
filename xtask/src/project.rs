//! Where things are: the checkout, the user's cache, programs on the search path.

use crate::failure::{Context, Done};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The root of the checkout.
pub fn root() -> PathBuf {
    // `cargo run` says at run time where the crate lies; what was compiled in is for a bare call of the program.
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_path_buf)
}

/// The project's folder in the user's cache: `$XDG_CACHE_HOME` or `~/.cache`.
pub fn cache() -> Done<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().ok_or("this user has no home folder; set XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(base.join("wimes-webportal"))
}

/// Makes a folder with everything above it.
pub fn make_folder(folder: &Path) -> Done {
    fs::create_dir_all(folder).context(format!("cannot make the folder {}", folder.display()))
}

/// Looks a program up on the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The search path with these folders in front.
pub fn path_with(folders: &[PathBuf]) -> Done<OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.iter().cloned().chain(env::split_paths(&old))).context("cannot extend PATH")
}

/// Whether this process may do everything on this machine.
pub fn is_root() -> bool {
    crate::process::output(std::process::Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// A port on loopback that nobody listens on at this moment.
pub fn free_port() -> Done<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on loopback")?;
    Ok(listener.local_addr().context("no free port on loopback")?.port())
}

/// When a file, or the newest file below a folder, was last changed; none when there is none.
pub fn newest(path: &Path) -> Option<SystemTime> {
    let meta = fs::symlink_metadata(path).ok()?;
    if !meta.is_dir() {
        return meta.modified().ok();
    }
    fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max()
}
