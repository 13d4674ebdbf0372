//! The browser's verdict about a signature is that of strict verification.
use app::platform::BrowserStore;
use vault::{SignatureJob, Store};
use wasm_bindgen_test::wasm_bindgen_test as test;

/// RFC 8032 §7.1, tests 1 to 3: public key, message, signature.
const RFC: [(&str, &str, &str); 3] = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
async fn the_browser_gives_the_verdict_of_strict_verification() {
    let mut jobs = Vec::new();
    let mut expected = Vec::new();
    for (key, message, signature) in RFC {
        let (key, message, signature) = (bytes(key), bytes(message), bytes(signature));
        let mut put = |message: &[u8], signature: &[u8], good: bool| {
            jobs.push(SignatureJob::from_bytes(message, &key, signature).unwrap());
            expected.push(good);
        };
        put(&message, &signature, true);
        put(&[message.as_slice(), b"x"].concat(), &signature, false);
        for at in [0, 31, 32, 62] {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            put(&message, &changed, false);
        }
        // S + L is the same number modulo L, and not canonical.
        let mut longer = signature.clone();
        let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        let mut carry = 0u16;
        for (digit, add) in longer[32..].iter_mut().zip(order) {
            let sum = u16::from(*digit) + u16::from(add) + carry;
            *digit = u8::try_from(sum & 0xff).unwrap();
            carry = sum >> 8;
        }
        put(&message, &longer, false);
        // R of small order, which browsers think differently of.
        let mut small = signature.clone();
        small[..32].fill(0);
        small[0] = 1;
        put(&message, &small, false);
    }
    assert_eq!(jobs.iter().map(SignatureJob::verify).collect::<Vec<_>>(), expected);
    assert_eq!(BrowserStore.verify(&jobs).await, expected);
}

#[test]
async fn more_signatures_than_are_in_flight_at_once_keep_their_order() {
    let (key, message, signature) = RFC[2];
    let (key, message, mut signature) = (bytes(key), bytes(message), bytes(signature));
    let good = SignatureJob::from_bytes(&message, &key, &signature).unwrap();
    signature[0] ^= 1;
    let bad = SignatureJob::from_bytes(&message, &key, &signature).unwrap();
    let every_fiftieth = |at: usize| at % 50 == 49;
    let jobs: Vec<SignatureJob> =
        (0..1100).map(|at| if every_fiftieth(at) { bad.clone() } else { good.clone() }).collect();
    let verdicts = BrowserStore.verify(&jobs).await;
    let expected: Vec<bool> = (0..1100).map(|at| !every_fiftieth(at)).collect();
    assert_eq!(verdicts, expected);
    assert_eq!(BrowserStore.verify(&[]).await, Vec::<bool>::new());
}
