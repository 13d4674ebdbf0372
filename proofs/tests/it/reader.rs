//! The independent reader in Python opens what a real organisation's interface delivers, with nothing but the key file.

use api::{ids::CaseId, paths::v1};
use proofs::hostile::{CANARY, Device, Stage};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use vault::view::{RotationReason, Texts};

const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crypto/vectors/reader.py");

/// A Python with the package `cryptography`: the one in `WIMES_PYTHON`, that of the part `reader` of `cargo xtask test`,
/// or the system's.
fn python() -> PathBuf {
    let made = env::current_exe().unwrap();
    let made = made.ancestors().nth(3).unwrap().join("reader-environment/bin/python");
    let found = env::var_os("WIMES_PYTHON").map(PathBuf::from);
    let tried: Vec<PathBuf> = found.into_iter().chain([made, PathBuf::from("python3")]).collect();
    let works = |python: &&PathBuf| {
        let import = Command::new(python).args(["-c", "import cryptography"]).output();
        import.is_ok_and(|output| output.status.success())
    };
    tried.iter().find(works).cloned().expect(
        "no Python with the package `cryptography`: run `cargo xtask test reader` once, or `pip install cryptography` and \
         name that Python in WIMES_PYTHON",
    )
}

fn read(key_file: &Path, previous: Option<&Path>, export: &Path) -> Output {
    let mut command = Command::new(python());
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONIOENCODING", "utf-8").arg(READER).arg("open");
    command.arg("--key-file").arg(key_file).arg("--export").arg(export);
    if let Some(previous) = previous {
        command.arg("--previous").arg(previous);
    }
    command.output().unwrap()
}

/// Saves what the interface delivers, as it comes.
async fn export(stage: &Stage, device: &Device, cases: &[CaseId], folder: &Path) {
    let fill = |path: &str| path.replace("{organisation}", &stage.organisation.to_string());
    let (mut after, mut page) = (0_u64, 1);
    loop {
        let log = device.ask(format!("{}?after={after}", fill(v1::ORGANISATION_LOG))).await.unwrap();
        fs::write(folder.join(format!("log-{page}.json")), &log.body).unwrap();
        let read: api::organisations::LogPage = serde_json::from_slice(&log.body).unwrap();
        after = read.entries.last().map_or(read.head.n, |entry| entry.n);
        page += 1;
        if after >= read.head.n {
            break;
        }
    }
    fs::write(folder.join("keys.json"), device.ask(fill(v1::KEYS)).await.unwrap().body).unwrap();
    for case in cases {
        let path = v1::CASE.replace("{case}", &case.to_string());
        let file = device.ask(format!("{path}?organisation={}", stage.organisation)).await.unwrap();
        fs::write(folder.join(format!("{case}.cbor")), &file.body).unwrap();
    }
}

/// What the vault shows: case, record, revision, texts.
async fn shown(
    stage: &Stage,
    device: &Device,
    cases: &[CaseId],
) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for case in cases {
        let view = stage.open(device, *case).await.unwrap();
        assert!(view.warnings.is_empty(), "{:?}", view.warnings);
        for entry in &view.entries {
            for version in device.vault.history(*case, entry.record).await.unwrap() {
                let Texts::Open(texts) = version.texts else {
                    panic!("a text of {} is not open", entry.form)
                };
                out.insert(format!("{case} {} {} {}", entry.form, entry.record, version.revision), texts);
            }
        }
    }
    out
}

/// The same, as the reader printed it.
fn printed(found: &Value) -> BTreeMap<String, BTreeMap<String, String>> {
    let list = |value: &Value, name: &str| value[name].as_array().unwrap().clone();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let mut out = BTreeMap::new();
    for case in list(found, "cases") {
        assert_eq!(case["problems"], Value::Array(Vec::new()));
        for record in list(&case, "parts").iter().flat_map(|part| list(part, "records")) {
            for revision in list(&record, "revisions") {
                assert_eq!(revision["verified"], Value::Bool(true), "{revision}");
                let texts = revision["texts"].as_object().unwrap().iter();
                let texts =
                    texts.map(|(key, text)| (key.clone(), text.as_str().unwrap().to_owned())).collect();
                let (case, form, id) = (text(&case, "id"), text(&record, "form"), text(&record, "id"));
                out.insert(format!("{case} {form} {id} {}", revision["revision"]), texts);
            }
        }
    }
    out
}

#[tokio::test]
async fn a_reader_that_shares_no_code_opens_a_real_organisations_export_with_the_key_file_alone() {
    let stage = Stage::build().await.unwrap();
    let old = stage.case(&stage.berta, "Größenwahn-Österreich").await.unwrap();
    let record = stage.entry(&stage.berta, old, "course", "Übergabe in Zürich 🌱").await.unwrap();
    stage.change(&stage.berta, old, "course", (record, 1), "und zurück nach Köln").await.unwrap();
    stage.entry(&stage.berta, old, "rating", "Einschätzung").await.unwrap();
    let first_file = stage.key_file();
    let carl = stage.caseworker("carl").await.unwrap();
    let account = carl.session().await.unwrap().account;
    stage.admin.vault.block(stage.organisation, account).await.unwrap();
    stage.rotate(RotationReason::SomebodyLeft).await.unwrap();
    stage.load_key(&stage.berta).await.unwrap();
    stage.open(&stage.berta, old).await.unwrap();
    stage.entry(&stage.berta, old, "course", "nach der Erneuerung des Schlüssels").await.unwrap();
    let new = stage.case(&stage.berta, "Häußler").await.unwrap();
    let cases = [old, new];

    let folder = tempfile::tempdir().unwrap();
    let (answers, files) = (folder.path().join("export"), folder.path().join("keys"));
    fs::create_dir(&answers).unwrap();
    fs::create_dir(&files).unwrap();
    export(&stage, &stage.berta, &cases, &answers).await;
    let (key_file, first) = (files.join("neu.txt"), files.join("alt.txt"));
    fs::write(&key_file, stage.key_file().as_str()).unwrap();
    fs::write(&first, first_file.as_str()).unwrap();

    let output = read(&key_file, None, &answers);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = shown(&stage, &stage.berta, &cases).await;
    assert!(expected.values().flat_map(BTreeMap::values).any(|text| text.contains("🌱")));
    assert_eq!(printed(&found), expected);

    // The file of before the renewal opens what was written before, and says that it does not reach further.
    let outdated = read(&first, None, &answers);
    assert!(!outdated.status.success());
    assert!(!String::from_utf8_lossy(&outdated.stdout).contains("nach der Erneuerung"));
    // Nothing of it opens with another organisation's file.
    let foreign = files.join("fremd.txt");
    fs::write(&foreign, stage.other_organisation().await.unwrap().1.key_file().as_str()).unwrap();
    let refused = read(&foreign, None, &answers);
    assert!(!refused.status.success() && !String::from_utf8_lossy(&refused.stdout).contains(CANARY));
}
