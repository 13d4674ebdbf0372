//! Compares what a server delivers with a bundle on this machine.

use super::fetch::{Answer, ENCODINGS, Server};
use super::{headers, pages};
use crate::bundle::list::{self, File, List};
use std::collections::BTreeSet;
use std::path::Path;

/// Longest `build.json` that is read, in bytes.
const LIST_MOST: u64 = 1 << 20;

/// What came out.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Any of these means that the server delivers something else: a path and what is wrong there, in words.
    pub differences: Vec<(String, String)>,
    /// Worth knowing, no difference.
    pub notes: Vec<String>,
}

impl Comparison {
    /// Compares all files, all pages and all headers.
    pub fn of(server: &Server, folder: &Path, local: &List) -> Self {
        let mut comparison = Self::default();
        comparison.list(server, local);
        for file in &local.files {
            comparison.file(server, folder, file);
        }
        comparison.pages(server, folder);
        if !server.is_https() {
            comparison
                .notes
                .push("the connection is not encrypted; on the way, anyone could change files".to_owned());
        }
        comparison
    }

    fn list(&mut self, server: &Server, local: &List) {
        let path = format!("/{}", list::NAME);
        let Some(answer) = self.get(server, &path, ENCODINGS[0], LIST_MOST) else { return };
        self.headers(server, &path, &answer);
        let there = match String::from_utf8(answer.body)
            .map_err(|_| "it is no text".into())
            .and_then(|text| List::from_json(&text))
        {
            Ok(there) => there,
            Err(failure) => return self.differ(&path, &failure.to_string()),
        };
        if (&there.version, &there.commit, there.changed) != (&local.version, &local.commit, local.changed) {
            self.notes.push(format!("there: {}; here: {}", origin(&there), origin(local)));
        }
        for file in &there.files {
            match local.files.iter().find(|known| known.path == file.path) {
                None => {
                    self.differ(&file.path, "the server's list names it, but these sources give no such file")
                }
                Some(known) if known != file => {
                    self.differ(&file.path, "the server's list names another digest or size")
                }
                Some(_) => {}
            }
        }
        for file in &local.files {
            if there.files.iter().all(|known| known.path != file.path) {
                self.differ(&file.path, "the server's list does not name it");
            }
        }
    }

    fn file(&mut self, server: &Server, folder: &Path, file: &File) {
        match list::read(&folder.join(&file.path)) {
            Ok(bytes) if File::of(file.path.clone(), &bytes) == *file => {
                self.bytes(server, &format!("/{}", file.path), &bytes);
            }
            Ok(_) => {
                self.differ(&file.path, "the local file is not the one in the local build.json; build anew")
            }
            Err(failure) => self.differ(&file.path, &failure.to_string()),
        }
    }

    fn pages(&mut self, server: &Server, folder: &Path) {
        let index = list::read(&folder.join("index.html"));
        match index.and_then(|index| Ok((index, pages::all()?))) {
            Ok((index, pages)) => {
                for page in pages {
                    self.bytes(server, &page, &index);
                }
            }
            Err(failure) => self.differ("index.html", &failure.to_string()),
        }
    }

    /// Asks for one address in every encoding; each difference is named once.
    fn bytes(&mut self, server: &Server, path: &str, wanted: &[u8]) {
        let mut faults = BTreeSet::new();
        for encoding in ENCODINGS {
            let Some(answer) = self.get(server, path, encoding, wanted.len() as u64 + 1) else { return };
            self.headers(server, path, &answer);
            if let Some(fault) = difference(&answer, wanted) {
                faults.insert(fault);
            }
        }
        for fault in faults {
            self.differ(path, &fault);
        }
    }

    fn get(&mut self, server: &Server, path: &str, encoding: &str, most: u64) -> Option<Answer> {
        match server.get(path, encoding, most) {
            Ok(answer) if answer.status == 200 => Some(answer),
            Ok(answer) => {
                self.differ(
                    path,
                    &format!("the server answers with status {} instead of 200", answer.status),
                );
                None
            }
            Err(failure) => {
                self.differ(path, &failure.to_string());
                None
            }
        }
    }

    fn headers(&mut self, server: &Server, path: &str, answer: &Answer) {
        for fault in headers::faults(&answer.headers, server.is_https()) {
            self.differ(path, &fault);
        }
    }

    fn differ(&mut self, path: &str, fault: &str) {
        let difference = (path.to_owned(), fault.to_owned());
        if !self.differences.contains(&difference) {
            self.differences.push(difference);
        }
    }

    /// The differences for a person: one line for each fault, with the addresses where it is.
    pub fn lines(&self) -> Vec<String> {
        let mut faults: Vec<(&str, Vec<&str>)> = Vec::new();
        for (path, fault) in &self.differences {
            match faults.iter_mut().find(|(known, _)| known == fault) {
                Some((_, paths)) => paths.push(path),
                None => faults.push((fault, vec![path])),
            }
        }
        faults.into_iter().map(|(fault, paths)| format!("{}: {fault}", enumerate(&paths))).collect()
    }
}

fn difference(answer: &Answer, wanted: &[u8]) -> Option<String> {
    let body = &answer.body;
    if body == wanted {
        return None;
    }
    let place = body.iter().zip(wanted).position(|(there, here)| there != here);
    Some(match place.unwrap_or_else(|| body.len().min(wanted.len())) {
        place if place == body.len() => format!("it ends after {place} bytes instead of {}", wanted.len()),
        place if place == wanted.len() => format!("there is more behind its {place} bytes"),
        place => format!("it differs from byte {place} on"),
    })
}

fn origin(list: &List) -> String {
    let commit = list.commit.as_deref().unwrap_or("of no commit");
    let changed = if list.changed { ", with changes" } else { "" };
    format!("version {}, {commit}{changed}", list.version)
}

/// Some addresses, and how many there are beyond those.
fn enumerate(paths: &[&str]) -> String {
    const NAMED: usize = 4;
    match paths.len() {
        0..=NAMED => paths.join(", "),
        all => format!("{} and {} more addresses", paths[..NAMED].join(", "), all - NAMED),
    }
}
