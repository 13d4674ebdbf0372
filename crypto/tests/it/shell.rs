//! The example `envelope` as a program: what somebody sees who checks the format from a shell.

use std::{
    env,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const CONTEXT: &str = "77696d6573";

/// `cargo test` puts examples beside the tests' folder. With a filter it does not build them.
fn program() -> PathBuf {
    let tests = env::current_exe().unwrap();
    let target = tests.parent().and_then(|folder| folder.parent()).unwrap();
    let program = target.join("examples").join(format!("envelope{}", env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "please build it: cargo build -p crypto --example envelope");
    program
}

fn run(words: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(program());
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // It may end before it has read everything.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

fn envelope(what: &str, key: &str, context: &str, input: &[u8]) -> Output {
    run(&[what, "--key", key, "--context", context], input)
}

fn assert_refused(output: &Output) {
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "{} bytes came out", output.stdout.len());
    assert!(!output.stderr.is_empty());
}

#[test]
fn what_is_sealed_opens_to_the_same_bytes_and_never_after_one_changed_byte() {
    for length in [0, 1, 16_383, 16_384, 16_385, 65_536] {
        let text: Vec<u8> = (0..length).map(|n: usize| (n * 31 + n / 7) as u8).collect();
        let sealed = envelope("seal", KEY, CONTEXT, &text);
        assert!(sealed.status.success());
        let body = sealed.stdout;
        assert!(length < 16 || !body.windows(16).any(|window| window == &text[..16]));
        let opened = envelope("open", KEY, CONTEXT, &body);
        assert!(opened.status.success());
        assert_eq!(opened.stdout, text);
        // The first byte, one in each chunk, the last.
        let chunks = (0..body.len()).step_by(16_384 + 16).skip(1);
        for at in [0, body.len() / 2, body.len() - 1].into_iter().chain(chunks) {
            let mut changed = body.clone();
            changed[at] ^= 1;
            assert_refused(&envelope("open", KEY, CONTEXT, &changed));
        }
        assert_refused(&envelope("open", KEY, CONTEXT, &body[..body.len() - 1]));
        assert_refused(&envelope("open", KEY, "77696d6574", &body));
        assert_refused(&envelope("open", &KEY.replace("1f", "1e"), CONTEXT, &body));
    }
}

#[test]
fn the_same_text_is_never_sealed_to_the_same_bytes_twice() {
    let sealed = || envelope("seal", KEY, CONTEXT, b"twice").stdout;
    assert_ne!(sealed(), sealed());
}

#[test]
fn wrong_arguments_are_explained() {
    for words in [&["open"][..], &["seal", "--key", "00", "--context", ""], &["seal", "--key", KEY]] {
        let output = run(words, b"");
        assert_refused(&output);
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage"));
    }
}
