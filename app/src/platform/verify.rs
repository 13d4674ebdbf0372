//! Many signatures at once, on the browser's own threads.
//!
//! WebCrypto verifies off the page's thread, as many at a time as there are cores. A yes of it counts when the signature
//! has the strict form, which is exactly the verdict of strict verification; a no is looked at once more by our own code,
//! so that no browser's quirk makes an honest entry look forged. Where WebCrypto has no Ed25519, our own code verifies in
//! small slices, and the page can answer in between.
use js_sys::{Array, Promise, Uint8Array};
use std::collections::HashMap;
use vault::SignatureJob;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::pause::breathe;

const ED25519: &str = "Ed25519";
/// Signatures that WebCrypto is given at a time: enough for every thread, and no more promises than it likes.
const IN_FLIGHT: usize = 1024;
/// Signatures between two breaths of the page, about five milliseconds.
const SLICE: usize = 32;

/// The verdicts of strict verification, in the order of the jobs.
pub(super) async fn verify(subtle: Option<&SubtleCrypto>, jobs: &[SignatureJob]) -> Vec<bool> {
    let mut verdicts = match subtle {
        Some(subtle) => by_browser(subtle, jobs).await.unwrap_or_default(),
        None => Vec::new(),
    };
    verdicts.resize(jobs.len(), false);
    let mut looked_at = 0;
    for (job, verdict) in jobs.iter().zip(&mut verdicts) {
        if *verdict || !job.is_strict() {
            continue;
        }
        if looked_at > 0 && looked_at % SLICE == 0 {
            breathe().await;
        }
        looked_at += 1;
        *verdict = job.verify();
    }
    verdicts
}

/// What WebCrypto says of those that have the strict form. An error where it has no Ed25519.
async fn by_browser(subtle: &SubtleCrypto, jobs: &[SignatureJob]) -> Result<Vec<bool>, JsValue> {
    let keys = import(subtle, jobs).await?;
    let mut verdicts = Vec::with_capacity(jobs.len());
    for jobs in jobs.chunks(IN_FLIGHT) {
        let promises = Array::new();
        for job in jobs {
            let Some(key) = keys.get(&job.public_key()) else { return Err(JsValue::UNDEFINED) };
            let answer = if job.is_strict() {
                subtle.verify_with_str_and_buffer_source_and_buffer_source(
                    ED25519,
                    key,
                    &Uint8Array::from(job.signature().as_slice()),
                    &Uint8Array::from(job.message()),
                )?
            } else {
                Promise::resolve(&JsValue::FALSE)
            };
            promises.push(&answer);
        }
        let answers: Array = JsFuture::from(Promise::all(&promises)).await?.dyn_into()?;
        verdicts.extend(answers.iter().map(|answer| answer == JsValue::TRUE));
    }
    Ok(verdicts)
}

/// Every public key once: a case has many signatures of few people.
async fn import(
    subtle: &SubtleCrypto,
    jobs: &[SignatureJob],
) -> Result<HashMap<[u8; 32], CryptoKey>, JsValue> {
    let usages = Array::of1(&JsValue::from_str("verify"));
    let mut keys = HashMap::new();
    for job in jobs {
        let public = job.public_key();
        if keys.contains_key(&public) {
            continue;
        }
        let bytes = Uint8Array::from(public.as_slice());
        let promise = subtle.import_key_with_str("raw", &bytes, ED25519, false, &usages)?;
        keys.insert(public, JsFuture::from(promise).await?.dyn_into::<CryptoKey>()?);
    }
    Ok(keys)
}
