//! Many signatures at once, on threads of the page's own.
//!
//! WebCrypto in Chromium verifies on the thread that asks, so that it is asked on threads of our own, as many as there are
//! cores. A yes of it counts when the signature has the strict form, which is exactly the verdict of strict verification;
//! a no is looked at once more by our own code, so that no browser's quirk makes an honest entry look forged. Where there
//! are no threads, or WebCrypto has no Ed25519, our own code verifies in small slices, and the page can answer in between.
use vault::SignatureJob;

use super::{
    pause::breathe,
    worker::{Kind, verifiers},
};

/// Signatures between two breaths of the page, about five milliseconds.
const SLICE: usize = 32;
/// Fewest signatures that are worth a message to a thread.
const FEWEST: usize = 16;

/// The verdicts of strict verification, in the order of the jobs.
pub(super) async fn verify(jobs: &[SignatureJob]) -> Vec<bool> {
    let mut verdicts = by_threads(jobs).await;
    let mut looked_at = 0;
    for (job, verdict) in jobs.iter().zip(&mut verdicts) {
        // Whatever a thread said: what is not strict is never good.
        *verdict &= job.is_strict();
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

/// What WebCrypto says; no for those that it was not asked.
async fn by_threads(jobs: &[SignatureJob]) -> Vec<bool> {
    let threads = verifiers();
    let mut verdicts = Vec::with_capacity(jobs.len());
    if !threads.is_empty() {
        // Two portions for each, so that nobody waits for the slowest.
        let size = jobs.len().div_ceil(threads.len() * 2).max(FEWEST);
        let asked: Vec<_> = jobs
            .chunks(size)
            .zip(threads.iter().cycle())
            .map(|(jobs, thread)| (jobs.len(), thread.ask(Kind::Verify, &encode(jobs))))
            .collect();
        // All of them are on their way before the first answer is waited for.
        for (count, answer) in asked {
            let answer = match answer {
                Some(answer) => answer.wait().await,
                None => None,
            };
            let answer = answer.filter(|answer| answer.length() as usize == count);
            let answer = answer.map_or_else(|| vec![0; count], |answer| answer.to_vec());
            verdicts.extend(answer.into_iter().map(|verdict| verdict == 1));
        }
    }
    verdicts.resize(jobs.len(), false);
    verdicts
}

/// Key ‖ signature ‖ length of the message (4 bytes, big-endian) ‖ message, one after the other.
fn encode(jobs: &[SignatureJob]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(jobs.iter().map(|job| job.message().len() + 100).sum());
    for job in jobs {
        bytes.extend_from_slice(&job.public_key());
        bytes.extend_from_slice(&job.signature());
        // Messages are some hundred bytes long; one beyond four gigabytes would simply not verify.
        let length = u32::try_from(job.message().len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(job.message());
    }
    bytes
}
