//! libFuzzer on one target, which the environment variable `FUZZ_TARGET` names. Started by `cargo xtask fuzz`.

#![no_main]

use fuzz::Target;
use std::sync::LazyLock;

static TARGET: LazyLock<Option<&Target>> =
    LazyLock::new(|| std::env::var("FUZZ_TARGET").ok().and_then(|name| fuzz::target(&name)));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match *TARGET {
        Some(target) => {
            (target.run)(bytes);
        }
        None => std::process::exit(2),
    }
});
