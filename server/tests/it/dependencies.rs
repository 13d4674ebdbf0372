//! The server cannot decrypt, because it has nothing to decrypt with.

use std::{env, process::Command};

#[test]
fn neither_crypto_nor_vault_is_in_the_servers_dependency_tree() {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.args(["tree", "--offline", "--package", "server", "--edges", "normal,build", "--target", "all"]);
    tree.args(["--prefix", "none", "--format", "{p}"]);
    let output = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let names: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"api") && names.contains(&"axum"), "this is no tree: {text}");
    for forbidden in ["crypto", "vault", "app", "demo"] {
        assert!(!names.contains(&forbidden), "{forbidden} is in the server's dependency tree");
    }
    // Nor anything else that opens envelopes; TLS brings its own (ring).
    for forbidden in ["aes-gcm", "hpke", "cobblestone"] {
        assert!(!names.contains(&forbidden), "{forbidden} is in the server's dependency tree");
    }
}
