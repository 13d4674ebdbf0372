//! The server cannot decrypt, because it has nothing to decrypt with.

use std::{collections::BTreeSet, env, process::Command};

/// Our crates that hold keys, and others that open envelopes; TLS brings its own (ring).
const FORBIDDEN: [&str; 7] = ["crypto", "vault", "app", "demo", "aes-gcm", "hpke", "cobblestone"];

/// What is linked into a package, transitively, on any platform.
fn tree(package: &str) -> BTreeSet<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.args(["tree", "--offline", "--package", package, "--edges", "normal,build", "--target", "all"]);
    tree.args(["--prefix", "none", "--format", "{p}"]);
    let output = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn forbidden(names: &BTreeSet<String>) -> Vec<&'static str> {
    FORBIDDEN.into_iter().filter(|name| names.contains(*name)).collect()
}

#[test]
fn neither_crypto_nor_vault_is_in_the_servers_dependency_tree() {
    let names = tree("server");
    assert!(
        names.contains("api") && names.contains("axum") && names.len() > 100,
        "this is no tree: {names:?}"
    );
    assert_eq!(forbidden(&names), Vec::<&str>::new());
}

#[test]
fn a_program_that_opens_envelopes_would_be_noticed() {
    let found = forbidden(&tree("demo"));
    for name in ["crypto", "vault", "aes-gcm", "hpke"] {
        assert!(found.contains(&name), "{name} was not noticed: {found:?}");
    }
}
