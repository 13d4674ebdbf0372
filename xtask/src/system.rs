//! Packages of the operating system: installed only as root, only where apt-get is; never by asking for more rights.

use crate::failure::{Done, Failure};
use crate::{process, project};
use std::process::Command;

/// Whether packages can be installed without asking anyone.
pub fn can_install() -> bool {
    project::program("apt-get").is_some() && project::is_root()
}

/// Installs Debian packages; `otherwise` is what the person is told where that cannot be done.
pub fn install(packages: &[&str], otherwise: &str) -> Done {
    if !can_install() {
        return Err(Failure::new(otherwise));
    }
    println!("· apt-get install {}", packages.join(" "));
    let call = || {
        let mut command = Command::new("apt-get");
        command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        process::output(&mut command)
    };
    if call().is_err() {
        // A fresh machine has no list of packages yet, or an old one.
        process::output(Command::new("apt-get").args(["update", "-qq"]))?;
        call().map_err(|failure| Failure::new(format!("{failure}\n{otherwise}")))?;
    }
    Ok(())
}
