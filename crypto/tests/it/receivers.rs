//! Who can make this code seal something to a public key.

use std::{fs, path::Path};

/// All Rust sources below a folder.
fn sources(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A6: a server that asks for an escrow copy needs somebody who seals a key to a public key of its choice. Nothing in the
/// client does that: HPKE is there for key pairs alone, until organisations hand keys over to each other.
#[test]
fn mal_a06_nothing_in_the_client_seals_to_a_public_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for folder in ["crypto/src", "vault/src", "app/src"] {
        sources(&root.join(folder), &mut files);
    }
    let users: Vec<&str> =
        files.iter().filter(|(_, text)| text.contains("hpke::")).map(|(path, _)| path.as_str()).collect();
    assert!(matches!(users[..], [only] if only.ends_with("kem.rs")), "{users:?}");
    for (path, text) in &files {
        for name in ["setup_sender", "single_shot_seal", "AeadCtxS", "encap("] {
            assert!(!text.contains(name), "{name} in {path}");
        }
    }
}
