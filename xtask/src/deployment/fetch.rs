//! Questions to the server under examination. Nothing is taken on trust: no redirect is followed, no cookie kept, and
//! no more is read than could be right.

use crate::failure::{Context, Done, Failure};
use std::io::Read;
use std::time::Duration;
use ureq::Agent;
use ureq::http::HeaderMap;

/// A server.
pub struct Server {
    agent: Agent,
    origin: String,
}

/// An answer.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body, decompressed; cut when it is longer than was allowed.
    pub body: Vec<u8>,
}

/// How a file is asked for. A server could answer each in another way, and browsers ask in the last.
pub const ENCODINGS: [&str; 3] = ["identity", "gzip", "gzip, deflate, br"];

impl Server {
    /// The server at this address, which must be an origin: scheme, host, port.
    pub fn new(url: &str) -> Done<Self> {
        let origin = url.trim_end_matches('/');
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        if !host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@'])) {
            return Err(Failure::new(format!(
                "“{url}” is not the address of a portal; it looks like https://portal.example.org"
            )));
        }
        let config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            // As plain as a browser begins, so that it is no easy mark for an answer of its own.
            .user_agent("Mozilla/5.0")
            .build();
        Ok(Self { agent: config.into(), origin: origin.to_owned() })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Asks for a path and reads at most `most` bytes of the decompressed body.
    pub fn get(&self, path: &str, encoding: &str, most: u64) -> Done<Answer> {
        let url = format!("{}{path}", self.origin);
        let what = format!("cannot fetch {url}");
        let answer = self.agent.get(&url).header("accept-encoding", encoding).call().context(&what)?;
        let (parts, body) = answer.into_parts();
        let mut bytes = Vec::new();
        let mut reader = body.into_with_config().limit(most.saturating_add(4096)).reader().take(most);
        reader.read_to_end(&mut bytes).context(&what)?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: bytes })
    }
}
