//! Seals or opens the bare body of suite 01 (salt, commitment, chunks), so that the format can be checked from a shell:
//!
//! ```sh
//! envelope seal --key HEX --context HEX < plaintext > body
//! envelope open --key HEX --context HEX < body > plaintext
//! ```
//! What does not open gives a non-zero exit status and no output at all. The key is for experiments: real keys do not
//! belong on a command line.

use crypto::hazmat::SuiteKey;
use std::{
    io::{Read, Write, stdin, stdout},
    process::ExitCode,
};

const USAGE: &str = "usage: envelope seal|open --key HEX(32 bytes) --context HEX < in > out";

struct Arguments {
    seal: bool,
    key: [u8; 32],
    context: Vec<u8>,
}

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    let seal = match words.next()?.as_str() {
        "seal" => true,
        "open" => false,
        _ => return None,
    };
    let (mut key, mut context) = (None, None);
    while let Some(option) = words.next() {
        let value = hex::decode(words.next()?).ok()?;
        let slot = match option.as_str() {
            "--key" => &mut key,
            "--context" => &mut context,
            _ => return None,
        };
        if slot.replace(value).is_some() {
            return None;
        }
    }
    Some(Arguments { seal, key: key?.try_into().ok()?, context: context? })
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let mut input = Vec::new();
    stdin().read_to_end(&mut input).map_err(|error| error.to_string())?;
    let key = SuiteKey::new(&arguments.key);
    if arguments.seal {
        let body = key.seal(&arguments.context, &input).map_err(|error| error.to_string())?;
        write(&body)
    } else {
        let plaintext = key.open(&arguments.context, &input).map_err(|error| error.to_string())?;
        write(&plaintext)
    }
}

fn write(bytes: &[u8]) -> Result<(), String> {
    let mut out = stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("envelope: {error}");
            ExitCode::FAILURE
        }
    }
}
