//! Every input of the corpus, every beginning of the short ones, every one of them with something behind it, and some
//! that are too large to keep.

use fuzz::Target;
use peak_alloc::PeakAlloc;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn corpus(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let mut inputs: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("no corpus in {}: {error}", folder.display()))
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect();
    inputs.sort();
    inputs
}

fn feed(target: &Target, name: &str, bytes: &[u8]) -> bool {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    let used = MEMORY.peak_usage().saturating_sub(before);
    let read = outcome.unwrap_or_else(|_| panic!("{} breaks on {name}", target.name));
    let bound = target.base + Target::FACTOR * bytes.len();
    assert!(
        used <= bound,
        "{} needs {used} bytes for the {} of {name}; {bound} are allowed",
        target.name,
        bytes.len()
    );
    read
}

fn replay(name: &str) {
    let _alone = crate::alone();
    let target = fuzz::target(name).unwrap();
    let inputs = corpus(target);
    assert!(inputs.len() >= 8, "the corpus of {name} is too small");
    feed(target, "nothing", b"");
    for (input, bytes) in &inputs {
        let read = feed(target, input, bytes);
        assert!(read || !input.starts_with("valid"), "{name} does not read {input}");
        feed(target, &format!("{input} with a byte behind it"), &[bytes, &b"\0"[..]].concat());
        // All places of a short input, some of a long one.
        for place in (0..bytes.len()).step_by(bytes.len() / 150 + 1) {
            feed(target, &format!("the first {place} bytes of {input}"), &bytes[..place]);
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            feed(target, &format!("{input} with byte {place} changed"), &changed);
        }
    }
    for (what, bytes) in gigantic() {
        feed(target, what, &bytes);
    }
}

/// What would be too large to keep: depth, length, and announcements of both.
fn gigantic() -> Vec<(&'static str, Vec<u8>)> {
    // Deep enough for any stack, and large beside what any of these should be.
    let much = 1 << 18;
    vec![
        ("a quarter of a mebibyte of zeroes", vec![0; much]),
        ("a quarter of a mebibyte of 0xff", vec![0xff; much]),
        ("a quarter of a mebibyte of blanks", vec![b' '; much]),
        ("CBOR arrays, very deep", vec![0x81; much]),
        ("CBOR maps, very deep", b"\xa1\x61a".repeat(much / 3)),
        ("endless CBOR arrays, very deep", vec![0x9f; much]),
        ("an unknown CBOR field, very deep", [&b"\xa1\x61?"[..], &vec![0x81; much]].concat()),
        ("CBOR tags, very deep", vec![0xc1; much]),
        ("JSON arrays, very deep", vec![b'['; much]),
        ("JSON objects, very deep", b"{\"a\":".repeat(much / 10)),
        ("an unknown JSON field, very deep", [&b"{\"?\":"[..], &vec![b'['; much / 2]].concat()),
    ]
}

macro_rules! replays {
    ($($name:ident: $target:literal,)*) => {
        $(
            #[test]
            fn $name() {
                replay($target);
            }
        )*

        #[test]
        fn every_target_is_replayed() {
            let replayed = [$($target),*];
            assert!(fuzz::TARGETS.iter().map(|target| target.name).eq(replayed));
        }
    };
}

replays! {
    mal_a41_envelopes_of_any_bytes_are_refused_in_bounded_memory: "envelopes",
    mal_a41_records_of_any_bytes_are_refused_in_bounded_memory: "records",
    mal_a41_key_files_of_any_bytes_are_refused_in_bounded_memory: "key_files",
    mal_a41_typed_groups_of_any_bytes_are_refused_in_bounded_memory: "groups",
    mal_a41_statements_of_any_bytes_are_refused_in_bounded_memory: "statements",
    mal_a41_facts_of_any_bytes_are_refused_in_bounded_memory: "facts",
    mal_a41_cbor_bodies_of_any_bytes_are_refused_in_bounded_memory: "cbor_bodies",
    mal_a41_json_bodies_of_any_bytes_are_refused_in_bounded_memory: "json_bodies",
}
