//! Nothing that the server reads is left out.

use fuzz::{CBOR_BODIES, JSON_BODIES};
use std::{collections::BTreeSet, fs, path::Path};

/// Types in arguments such as `Json(create): Json<CreateTenant>`.
fn read_as(kind: &str, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_as(kind, &path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for argument in source.split(&format!("): {kind}<")).skip(1) {
            found.insert(argument.split('>').next().unwrap().rsplit("::").next().unwrap().to_owned());
        }
    }
}

#[test]
fn every_body_that_the_server_reads_has_a_target() {
    let _alone = crate::alone();
    let routes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/routes");
    for (kind, known) in [("Json", JSON_BODIES), ("Cbor", CBOR_BODIES)] {
        let mut found = BTreeSet::new();
        read_as(kind, &routes, &mut found);
        assert!(found.len() > 2, "the server's routes read {kind} in another way now");
        let missing: Vec<_> = found.iter().filter(|name| !known.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "{kind} bodies without a target: {missing:?}");
    }
}

#[test]
fn every_folder_of_the_corpus_is_a_target() {
    let _alone = crate::alone();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in fs::read_dir(corpus).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(fuzz::target(&name).is_some(), "{name} is no target");
    }
}
