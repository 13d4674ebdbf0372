use super::compare::Comparison;
use super::fetch::Server;
use super::headers;
use crate::bundle::list::List;
use crate::portal::{Portal, Programs};
use crate::scratch::Scratch;
use crate::{cargo, project};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// A small bundle with a file of each kind.
const FILES: [(&str, &str); 7] = [
    ("index.html", "<!doctype html><title>WIMES</title>"),
    ("boot-0123456789abcdef.js", "start();"),
    ("frontend-0123456789abcdef.js", "export default 1;"),
    ("frontend-0123456789abcdef_bg.wasm", "\0asm\u{1}\0\0\0"),
    ("main-0123456789abcdef.css", "body{margin:0}"),
    ("icons.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("manifest.webmanifest", "{}"),
];

fn bundle() -> (Scratch, List) {
    let scratch = Scratch::make("bundle").unwrap();
    for (name, content) in FILES {
        fs::write(scratch.path().join(name), content).unwrap();
    }
    let list = List::of(scratch.path(), scratch.path(), &[]).unwrap();
    list.write(scratch.path()).unwrap();
    (scratch, list)
}

/// All differences, path and fault.
fn found(server: &Server, here: &Path, list: &List) -> Vec<String> {
    let comparison = Comparison::of(server, here, list);
    comparison.differences.iter().map(|(path, fault)| format!("{path}: {fault}")).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// The server of this checkout: the one that the test command has built, or a fresh one.
fn programs() -> Programs {
    let server = std::env::var_os("WIMES_SERVER").map(PathBuf::from).unwrap_or_else(|| {
        let built = cargo::build(&["--locked", "-p", "server", "--bins"]).unwrap();
        cargo::find(&built, "wimes-server").unwrap().to_path_buf()
    });
    // Nothing is filled here.
    Programs { server, demo: PathBuf::new() }
}

#[test]
fn mal_a37_verify_deployment_notices_one_changed_byte_of_every_file_on_the_real_server() {
    let (here, list) = bundle();
    let scratch = Scratch::make("served").unwrap();
    let there = scratch.path().join("dist");
    copy(here.path(), &there);
    let programs = programs();
    let port = project::free_port().unwrap();
    let portal = Portal::start(&programs, &there, &scratch.path().join("data"), port).unwrap();
    let server = Server::new(&portal.url).unwrap();
    let differences = || found(&server, here.path(), &list);
    assert_eq!(differences(), Vec::<String>::new());

    for (name, content) in FILES {
        let mut changed = content.as_bytes().to_vec();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        fs::write(there.join(name), changed).unwrap();
        let fault = format!("/{name}: it differs from byte {last} on");
        assert!(differences().contains(&fault), "{name}: {:?}", differences());
        // The same in the compressed copy alone, which only browsers are given.
        fs::write(there.join(name), content).unwrap();
        fs::write(there.join(format!("{name}.gz")), gzip_of_nothing()).unwrap();
        assert!(
            differences().contains(&format!("/{name}: it ends after 0 bytes instead of {}", content.len()))
        );
        fs::remove_file(there.join(format!("{name}.gz"))).unwrap();
    }
    assert_eq!(differences(), Vec::<String>::new());

    fs::write(there.join("index.html"), "<!doctype html><title>WIMES</title><script src=/x.js></script>")
        .unwrap();
    for page in ["/", "/login/x", "/faelle/x/x"] {
        assert!(
            differences().contains(&format!("{page}: there is more behind its 35 bytes")),
            "{:?}",
            differences()
        );
    }
}

/// `printf '' | gzip -n`
fn gzip_of_nothing() -> [u8; 20] {
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}

#[test]
fn mal_a37_verify_deployment_notices_missing_and_additional_files_on_the_real_server() {
    let (here, list) = bundle();
    let scratch = Scratch::make("listed").unwrap();
    let there = scratch.path().join("dist");
    copy(here.path(), &there);
    let programs = programs();
    let portal =
        Portal::start(&programs, &there, &scratch.path().join("data"), project::free_port().unwrap())
            .unwrap();
    let server = Server::new(&portal.url).unwrap();
    let differences = || found(&server, here.path(), &list).join("\n");

    fs::write(there.join("more.js"), "more();").unwrap();
    List::of(&there, &there, &[]).unwrap().write(&there).unwrap();
    assert!(
        differences().contains("more.js: the server's list names it, but these sources give no such file")
    );

    fs::remove_file(there.join("more.js")).unwrap();
    fs::remove_file(there.join("icons.svg")).unwrap();
    List::of(&there, &there, &[]).unwrap().write(&there).unwrap();
    let gone = differences();
    assert!(gone.contains("icons.svg: the server's list does not name it"), "{gone}");
    assert!(gone.contains("/icons.svg: the server answers with status 404 instead of 200"), "{gone}");

    fs::write(there.join("icons.svg"), FILES[5].1).unwrap();
    fs::write(there.join("main-0123456789abcdef.css"), "body{margin:1}").unwrap();
    List::of(&there, &there, &[]).unwrap().write(&there).unwrap();
    assert!(
        differences().contains("main-0123456789abcdef.css: the server's list names another digest or size")
    );

    fs::remove_file(there.join("build.json")).unwrap();
    assert!(differences().contains("/build.json: the server answers with status 404 instead of 200"));
}

/// Answers every request with this status line and these headers, and nothing else.
fn answering(head: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            for line in lines {
                if line.unwrap().is_empty() {
                    break;
                }
            }
            let _ = write!(stream, "HTTP/1.1 {head}content-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    url
}

#[test]
fn mal_a37_verify_deployment_notices_missing_weakened_and_unwanted_headers() {
    let (here, list) = bundle();
    let found = |head| found(&Server::new(&answering(head)).unwrap(), here.path(), &list).join("\n");
    let bare = found("200 OK\r\n");
    for (name, _) in headers::EXACT {
        assert!(bare.contains(&format!("/: the header {name} is missing")), "{name}: {bare}");
    }
    assert!(bare.contains("/: the content security policy is missing"), "{bare}");
    let weak = found(
        "200 OK\r\nlink: </x.css>; rel=stylesheet\r\nx-frame-options: SAMEORIGIN\r\n\
         content-security-policy: default-src 'none'; script-src 'self' 'unsafe-inline'; report-uri https://x.example\r\n",
    );
    for fault in [
        "/: there is a header link, which no answer of the portal has",
        "/: the header x-frame-options is “SAMEORIGIN” instead of “DENY”",
        "/: the content security policy says script-src 'self' 'unsafe-inline' instead of 'self' 'wasm-unsafe-eval'",
        "/: the content security policy lacks style-src",
        "/: the content security policy also has report-uri",
    ] {
        assert!(weak.contains(fault), "{fault}: {weak}");
    }
    let elsewhere = found("302 Found\r\nlocation: https://other.example/\r\n");
    assert!(elsewhere.contains("/: the server answers with status 302 instead of 200"), "{elsewhere}");
}

#[test]
fn verify_deployment_names_a_fault_once_and_counts_where_it_is() {
    let mut comparison = Comparison::default();
    for path in ["/", "/a", "/b", "/c", "/d", "/e"] {
        comparison.differences.push((path.to_owned(), "it is gone".to_owned()));
    }
    comparison.differences.push(("/a".to_owned(), "it is wrong".to_owned()));
    assert_eq!(comparison.lines(), ["/, /a, /b, /c and 2 more addresses: it is gone", "/a: it is wrong"]);
}

#[test]
fn verify_deployment_takes_the_address_of_a_portal_only() {
    for url in ["https://portal.example.org", "http://localhost:8080/", "https://[::1]:8443"] {
        assert!(Server::new(url).is_ok(), "{url}");
    }
    for url in ["portal.example.org", "https://", "ftp://x", "https://x/y", "https://a@b", "https://x?y"] {
        assert!(Server::new(url).is_err(), "{url}");
    }
}
