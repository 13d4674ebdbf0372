//! The headers without which even the right files are not safe.

use ureq::http::HeaderMap;

/// Headers of every answer and their exact values.
pub const EXACT: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The content security policy, directive by directive.
pub const POLICY: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("connect-src", "'self'"),
    ("font-src", "'self'"),
    ("manifest-src", "'self'"),
    ("worker-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
];

/// Headers that let a server add to a page what is not in its bytes.
const UNWANTED: [&str; 4] = ["link", "refresh", "service-worker-allowed", "sourcemap"];

/// What is wrong with the headers of an answer, in words.
pub fn faults(headers: &HeaderMap, https: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let values = |name: &str| -> Vec<&str> {
        headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("(unreadable)")).collect()
    };
    for (name, wanted) in EXACT {
        match values(name)[..] {
            [] => faults.push(format!("the header {name} is missing")),
            [value] if value == wanted => {}
            _ => faults
                .push(format!("the header {name} is “{}” instead of “{wanted}”", values(name).join(", "))),
        }
    }
    match values("content-security-policy")[..] {
        [] => faults.push("the content security policy is missing".to_owned()),
        // A second policy could only forbid more, but it is not what this server sends.
        [policy] => faults.extend(policy_faults(policy)),
        _ => faults.push("there is more than one content security policy".to_owned()),
    }
    if https && values("strict-transport-security").is_empty() {
        faults.push("the header strict-transport-security is missing".to_owned());
    }
    let unwanted = UNWANTED.iter().filter(|name| headers.contains_key(**name));
    faults
        .extend(unwanted.map(|name| format!("there is a header {name}, which no answer of the portal has")));
    faults
}

fn policy_faults(policy: &str) -> Vec<String> {
    let found: Vec<(&str, String)> = policy
        .split(';')
        .filter_map(|directive| {
            let mut words = directive.split_whitespace();
            Some((words.next()?, words.collect::<Vec<_>>().join(" ")))
        })
        .collect();
    let mut faults = Vec::new();
    for (name, wanted) in POLICY {
        match found.iter().find(|(found, _)| *found == name) {
            Some((_, value)) if value == wanted => {}
            Some((_, value)) => {
                faults.push(format!("the content security policy says {name} {value} instead of {wanted}"));
            }
            None => faults.push(format!("the content security policy lacks {name}")),
        }
    }
    let more = found.iter().filter(|(name, _)| POLICY.iter().all(|(known, _)| known != name));
    faults.extend(more.map(|(name, _)| format!("the content security policy also has {name}")));
    faults
}
