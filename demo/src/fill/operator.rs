//! Where the operator's invitation comes from.

use super::{At, FillError};
use api::paths::pages;
use std::{
    io::Read,
    path::PathBuf,
    process::{Command, Stdio},
};

/// Where the operator's invitation comes from.
#[derive(Debug, Clone)]
pub enum InvitationSource {
    /// The link itself.
    Link(String),
    /// The link is read from standard input, so that it stands in no list of processes.
    Stdin,
    /// The server's own command line makes it: program and configuration file.
    Server(PathBuf, PathBuf),
}

/// The link of an operator's invitation.
///
/// # Errors
/// [`FillError`] when there is none.
pub fn operator_invitation(source: &InvitationSource) -> Result<String, FillError> {
    let text = match source {
        InvitationSource::Link(link) => link.clone(),
        InvitationSource::Stdin => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).at("read the operator's invitation")?;
            text
        }
        InvitationSource::Server(program, configuration) => {
            let mut command = Command::new(program);
            command
                .args(["operator", "invite", "--name", "Betrieb des Instituts", "--config"])
                .arg(configuration);
            // The demo's folder decides about the database, as for the server that `cargo xtask run` starts.
            command.env_remove("DATABASE_URL").stdin(Stdio::null()).stderr(Stdio::inherit());
            let output = command.output().at("ask the server for an operator's invitation")?;
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
    };
    find_link(&text).map(str::to_owned).ok_or(FillError::Missing("the operator's invitation"))
}

fn find_link(text: &str) -> Option<&str> {
    let page = format!("{}#", pages::INVITATION);
    text.split_whitespace().find(|word| word.contains(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_found_among_other_words() {
        let text =
            "Invitation of an operator, valid for 7 days:\n\n  http://localhost:8080/einladung#abc.def\n";
        assert_eq!(find_link(text), Some("http://localhost:8080/einladung#abc.def"));
        assert_eq!(find_link("no link here"), None);
    }
}
